"""Paper comes back: a scan finds its page by the code on it, however it lies; anything else is told by name."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from inspector.actions import read
from inspector.actions.issue_notice import issue_notice
from inspector.actions.preview_notice import preview_notice
from inspector.actions.scan_page import (
    scan_page,
    scan_pages,
    scans_among_photos,
    set_scan_aside,
)
from inspector.actions.seal_inspection import leave_gate
from inspector.actions.supersede_notice import supersede_notice
from inspector.actions.take_photo import take_photo
from inspector.errors import InputError
from inspector.records import Notice, Photo, PhotoOrigin, Signature
from tests import pictures
from tests.stand import Stand

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdfium2")


@pytest.fixture
def ready(stand: Stand) -> Stand:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    return stand


def issue(stand: Stand, form: str, signatures: tuple[Signature, ...] | None = None) -> Notice:
    return issue_notice(
        stand.device,
        stand.inspection.id,
        form,
        signatures=stand.signatures() if signatures is None else signatures,
        by=stand.by,
    )


def sheets(stand: Stand, notice: Notice) -> list[Image.Image]:
    with pypdfium2.PdfDocument(read.notice_pdf(stand.device, notice.id)) as document:
        return [page.render(scale=200 / 72).to_pil().convert("RGB") for page in document]


def file_of(sheet: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=70)
    out.seek(0)
    return out


def scan(stand: Stand, notice: Notice, sheet: Image.Image, page: int | None = None) -> int:
    return scan_page(
        stand.device, notice.id, content=file_of(sheet), file_name="SCAN.JPG", by=stand.by, page=page
    ).page


def code_told(stand: Stand, notice: Notice, sheet: Image.Image, page: int | None = None) -> str:
    with pytest.raises(InputError) as refusal:
        scan(stand, notice, sheet, page)
    return refusal.value.code


@pytest.mark.parametrize("turned", [0, 90, 180, 270, 4, 353])
def test_a_sheet_is_matched_however_it_lies(ready: Stand, turned: int) -> None:
    notice = issue(ready, "24")
    sheet = sheets(ready, notice)[0].rotate(-turned, expand=True, fillcolor="white")
    assert scan(ready, notice, sheet) == 1
    with ready.device.reading() as unit:
        (kept,) = unit.get(Notice, notice.id).scans
        photo = unit.get(Photo, kept.photo_id)
        assert 1 not in unit.get(Notice, notice.id).unscanned
    assert (kept.sha256, photo.tag) == (photo.sha256, "signing")
    assert abs((kept.turned - turned + 180) % 360 - 180) <= 2


def test_a_sheet_photographed_askew_on_a_table_is_matched(ready: Stand) -> None:
    notice = issue(ready, "24")
    sheet = sheets(ready, notice)[0]
    width, height = sheet.size
    there = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [(90, 60), (width - 40, 0), (width - 120, height - 80), (0, height)]
    rows = []
    for (x, y), (u, v) in zip(seen, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows, float), np.array(there, float).reshape(8))
    askew = sheet.transform(
        sheet.size, Image.Transform.PERSPECTIVE, tuple(solved), Image.Resampling.BICUBIC, fillcolor="grey"
    )
    assert scan(ready, notice, askew) == 1


def test_what_does_not_match_is_told_apart_and_kept(ready: Stand) -> None:
    first = issue(ready, "24")
    old = sheets(ready, first)[0]
    supersede_notice(ready.device, first.id, reason="数量写错", by=ready.by)
    notice = issue(ready, "24")
    decision = issue(ready, "21")
    before = len(read.dossier(ready.device, ready.inspection.id).photos)
    assert code_told(ready, notice, old) == "scan.superseded"
    assert code_told(ready, notice, sheets(ready, decision)[0]) == "scan.other_notice"
    assert code_told(ready, notice, Image.new("RGB", (800, 1100), "white")) == "scan.unreadable"
    good = sheets(ready, notice)[0]
    assert code_told(ready, notice, good, page=7) == "scan.other_page"
    covered = good.copy()
    covered.paste("black", (good.width - 140, good.height - 190, good.width, good.height))
    assert code_told(ready, notice, covered) == "scan.unreadable"
    assert len(read.dossier(ready.device, ready.inspection.id).photos) == before + 5
    with ready.device.reading() as unit:
        assert unit.get(Notice, notice.id).scans == ()


def test_a_page_of_another_device_and_a_code_of_somebody_else(ready: Stand) -> None:
    import segno

    notice = issue(ready, "24")

    def square(text: str) -> Image.Image:
        out = io.BytesIO()
        segno.make_qr(text).save(out, kind="png", scale=8, border=8)
        return Image.open(out).convert("RGB")

    assert code_told(ready, notice, square("https://example.org/a")) == "scan.not_ours"
    assert code_told(ready, notice, square("IP1/0123456789abcdef/1/1")) == "scan.unknown"
    assert code_told(ready, notice, square(f"IP1/{notice.id}/1/{notice.pages + 1}")) == "scan.unknown"


def test_no_photo_no_scan(ready: Stand) -> None:
    notice = issue(ready, "24")
    with pytest.raises(InputError, match=r"photo\.not_an_image"):
        scan_page(ready.device, notice.id, content=io.BytesIO(b"hello paper"), file_name="a.txt", by=ready.by)
    with pytest.raises(InputError, match=r"scan\.unreadable"):
        scan_page(
            ready.device,
            notice.id,
            content=io.BytesIO(pictures.make_jpeg(96, 64, 9)),
            file_name="a.jpg",
            by=ready.by,
        )


def test_ink_belongs_to_the_page_it_was_drawn_on(ready: Stand) -> None:
    from dataclasses import replace

    shown = preview_notice(ready.device, ready.inspection.id, "24").page_sha256
    assert len(shown) == len(set(shown)) >= 1
    other = tuple(replace(each, pages=("0" * 64,)) for each in ready.signatures())
    with pytest.raises(InputError, match=r"notice\.page_changed"):
        issue(ready, "24", other)
    notice = issue(ready, "24", tuple(replace(each, pages=shown) for each in ready.signatures()))
    assert {each.pages for each in notice.signatures} == {shown}


def on_paper(stand: Stand) -> tuple[Signature, ...]:
    """Everybody signs the printed page instead of the screen."""
    from dataclasses import replace

    return tuple(replace(each, strokes=(), on_paper=True) for each in stand.signatures())


def test_paper_first_prints_empty_places_and_keeps_the_stand_until_its_pages_are_back(
    ready: Stand, tmp_path: Path
) -> None:
    notice = issue(ready, "24", on_paper(ready))
    assert notice.waits_for_scans
    with pypdfium2.PdfDocument(read.notice_pdf(ready.device, notice.id)) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.count("年 月 日") + text.count("年　月　日") >= 2, "the date is written by hand, too"
    (line,) = [each for each in leave_gate(ready.device, ready.inspection.id) if each.code == "scans"]
    assert (line.passed, line.stops) == (False, True)
    files = []
    for number, sheet in enumerate(sheets(ready, notice), 1):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(file_of(sheet).read())
    (tmp_path / "no.jpg").write_bytes(b"hello paper")
    blank = tmp_path / "blank.jpg"
    blank.write_bytes(file_of(Image.new("RGB", (800, 1100), "white")).read())
    given = [*files, tmp_path / "no.jpg", blank, files[0], tmp_path / "gone.jpg"]
    told = scan_pages(ready.device, ready.inspection.id, given, by=ready.by)
    assert [(each.page, each.notice_id) for each in told[: len(files)]] == [
        (page, notice.id) for page in range(1, notice.pages + 1)
    ]
    assert [each.problem.code for each in told[len(files) :] if each.problem] == [
        "photo.not_an_image",
        "scan.unreadable",
        "scan.same_file",
        "photo.unreadable",
    ]
    (line,) = [each for each in leave_gate(ready.device, ready.inspection.id) if each.code == "scans"]
    assert line.passed


def test_a_page_photographed_here_is_found_among_the_photos_and_can_be_changed(ready: Stand) -> None:
    notice = issue(ready, "24", on_paper(ready))
    sheet = sheets(ready, notice)[0]
    photo = take_photo(
        ready.device,
        ready.inspection.id,
        content=file_of(sheet),
        file_name="STILL.JPG",
        origin=PhotoOrigin.CAMERA,
        by=ready.by,
    )
    ready.photo(9)  # no page of anything: nothing is said of it
    (found,) = scans_among_photos(ready.device, ready.inspection.id, by=ready.by)
    assert (found.photo_id, found.page, found.problem) == (photo.id, 1, None)
    with ready.device.reading() as unit:
        assert unit.get(Photo, photo.id).tag == "signing"
    assert code_told(ready, notice, sheet.rotate(1, fillcolor="white")) == "scan.page_twice"
    set_scan_aside(ready.device, notice.id, 1, by=ready.by)
    assert scan(ready, notice, sheet.rotate(2, fillcolor="white")) == 1
    with pytest.raises(InputError, match=r"scan\.none_there"):
        set_scan_aside(ready.device, notice.id, 9, by=ready.by)


def test_a_scanner_s_pdf_gives_one_untouched_picture_a_page(ready: Stand, tmp_path: Path) -> None:
    notice = issue(ready, "24", on_paper(ready))
    scans = [*sheets(ready, notice), Image.new("RGB", (800, 1100), "white")]
    file = tmp_path / "扫描.pdf"
    scans[0].save(file, "PDF", resolution=200, save_all=True, append_images=scans[1:], quality=70)
    told = scan_pages(ready.device, ready.inspection.id, [file], by=ready.by)
    assert [(each.file, each.page) for each in told] == [
        *((f"扫描-{page}.jpg", page) for page in range(1, notice.pages + 1)),
        (f"扫描-{notice.pages + 1}.jpg", 0),
    ]
    assert told[-1].problem is not None
    original = read.original(ready.device, told[0].photo_id)
    assert original in file.read_bytes(), "the very bytes of the scanner"
    (entry,) = ready.device.journal.entries_of_change("scan.pdf_opened")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in entry.decode()


def test_a_pdf_that_is_no_scan_is_told_by_name(ready: Stand, tmp_path: Path) -> None:
    notice = issue(ready, "24")
    (tmp_path / "set.pdf").write_bytes(read.notice_pdf(ready.device, notice.id))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    Image.new("1", (1200, 1600), 1).save(tmp_path / "black.pdf", "PDF")
    files = [tmp_path / name for name in ("set.pdf", "broken.pdf", "black.pdf")]
    told = scan_pages(ready.device, ready.inspection.id, files, by=ready.by)
    assert [(each.file, each.problem.code) for each in told if each.problem] == [
        ("set.pdf", "scan.pdf_page"),
        ("broken.pdf", "scan.pdf_unreadable"),
        ("black.pdf", "scan.pdf_page"),
    ]

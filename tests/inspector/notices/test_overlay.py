"""A bureau's own measures: laid over the shared ones where they are sound, refused as a whole where not."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from inspector.errors import InputError
from inspector.notices import ReportlabPress
from inspector.notices.form import read_layout
from inspector.notices.overlay import LARGEST, layout_with, overlaid, usual_overlay
from tests.inspector.notices import archival, filled, papers
from tests.inspector.notices.papers import PRINTED, dossier


def left_of_text(pdf: bytes) -> float:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    left = min(page.get_charbox(n)[0] for n in range(page.count_chars()) if page.get_text_range(n, 1).strip())
    document.close()
    return left


def printed(overlay: Path | None) -> bytes:
    record = dossier(photos=0)
    return (
        ReportlabPress(overlay=overlay)
        .print(
            "17",
            record,
            number=filled.NUMBERS["17"],
            printed=PRINTED,
            wording=filled.wording(record),
            signatures=(),
            picture=papers.jpeg,
            paper=filled.paper("17", record),
        )
        .pdf
    )


def test_what_is_not_stated_stays_as_it_is() -> None:
    own, shared = overlaid(b"[page]\nleft = 30\n[styles.title]\nsize = 20\n"), read_layout()
    assert (own.page.left, own.page.top) == (30, shared.page.top)
    assert (own.styles["title"].size, own.styles["title"].faces) == (20, shared.styles["title"].faces)
    assert own.styles["cell"] == shared.styles["cell"]
    assert overlaid(b"") == shared


def test_a_wider_margin_moves_the_text_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "layout.toml"
    file.write_text("[page]\nleft = 38\n", encoding="utf-8")
    moved = printed(file)
    assert left_of_text(moved) - left_of_text(printed(None)) == pytest.approx(10 * 72 / 25.4, abs=0.1)
    assert archival.faults(moved) == []


def test_a_list_stays_inside_wider_margins(tmp_path: Path) -> None:
    file = tmp_path / "layout.toml"
    file.write_text("[page]\nleft = 35\ntext_width = 120\n", encoding="utf-8")
    record = dossier(photos=0)
    notice = ReportlabPress(overlay=file).print(
        "24",
        record,
        number="样市监财清〔2026〕7号",
        printed=PRINTED,
        wording=papers.WORDING,
        signatures=(),
        picture=papers.jpeg,
    )
    document = pypdfium2.PdfDocument(notice.pdf)
    page = document[0].get_textpage()
    right = max(page.get_charbox(n)[2] for n in range(page.count_chars()))
    document.close()
    assert right <= (35 + 120) * 72 / 25.4 + 0.5


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"page = ",
        b"[page]\nleft = 200\n",
        b"[page]\nleft = -1\n",
        b"[page]\ntop = nan\n",
        b"[page]\ntext_height = 400\n",
        b"[page]\nwidth = 420\n",
        b"[page]\nleft = 'wide'\n",
        b"[styles.title]\nsize = 0\n",
        b"[styles.title]\nsize = 1e9\n",
        b"[styles.title]\nleading = inf\n",
        b"[styles.title]\nfaces = 'comic'\n",
        b"[styles.unknown]\nsize = 12\n",
        b"[wording]\nx = 'y'\n",
        b"x = " + b"[" * 5000,
        b"#" * (LARGEST + 1),
    ],
)
def test_a_faulty_file_is_named_with_its_fault_and_nothing_is_printed(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "layout.toml"
    file.write_bytes(content)
    with pytest.raises(InputError) as told:
        layout_with(file)
    assert told.value.code == "notice.overlay"
    assert told.value.facts["why"]
    with pytest.raises(InputError):
        printed(file)


def test_it_is_looked_for_where_administrators_write(tmp_path: Path) -> None:
    found = usual_overlay({"XDG_CONFIG_DIRS": f"{tmp_path}:/other", "PROGRAMDATA": str(tmp_path)})
    assert found == tmp_path / "inspector" / "layout.toml"
    assert layout_with(found) == read_layout()

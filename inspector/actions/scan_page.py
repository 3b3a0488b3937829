"""Pages signed on paper come back: kept as evidence first, then matched to their notice and page by the page code."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from inspector.actions.amend import must_be_open
from inspector.actions.notice_forms import TITLES
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.take_photo import file_label, take_photo
from inspector.canonical import Json
from inspector.errors import InputError, InspectorError
from inspector.progress import Cancelled, Progress
from inspector.records import FoundCode, Notice, NoticeState, PageScan, Photo, PhotoOrigin, PhotoTag
from inspector.records.page_code import PageCode, read_page_code

_PIECE = 1 << 20
Named = tuple[str, "Photo | InputError"]
"""A picture by its name: sealed, or why it was not."""


@dataclass(frozen=True)
class ScanOutcome:
    """What became of one file or photo: the page it was put to, or why it belongs to none."""

    file: str
    photo_id: str = ""
    """The sealed photo; empty if the file is none."""
    notice_id: str = ""
    page: int = 0
    problem: InspectorError | None = None


def scan_page(
    device: Device, notice_id: str, *, content: BinaryIO, file_name: str, by: str, page: int | None = None
) -> PageScan:
    """Seal the scan, read its code and put it to the page it shows, which must be one of this notice.

    A scan that does not match stays among the photos of the inspection and belongs to no page.

    Raises:
        InputError: `scan.superseded` for a notice or a sheet set aside, `scan.unreadable`, `scan.not_ours`, `scan.several`,
            `scan.unknown`, `scan.other_stand`, `scan.other_notice`, `scan.other_page`, `scan.page_twice`; those of
            `take_photo`.
    """
    with device.reading() as unit:
        notice = unit.get(Notice, notice_id)
    _must_hold(notice)
    photo = _sealed(device, notice.inspection_id, content, file_name, by)
    return _match(device, photo.id, by, wanted=notice_id, page=page)[1]


def scan_pages(
    device: Device, inspection_id: str, paths: Iterable[Path], *, by: str, progress: Progress | None = None
) -> tuple[ScanOutcome, ...]:
    """Take in scans of any pages of this stand, each put to the page its code names; the rest is told by name.

    Raises:
        SystemFault: a full or failing disk stops it; what was put to its page before stays there.
    """

    files = [(file_label(path.name), partial(_photos_of, device, inspection_id, path, by)) for path in paths]
    return _each(device, files, by, progress)


def scans_among_photos(
    device: Device, inspection_id: str, *, by: str, progress: Progress | None = None
) -> tuple[ScanOutcome, ...]:
    """Look for signed pages among the photos taken of the signing, e.g. with the device's own camera.

    Photos without a page code are no scans, and nothing is said of them.
    """
    with device.reading() as unit:
        known = {
            scan.photo_id for each in unit.all(Notice, inspection_id=inspection_id) for scan in each.scans
        }
        photos = [
            photo
            for photo in unit.all(Photo, inspection_id=inspection_id)
            if photo.tag in {PhotoTag.SIGNING, None} and photo.item_id is None and photo.id not in known
        ]
    looked_at = _each(device, [(photo.file_name, partial(_itself, photo)) for photo in photos], by, progress)
    no_scans = {"scan.unreadable", "photo.cannot_decode"}
    return tuple(each for each in looked_at if not each.problem or each.problem.code not in no_scans)


def set_scan_aside(device: Device, notice_id: str, page: int, *, by: str) -> None:
    """Take a scan from its page, so that a better one can be put there; it stays among the photos.

    Raises:
        InputError: `scan.none_there`, `inspection.sealed`.
    """
    with device.unit() as unit:
        notice = unit.get(Notice, notice_id)
        must_be_open(unit, notice.inspection_id)
        left = tuple(scan for scan in notice.scans if scan.page != page)
        if left == notice.scans:
            raise InputError("scan.none_there", page=page)
        unit.save(replace(notice, scans=left), change="notice.scan_set_aside", by=by)
        unit.commit()


def _match(
    device: Device, photo_id: str, by: str, *, wanted: str = "", page: int | None = None
) -> tuple[Notice, PageScan]:
    """Put a sealed photo to the page its code names; raises as `scan_page`."""
    with device.reading() as unit:
        photo, sealed = unit.get(Photo, photo_id), unit.sealed_object(photo_id)
    found = device.photos.page_codes(device.vault.read(sealed), photo.claims.orientation)
    with device.unit() as unit:
        must_be_open(unit, photo.inspection_id)
        seen, code = _code_of(found, photo)
        notice = _matched(unit, code, photo, wanted, page)
        scan = PageScan(code.page, photo.id, photo.sha256, seen.turned, photo.arrived, by)
        unit.save(replace(notice, scans=(*notice.scans, scan)), change="notice.page_scanned", by=by)
        if photo.tag is None and photo.item_id is None:
            tagged = replace(unit.get(Photo, photo_id), tag=PhotoTag.SIGNING)
            unit.save(tagged, change="photo.assigned", by=by)
        unit.commit()
    return notice, scan


def _each(
    device: Device,
    files: Sequence[tuple[str, Callable[[], Iterable[Named]]]],
    by: str,
    progress: Progress | None,
) -> tuple[ScanOutcome, ...]:
    progress = progress or Progress()
    outcomes: list[ScanOutcome] = []
    for number, (name, sealed) in enumerate(files):
        try:
            progress.step(number, len(files), name)
        except Cancelled:
            break
        outcomes += _filed(device, name, sealed, by)
    return tuple(outcomes)


def _filed(
    device: Device, file: str, photos: Callable[[], Iterable[Named]], by: str
) -> Iterator[ScanOutcome]:
    """Put every picture of one file to its page; what stops the file as a whole is told of it once."""
    try:
        for name, photo in photos():
            try:
                if isinstance(photo, InputError):
                    raise photo
                notice, scan = _match(device, photo.id, by)
            except InputError as problem:
                kept = "" if isinstance(photo, InputError) else photo.id
                yield ScanOutcome(name, kept, problem=problem)
            else:
                yield ScanOutcome(name, photo.id, notice.id, scan.page)
    except InputError as problem:
        yield ScanOutcome(file, problem=problem)
    except OSError as error:
        unreadable = InputError("photo.unreadable", file=file, why=error.strerror or "")
        yield ScanOutcome(file, problem=unreadable)


def _itself(photo: Photo) -> tuple[Named, ...]:
    return ((photo.file_name, photo),)


def _photos_of(device: Device, inspection_id: str, path: Path, by: str) -> Iterator[Named]:
    """Seal a file, or each page of a scanner's PDF as the picture it holds, and yield the photos."""
    with path.open("rb") as content:
        pages = device.photos.pictures_in_pdf(content, file_label(path.name))
        if not pages:
            yield file_label(path.name), _sealed(device, inspection_id, content, path.name, by)
            return
        whole = _sha256(content)
    with device.unit() as unit:
        facts: dict[str, Json] = {"file": file_label(path.name), "sha256": whole, "pages": len(pages)}
        unit.note("scan.pdf_opened", inspection_id, facts, by=by)
        unit.commit()
    for number, picture in enumerate(pages, 1):
        name = file_label(f"{path.stem}-{number}.jpg")
        try:
            yield name, _sealed(device, inspection_id, io.BytesIO(picture), name, by)
        except InputError as problem:
            yield name, problem


def _sealed(device: Device, inspection_id: str, content: BinaryIO, file_name: str, by: str) -> Photo:
    """Seal a scan, or return the photo of this stand that has the same bytes: it was imported before."""
    digest = _sha256(content)
    with device.reading() as unit:
        known = unit.photo_with(digest)
        if known is not None and known.inspection_id == inspection_id:
            for notice in unit.all(Notice, inspection_id=inspection_id):
                if any(scan.photo_id == known.id for scan in notice.scans):
                    raise InputError("scan.same_file", file=file_label(file_name), title=TITLES[notice.form])
            return known
    return take_photo(
        device,
        inspection_id,
        content=content,
        file_name=file_name,
        origin=PhotoOrigin.IMPORTED,
        by=by,
        tag=PhotoTag.SIGNING,
    )


def _sha256(content: BinaryIO) -> str:
    """Return the hash of a whole file, and leave it at its beginning."""
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(_PIECE):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()


def _must_hold(notice: Notice) -> None:
    if notice.state is not NoticeState.ISSUED:
        raise InputError("scan.superseded", title=TITLES[notice.form], number=notice.number or "—")


def _code_of(found: tuple[FoundCode, ...], photo: Photo) -> tuple[FoundCode, PageCode]:
    """Return the one page code on the scan: a sheet on top of another shows two, and neither counts."""
    if not found:
        raise InputError("scan.unreadable", file=photo.file_name)
    ours = [(seen, code) for seen in found if (code := read_page_code(seen.text))]
    if len(ours) != 1:
        raise InputError("scan.not_ours" if not ours else "scan.several", file=photo.file_name)
    return ours[0]


def _matched(unit: UnitOfWork, code: PageCode, photo: Photo, wanted: str, page: int | None) -> Notice:
    """Return the notice a scan belongs to, or say why it belongs to none."""
    shown = unit.find(Notice, code.notice_id)
    if shown is None:
        raise InputError("scan.unknown", file=photo.file_name)
    title, number = TITLES[shown.form], shown.number or "—"
    _must_hold(shown)
    if wanted and shown.id != wanted:
        asked = TITLES[unit.get(Notice, wanted).form]
        raise InputError("scan.other_notice", title=title, number=number, wanted=asked)
    if shown.inspection_id != photo.inspection_id:
        raise InputError("scan.other_stand", title=title, number=number)
    if code.pages != shown.pages or not 1 <= code.page <= shown.pages:
        raise InputError("scan.unknown", file=photo.file_name)
    if page is not None and code.page != page:
        raise InputError("scan.other_page", shown=code.page, wanted=page)
    if any(scan.page == code.page for scan in shown.scans):
        raise InputError("scan.page_twice", title=title, page=code.page)
    return shown

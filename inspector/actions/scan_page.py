"""Scan a page signed on paper: kept as evidence first, then matched to its notice and page by the page code."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from inspector.actions.issue_notice import TITLES
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.take_photo import take_photo
from inspector.errors import InputError
from inspector.records import FoundCode, Notice, NoticeState, PageScan, Photo, PhotoOrigin, PhotoTag
from inspector.records.page_code import PageCode, read_page_code


def scan_page(
    device: Device, notice_id: str, *, content: BinaryIO, file_name: str, by: str, page: int | None = None
) -> PageScan:
    """Seal the scan, read its code and put it to the page it shows; `page` if one is expected.

    A scan that does not match stays among the photos of the inspection and belongs to no page.

    Raises:
        InputError: `scan.superseded` for a notice or a sheet set aside, `scan.unreadable`, `scan.not_ours`, `scan.several`,
            `scan.unknown`, `scan.other_notice`, `scan.other_page`, `scan.page_twice`; those of `take_photo`.
    """
    with device.reading() as unit:
        notice = unit.get(Notice, notice_id)
    _must_hold(notice)
    photo = take_photo(
        device,
        notice.inspection_id,
        content=content,
        file_name=file_name,
        origin=PhotoOrigin.IMPORTED,
        by=by,
        tag=PhotoTag.SIGNING,
    )
    with device.reading() as unit:
        sealed = unit.sealed_object(photo.id)
    found = device.photos.page_codes(device.vault.read(sealed), photo.claims.orientation)
    with device.unit() as unit:
        notice = unit.get(Notice, notice_id)
        _must_hold(notice)
        seen, code = _code_of(found, photo)
        _must_match(unit, notice, code, photo, page)
        scan = PageScan(code.page, photo.id, photo.sha256, seen.turned, photo.arrived, by)
        unit.save(replace(notice, scans=(*notice.scans, scan)), change="notice.page_scanned", by=by)
        unit.commit()
    return scan


def pages_not_scanned(notice: Notice) -> tuple[int, ...]:
    """Return the pages that did not come back signed on paper yet."""
    back = {scan.page for scan in notice.scans}
    return tuple(page for page in range(1, notice.pages + 1) if page not in back)


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


def _must_match(unit: UnitOfWork, notice: Notice, code: PageCode, photo: Photo, page: int | None) -> None:
    shown = unit.find(Notice, code.notice_id)
    if shown is None:
        raise InputError("scan.unknown", file=photo.file_name)
    title, number = TITLES[shown.form], shown.number or "—"
    if shown.state is not NoticeState.ISSUED:
        raise InputError("scan.superseded", title=title, number=number)
    if shown.id != notice.id:
        raise InputError("scan.other_notice", title=title, number=number, wanted=TITLES[notice.form])
    if code.pages != notice.pages or not 1 <= code.page <= notice.pages:
        raise InputError("scan.unknown", file=photo.file_name)
    if page is not None and code.page != page:
        raise InputError("scan.other_page", shown=code.page, wanted=page)
    if any(scan.page == code.page for scan in notice.scans):
        raise InputError("scan.page_twice", page=code.page)

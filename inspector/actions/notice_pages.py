"""A form printed as the record reads now: its sentences, its number and its pictures put together."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from inspector.actions.decide_measure import LIST
from inspector.actions.notice_forms import TITLES
from inspector.actions.number_blocks import next_text
from inspector.actions.number_runs import number_runs
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.read import print_copy
from inspector.clock import CHINA
from inspector.law.pack import LawPack
from inspector.law.paper_wording import for_papers
from inspector.law.wording import for_notice
from inspector.records import (
    Bureau,
    Dossier,
    Notice,
    NoticeState,
    Paper,
    Photo,
    PhotoForPaper,
    PrintedNotice,
    Signature,
)


def notice_wording(device: Device, dossier: Dossier, now: datetime) -> dict[str, str]:
    """Return every sentence of the law a form may print, and the papers issued so far as they are named.

    Raises:
        InputError: `notice.overlay`, `wording.*` if the bureau's own wording is faulty.
    """
    return wording_of(device.law.reworded(device.press.own_wording()), dossier, now)


def wording_of(law: LawPack, dossier: Dossier, now: datetime) -> dict[str, str]:
    """Return the same from a pack of the law as it is given, without a bureau's own wording."""
    served = "\n".join(
        f"《{TITLES[notice.form]}》{notice.number}"
        for notice in dossier.notices
        if notice.state is NoticeState.ISSUED and notice.form not in {"11", "12", "14", "50"}
    )
    return {
        **for_notice(law, dossier, dossier.measure),
        **for_papers(law, dossier, now.astimezone(CHINA).date()),
        "served": served,
        "scanned": _scanned(dossier),
    }


def _scanned(dossier: Dossier) -> str:
    """Say which pages came back signed on paper, by the numbers of this record's photos: evidence of service."""
    numbers = {photo.id: number for number, photo in enumerate(dossier.photos, 1)}
    told = []
    for notice in dossier.own_notices:
        if notice.state is NoticeState.ISSUED and notice.scans:
            scans = sorted(notice.scans, key=lambda scan: scan.page)
            pages = number_runs([scan.page for scan in scans])
            photos = number_runs(sorted(numbers[scan.photo_id] for scan in scans if scan.photo_id in numbers))
            told.append(f"《{TITLES[notice.form]}》{notice.number}第{pages}页（照片第{photos}号）")
    return "；".join(told)


class NextNumbers:
    """Document numbers of the device's block: the next after all ever used, void ones included."""

    def __init__(self, device: Device, unit: UnitOfWork, bureau: Bureau, now: datetime) -> None:
        self._bureau, self._numbering = bureau, device.press.numbering()
        self._year = now.astimezone(CHINA).year
        self._used = [notice.number for notice in unit.all(Notice)]

    def next(self, form: str) -> str:
        """Return the number a paper of this form would carry; empty where forms of its kind carry none."""
        kind = self._numbering.classes.get(form)
        return next_text(self._bureau, self._numbering, kind, self._year, self._used) if kind else ""

    def list_number(self, dossier: Dossier) -> str:
        """Return the number of the list a decision names, issued already or yet to be."""
        measure = dossier.measure
        if measure is None or not measure.has_list:
            return ""  # no list: a record alone shall not wait for a number it does not carry
        issued = dossier.issued(LIST, measure_id=measure.id)
        return issued.number if issued else self.next(LIST)


def print_form(
    device: Device,
    dossier: Dossier,
    form: str,
    number: str,
    list_number: str,
    now: datetime,
    signatures: tuple[Signature, ...],
    paper: Paper | None = None,
    code: str = "",
) -> PrintedNotice:
    """Print one form of the record, for a preview or with the ink; `code` is what the pages are found by once scanned."""
    wording = {**notice_wording(device, dossier, now), "list_number": list_number}
    return device.press.print(
        form,
        dossier,
        number=number,
        printed=now,
        wording=wording,
        signatures=signatures,
        picture=_pictures(device),
        paper=paper,
        code=code,
        is_sample=device.is_sample,
    )


def _pictures(device: Device) -> PhotoForPaper:
    """Return what opens and decodes each photo once, though it is set again with the ink and after each correction."""

    def picture(photo: Photo, longer_side: float) -> bytes | None:
        make = partial(print_copy, device, photo.id, longer_side)
        return device.copies.of(photo.id, longer_side, make)

    return picture

"""Checks of the evidence: photos, proof of the right, prices, where goods came from (F-31, F-41 to F-51)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from inspector.clock import CHINA
from inspector.codes import CodeCheck, patent_no, trademark_no
from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.records import Item, Photo, PhotoOrigin, PhotoTag, RightKind

_TOLERANCE = timedelta(minutes=10)
_MARKS = frozenset({RightKind.TRADEMARK, RightKind.GI_MARK})
_PATENTS = frozenset({RightKind.DESIGN_PATENT, RightKind.COUNTERFEIT_PATENT})
_PROOF_ASKED = {
    "F-46": frozenset({RightKind.TRADEMARK}),
    "F-47": frozenset({RightKind.COUNTERFEIT_PATENT}),
    "F-48": frozenset({RightKind.GI_MARK, RightKind.GI_PRODUCT}),
}


def evidence(case: Examination) -> Iterator[Finding]:
    """Judge what will have to prove the case; none of this blocks a form."""
    yield from _photos_of_rows(case)
    for item in case.dossier.items:
        yield from _number(case, item)
    yield from _photos(case)
    yield from _proof_of_right(case)
    yield from _prices(case)
    is_mark_case = any(item.alleged.kind in _MARKS for item in case.dossier.items)
    if is_mark_case and not case.dossier.inspection.supplier_asked.strip():
        yield case.finding("F-51", "not-asked", "inspection.supplier_asked")


def photo_time(photo: Photo) -> datetime | None:
    """Return when the photo was taken as far as anyone can say; None for an import that does not say."""
    if photo.origin is PhotoOrigin.CAMERA:
        return photo.arrived
    taken = photo.claims.taken
    if taken is None:
        return None
    return taken if taken.tzinfo else taken.replace(tzinfo=CHINA)


def _photos_of_rows(case: Examination) -> Iterator[Finding]:
    """One finding for all rows alike: a card imported late would otherwise fill the panel."""
    dossier, inspection = case.dossier, case.dossier.inspection
    first = inspection.started - _TOLERANCE
    last = (inspection.ended or case.now) + _TOLERANCE

    def outside(item: Item) -> int:
        times = (photo_time(photo) for photo in dossier.photos_of(item.id))
        return sum(time is not None and not first <= time <= last for time in times)

    bare = [item for item in dossier.items if not dossier.photos_of(item.id)]
    if bare:
        yield case.finding("F-31", "no-photo", f"item:{bare[0].id}", rows=rows_text(bare))
    untimely = [item for item in dossier.items if outside(item)]
    if untimely:
        count = sum(outside(item) for item in untimely)
        yield case.finding("F-31", "outside", f"item:{untimely[0].id}", rows=rows_text(untimely), count=count)


def _number(case: Examination, item: Item) -> Iterator[Finding]:
    number, kind = item.alleged.number, item.alleged.kind
    verdict: CodeCheck | None = None
    if number.strip() and kind in _PATENTS:
        check, verdict = "D-3", patent_no.check(number)
    elif number.strip() and kind in _MARKS:
        check, verdict = "D-4", trademark_no.check(number)
    if verdict is not None and not verdict.valid:
        why = verdict.reasons[0]
        yield case.finding(
            check, "wrong", f"item:{item.id}", row=item.position, why=why.zh, facts_en={"why": why.en}
        )


def _photos(case: Examination) -> Iterator[Finding]:
    photos = case.dossier.photos
    loose = sum(photo.item_id is None and photo.tag is None for photo in photos)
    if loose:
        yield case.finding("F-41", "no-purpose", "photos", count=loose)
    officers = set(case.dossier.inspection.officer_ids)
    strange = sum(photo.taken_by not in officers for photo in photos)
    if strange:
        yield case.finding("F-41", "no-maker", "photos", count=strange)


def _proof_of_right(case: Examination) -> Iterator[Finding]:
    """A photo of a certificate that belongs to no row speaks for all rows."""
    dossier = case.dossier
    shown = {photo.item_id for photo in dossier.photos if photo.tag is PhotoTag.CERTIFICATE}
    if not dossier.inspection.evidence_note.strip() and None not in shown:
        for check, rights in _PROOF_ASKED.items():
            rows = [item for item in dossier.items if item.alleged.kind in rights and item.id not in shown]
            if rows:
                yield case.finding(check, "no-proof", "inspection.evidence_note", rows=rows_text(rows))
    nameless = [
        item
        for item in dossier.items
        if item.alleged.kind in _MARKS and not (item.alleged.number.strip() and item.alleged.holder.strip())
    ]
    if nameless:
        yield case.finding("F-46", "no-number", f"item:{nameless[0].id}", rows=rows_text(nameless))


def _prices(case: Examination) -> Iterator[Finding]:
    unpriced = [item for item in case.dossier.items if item.unit_price is None]
    if unpriced:
        yield case.finding("F-50", "no-price", f"item:{unpriced[0].id}", rows=rows_text(unpriced))
    baseless = [
        item for item in case.dossier.items if item.unit_price is not None and item.price_basis is None
    ]
    if baseless:
        yield case.finding("F-50", "no-basis", f"item:{baseless[0].id}", rows=rows_text(baseless))

"""Checks of the evidence: photos of rows, photos at all, where goods came from (F-31, F-41, F-51)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from inspector.clock import CHINA
from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.law.checks.rights import MARKS
from inspector.records import Item, Photo, PhotoOrigin

_TOLERANCE = timedelta(minutes=10)


def evidence(case: Examination) -> Iterator[Finding]:
    """Judge what will have to prove the case; none of this blocks a form."""
    yield from _photos_of_rows(case)
    yield from _photos(case)
    is_mark_case = any(item.alleged.kind in MARKS for item in case.dossier.items)
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


def _photos(case: Examination) -> Iterator[Finding]:
    photos = case.dossier.photos
    loose = sum(photo.item_id is None and photo.tag is None for photo in photos)
    if loose:
        yield case.finding("F-41", "no-purpose", "photos", count=loose)
    officers = set(case.dossier.inspection.officer_ids)
    strange = sum(photo.taken_by not in officers for photo in photos)
    if strange:
        yield case.finding("F-41", "no-maker", "photos", count=strange)

"""Checks of the files themselves: originals as they were taken, marks and lengths over originals of this record (F-43)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.law.checks.finding import Examination, Finding


def files(case: Examination) -> Iterator[Finding]:
    """Judge what lies beside the originals, and the originals where somebody has looked at them."""
    dossier = case.dossier
    originals = {photo.id: photo.sha256 for photo in dossier.photos}
    derived = [(each.photo_id, each.photo_sha256) for each in dossier.layers]
    derived += [(each.photo_id, each.photo_sha256) for each in dossier.dimensions]
    strange = sum(originals.get(photo) != sha256 for photo, sha256 in derived)
    if strange:
        yield case.finding("F-43", "no-parent", "photos", count=strange)
    if dossier.damaged:
        names = [photo.file_name for photo in dossier.photos if photo.id in dossier.damaged]
        yield case.finding(
            "F-43", "altered", "photos", count=len(dossier.damaged), names="、".join(names[:3])
        )

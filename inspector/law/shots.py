"""The shot list: which photos a stand and each of its rows should have, and which are still missing."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from inspector.records import Dossier, Item, MeasureKind, PhotoTag, RightKind


@dataclass(frozen=True)
class Shot:
    """One kind of picture: how many are there and how many there should be."""

    tag: PhotoTag
    taken: int
    wanted: int

    @property
    def missing(self) -> int:
        """Return how many should still be taken."""
        return max(0, self.wanted - self.taken)


@dataclass(frozen=True)
class Completeness:
    """How far the evidence of a whole stand is; what is taken beyond the list does not make up for what is not."""

    taken: int
    wanted: int
    missing: tuple[tuple[PhotoTag, int], ...]
    """Most first."""
    rows: tuple[str, ...] = ()
    """Ids of the rows something is missing for, by position."""

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class MissingShot:
    """Photos the list asks for and nobody has taken yet."""

    item_id: str | None
    """The row they are for; None for the stand as a whole."""
    tag: PhotoTag
    count: int


def missing_shots(dossier: Dossier) -> tuple[MissingShot, ...]:
    """Return what is still to be taken: first of the stand as a whole, then of each row by position."""
    lists = [
        (None, shots_of_stand(dossier)),
        *((item.id, shots_of_row(dossier, item)) for item in dossier.items),
    ]
    return tuple(
        MissingShot(item_id, shot.tag, shot.missing)
        for item_id, shots in lists
        for shot in shots
        if shot.missing
    )


def shots_of_stand(dossier: Dossier) -> tuple[Shot, ...]:
    """Return what the stand as a whole should have, whatever row a photo belongs to."""
    taken = Counter(photo.tag for photo in dossier.photos)
    return tuple(Shot(tag, taken[tag], wanted) for tag, wanted in _lists().stand.items())


def shots_of_row(dossier: Dossier, item: Item) -> tuple[Shot, ...]:
    """Return what one row should have, by the right it is said to infringe and by what is done with it."""
    photos = dossier.photos_of(item.id)
    taken = Counter(photo.tag for photo in photos)
    measured_in = {dimension.photo_id for dimension in dossier.dimensions}
    if any(photo.id in measured_in for photo in photos):
        taken[PhotoTag.SCALE] = max(1, taken[PhotoTag.SCALE])  # a length was measured: the card is in it
    wanted = Counter(_lists().row)
    wanted |= Counter(_lists().rows.get(item.alleged.kind, {}))
    kept = (
        measure.item_ids
        for measure in dossier.measures
        if measure.kind in {MeasureKind.SEIZE, MeasureKind.REGISTER}
    )
    if any(item.id in covered for covered in kept):
        wanted |= Counter(_lists().measured)
    return tuple(Shot(tag, taken[tag], wanted[tag]) for tag in PhotoTag if wanted[tag])


def completeness(dossier: Dossier) -> Completeness:
    """Add up the stand and its rows."""
    rows = {item.id: shots_of_row(dossier, item) for item in dossier.items}
    shots = [*shots_of_stand(dossier), *(shot for each in rows.values() for shot in each)]
    missing: Counter[PhotoTag] = Counter()
    for shot in shots:
        missing[shot.tag] += shot.missing
    return Completeness(
        taken=sum(min(shot.taken, shot.wanted) for shot in shots),
        wanted=sum(shot.wanted for shot in shots),
        missing=tuple((tag, count) for tag, count in missing.most_common() if count),
        rows=tuple(item_id for item_id, each in rows.items() if any(shot.missing for shot in each)),
    )


@dataclass(frozen=True)
class _Lists:
    stand: Mapping[PhotoTag, int]
    row: Mapping[PhotoTag, int]
    rows: Mapping[RightKind, Mapping[PhotoTag, int]]
    measured: Mapping[PhotoTag, int]


@cache
def _lists() -> _Lists:
    content = (resources.files("resources") / "evidence" / "shots.toml").read_text("utf-8")
    told = tomllib.loads(content)

    def counts(given: Mapping[str, int]) -> dict[PhotoTag, int]:
        return {PhotoTag(tag): int(count) for tag, count in given.items()}

    return _Lists(
        stand=counts(told["stand"]),
        row=counts(told["row"]),
        rows={RightKind(kind): counts(given) for kind, given in told["rows"].items()},
        measured=counts(told["measured"]),
    )

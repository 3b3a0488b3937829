"""The shot list: what each row should be photographed for, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector.law.shots import Completeness, completeness, shots_of_row, shots_of_stand
from inspector.records import Dimension, Item, Length, Photo, PhotoTag, Point, RightKind
from tests.inspector.law import dossiers


def wanted(item: Item) -> dict[PhotoTag, int]:
    dossier = dossiers.lawful(items=(item,), photos=(), measures=())
    return {shot.tag: shot.wanted for shot in shots_of_row(dossier, item)}


@pytest.mark.parametrize("kind", RightKind)
def test_every_kind_of_right_has_a_list_with_a_view_and_a_scale(kind: RightKind) -> None:
    asked = wanted(dossiers.item(1, kind))
    assert asked[PhotoTag.VIEW] >= 1
    assert asked[PhotoTag.SCALE] == 1


def test_a_design_is_wanted_from_the_angles_of_its_announcement() -> None:
    assert wanted(dossiers.item(1, RightKind.DESIGN_PATENT))[PhotoTag.VIEW] == 7


def test_what_is_taken_away_is_counted_and_sealed_on_a_photo() -> None:
    item = dossiers.item(1)
    kept = dossiers.lawful(items=(item,), photos=(), measures=(dossiers.measure(item_ids=(item.id,)),))
    asked = {shot.tag: shot.missing for shot in shots_of_row(kept, item)}
    assert asked[PhotoTag.SEAL] == asked[PhotoTag.QUANTITY] == 1


def test_a_photo_counts_for_its_own_row_and_no_more_than_once() -> None:
    items = (dossiers.item(1), dossiers.item(2))
    photos = tuple(dossiers.photo(number, items[0].id, PhotoTag.VIEW) for number in (1, 2, 3))
    dossier = dossiers.lawful(items=items, photos=photos, measures=())
    first, second = (
        {shot.tag: shot for shot in shots_of_row(dossier, item)}[PhotoTag.VIEW] for item in items
    )
    assert (first.taken, first.missing) == (3, 0)
    assert (second.taken, second.missing) == (0, 1)
    whole = completeness(dossier)
    assert whole.rows == (items[0].id, items[1].id)
    assert dict(whole.missing)[PhotoTag.VIEW] == 1


def test_a_measured_photo_is_one_with_the_card() -> None:
    item = dossiers.item(1)
    photo = dossiers.photo(1, item.id, PhotoTag.BACKSTAMP)
    length = Length(Decimal("50.0"), Decimal("0.8"), "S", 12)
    ends = (Point.at(0.1, 0.1), Point.at(0.2, 0.1))
    measured = Dimension(
        "d", photo.inspection_id, photo.id, photo.sha256, *ends, length, "底径", dossiers.NOW, "officer-1"
    )
    bare = dossiers.lawful(items=(item,), photos=(photo,), measures=())
    assert PhotoTag.SCALE in dict(completeness(bare).missing)
    assert PhotoTag.SCALE not in dict(completeness(replace(bare, dimensions=(measured,))).missing)


def test_nothing_is_missing_where_all_was_taken() -> None:
    item = dossiers.item(1)
    empty = dossiers.lawful(items=(item,), photos=(), measures=())
    needed: list[Photo] = []
    for row, shots in ((None, shots_of_stand(empty)), (item.id, shots_of_row(empty, item))):
        for shot in shots:
            needed.extend(
                dossiers.photo(len(needed) + each + 1, row, shot.tag) for each in range(shot.wanted)
            )
    whole = completeness(dossiers.lawful(items=(item,), photos=tuple(needed), measures=()))
    assert whole == Completeness(len(needed), len(needed), ())
    assert whole.is_whole

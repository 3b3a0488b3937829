"""What the gallery lists: numbers as printed, every filter, ten thousand photos put into words only when seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt

from inspector.records import InspectionState, Photo, PhotoLine, PhotoTag
from sync.outbox import PhotoState
from tests.sample_records import NOW, a_photo, an_inspection, an_item
from ui.desktop.photo_ids import PHOTO_IDS, photo_ids_in
from ui.desktop.screens.gallery.gallery_rows import GalleryRows
from ui.desktop.screens.gallery.item_targets import ItemRows
from ui.desktop.screens.gallery.listed import (
    LOOSE,
    GalleryNow,
    Wanted,
    Way,
    chosen,
    counts_by_item,
    listed,
)


def photo(number: int, **fields: object) -> Photo:
    made = a_photo(f"{number:032x}", sha256=f"{number:064x}", inspection=1 + number % 2)
    return replace(made, arrived=NOW + timedelta(seconds=number), **fields)  # type: ignore[arg-type]


PHOTOS = (
    photo(1, item_id="item-2", tag=PhotoTag.VIEW),
    photo(2, item_id="item-1", tag=PhotoTag.BACKSTAMP),
    photo(3, taken_by="officer-2"),
    photo(4, tag=PhotoTag.VIEW),
)
STATES = dict(zip((each.id for each in PHOTOS), ("sealed", "sent", "confirmed", "damaged"), strict=True))
GALLERY = GalleryNow(
    listed=listed(map(PhotoLine.of, PHOTOS)),
    inspections={f"inspection-{n}": replace(an_inspection(n), booth=f"B{n}") for n in (1, 2)},
    items={"item-1": an_item(1, inspection=1), "item-2": an_item(2, inspection=2)},
    officers={},
    states={photo_id: PhotoState(state) for photo_id, state in STATES.items()},
    drawn={PHOTOS[3].id: 2},
)


def numbers(wanted: Wanted) -> list[int]:
    return [int(each.photo.id, 16) for each in chosen(GALLERY, wanted)]


def test_photos_are_numbered_within_their_stand_and_shown_newest_first() -> None:
    assert [each.number for each in GALLERY.listed] == [1, 1, 2, 2]
    assert numbers(Wanted()) == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(inspection_id="inspection-1"), [4, 2]),
        (Wanted(item="item-1"), [2]),
        (Wanted(item=LOOSE), [4, 3]),
        (Wanted(tag="view"), [4, 1]),
        (Wanted(officer_id="officer-2"), [3]),
        (Wanted(way=Way.UNSENT), [4, 2, 1]),
        (Wanted(way=Way.SEALED), [1]),
        (Wanted(way=Way.SENT), [2]),
        (Wanted(way=Way.CONFIRMED), [3]),
        (Wanted(way=Way.DAMAGED), [4]),
        (Wanted(drawn_only=True), [4]),
        (Wanted(tag="view", way=Way.SEALED), [1]),
        (Wanted(inspection_id="inspection-2", tag="seal"), []),
    ],
)
def test_each_filter_lets_through_what_it_names(wanted: Wanted, found: list[int]) -> None:
    assert numbers(wanted) == found


def test_green_is_said_only_of_what_is_confirmed() -> None:
    rows = GalleryRows()
    rows.show_photos(GALLERY, chosen(GALLERY, Wanted()), names_stands=True)
    said = [rows.index(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(4)]
    assert said == [
        "B1 · 2 器物 损坏 2 处标注",
        "B2 · 2 已确认",
        "B1 · 1 第 1 行 底款 已传",
        "B2 · 1 第 2 行 器物 已封存",
    ]


def test_only_what_is_seen_is_put_into_words() -> None:
    many = replace(GALLERY, listed=listed(PhotoLine.of(photo(number)) for number in range(10_000)))
    rows = GalleryRows()
    rows.show_photos(many, chosen(many, Wanted()), names_stands=True)
    assert rows.rowCount() == 10_000
    rows.row(rows.index(9_999))
    assert len(rows._rows._made) == 1  # type: ignore[attr-defined]
    said = [rows.row(rows.index(place)).id for place in range(2_000)]
    assert len(rows._rows._made) <= 240  # type: ignore[attr-defined]
    assert [rows.row(rows.index(place)).id for place in range(2_000)] == said
    assert rows.neighbour(f"{5:032x}", -1) == f"{6:032x}"
    assert rows.neighbour(f"{0:032x}", 5) == f"{0:032x}"


def test_what_changed_is_told_without_losing_the_place(qtbot: object) -> None:
    rows = GalleryRows()
    rows.show_photos(GALLERY, chosen(GALLERY, Wanted()), names_stands=False)
    resets: list[bool] = []
    rows.modelReset.connect(lambda: resets.append(True))
    moved = GALLERY.with_changed([replace(PHOTOS[2], item_id="item-2")])
    rows.show_photos(moved, chosen(moved, Wanted()), names_stands=False)
    assert not resets
    assert "第 2 行" in str(rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole))


def test_photos_are_dropped_on_rows_and_on_none() -> None:
    rows = GalleryRows()
    rows.show_photos(GALLERY, chosen(GALLERY, Wanted()), names_stands=True)
    carried = rows.mimeData([rows.index(0), rows.index(2)])
    assert photo_ids_in(carried) == [PHOTOS[3].id, PHOTOS[1].id]
    items = ItemRows()
    items.show_items(GALLERY.items_of("inspection-1"), counts_by_item(GALLERY, "inspection-1"))
    assert [items.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(2)] == [
        "不归物品，1 张照片",
        "1　样本花瓶，1 张照片",
    ]
    dropped: list[object] = []
    items.photos_dropped.connect(lambda item, ids: dropped.append((item, ids)))
    copy = Qt.DropAction.CopyAction
    assert items.dropMimeData(carried, copy, -1, -1, items.index(1))
    assert items.dropMimeData(carried, copy, -1, -1, items.index(0))
    assert not items.dropMimeData(carried, copy, 1, 0, QModelIndex())
    other = QMimeData()
    other.setText("x")
    assert not items.dropMimeData(other, copy, -1, -1, items.index(1))
    assert dropped == [("item-1", photo_ids_in(carried)), (None, photo_ids_in(carried))]
    assert items.mimeTypes() == [PHOTO_IDS]


def test_a_stand_that_was_left_takes_no_more() -> None:
    left = replace(GALLERY.inspections["inspection-1"], state=InspectionState.SEALED)
    now = replace(GALLERY, inspections={**GALLERY.inspections, left.id: left})
    assert now.is_sealed("inspection-1")
    assert not now.is_sealed("inspection-2")
    assert now.is_sealed("unknown")

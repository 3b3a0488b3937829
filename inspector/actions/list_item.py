"""List the goods: rows as labelled, with the right said to be infringed, and their photos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from inspector.actions.amend import FROZEN_BY_GOODS, must_be_open
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import record_written
from inspector.errors import InputError
from inspector.records import AllegedAct, Item, Measure, Photo, PhotoTag, PriceBasis, Recording

BELOW = Decimal(10) ** 9
"""No stand holds a thousand million pieces of anything, nor sells one for as many yuan."""
VALUE_BELOW = Decimal(10) ** 12
"""Yuan of one row: so much is a price typed as a quantity, and no list of rows adds up to more than can be written out."""
QUANTITY_STEP = Decimal("0.0001")
PRICE_STEP = Decimal("0.01")
"""Yuan and fen, as the forms print."""


class Tagged(Enum):
    """What `assign_photos` does with a photo's tag when it is given no tag."""

    AS_BEFORE = "as-before"


def list_item(
    device: Device,
    inspection_id: str,
    *,
    label_name: str,
    specification: str,
    unit: str,
    quantity: Decimal,
    alleged: AllegedAct,
    unit_price: Decimal | None = None,
    price_basis: PriceBasis | None = None,
    seal_number: str = "",
    keeping_place: str = "",
    remark: str = "",
    by: str,
) -> Item:
    """Add a row at the end of the list.

    Raises:
        InputError: `item.name_missing`, `item.unit_missing`, `item.quantity`, `item.quantity_size`,
            `item.price`, `item.price_size`, `item.value_size`.
    """
    with device.unit() as work:
        must_be_open(work, inspection_id, FROZEN_BY_GOODS)
        position = max((item.position for item in work.all(Item, inspection_id=inspection_id)), default=0) + 1
        item = _checked(
            Item(
                id=device.ids.record(),
                inspection_id=inspection_id,
                position=position,
                label_name=label_name,
                specification=specification,
                unit=unit,
                quantity=quantity,
                alleged=alleged,
                unit_price=unit_price,
                price_basis=price_basis,
                seal_number=seal_number,
                keeping_place=keeping_place,
                remark=remark,
            )
        )
        work.save(item, change="item.listed", by=by)
        work.commit()
    return item


def change_item(device: Device, item: Item, *, by: str) -> Item:
    """Write a changed row in the place of the old one; undo is the same with the former row.

    Raises:
        InputError: as `list_item`; `item.other_inspection` if it would move to another stand; `store.unknown`
            if the row is no longer there.
    """
    with device.unit() as work:
        stored = work.get(Item, item.id)
        must_be_open(work, stored.inspection_id, FROZEN_BY_GOODS)
        if item.inspection_id != stored.inspection_id:
            raise InputError("item.other_inspection")
        item = _checked(
            replace(item, position=stored.position)
        )  # others may have gone since it was looked at
        work.save(item, change="item.changed", by=by)
        work.commit()
    return item


def remove_item(device: Device, item_id: str, *, by: str) -> Item:
    """Take a row off the list; its photos go back to the unassigned ones. Returns the row for undo.

    Raises:
        InputError: `item.in_measure` while a measure covers it.
    """
    with device.unit() as work:
        item = work.get(Item, item_id)
        must_be_open(work, item.inspection_id, FROZEN_BY_GOODS)
        _take_off(work, item, by)
        work.commit()
    return item


def restore_item(device: Device, item: Item, *, by: str) -> Item:
    """Put a removed row back at its position: the undo of `remove_item`.

    Raises:
        InputError: as `list_item`; `item.still_listed` if the row was never taken off.
    """
    with device.unit() as work:
        must_be_open(work, item.inspection_id, FROZEN_BY_GOODS)
        item = _checked(item)
        _put_back(work, item, by)
        work.commit()
    return item


@dataclass(frozen=True)
class ListedTogether:
    """What one import or paste did to the list."""

    before: tuple[Item, ...]
    """Rows that were changed, as they had been."""
    after: tuple[Item, ...]
    """The same rows as they are."""
    added: tuple[Item, ...]


def list_together(
    device: Device, inspection_id: str, *, changed: Sequence[Item] = (), added: Sequence[Item], by: str
) -> ListedTogether:
    """Write many rows in one go, all of them or none: `changed` in the place of those of the same id, `added` at the
    end of the list with ids of their own.

    Raises:
        InputError: as `list_item` and `change_item`.
    """
    with device.unit() as work:
        must_be_open(work, inspection_id, FROZEN_BY_GOODS)
        before = tuple(work.get(Item, item.id) for item in changed)
        if any(item.inspection_id != inspection_id for item in before):
            raise InputError("item.other_inspection")
        after = tuple(
            _checked(replace(item, inspection_id=inspection_id, position=stored.position))
            for item, stored in zip(changed, before, strict=True)
        )
        last = max((item.position for item in work.all(Item, inspection_id=inspection_id)), default=0)
        new = tuple(
            _checked(
                replace(item, id=device.ids.record(), inspection_id=inspection_id, position=last + number)
            )
            for number, item in enumerate(added, 1)
        )
        for item in after:
            work.save(item, change="item.changed", by=by)
        for item in new:
            work.save(item, change="item.listed", by=by)
        work.commit()
    return ListedTogether(before, after, new)


def take_back_together(device: Device, listed: ListedTogether, *, by: str) -> None:
    """Undo `list_together`: rows as they had been, what was added is taken off.

    Raises:
        InputError: as `remove_item`; nothing is taken back then.
    """
    with device.unit() as work:
        for item in listed.before:
            must_be_open(work, item.inspection_id, FROZEN_BY_GOODS)
            work.save(replace(item, position=work.get(Item, item.id).position), change="item.changed", by=by)
        for item in reversed(listed.added):
            stored = work.get(Item, item.id)
            must_be_open(work, stored.inspection_id, FROZEN_BY_GOODS)
            _take_off(work, stored, by)
        work.commit()


def put_back_together(device: Device, listed: ListedTogether, *, by: str) -> None:
    """Do `list_together` again after it was taken back: the same rows, with the ids they had."""
    with device.unit() as work:
        for item in listed.after:
            must_be_open(work, item.inspection_id, FROZEN_BY_GOODS)
            work.save(replace(item, position=work.get(Item, item.id).position), change="item.changed", by=by)
        for item in listed.added:
            must_be_open(work, item.inspection_id, FROZEN_BY_GOODS)
            _put_back(work, item, by)
        work.commit()


def _take_off(work: UnitOfWork, item: Item, by: str) -> None:
    if any(item.id in measure.item_ids for measure in work.all(Measure, inspection_id=item.inspection_id)):
        raise InputError("item.in_measure", row=item.position)
    for photo in work.all(Photo, inspection_id=item.inspection_id):
        if photo.item_id == item.id:
            work.save(replace(photo, item_id=None), change="photo.assigned", by=by)
    for recording in work.all(Recording, inspection_id=item.inspection_id):
        if recording.item_id == item.id:
            work.save(replace(recording, item_id=None), change="recording.assigned", by=by)
    work.remove(Item, item.id, change="item.removed", by=by)
    for later in work.all(Item, inspection_id=item.inspection_id):
        if later.position > item.position:
            work.save(replace(later, position=later.position - 1), change="item.moved", by=by)


def _put_back(work: UnitOfWork, item: Item, by: str) -> None:
    if work.find(Item, item.id) is not None:
        raise InputError("item.still_listed", row=item.position)
    for later in work.all(Item, inspection_id=item.inspection_id):
        if later.position >= item.position:
            work.save(replace(later, position=later.position + 1), change="item.moved", by=by)
    work.save(item, change="item.restored", by=by)


def assign_photos(
    device: Device,
    photo_ids: Iterable[str],
    *,
    item_id: str | None,
    tag: PhotoTag | Tagged | None = Tagged.AS_BEFORE,
    by: str,
) -> tuple[Photo, ...]:
    """Say which row photos belong to (None: to no row) and what they show; the originals are not touched.

    `tag`: None takes the tag away.
    """
    assigned: list[Photo] = []
    with device.unit() as work:
        for photo_id in photo_ids:
            photo = work.get(Photo, photo_id)
            inspection = must_be_open(work, photo.inspection_id)
            if item_id is not None and work.get(Item, item_id).inspection_id != inspection.case_id:
                raise InputError("item.other_inspection")
            photo = replace(photo, item_id=item_id, tag=photo.tag if isinstance(tag, Tagged) else tag)
            work.save(photo, change="photo.assigned", by=by)
            assigned.append(photo)
        work.commit()
    return tuple(assigned)


def require_listable(item: Item) -> None:
    """Raise what `list_item` would raise, before anything is written."""
    _checked(item)


def _checked(item: Item) -> Item:
    """Return the row with its texts as they are written down, if it can stand on a list."""
    item = record_written(item)
    if not item.label_name:
        raise InputError("item.name_missing", row=item.position)
    if not item.unit:
        raise InputError("item.unit_missing", row=item.position)
    if not item.quantity.is_finite() or item.quantity <= 0:
        raise InputError("item.quantity", row=item.position)
    if not _fits(item.quantity, QUANTITY_STEP):
        raise InputError("item.quantity_size", row=item.position)
    if item.unit_price is not None and (not item.unit_price.is_finite() or item.unit_price < 0):
        raise InputError("item.price", row=item.position)
    if item.unit_price is not None and not _fits(item.unit_price, PRICE_STEP):
        raise InputError("item.price_size", row=item.position)
    if item.value is not None and item.value >= VALUE_BELOW:
        raise InputError("item.value_size", row=item.position)
    return item


def _fits(amount: Decimal, step: Decimal) -> bool:
    """The bound comes first: rounding a number of a million digits would never end."""
    return amount < BELOW and amount == amount.quantize(step)

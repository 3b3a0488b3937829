"""Step ③, the goods: every edit is an action at once, and the last ones can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from inspector.actions import list_item, read
from inspector.actions.assign_recording import assign_recording
from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.records import Item, PhotoTag, standing_corrections
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.case_presenter import correction_words
from ui.desktop.screens.inspection.goods_paste import pasted_goods, said_of
from ui.desktop.screens.inspection.item_columns import money, plain_number
from ui.desktop.screens.inspection.items_model import PROVISIONAL, Corrected, ItemsModel
from ui.desktop.screens.inspection.quality import FourCounts, four_counts
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow

_UNDO_STEPS = 200


@dataclass(frozen=True)
class Totals:
    """The total row."""

    rows: int
    quantity: str
    value: str
    counts: FourCounts


class ItemsView(Protocol):
    """What the presenter asks of the goods view."""

    def show_totals(self, totals: Totals, *, is_frozen: bool, can_undo: bool, can_redo: bool) -> None:
        """Show the total row and whether there is anything to undo or do again."""

    def show_pasted(self, sentence: str, *, is_wrong: bool) -> None:
        """Say beneath the table what was pasted."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say beneath the table what is wrong, or nothing with an empty sentence."""


@dataclass(frozen=True)
class _Step:
    """What takes an edit back and what does it again: (device, officer id)."""

    back: Callable[[Device, str], object]
    again: Callable[[Device, str], object]


class ItemsPresenter:
    """Lists, changes and removes rows and assigns photos; knows how to take each back and do it again."""

    def __init__(self, stand: Stand, view: ItemsView, model: ItemsModel) -> None:
        self._stand = stand
        self._view = view
        self._model = model
        self._now: StandNow | None = None
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._listed: dict[str, Item] = {}
        """Provisional id to the listed row."""
        self._told: tuple[str, bool] | None = None
        """What to say of a paste once it is written, and whether something was left out."""
        model.row_changed.connect(self.row_changed)
        model.rows_changed.connect(self.rows_changed)
        model.row_added.connect(self.row_added)
        model.photos_dropped.connect(self.photos_assigned)

    def show(self, now: StandNow) -> None:
        """Show rows, totals and counts."""
        if self._now is None or self._now.dossier.inspection.id != now.dossier.inspection.id:
            self._done.clear()
            self._undone.clear()
            self._model.forget_blank()
            self._stand.load(read.rights_alleged_before, self._model.know_rights)
        self._now = now
        counts: dict[str, int] = {}
        for photo in now.dossier.photos:
            if photo.item_id is not None:
                counts[photo.item_id] = counts.get(photo.item_id, 0) + 1
        self._model.show_rows(now.dossier.items, counts, is_frozen=now.goods_are_frozen)
        self._model.show_corrected(_corrected(now))
        self._show_totals()
        self._tell()

    def show_problem(self, about: str, sentence: str) -> None:
        """Show what an edit could not do; what was not done cannot be undone."""
        if about in {"items", "photos"} and sentence and self._done:
            self._done.pop()
        elif about == "undo" and sentence and self._undone:
            self._done.append(self._undone.pop())
        elif about == "redo" and sentence and self._done:
            self._undone.append(self._done.pop())
        self._view.show_problem(about, sentence)
        if sentence:
            self._told = None

    def row_added(self, provisional: Item) -> None:
        """List the row that was just named."""

        def add(device: Device, inspection_id: str, by: str) -> Item:
            listed = list_item.list_item(
                device,
                inspection_id,
                label_name=provisional.label_name,
                specification=provisional.specification,
                unit=provisional.unit,
                quantity=provisional.quantity,
                alleged=provisional.alleged,
                unit_price=provisional.unit_price,
                price_basis=provisional.price_basis,
                seal_number=provisional.seal_number,
                keeping_place=provisional.keeping_place,
                remark=provisional.remark,
                by=by,
            )
            self._listed[provisional.id] = listed
            return listed

        self._remember(
            lambda device, by: list_item.remove_item(device, self.listed_id(provisional.id), by=by),
            lambda device, by: list_item.restore_item(device, self._listed[provisional.id], by=by),
        )
        self._stand.do("items", add)

    def row_changed(self, before: Item, after: Item) -> None:
        """Write the changed row; undo writes the former one."""

        def change(item: Item) -> Callable[[Device, str], object]:
            return lambda device, by: list_item.change_item(device, self._real_row(item), by=by)

        self._remember(change(before), change(after))
        self._stand.do("items", lambda device, _, by: change(after)(device, by))

    def rows_changed(self, changed: Sequence[tuple[Item, Item]]) -> None:
        """Write several changed rows as one; one undo writes them all as they were."""
        self._write_together([after for _, after in changed], [])

    def pasted(self, text: str, row: int, column: int) -> None:
        """Write what was pasted at a cell; rows that cannot stand on the list are named."""
        try:
            pasted = pasted_goods(text, self._model.rows, self._model.row_to_type_into(), row, column)
        except InputError as error:
            self._view.show_pasted(error.sentence(spoken()), is_wrong=True)
            return
        self._told = said_of(pasted)
        self.goods_written(pasted.changed, pasted.added)
        if not (pasted.changed or pasted.added):
            self._tell()

    def imported(self, goods: Sequence[Item]) -> None:
        """List what was read from a file."""
        self._told = tr("ui.items.imported", count=len(goods)), False
        self.goods_written((), goods)

    def goods_written(self, changed: Sequence[Item], added: Sequence[Item]) -> None:
        """Write what was pasted or imported in one go; one undo takes all of it back."""
        if changed or added:
            self._write_together(changed, added)

    def _write_together(self, changed: Sequence[Item], added: Sequence[Item]) -> None:
        written: list[list_item.ListedTogether] = []

        def write(device: Device, inspection_id: str, by: str) -> object:
            rows = [self._real_row(item) for item in changed]
            written.append(list_item.list_together(device, inspection_id, changed=rows, added=added, by=by))
            return written[0]

        self._remember(
            lambda device, by: list_item.take_back_together(device, written[0], by=by),
            lambda device, by: list_item.put_back_together(device, written[0], by=by),
        )
        self._stand.do("items", write)

    def row_removed(self, item: Item) -> None:
        """Take the row off the list; undo puts it back where it stood, with its photos and recordings."""
        if self._now is None or item.id.startswith(PROVISIONAL):
            return
        photos = tuple(photo.id for photo in self._now.dossier.photos_of(item.id))
        recordings = tuple(each for each in self._now.dossier.recordings if each.item_id == item.id)
        removed = [item]
        """The row as it stood when it was taken off; it may have been refused."""

        def restore(device: Device, by: str) -> object:
            restored = list_item.restore_item(device, removed[-1], by=by)
            for each in recordings:
                assign_recording(device, each.id, item_id=item.id, tag=each.tag, by=by)
            return list_item.assign_photos(device, photos, item_id=restored.id, by=by) if photos else restored

        def remove(device: Device, by: str) -> object:
            removed.append(list_item.remove_item(device, item.id, by=by))
            return removed[-1]

        self._remember(restore, remove)
        self._stand.do("items", lambda device, _, by: remove(device, by))

    def photos_assigned(self, item_id: str | None, photo_ids: list[str], tag: PhotoTag | None = None) -> None:
        """Say which row the photos belong to and, with `tag`, what they show; undo brings back both."""
        if self._now is None or not photo_ids:
            return
        former = [photo for photo in self._now.dossier.photos if photo.id in set(photo_ids)]

        def take_back(device: Device, by: str) -> object:
            return [
                list_item.assign_photos(device, [photo.id], item_id=photo.item_id, tag=photo.tag, by=by)
                for photo in former
            ]

        def assign(device: Device, by: str) -> object:
            return list_item.assign_photos(
                device,
                photo_ids,
                item_id=self.listed_id(item_id) if item_id else None,
                tag=tag or list_item.Tagged.AS_BEFORE,
                by=by,
            )

        self._remember(take_back, assign)
        self._stand.do("photos", lambda device, _, by: assign(device, by))

    def undo(self) -> None:
        """Take the last edit back; nothing happens where there is none."""
        self._go_over("undo", self._done, self._undone)

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        self._go_over("redo", self._undone, self._done)

    def _tell(self) -> None:
        if self._told is not None:
            sentence, is_wrong = self._told
            self._told = None
            self._view.show_pasted(sentence, is_wrong=is_wrong)

    def _go_over(self, about: str, steps: list[_Step], others: list[_Step]) -> None:
        if not steps or self._now is None or self._now.goods_are_frozen:
            return
        step = steps.pop()
        others.append(step)
        self._stand.do(
            about, lambda device, _, by: (step.back if about == "undo" else step.again)(device, by)
        )
        self._show_totals()

    def _remember(
        self, back: Callable[[Device, str], object], again: Callable[[Device, str], object]
    ) -> None:
        self._done.append(_Step(back, again))
        self._undone.clear()
        del self._done[:-_UNDO_STEPS]

    def listed_id(self, item_id: str) -> str:
        """Return the id under which a row was listed; actions run in order, so it is known by then."""
        return self._listed[item_id].id if item_id in self._listed else item_id

    def _real_row(self, item: Item) -> Item:
        """Return the row as the record knows it."""
        inspection_id = self._now.dossier.inspection.id if self._now else item.inspection_id
        return replace(item, id=self.listed_id(item.id), inspection_id=inspection_id)

    def _show_totals(self) -> None:
        if self._now is None:
            return
        dossier = self._now.dossier
        self._view.show_totals(
            Totals(
                rows=len(dossier.items),
                quantity=quantities(dossier.items),
                value=money(dossier.total_value),
                counts=four_counts(dossier),
            ),
            is_frozen=self._now.goods_are_frozen,
            can_undo=bool(self._done),
            can_redo=bool(self._undone),
        )


def quantities(items: Sequence[Item]) -> str:
    """Return the quantity of each unit, e.g. 96套、28件: unlike units are not added up."""
    sums: dict[str, Decimal] = {}
    for item in items:
        sums[item.unit] = sums.get(item.unit, Decimal(0)) + item.quantity
    return "、".join(f"{plain_number(number)} {unit}" for unit, number in sums.items())


def _corrected(now: StandNow) -> dict[tuple[str, str], Corrected]:
    """Return what corrections say of the rows, by (item id, field)."""
    return {
        (each.record_id, each.field): Corrected(each.now, correction_words(now, each))
        for each in standing_corrections(now.dossier.corrections)
        if each.record_kind == "Item"
    }

"""What a table is imported as: the page is the same for rosters and goods, this is what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.actions.import_goods import FIELDS as GOODS_FIELDS
from inspector.actions.import_goods import GoodsRow, read_goods
from inspector.actions.import_roster import FIELDS as ROSTER_FIELDS
from inspector.actions.import_roster import RosterRow, read_roster
from inspector.errors import InputError
from inspector.records import Exhibitor, Item
from inspector.sheets import Columns, Row, columns_of
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.item_columns import money, plain_number


@dataclass(frozen=True)
class PreviewRow:
    """One row of the table as the page shows it."""

    number: int
    values: tuple[str, ...]
    """In the order of the target's fields."""
    refused: tuple[InputError, ...]
    remarks: tuple[InputError, ...]
    meant: Any
    """What is written for it."""


@dataclass(frozen=True)
class Target:
    """One kind of import."""

    title: str
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    needed: tuple[str, ...]
    columns: Columns
    examine: Callable[[Sequence[Row], Mapping[str, int]], tuple[PreviewRow, ...]]
    """Runs off the window's thread."""


def roster_target(known: Sequence[Exhibitor]) -> Target:
    """Import exhibitors of a fair; `known` are on its rosters already."""

    def examine(rows: Sequence[Row], places: Mapping[str, int]) -> tuple[PreviewRow, ...]:
        return tuple(_exhibitor(row) for row in read_roster(rows, places, known=known))

    return Target(
        title=tr("ui.sheet.roster"),
        fields=ROSTER_FIELDS,
        labels=tuple(tr(f"ui.roster.{name}") for name in ROSTER_FIELDS),
        needed=("name",),
        columns=columns_of("roster"),
        examine=examine,
    )


def goods_target(like: Item) -> Target:
    """Import rows of goods; what the table does not say is as in `like`."""

    def examine(rows: Sequence[Row], places: Mapping[str, int]) -> tuple[PreviewRow, ...]:
        return tuple(_goods(row) for row in read_goods(rows, places, like=like))

    return Target(
        title=tr("ui.sheet.goods"),
        fields=GOODS_FIELDS,
        labels=tuple(tr(f"ui.goods.{name}") for name in GOODS_FIELDS),
        needed=("label_name",),
        columns=columns_of("goods"),
        examine=examine,
    )


def _exhibitor(row: RosterRow) -> PreviewRow:
    values = tuple(str(getattr(row.exhibitor, name)) for name in ROSTER_FIELDS)
    return PreviewRow(row.number, values, row.refused, row.remarks, row.exhibitor)


def _goods(row: GoodsRow) -> PreviewRow:
    item = row.item
    values = (
        item.label_name,
        item.specification,
        item.unit,
        plain_number(item.quantity),
        "" if item.unit_price is None else money(item.unit_price),
        tr(f"ui.basis.{item.price_basis}") if item.price_basis else "",
        tr(f"ui.right.{item.alleged.kind}"),
        item.alleged.number,
        item.seal_number,
        item.keeping_place,
        item.remark,
    )
    return PreviewRow(row.number, values, row.refused, (), item)

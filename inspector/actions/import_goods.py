"""Goods from a table or the clipboard: what each row becomes, and the list written with all of them or none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from inspector.actions.list_item import require_listable
from inspector.codes.goods_words import goods_words
from inspector.codes.typed_number import typed_amount, typed_number
from inspector.errors import InputError
from inspector.lookup import folded
from inspector.records import Item, PriceBasis, RightKind
from inspector.sheets import Row

FIELDS = (
    "label_name",
    "specification",
    "unit",
    "quantity",
    "unit_price",
    "price_basis",
    "right",
    "number",
    "seal_number",
    "keeping_place",
    "remark",
)
"""What a table of goods can say, in the order of the list."""
NEEDED = ("label_name",)


@dataclass(frozen=True)
class GoodsRow:
    """One row of the table and what becomes of it."""

    number: int
    item: Item
    """As it would be listed; without an id where it is new."""
    refused: tuple[InputError, ...] = ()


def read_goods(rows: Sequence[Row], places: Mapping[str, int], *, like: Item) -> tuple[GoodsRow, ...]:
    """Say of each row what it becomes; what the table does not say is as in `like`, the row one would type into."""
    return tuple(read_goods_row(row, places, like=like) for row in rows)


def read_goods_row(row: Row, places: Mapping[str, int], *, like: Item) -> GoodsRow:
    """Return `like` with what a row says; cells that are empty leave it as it is."""
    refused = [
        InputError(
            "roster.row.cell",
            column=fault.letter,
            why_zh=fault.reason.sentence("zh"),
            why_en=fault.reason.sentence("en"),
        )
        for fault in row.faults
        if fault.column in places.values()
    ]
    item = replace(like, position=row.number)  # reasons name the row of the table
    for name, place in places.items():
        text = row.cell(place)
        if not text or name not in FIELDS:
            continue
        try:
            item = _with(item, name, text)
        except InputError as error:
            refused.append(error)
    if "unit" not in places and (usual := goods_words().usual_unit(item.label_name)):
        item = replace(item, unit=usual)
    if item.price_basis is None and item.unit_price is not None:
        item = replace(item, price_basis=PriceBasis.MARKED)
    if item.unit_price is None:
        item = replace(item, price_basis=None)
    if not refused:
        try:
            require_listable(item)
        except InputError as error:
            refused.append(error)
    return GoodsRow(row.number, replace(item, position=like.position), tuple(refused))


def _with(item: Item, name: str, text: str) -> Item:
    match name:
        case "quantity":
            quantity = typed_number(text)
            if quantity is None:
                raise InputError("goods.row.quantity", text=text)
            return replace(item, quantity=quantity)
        case "unit_price":
            price = typed_amount(text)
            if price is None:
                raise InputError("goods.row.price", text=text)
            return replace(item, unit_price=price)
        case "price_basis":
            basis = _words("price_basis").get(folded(text))
            if basis is None:
                raise InputError("goods.row.price_basis", text=text)
            return replace(item, price_basis=PriceBasis(basis))
        case "right":
            right = _words("right").get(folded(text))
            if right is None:
                raise InputError("goods.row.right", text=text)
            return replace(item, alleged=replace(item.alleged, kind=RightKind(right)))
        case "number":
            return replace(item, alleged=replace(item.alleged, number=text))
    fields: dict[str, Any] = {name: text}
    return replace(item, **fields)


@cache
def _words(table: str) -> dict[str, str]:
    """Return what words in a cell mean, folded, e.g. 标签价 → marked."""
    text = (resources.files("resources") / "sheets" / "columns.toml").read_text("utf-8")
    meanings = tomllib.loads(text)["words"][table]
    return {folded(word): meaning for meaning, words in meanings.items() for word in (*words, meaning)}

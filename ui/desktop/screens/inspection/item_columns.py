"""The columns of the goods table: how each cell of a row reads and how typing changes the row. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from inspector.codes.typed_number import typed_amount, typed_number
from inspector.records import Item, PriceBasis, RightKind


class Column(IntEnum):
    """Columns from left to right."""

    POSITION = 0
    NAME = 1
    SPECIFICATION = 2
    UNIT = 3
    QUANTITY = 4
    PRICE = 5
    BASIS = 6
    RIGHT = 7
    RIGHT_NUMBER = 8
    SEAL = 9
    PHOTOS = 10


EDITABLE = frozenset(Column) - {Column.POSITION, Column.PHOTOS}
NUMERIC = frozenset({Column.POSITION, Column.QUANTITY, Column.PRICE, Column.PHOTOS})


FIELD_OF = {
    Column.NAME: "label_name",
    Column.SPECIFICATION: "specification",
    Column.UNIT: "unit",
    Column.QUANTITY: "quantity",
    Column.PRICE: "unit_price",
    Column.BASIS: "price_basis",
    Column.RIGHT: "right",
    Column.RIGHT_NUMBER: "number",
    Column.SEAL: "seal_number",
}
"""What a column is called where goods come from a table (`inspector.actions.import_goods`)."""
CORRECTED_AS = {
    Column.NAME: "label_name",
    Column.SPECIFICATION: "specification",
    Column.UNIT: "unit",
    Column.QUANTITY: "quantity",
    Column.PRICE: "unit_price",
    Column.SEAL: "seal_number",
}
"""The fact of a row a column shows, as corrections name it (`inspector.actions.office_edits.CORRECTABLE`)."""


class CellRefused(ValueError):  # noqa: N818 - reads as what happened
    """What was typed cannot stand in this cell; `code` names the sentence that says what to type."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def plain_number(number: Decimal) -> str:
    """Return a quantity without idle zeros, e.g. 24 or 2.5."""
    return f"{number.normalize():f}"


def money(amount: Decimal) -> str:
    """Return yuan with two places and thousands separators, e.g. 18,420.00."""
    return f"{amount:,.2f}"


def edited_text(item: Item, column: Column) -> str:
    """Return the cell's contents as an editor starts with them; empty where nobody types."""
    reading = _READ.get(column)
    return reading(item) if reading is not None else ""


def edited(item: Item, column: Column, typed: str) -> Item:
    """Return the row with one cell as typed.

    Raises:
        CellRefused: with the code of the sentence for people; the row stays as it was.
    """
    writing = _WRITE.get(column)
    if writing is None:
        raise CellRefused("ui.item.not_editable")
    return writing(item, unicodedata.normalize("NFC", typed).strip())


def _needed(text: str, code: str) -> str:
    if not text:
        raise CellRefused(code)
    return text


def _quantity(text: str) -> Decimal:
    number = typed_number(text)
    if number is None or number <= 0:
        raise CellRefused("ui.item.quantity_needed")
    return number


def _price(text: str) -> Decimal | None:
    if not text:
        return None
    amount = typed_amount(text)
    if amount is None or amount < 0:
        raise CellRefused("ui.item.price_needed")
    return amount


def _priced(item: Item, text: str) -> Item:
    """A price without a stated basis is what the goods are marked with; no price has no basis."""
    price = _price(text)
    basis = item.price_basis or PriceBasis.MARKED
    return replace(item, unit_price=price, price_basis=None if price is None else basis)


_READ: dict[Column, Callable[[Item], str]] = {
    Column.NAME: lambda item: item.label_name,
    Column.SPECIFICATION: lambda item: item.specification,
    Column.UNIT: lambda item: item.unit,
    Column.QUANTITY: lambda item: plain_number(item.quantity),
    Column.PRICE: lambda item: "" if item.unit_price is None else f"{item.unit_price:.2f}",
    Column.BASIS: lambda item: item.price_basis.value if item.price_basis else "",
    Column.RIGHT: lambda item: item.alleged.kind.value,
    Column.RIGHT_NUMBER: lambda item: item.alleged.number,
    Column.SEAL: lambda item: item.seal_number,
}
_WRITE: dict[Column, Callable[[Item, str], Item]] = {
    Column.NAME: lambda item, text: replace(item, label_name=_needed(text, "ui.item.name_needed")),
    Column.SPECIFICATION: lambda item, text: replace(item, specification=text),
    Column.UNIT: lambda item, text: replace(item, unit=_needed(text, "ui.item.unit_needed")),
    Column.QUANTITY: lambda item, text: replace(item, quantity=_quantity(text)),
    Column.PRICE: _priced,
    Column.BASIS: lambda item, text: replace(item, price_basis=PriceBasis(text) if text else None),
    Column.RIGHT: lambda item, text: replace(item, alleged=replace(item.alleged, kind=RightKind(text))),
    Column.RIGHT_NUMBER: lambda item, text: replace(item, alleged=replace(item.alleged, number=text)),
    Column.SEAL: lambda item, text: replace(item, seal_number=text),
}


def with_column_of(item: Item, other: Item, column: Column) -> Item:
    """Return the row with one cell as in another row; a price brings its basis along.

    Raises:
        CellRefused: where nobody types, and for a seal number: no two goods are under one seal.
    """
    if column is Column.PRICE:
        return replace(item, unit_price=other.unit_price, price_basis=other.price_basis)
    if column is Column.SEAL:
        raise CellRefused("ui.item.seal_is_its_own")
    return edited(item, column, edited_text(other, column))


def like(item: Item, other: Item) -> Item:
    """Return the row with everything as in another row, but the seal number."""
    return replace(other, id=item.id, position=item.position, seal_number=item.seal_number)

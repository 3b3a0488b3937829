"""The columns of the goods table: how each cell of a row reads and how typing changes the row. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import IntEnum

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
UNITS = ("件", "套", "只", "个", "对", "盒", "箱", "张", "千克", "米")
"""Offered first; any other unit may be typed."""


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
    number = _number(text, "ui.item.quantity_needed")
    if number <= 0:
        raise CellRefused("ui.item.quantity_needed")
    return number


def _price(text: str) -> Decimal | None:
    if not text:
        return None
    amount = _number(text.removeprefix("¥").removeprefix("￥").removesuffix("元"), "ui.item.price_needed")
    if amount < 0:
        raise CellRefused("ui.item.price_needed")
    return amount


def _number(text: str, code: str) -> Decimal:
    """Read digits as typed with either input method; at most six places and twelve digits."""
    digits = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise CellRefused(code) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or _places(number) > 6:
        raise CellRefused(code)
    return number


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


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

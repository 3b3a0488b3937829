"""Paper and labels as data: how many copies of a form, and where the labels of a sheet lie."""

from __future__ import annotations

from functools import cache
from importlib import resources

from inspector.errors import InputError
from inspector.notices.data_files import Part, parsed


class Stock(Part, frozen=True):
    """A sheet of labels, or one label of a roll; lengths in millimetres."""

    zh: str
    en: str
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    label_width: float
    label_height: float
    pitch_x: float
    pitch_y: float
    ruler: float
    """Length of the self-check ruler."""

    @property
    def is_sheet(self) -> bool:
        """Tell whether several labels lie on one sheet."""
        return self.columns * self.rows > 1


class Printing(Part, frozen=True):
    """All of `resources/printing/stock.toml`."""

    copies: dict[str, int]
    stock: dict[str, Stock]


def copies_of(form: str) -> int:
    """Return how many copies of a form are offered to be printed."""
    return _read().copies.get(form, 1)


def stocks() -> dict[str, Stock]:
    """Return the label stocks by name."""
    return _read().stock


def stock_named(name: str) -> Stock:
    """Return a label stock.

    Raises:
        InputError: `print.stock` with the names there are.
    """
    if name not in _read().stock:
        raise InputError("print.stock", name=name, known="、".join(_read().stock))
    return _read().stock[name]


@cache
def _read() -> Printing:
    file = resources.files("resources") / "printing" / "stock.toml"
    return parsed("stock", file.read_bytes(), Printing)

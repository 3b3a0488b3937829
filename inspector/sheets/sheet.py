"""A foreign table as it was read: rows of text, numbered as the person who wrote it sees them."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.errors import InputError


@dataclass(frozen=True)
class CellFault:
    """Why one cell says nothing that can be taken over."""

    column: int
    """From 0."""
    reason: InputError

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it, e.g. C."""
        return column_letter(self.column)


@dataclass(frozen=True)
class Row:
    """One row with something in it."""

    number: int
    """As the spreadsheet or a text editor numbers it, from 1."""
    cells: tuple[str, ...]
    """Without outer blanks; shorter than other rows where the file ends the row early."""
    faults: tuple[CellFault, ...] = ()

    def cell(self, column: int) -> str:
        """Return a cell; empty beyond the end of the row."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """One table of a file."""

    file_name: str
    sha256: str
    """Of the whole file."""
    kind: str
    """"xlsx", or the encoding of a text file, e.g. "gb18030"."""
    rows: tuple[Row, ...]
    name: str = ""
    """Of the sheet inside a workbook."""
    names: tuple[str, ...] = ()
    """Of all sheets of the workbook."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def column_letter(column: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

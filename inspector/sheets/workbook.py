"""Excel workbooks of 2007 and later, read row by row with openpyxl once their parts were looked into."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from inspector.errors import InputError
from inspector.progress import Progress
from inspector.sheets.cells import fault_of, made_row, plain
from inspector.sheets.limits import MOST_BLANK_ROWS, MOST_COLUMNS, MOST_ROWS
from inspector.sheets.parts import Merged, Part, looked_into, unreadable_is_damaged
from inspector.sheets.sheet import Row, Sheet

_EXACT_DIGITS = 15
"""A spreadsheet keeps no more digits of a number; what was typed behind them is lost."""
_ONLY_ZEROS = re.compile(r"0+")


def read_workbook(content: bytes, file_name: str, sha256: str, *, wanted: str, progress: Progress) -> Sheet:
    """Return the rows of one sheet; raises as `read_table`."""
    parts = looked_into(content, file_name, progress)
    names = tuple(parts)
    if wanted and wanted not in parts:
        raise InputError("sheet.no_such_sheet", file=file_name, sheet=wanted, sheets="、".join(names))
    for name in [wanted] if wanted else names:
        with unreadable_is_damaged(file_name):
            rows = tuple(_rows(content, file_name, name, parts[name], progress))
        if rows:
            return Sheet(file_name, sha256, "xlsx", rows, name, names)
    raise InputError("sheet.empty", file=file_name)


def _rows(content: bytes, file_name: str, name: str, part: Part, progress: Progress) -> Iterator[Row]:
    computed = _cells(content, name, computed=True)
    typed = _cells(content, name, computed=False) if part.has_formulas else None
    spread = _Spread(part.merged)
    found, blank = 0, 0
    for number, cells in enumerate(computed, 1):
        formulas = next(typed, ()) if typed is not None else ()
        row = spread.over(number, _row(number, cells, formulas))
        if number % 500 == 0:
            progress.step(found, 0, file_name)
        if row is None:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
            continue
        blank = 0
        found += 1
        if found > MOST_ROWS:
            raise InputError("sheet.too_many_rows", file=file_name, limit=MOST_ROWS)
        yield row


def _cells(content: bytes, name: str, *, computed: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of cells, with the results of formulas or the formulas themselves."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drop-down lists and styles that are left out
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed, keep_links=False)
        try:
            sheet: Any = book[name]  # openpyxl's stubs know no sheet that is only read
            sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
            yield from sheet.iter_rows()
        finally:
            book.close()


def _row(number: int, cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> Row | None:
    texts: list[str] = []
    faults: list[InputError | None] = []
    for place, cell in enumerate(cells):
        is_formula = place < len(formulas) and formulas[place].data_type == "f"
        text, fault = _read(cell, is_formula=is_formula)
        texts.append(text)
        faults.append(fault)
    return made_row(number, texts, faults)


def _read(cell: Any, *, is_formula: bool) -> tuple[str, InputError | None]:
    value = cell.value
    if value is None:
        return "", InputError("sheet.cell_no_result") if is_formula else None
    if cell.data_type == "e":
        return str(value), InputError("sheet.cell_error", value=str(value))
    return _said(value, str(cell.number_format or ""))


def _said(value: Any, shown_as: str) -> tuple[str, InputError | None]:
    """Return what a cell shows of a value, without the sheet's own decoration."""
    match value:
        case bool():
            return ("是" if value else "否"), None
        case int() | float():
            return _number(value, shown_as)
        case datetime() if value.time() != time():
            return f"{value:%Y-%m-%d %H:%M}", None
        case date():
            return f"{value:%Y-%m-%d}", None
    text = str(value)
    return plain(text), fault_of(text)


def _number(value: float, shown_as: str) -> tuple[str, InputError | None]:
    if abs(value) >= 10**_EXACT_DIGITS:
        return f"{value:.0f}", InputError("sheet.cell_digits_lost")
    if float(value).is_integer():
        text = str(int(value))
        return (text.zfill(len(shown_as)) if _ONLY_ZEROS.fullmatch(shown_as) else text), None
    return format(value, ".12g"), None


class _Spread:
    """Says what a merged cell shows in every row it covers; only its first cell has a value in the file."""

    def __init__(self, merged: list[Merged]) -> None:
        self._waiting = [each for each in merged if each.first_column <= MOST_COLUMNS]
        self._waiting.reverse()
        self._open: list[tuple[Merged, str]] = []

    def over(self, number: int, row: Row | None) -> Row | None:
        """Return the row with what merged cells show in it; rows come in order."""
        while self._waiting and self._waiting[-1].first_row <= number:
            merged = self._waiting.pop()
            text = row.cell(merged.first_column - 1) if row and merged.first_row == number else ""
            if text and merged.last_row > number:
                self._open.append((merged, text))
        self._open = [(merged, text) for merged, text in self._open if merged.last_row >= number]
        covering = [(merged, text) for merged, text in self._open if merged.first_row < number]
        if not covering or row is None:
            return row  # a row of nothing but merged cells is the rest of the one above
        cells = list(row.cells)
        for merged, text in covering:
            place = merged.first_column - 1
            cells += [""] * (place + 1 - len(cells))
            cells[place] = cells[place] or text
        return Row(number, tuple(cells), row.faults)

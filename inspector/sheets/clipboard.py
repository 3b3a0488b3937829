"""What a spreadsheet puts on the clipboard: cells between tabs, rows between line ends, quotes where needed."""

from __future__ import annotations

from inspector.errors import InputError
from inspector.sheets.cells import text_row
from inspector.sheets.limits import FILE_BYTES, MOST_ROWS
from inspector.sheets.sheet import Row


def pasted_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a pasted table; a single word is a row of one cell.

    A cell is quoted only if its closing quote stands before a tab, a line end or the end: spreadsheets leave
    `12" 盘` and `"大"字碗` as they are.

    Raises:
        InputError: `sheet.too_large`, `sheet.too_many_rows`, `sheet.too_wide`.
    """
    if len(text) > FILE_BYTES:
        raise InputError("sheet.too_large", file="", limit=FILE_BYTES // 1024**2)
    rows: list[Row] = []
    for number, cells in enumerate(_split(text), 1):
        row = text_row(number, cells)
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise InputError("sheet.too_many_rows", file="", limit=MOST_ROWS)
    return tuple(rows)


def _split(text: str) -> list[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place, end = 0, len(text)
    while place <= end:
        cell, place = _quoted(text, place) if text[place : place + 1] == '"' else _bare(text, place)
        rows[-1].append(cell)
        if place < end and text[place] == "\n":
            rows.append([])
        place += 1
    return rows


def _bare(text: str, start: int) -> tuple[str, int]:
    stops = [place for mark in "\t\n" if (place := text.find(mark, start)) >= 0]
    stop = min(stops, default=len(text))
    return text[start:stop], stop


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Return the cell and where it ends; a quote that closes nothing is a letter like any other."""
    place = start + 1
    while (close := text.find('"', place)) >= 0:
        follows = text[close + 1 : close + 2]
        if follows == '"':
            place = close + 2
        elif follows in {"", "\t", "\n"}:
            return text[start + 1 : close].replace('""', '"'), close + 1
        else:
            break
    return _bare(text, start)

"""One cell of a foreign table: the text it stands for, or why it stands for none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspector.errors import InputError
from inspector.sheets.limits import MOST_CHARACTERS, MOST_COLUMNS
from inspector.sheets.sheet import CellFault, Row

_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_FORMULA = re.compile(r"^[=＝]|^[+\-@][A-Za-z]+\(|^[+\-]\d+[+\-*/]\d|\|'")
"""What a spreadsheet would compute; a size such as "+5 cm" or a name beginning with "-" is none."""


def text_row(number: int, cells: Sequence[str]) -> Row | None:
    """Return a row of a text file; None if there is nothing in it.

    Raises:
        InputError: `sheet.too_wide`.
    """
    return made_row(number, [plain(cell) for cell in cells], [fault_of(cell) for cell in cells])


def made_row(number: int, texts: Sequence[str], faults: Sequence[InputError | None]) -> Row | None:
    """Return a row of cells that were read; None if there is nothing in it.

    Raises:
        InputError: `sheet.too_wide`.
    """
    last = max((place for place, text in enumerate(texts) if text or faults[place]), default=-1)
    if last < 0:
        return None
    if last >= MOST_COLUMNS:
        raise InputError("sheet.too_wide", row=number, limit=MOST_COLUMNS)
    found = tuple(CellFault(place, fault) for place, fault in enumerate(faults) if fault is not None)
    return Row(number, tuple(texts[: last + 1]), found)


def plain(text: str) -> str:
    """Return the text on one line without outer blanks."""
    return _BLANKS.sub(" ", text).strip()


def fault_of(text: str) -> InputError | None:
    """Say why a text cannot be taken over, None if it can."""
    if len(text) > MOST_CHARACTERS:
        return InputError("sheet.cell_too_long", length=len(text), limit=MOST_CHARACTERS)
    if _BROKEN.search(text):
        return InputError("sheet.cell_broken")
    if _FORMULA.search(text.strip()):
        return InputError("sheet.cell_formula")
    return None

"""Which column of a foreign table says what: guessed by the words of its heading, changed by a person."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from inspector.sheets.sheet import Row

_HEADINGS_WITHIN = 15
"""Rows at the top among which the heading is looked for: titles and notes stand above it."""
_BESIDE_THE_WORD = re.compile(r"[\s*＊:：_/\\.、]|\(.*?\)|\[.*?\]|【.*?】")
Columns = Mapping[str, tuple[str, ...]]
"""Words of headings by what they head, the most usual first; from `resources/sheets/columns.toml`."""


@dataclass(frozen=True)
class Guess:
    """Where the heading stands and which column says what."""

    heading: int
    """Place of the heading among the rows, -1 if there is none."""
    places: Mapping[str, int]
    """Column (from 0) by what it says; what no column says is left out."""


@cache
def columns_of(table: str) -> Columns:
    """Return the words that head the columns of a kind of table, "roster" or "goods"."""
    text = (resources.files("resources") / "sheets" / "columns.toml").read_text("utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text)[table].items()}


def guess_columns(rows: Sequence[Row], columns: Columns) -> Guess:
    """Return the row that reads most like a heading, and its columns; a single word makes no heading."""
    best = Guess(-1, {})
    for place, row in enumerate(rows[:_HEADINGS_WITHIN]):
        found = headed_by(row, columns)
        if len(found) > max(1, len(best.places)):
            best = Guess(place, found)
    return best


def headed_by(row: Row, columns: Columns) -> dict[str, int]:
    """Return which columns a row heads; a whole word counts before a part, an earlier word before a later."""
    claims: list[tuple[int, int, int, str]] = []
    for place, cell in enumerate(row.cells):
        heading = _bare(cell)
        if not heading:
            continue
        for name, words in columns.items():
            for order, word in enumerate(map(_bare, words)):
                if heading == word:
                    claims.append((0, order, place, name))
                elif word in heading and len(heading) <= len(word) + 6:
                    claims.append((1, order, place, name))
    places: dict[str, int] = {}
    for _, _, place, name in sorted(claims):
        if name not in places and place not in places.values():
            places[name] = place
    return places


def _bare(heading: str) -> str:
    return _BESIDE_THE_WORD.sub("", unicodedata.normalize("NFKC", heading)).casefold()

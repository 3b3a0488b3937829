"""What is pasted into the goods table: cells from the one the cursor stands in, or columns by their heading. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.actions.import_goods import GoodsRow, read_goods_row
from inspector.records import Item
from inspector.sheets import columns_of, guess_columns, pasted_rows
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.item_columns import EDITABLE, FIELD_OF, Column

_MOST_REASONS = 3
"""Reasons said in the line beneath the table; the table that was copied has all the rows."""


@dataclass(frozen=True)
class Pasted:
    """What a paste comes to."""

    changed: tuple[Item, ...]
    """Rows of the list with what was pasted over them."""
    added: tuple[Item, ...]
    refused: tuple[GoodsRow, ...]


def pasted_goods(text: str, listed: Sequence[Item], blank: Item, row: int, column: int) -> Pasted:
    """Return what pasting comes to: over the rows from `row` on, then new ones, as in a spreadsheet.

    With a heading in its first row, a table says by itself which column is which, and all its rows are new.

    Raises:
        InputError: `sheet.too_large`, `sheet.too_many_rows`, `sheet.too_wide`.
    """
    rows = pasted_rows(text)
    guess = guess_columns(rows[:1], columns_of("goods"))
    if guess.heading == 0:
        read = [read_goods_row(each, guess.places, like=blank) for each in rows[1:]]
        return _sorted(read)
    places = _from(Column(column))
    read = []
    for offset, each in enumerate(rows):
        place = row + offset
        over = listed[place] if place < len(listed) else None
        read.append(read_goods_row(each, places, like=over or blank))
    return _sorted(read)


def said_of(pasted: Pasted) -> tuple[str, bool]:
    """Return what to say beneath the table, and whether something was left out."""
    count = len(pasted.changed) + len(pasted.added)
    if not pasted.refused:
        return (tr("ui.items.pasted", count=count) if count else tr("ui.items.pasted_nothing")), not count
    reasons = "；".join(
        tr(
            "ui.items.pasted_row",
            row=each.number,
            why="、".join(why.sentence(spoken()) for why in each.refused),
        )
        for each in pasted.refused[:_MOST_REASONS]
    )
    more = "…" if len(pasted.refused) > _MOST_REASONS else ""
    words = tr("ui.items.pasted_some", count=count, refused=len(pasted.refused), reasons=reasons + more)
    return words, True


def _sorted(read: Sequence[GoodsRow]) -> Pasted:
    taken = [each.item for each in read if not each.refused]
    return Pasted(
        changed=tuple(item for item in taken if item.id),
        added=tuple(item for item in taken if not item.id),
        refused=tuple(each for each in read if each.refused),
    )


def _from(column: Column) -> dict[str, int]:
    """Return which field each pasted column goes into, from the cell the cursor stands in to the right."""
    first = column if column in EDITABLE else Column.NAME
    fields = [FIELD_OF[each] for each in Column if each >= first and each in EDITABLE]
    return {name: place for place, name in enumerate(fields)}

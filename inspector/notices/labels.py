"""Labels for sealed goods: a QR code for the machine, seal number and name for people."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector.errors import InputError
from inspector.notices.amounts import quantity
from inspector.notices.faces import Fonts
from inspector.notices.press import one_at_a_time
from inspector.notices.ruler import draw_ruler, ruler_words
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.squares import draw_squares
from inspector.notices.stock import Stock
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.lines import Line
from inspector.notices.typeset.paragraph import draw_line, text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen
from inspector.notices.values import parcels
from inspector.records import Dossier, Item

_PADDING = 2.5 * MILLIMETRE
_SQUARES = 24 * MILLIMETRE
"""Side of the QR code: its squares are then 0.6 mm and more, wide enough for a 203 dpi label printer."""
_BLANK = "＿" * 6
"""Where a seal number is written by hand."""


@dataclass(frozen=True)
class _Words:
    """One line of a label and how many lines it may take at most."""

    content: str
    role: str
    size: float
    most: int = 1


def label_code(item: Item) -> str:
    """Return what the QR code of an item says: its id and the number of its seal."""
    return f"item={item.id}&seal={item.seal_number}"


def print_labels(
    dossier: Dossier, stock: Stock, *, printed: datetime, fonts: Fonts, skip: int = 0
) -> tuple[bytes, int]:
    """Return the PDF with a label for each listed item, and how many labels there are.

    `skip` labels at the beginning of the first sheet are used up already.

    Raises:
        InputError: `print.no_labels` if nothing is listed, `print.skip` if no label of a sheet is left.
        SystemFault: `notice.glyph_missing`.
    """
    items = parcels(dossier)
    each = stock.columns * stock.rows
    if not items:
        raise InputError("print.no_labels")
    if not 0 <= skip < each:
        raise InputError("print.skip", skip=skip, most=each - 1)
    imprint = Imprint("物品标签", dossier.bureau.name, dossier.inspection.place, printed)
    size = (stock.width * MILLIMETRE, stock.height * MILLIMETRE)
    with one_at_a_time:
        sheets = Sheets(size, imprint, fonts.faces("song")[0])
        note = Style(fonts.faces("song"), 6, 7.5, align="left")
        if not stock.is_sheet:
            _ruler_label(sheets, stock, note)
        for position, (number, item) in enumerate(items, skip):
            place = position % each
            if place == 0 or position == skip:
                if position > skip:
                    sheets.next_page()
                if stock.is_sheet:
                    _ruler_above(sheets, stock, note)
            row, column = divmod(place, stock.columns)
            x = (stock.left + column * stock.pitch_x) * MILLIMETRE
            top = (stock.height - stock.top - row * stock.pitch_y) * MILLIMETRE
            words = tuple(_words(dossier, item, number))
            _draw(sheets, item, words, (x, top), stock, fonts)
        sheets.next_page()
        return sheets.finish(), len(items)


def _words(dossier: Dossier, item: Item, number: int) -> Iterator[_Words]:
    yield _Words(f"封条 {item.seal_number or _BLANK}", "hei", 9, 2)
    yield _Words(f"第{number}项　{quantity(item.quantity)}{item.unit}", "hei", 8)
    yield _Words(item.label_name, "song", 8, 2)
    yield _Words(dossier.inspection.place, "song", 6, 2)
    yield _Words(dossier.bureau.name, "song", 6)
    yield _Words(item.id, "song", 5, 2)


def _draw(
    pen: Pen, item: Item, words: Sequence[_Words], corner: tuple[float, float], stock: Stock, fonts: Fonts
) -> None:
    x, top = corner
    height, width = stock.label_height * MILLIMETRE, stock.label_width * MILLIMETRE
    side = min(_SQUARES, height - 2 * _PADDING)
    draw_squares(pen, label_code(item), x + _PADDING, top - (height - side) / 2, side)
    left = x + 2 * _PADDING + side
    y = top - _PADDING
    for each in words:
        style = Style(fonts.faces(each.role), each.size, each.size * 1.3, align="left")
        for line in _shortened(each, style, width - side - 3 * _PADDING):
            draw_line(pen, line, style, left, y)
            y -= style.leading


def _shortened(words: _Words, style: Style, measure: float) -> Sequence[Line]:
    """Return at most as many lines as there is room for; the list has the whole of it."""
    lines = text(words.content, style).set(measure)
    if len(lines) <= words.most:
        return lines

    def shortened(kept: int) -> Sequence[Line]:
        return text(words.content[:kept] + "…", style).set(measure)

    too_much = bisect_right(range(len(words.content)), words.most, key=lambda kept: len(shortened(kept)))
    return shortened(max(too_much - 1, 0))


def _ruler_above(pen: Pen, stock: Stock, style: Style) -> None:
    left = 10 * MILLIMETRE
    y = (stock.height - 12) * MILLIMETRE
    draw_ruler(pen, left, y, stock.ruler, style)
    beside = left + (stock.ruler + 10) * MILLIMETRE
    text(ruler_words(stock.ruler), style).draw(pen, beside, y + style.leading, 80 * MILLIMETRE)


def _ruler_label(sheets: Sheets, stock: Stock, style: Style) -> None:
    """A roll has no margin for a ruler: its first label is one."""
    left = (stock.width - stock.ruler) / 2 * MILLIMETRE
    middle = stock.height / 2 * MILLIMETRE
    draw_ruler(sheets, left, middle, stock.ruler, style)
    text(ruler_words(stock.ruler), style).draw(sheets, left, middle - 6, stock.ruler * MILLIMETRE)
    sheets.next_page()

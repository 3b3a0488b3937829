"""Running text of a form: sentences, headings with free text, what is told, questions and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.notices import blocks
from inspector.notices.fields import field_row
from inspector.notices.setting import BLANK, Setting
from inspector.notices.typeset.glyphs import Span
from inspector.notices.typeset.paragraph import Paragraph, text
from inspector.notices.typeset.pieces import Pen, Piece, space
from inspector.records.paper import exchanges

_CUT_ROOM = 20.0
_DASH = 4.0


def sentence(setting: Setting, block: blocks.Sentence) -> Iterator[Piece]:
    """Set a sentence with its values; one that is nothing but empty values is left out."""
    plain, *filled = blocks.PLACEHOLDER.split(block.text)
    if block.optional and not any(setting.values[name] for name in filled[::3]):
        return
    spans = [Span(plain)]
    for name, is_line, plain in zip(filled[::3], filled[1::3], filled[2::3], strict=True):
        value = setting.values[name]
        spans += [Span(value or BLANK, filled=bool(is_line) or not value), Span(plain)]
    if any(span.text.strip() for span in spans):
        style = replace(setting.body, indent=0) if block.flush else setting.body
        yield from Paragraph(tuple(spans), style).pieces(setting.width, keep=block.keep)


def entry(setting: Setting, block: blocks.Entry) -> Iterator[Piece]:
    """Set a heading and what was written below it."""
    value = setting.values[block.value]
    if not value and block.optional:
        return
    yield from text(block.label, setting.heading).pieces(setting.width, keep=True)
    if value:
        yield from text(value, setting.body).pieces(setting.width)
    else:
        yield field_row([("", "", 1.0)], setting.flush, setting.width)


def told(setting: Setting, block: blocks.Told) -> Iterator[Piece]:
    """Set what was said to the party, and the answer on a rule below."""
    words = text(block.label + setting.values[block.value], setting.body)
    yield from words.pieces(setting.width, keep=True)
    answer = [(block.answer_label, setting.values[block.answer], 1.0)]
    indent = 2 * setting.body.size
    row = field_row(answer, setting.flush, setting.width - indent)
    yield replace(row, draw=lambda pen, x, top: row.draw(pen, x + indent, top))


def dialogue(setting: Setting, block: blocks.Dialogue) -> Iterator[Piece]:
    """Set questions and answers of an interview."""
    for exchange in exchanges(setting.values[block.value]):
        yield from text(f"问：{exchange.question}", setting.body).pieces(setting.width, keep=True)
        yield from text(f"答：{exchange.answer or BLANK}", setting.body).pieces(setting.width)


def cut(setting: Setting, block: blocks.Cut) -> Iterator[Piece]:
    """Set the title of a part that is cut off: a receipt, a counterfoil; on a page of its own or below a dashed line."""
    width = setting.width

    def draw(pen: Pen, x: float, top: float) -> None:
        y, at = top - _CUT_ROOM / 2, 0.0
        while at < width:
            pen.rule(x + at, y, x + min(at + _DASH, width), y, 0.4)
            at += 2 * _DASH

    title = text(block.text, setting.style("title")).pieces(width, keep=True)
    yield space(0)  # what was kept together so far ends here
    if block.new_page:
        yield replace(title[0], new_page=True)
        yield from title[1:]
    else:
        yield Piece(_CUT_ROOM, draw, keep=True)
        yield from title
    yield space(4, keep=True)

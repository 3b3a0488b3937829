"""Paragraphs: text set into lines, in running text and in the cells of a table alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from inspector.notices.typeset.glyphs import Glyph, Span, Style, glyphs_of
from inspector.notices.typeset.lines import Line, break_lines
from inspector.notices.typeset.pieces import Draw, Pen, Piece

_BASELINE = 0.38
"""Of the size: how far the baseline lies below the middle of a line, for 汉字 with descent 0.12."""
_RULE = 0.21
"""Of the size: how far the rule under a filled-in value lies below its baseline."""


@dataclass(frozen=True)
class Paragraph:
    """Text with a style; line breaks in the text begin new paragraphs of the same style."""

    spans: tuple[Span, ...]
    style: Style
    lines: dict[float, tuple[Line, ...]] = field(default_factory=dict, repr=False, compare=False)
    """Set lines by measure, so that measuring and drawing do the work once."""

    def set(self, measure: float) -> tuple[Line, ...]:
        """Return the lines for a measure in points."""
        if measure not in self.lines:
            self.lines[measure] = tuple(
                line
                for glyphs in self._paragraphs()
                for line in break_lines(
                    glyphs, measure, size=self.style.size, indent=self.style.indent, align=self.style.align
                )
            )
        return self.lines[measure]

    def height(self, measure: float) -> float:
        """Return the height in points for a measure."""
        return len(self.set(measure)) * self.style.leading

    def pieces(self, measure: float, *, keep: bool = False) -> list[Piece]:
        """Return a piece for each line; first and last never stand alone; `keep` holds on to what follows."""
        lines = self.set(measure)
        last = len(lines) - 1
        return [
            Piece(
                self.style.leading,
                _drawing(line, self.style),
                keep=(keep and position == last)
                or (last > 0 and position in (0, last - 1) and position < last),
            )
            for position, line in enumerate(lines)
        ]

    def draw(self, pen: Pen, x: float, top: float, measure: float) -> None:
        """Draw all lines at once, as in a cell."""
        for line in self.set(measure):
            draw_line(pen, line, self.style, x, top)
            top -= self.style.leading

    def _paragraphs(self) -> Iterable[Sequence[Glyph]]:
        part: list[Span] = []
        for span in self.spans:
            first, *rest = span.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            part.append(replace(span, text=first))
            for text in rest:
                yield glyphs_of(part, self.style)
                part = [replace(span, text=text)]
        yield glyphs_of(part, self.style)


def text(content: str, style: Style) -> Paragraph:
    """Return a plain paragraph."""
    return Paragraph((Span(content),), style)


def draw_line(pen: Pen, line: Line, style: Style, x: float, top: float) -> None:
    """Draw one line in its leading, with rules under what was filled in."""
    baseline = top - style.leading / 2 - style.size * _BASELINE
    pen.line(line, x, baseline, style.size)
    start: float | None = None
    end = 0.0
    for placed in line.placed:
        if placed.glyph.filled:
            start = placed.left if start is None else start
            end = placed.left + placed.advance
        elif start is not None:
            pen.rule(x + start, baseline - style.size * _RULE, x + end, baseline - style.size * _RULE)
            start = None
    if start is not None:
        pen.rule(x + start, baseline - style.size * _RULE, x + end, baseline - style.size * _RULE)


def rule_below(style: Style, top: float) -> float:
    """Return the height at which the rule of a line lies whose leading begins at `top`."""
    return top - style.leading / 2 - style.size * (_BASELINE + _RULE)


def _drawing(line: Line, style: Style) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        draw_line(pen, line, style, x, top)

    return draw

"""Breaking glyphs into lines: no mark at the wrong end, words and numbers whole, every glyph kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.notices.typeset.characters import (
    CLOSING,
    HYPHENS,
    NO_END,
    NO_START,
    OPENING,
    PAIRED,
    SOFT,
    joins,
)
from inspector.notices.typeset.glyphs import GAP, Glyph, takes_gap

_LONG_WORD = 24
"""A word of so many characters may be broken if it takes up most of a line: a hash, an address."""
_MOST_OF_LINE = 0.6
_MOST_STRETCH = 0.5
"""A line is not spread by more than this many em a gap; it stays ragged instead."""
_MOST_TIGHTENED = 1 / 64
"""Of an em a gap: as much as 28 characters of 3号 need to fill 156 mm (GB/T 9704), and nobody sees."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph in its line: where its room begins and how much it takes, in points."""

    glyph: Glyph
    left: float
    advance: float
    shift: float = 0.0
    """How much of the glyph's empty left half lies before its room."""

    @property
    def x(self) -> float:
        """Return where the glyph's origin stands."""
        return self.left - self.shift


@dataclass(frozen=True)
class Line:
    """One line, ready to draw; `width` is what it takes up."""

    placed: tuple[Placed, ...]
    width: float

    @property
    def text(self) -> str:
        """Return the characters of the line."""
        return "".join(placed.glyph.char for placed in self.placed)


def break_lines(
    glyphs: Sequence[Glyph], measure: float, *, size: float, indent: float = 0.0, align: str = "justify"
) -> list[Line]:
    """Set the glyphs of one paragraph into lines of at most `measure` points; `indent` in em."""
    lines: list[Line] = []
    room = measure - indent * size
    taken: list[Glyph] = []
    at_most = 0.0
    for unit in _units(glyphs, measure):
        for part in _cut(unit, measure, size):
            at_most += _at_most(part, size)  # near the end of a line only is it worth measuring
            if taken and at_most > room and not _fits([*taken, *part], room, size=size, align=align):
                lines.append(_set(taken, room, measure, size=size, align=align, last=False))
                taken, room, at_most = [], measure, _at_most(part, size)
            taken += part
    if taken or not lines:
        lines.append(_set(taken, room, measure, size=size, align=align, last=True))
    return lines


def _units(glyphs: Sequence[Glyph], measure: float) -> Iterator[list[Glyph]]:
    """Yield the smallest runs that stay together on one line."""
    breakable = _long_words(glyphs, measure)
    unit: list[Glyph] = []
    inked = ""
    for position, glyph in enumerate(glyphs):
        if unit and (position in breakable or not _stays(inked, unit[-1].char, glyph.char)):
            yield unit
            unit = []
        unit.append(glyph)
        inked = inked if glyph.char == " " else glyph.char
    if unit:
        yield unit


def _stays(inked: str, before: str, after: str) -> bool:
    """Tell whether no line ends between the two; `inked` is the last character that is no space."""
    if before == " ":
        return after not in HYPHENS and (after in NO_START or inked in NO_END)
    return (
        before in NO_END
        or after in NO_START
        or after == " "
        or joins(before, after)
        or (before in PAIRED and after == before)
    )


def _long_words(glyphs: Sequence[Glyph], measure: float) -> set[int]:
    """Return the positions before which a too long word may be broken."""
    places: set[int] = set()
    start = 0
    for position in range(1, len(glyphs) + 1):
        if position < len(glyphs) and joins(glyphs[position - 1].char, glyphs[position].char):
            continue
        if _is_too_long(glyphs[start:position], measure):
            places |= _places_within(glyphs, start, position, measure)
        start = position
    return places


def _is_too_long(word: Sequence[Glyph], measure: float) -> bool:
    width = sum(glyph.width for glyph in word)
    return width > measure or (len(word) > _LONG_WORD and width > _MOST_OF_LINE * measure)


def _places_within(glyphs: Sequence[Glyph], start: int, end: int, measure: float) -> set[int]:
    """Break a word after its soft characters, and anywhere within a part that is still too long."""
    allowed = [
        place
        for place in range(start + 1, end)
        if glyphs[place].char not in NO_START
        and (glyphs[place - 1].char in SOFT or glyphs[place - 1].char not in NO_END)
    ]
    soft = [place for place in allowed if glyphs[place - 1].char in SOFT]
    places = set(soft)
    for left, right in pairwise([start, *soft, end]):
        if _is_too_long(glyphs[left:right], measure):
            places |= {place for place in allowed if left < place < right}
    return places


def _cut(unit: list[Glyph], measure: float, size: float) -> list[list[Glyph]]:
    """Cut a unit no line can hold, as the last resort; only runs of marks are that long."""
    if _at_most(unit, size) <= measure:
        return [unit]
    parts: list[list[Glyph]] = [[]]
    for glyph in unit:
        if parts[-1] and _width([*parts[-1], glyph], size) > measure:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _at_most(glyphs: Sequence[Glyph], size: float) -> float:
    """Return what the glyphs take up if each has space after it and no mark shares its empty half."""
    return sum(glyph.width for glyph in glyphs) + len(glyphs) * GAP * size


def _fits(glyphs: Sequence[Glyph], room: float, *, size: float, align: str) -> bool:
    """Tell whether the glyphs go into a line, tightened a little where the line is justified."""
    over = _width(glyphs, size) - room
    return over <= 0 or (align == "justify" and over <= len(_gaps(glyphs)) * _MOST_TIGHTENED * size)


def _advances(glyphs: Sequence[Glyph], size: float) -> list[tuple[float, float]]:
    """Return for each glyph (shift to the left, advance): marks side by side share their empty halves."""
    result: list[tuple[float, float]] = []
    for position, glyph in enumerate(glyphs):
        shift, advance = 0.0, glyph.width
        following = glyphs[position + 1].char if position + 1 < len(glyphs) else ""
        half = advance - size / 2
        if half > 0:
            if glyph.char in OPENING and (position == 0 or glyphs[position - 1].char in OPENING):
                shift, advance = half, advance - half
            elif glyph.char in CLOSING and (following in CLOSING or following in OPENING):
                advance -= half
        if following and takes_gap(glyph.char, following):
            advance += GAP * size
        result.append((shift, advance))
    return result


def _width(glyphs: Sequence[Glyph], size: float) -> float:
    """Return the least width: spaces and the empty half of a mark at the end do not count."""
    glyphs = glyphs[: _inked(glyphs)]
    width = sum(advance for _, advance in _advances(glyphs, size))
    if glyphs and glyphs[-1].char in CLOSING:
        width -= max(0.0, glyphs[-1].width - size / 2)
    return width - 0.001


def _inked(glyphs: Sequence[Glyph]) -> int:
    """Return how many glyphs there are without the spaces at the end."""
    end = len(glyphs)
    while end and glyphs[end - 1].char == " ":
        end -= 1
    return end


def _set(
    glyphs: Sequence[Glyph], room: float, measure: float, *, size: float, align: str, last: bool
) -> Line:
    if not glyphs:
        return Line((), 0.0)
    advances = _advances(glyphs, size)
    natural = sum(advance for _, advance in advances)
    spare = room - (natural if natural <= room else _width(glyphs, size))
    gaps = _gaps(glyphs)
    stretch = 0.0
    if (
        align == "justify"
        and gaps
        and (spare < 0 or (not last and spare / len(gaps) <= _MOST_STRETCH * size))
    ):
        stretch = max(spare / len(gaps), -_MOST_TIGHTENED * size)
    x = measure - room
    if align in {"center", "right"}:
        x += max(0.0, spare) / (2 if align == "center" else 1)
    placed: list[Placed] = []
    for position, (glyph, (shift, advance)) in enumerate(zip(glyphs, advances, strict=True)):
        width = advance + (stretch if position in gaps else 0.0)
        placed.append(Placed(glyph, x, width, shift))
        x += width
    return Line(tuple(placed), x)


def _gaps(glyphs: Sequence[Glyph]) -> set[int]:
    """Return the positions after which a justified line may open: not inside words and numbers."""
    return {
        position
        for position in range(_inked(glyphs) - 1)
        if not joins(glyphs[position].char, glyphs[position + 1].char)
        and not (glyphs[position].char in PAIRED and glyphs[position + 1].char in PAIRED)
    }

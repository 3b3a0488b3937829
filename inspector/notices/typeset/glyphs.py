"""Glyphs: each character with the face that draws it and its measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.errors import SystemFault
from inspector.notices.typeset.characters import is_latin, is_wide, without_ink

GAP = 0.125
"""Space between 汉字 and Latin or figures, in em."""
NO_GLYPH = "〓"
"""The printers' own mark for a character that is not in the case."""


class Face(Protocol):
    """A font file as the typesetter sees it."""

    @property
    def name(self) -> str:
        """Return the name under which the PDF writer knows the face."""
        ...

    def advance(self, char: str) -> float | None:
        """Return the width in em, or None if the face cannot draw the character well."""
        ...


@dataclass(frozen=True)
class Style:
    """How a paragraph is set; measures in points."""

    faces: tuple[Face, ...]
    """First choice first; each character takes the first face that has it."""
    size: float
    leading: float
    indent: float = 0.0
    """First-line indent in em."""
    align: str = "justify"
    """justify, left, center or right."""


@dataclass(frozen=True)
class Span:
    """A stretch of text; `filled` is what was filled in and carries a rule below, as on a form."""

    text: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character to be drawn."""

    char: str
    face: str
    width: float
    """Points."""
    filled: bool = False


def glyphs_of(spans: Iterable[Span], style: Style) -> list[Glyph]:
    """Choose a face for every character of `spans`; characters without ink are left out.

    Raises:
        SystemFault: `notice.glyph_missing` if no face has a character.
    """
    known: dict[str, tuple[str, float]] = {}
    glyphs: list[Glyph] = []
    for span in spans:
        for char in span.text.replace("\t", "\u3000"):
            if without_ink(char):
                continue
            if char not in known:
                known[char] = _choose(char, style.faces)
            face, width = known[char]
            glyphs.append(Glyph(char, face, width * style.size, span.filled))
    return glyphs


def drawable(label: str, style: Style) -> str:
    """Return a label of outside origin, e.g. a file's name, with 〓 for each character no face has.

    Only for what nobody here can write another way and what is named beside by something exact; what officers
    write is never changed, it raises in `glyphs_of`.
    """
    return "".join(
        char if without_ink(char) or any(face.advance(char) is not None for face in style.faces) else NO_GLYPH
        for char in label
    )


def _choose(char: str, faces: Sequence[Face]) -> tuple[str, float]:
    for face in faces:
        width = face.advance(char)
        if width is not None:
            return face.name, width
    raise SystemFault("notice.glyph_missing", char=f"U+{ord(char):04X}", shown=ascii(char))


def takes_gap(before: str, after: str) -> bool:
    """Tell whether a little space belongs between the two: 汉字 beside Latin or figures."""
    return (_is_han(before) and is_latin(after)) or (is_latin(before) and _is_han(after))


def _is_han(char: str) -> bool:
    return is_wide(char) and char.isalpha()

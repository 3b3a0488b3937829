"""One document being set: the form, what fills it, and the room there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from inspector.notices.faces import Fonts
from inspector.notices.form import Form
from inspector.notices.layout import Layout
from inspector.notices.styles import style_of
from inspector.notices.typeset.glyphs import Style
from inspector.notices.values import Values
from inspector.records import Dossier, Paper, Photo, PhotoForPaper, Signature
from inspector.records.paper import When

BLANK = "　" * 8
"""The ruled place of a value that is not known yet."""
_CLOSEST = 1.5
"""Lines are never closer than one and a half times the size of the text."""
_SPACED = frozenset({"bureau", "title", "number", "heading", "small"})
"""Styles whose lines move closer with those of the text; tables and captions stay."""


@dataclass(frozen=True)
class Setting:
    """What every block is set with."""

    form: Form
    layout: Layout
    fonts: Fonts
    dossier: Dossier
    values: Values
    signatures: tuple[Signature, ...]
    paper: Paper | None
    picture: PhotoForPaper
    width: float
    """Of the text area, in points."""
    room: float
    """Height of the text area, in points."""

    def style(self, name: str) -> Style:
        """Return a style of the layout."""
        return style_of(self.layout, self.fonts, name)

    @cached_property
    def body(self) -> Style:
        """Return the style of running text, two characters indented."""
        return Style(self.fonts.faces("fang"), self.form.body.size, self.form.body.leading, indent=2)

    @property
    def flush(self) -> Style:
        """Return the style of fields: ragged, without the indent."""
        return replace(self.body, indent=0, align="left")

    @property
    def heading(self) -> Style:
        """Return the style of a heading within the text: as large as the text, in another face."""
        return replace(self.style("heading"), size=self.body.size, leading=self.body.leading)

    def applies(self, when: When | None) -> bool:
        """Tell whether the answer a block depends on is given."""
        return when is None or self.values[f"paper.{when.name}.said"] in when.values

    @property
    def paper_photos(self) -> tuple[Photo, ...]:
        """Return the photos the paper shows, in the order of the inspection's."""
        chosen = set(self.paper.photo_ids) if self.paper else set()
        return tuple(photo for photo in self.dossier.photos if photo.id in chosen)

    @property
    def closest(self) -> float:
        """Return by what the space between lines can be multiplied at least."""
        body = self.form.body
        return min(1.0, _CLOSEST * body.size / body.leading)

    def spaced(self, factor: float) -> Setting:
        """Return the same document with its lines closer together, tables and pictures as they are."""
        body = msgspec.structs.replace(self.form.body, leading=self.form.body.leading * factor)
        styles = {
            name: msgspec.structs.replace(style, leading=max(style.size, style.leading * factor))
            if name in _SPACED
            else style
            for name, style in self.layout.styles.items()
        }
        return replace(
            self,
            form=msgspec.structs.replace(self.form, body=body),
            layout=msgspec.structs.replace(self.layout, styles=styles),
        )

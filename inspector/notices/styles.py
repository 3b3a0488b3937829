"""Styles of the layout with the faces that draw them."""

from __future__ import annotations

from inspector.notices.faces import Fonts
from inspector.notices.layout import Layout
from inspector.notices.typeset.glyphs import Style


def style_of(layout: Layout, fonts: Fonts, name: str) -> Style:
    """Return a style of the layout with its faces."""
    measures = layout.styles[name]
    return Style(fonts.faces(measures.faces), measures.size, measures.leading, align=measures.align)

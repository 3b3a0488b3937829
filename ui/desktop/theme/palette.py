"""The QPalette of a look: selections, scroll bars and pop-ups take their colours from here."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.desktop.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(tokens: Tokens) -> QPalette:
    """Return the palette; every role is set, so that no colour of the system shines through."""
    made = QPalette()
    for role, colour in (
        (_Role.Window, tokens.bg),
        (_Role.WindowText, tokens.text),
        (_Role.Base, tokens.surface),
        (_Role.AlternateBase, tokens.bg),
        (_Role.ToolTipBase, tokens.text),
        (_Role.ToolTipText, tokens.surface),
        (_Role.PlaceholderText, tokens.muted),
        (_Role.Text, tokens.text),
        (_Role.Button, tokens.surface),
        (_Role.ButtonText, tokens.text),
        (_Role.BrightText, tokens.on_accent),
        (_Role.Light, tokens.surface),
        (_Role.Midlight, tokens.line),
        (_Role.Mid, tokens.line),
        (_Role.Dark, tokens.line_strong),
        (_Role.Shadow, tokens.line_strong),
        (_Role.Highlight, tokens.accent),
        (_Role.HighlightedText, tokens.on_accent),
        (_Role.Accent, tokens.accent),
        (_Role.Link, tokens.accent),
        (_Role.LinkVisited, tokens.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(_Group.Disabled, role, QColor(tokens.muted))
    made.setColor(_Group.Disabled, _Role.Highlight, QColor(tokens.line))
    return made

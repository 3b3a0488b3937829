"""How the desktop looks: one table of tokens, from which palette, style sheet and icons are made.

    theme().apply(Look.DARK)          # whole application, at run time
    theme().tokens.accent             # for own painting
    theme().icon("camera", Tone.MUTED)

A widget with icons or own painting refreshes in `changeEvent` on `QEvent.Type.StyleChange`.
"""

from ui.desktop.theme.fonts import body_font
from ui.desktop.theme.icons import icon_pixmap
from ui.desktop.theme.look import Theme, theme
from ui.desktop.theme.tokens import TOKENS, Look, Tokens, Tone

__all__ = ["TOKENS", "Look", "Theme", "Tokens", "Tone", "body_font", "icon_pixmap", "theme"]

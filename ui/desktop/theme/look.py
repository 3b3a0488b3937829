"""The look the application has now, and how to change it."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from inspector.errors import BugError
from ui.desktop.theme.fonts import body_font
from ui.desktop.theme.icons import icon_pixmap, make_icon
from ui.desktop.theme.palette import palette
from ui.desktop.theme.sheet import style_sheet
from ui.desktop.theme.tokens import ICON, TOKENS, Look, Tokens, Tone


class Theme:
    """The current tokens and what is drawn with them; one for the whole application."""

    def __init__(self) -> None:
        self.look = Look.LIGHT

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return TOKENS[self.look]

    def apply(self, look: Look) -> None:
        """Dress the running application; every widget gets a `StyleChange` event."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise BugError("ui.no_application")
        self.look = look
        app.setStyle("Fusion")
        app.setPalette(palette(self.tokens))
        app.setFont(body_font())
        app.setStyleSheet(style_sheet(self.tokens, look))

    def icon(self, name: str, tone: Tone = Tone.TEXT, size: int = ICON) -> QIcon:
        """Return an icon of the set in the colour of a tone."""
        return make_icon(name, self.tokens.tone(tone), self.tokens.muted, size)

    def pixmap(self, name: str, tone: Tone = Tone.TEXT, size: int = ICON) -> QPixmap:
        """Return an icon as a picture, for own painting and labels."""
        return icon_pixmap(name, self.tokens.tone(tone), size)


@cache
def theme() -> Theme:
    """Return the application's one theme."""
    return Theme()

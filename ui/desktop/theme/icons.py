"""The one outline icon set (Lucide), coloured by token, drawn at the screen's own density."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from inspector.errors import BugError
from ui.desktop.theme.tokens import ICON

_DENSITIES = (1.0, 2.0)


@cache
def _drawing(name: str) -> str:
    file = resources.files("resources") / "icons" / f"{name}.svg"
    if not file.is_file():
        raise BugError("ui.icon_unknown", name=name)
    return file.read_text("utf-8")


def icon_pixmap(name: str, colour: str, size: int = ICON, density: float = 2.0) -> QPixmap:
    """Return icon `name` in `colour` (#RRGGBB), `size` pixels wide.

    Raises:
        BugError: `ui.icon_unknown` if resources/icons has no such drawing.
    """
    key = f"icon:{name}:{colour}:{size}:{density}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    pixmap = QPixmap(QSize(round(size * density), round(size * density)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing = _drawing(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def make_icon(name: str, colour: str, disabled: str, size: int = ICON) -> QIcon:
    """Return icon `name` for a button: `colour` while it can be pressed, `disabled` while it cannot."""
    icon = QIcon()
    for density in _DENSITIES:
        icon.addPixmap(icon_pixmap(name, colour, size, density), QIcon.Mode.Normal)
        icon.addPixmap(icon_pixmap(name, disabled, size, density), QIcon.Mode.Disabled)
    return icon

"""Pictures of screens, for the handbook, the demo and the tests: the real widgets, drawn to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from inspector.errors import SystemFault
from ui.desktop.tasks import Tasks

LAPTOP = QSize(1366, 768)
"""The smallest screen the window must hold."""
DESK = QSize(1920, 1080)


def settle(*tasks: Tasks) -> None:
    """Let everything asked for arrive and be laid out."""
    QApplication.processEvents()
    for each in tasks:
        while not each.is_idle:
            loop = QEventLoop()
            each.idle.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
            loop.exec()
            QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def render(widget: QWidget, path: Path, size: QSize = LAPTOP, scale: float = 1.0) -> None:
    """Draw a top-level widget at `size` (device-independent pixels) into the PNG `path`.

    Raises:
        SystemFault: `ui.portrait` if the file cannot be written.
    """
    picture = portrait(widget, size, scale)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise SystemFault("ui.portrait", file=path.name)


def portrait(widget: QWidget, size: QSize = LAPTOP, scale: float = 1.0) -> QImage:
    """Return the picture of a top-level widget at `size`, `scale` pixels for each point."""
    widget.resize(size)
    widget.ensurePolished()
    if not widget.isVisible():
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        widget.show()
    QApplication.processEvents()
    pixmap = QPixmap(QSize(round(size.width() * scale), round(size.height() * scale)))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(widget.palette().window().color())
    painter = QPainter(pixmap)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return pixmap.toImage()

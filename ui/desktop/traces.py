"""What a locked window must not keep: pictures in caches, our text on the clipboard, freed memory."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication

from ui.desktop.collecting import collect_all
from ui.private_memory import overwrite_freed_memory

_ALONE = {"offscreen", "minimal"}
"""Platforms whose clipboard is inside this process and which own nothing by their own word."""


def close_what_stands_open() -> None:
    """Close every dialog and menu, so that nothing is shown over the lock page."""
    for _ in range(len(QApplication.topLevelWidgets())):
        shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if shown is None:
            return
        shown.close()


def objects_under(root: QObject) -> list[QObject]:
    """Return a widget with everything in it, to be given to `wipe_traces` once it was thrown away."""
    return [root, *root.findChildren(QObject)]


def wipe_traces(thrown_away: list[QObject]) -> None:
    """Destroy what was thrown away with the records it holds, empty caches and our clipboard, overwrite the rest.

    A destroyed widget can live on as a Python object that some connection still names: so its attributes
    are dropped by hand.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for each in thrown_away:
        if not shiboken6.isValid(each):
            vars(each).clear()
    thrown_away.clear()
    QPixmapCache.clear()
    clipboard = QGuiApplication.clipboard()
    # what another program put there is not ours to take away; without a screen nobody else can
    if clipboard.ownsClipboard() or QGuiApplication.platformName() in _ALONE:
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(clipboard.Mode.Selection)
    collect_all()
    overwrite_freed_memory()

"""A process that keeps its memory to itself, asked from inside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.desktop.traces import close_what_stands_open, objects_under, wipe_traces

ROOT = Path(__file__).parents[2]
_CHILD = """
import ctypes, resource
from ui.private_memory import keep_memory_private, overwrite_freed_memory
assert keep_memory_private()
overwrite_freed_memory()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_no_core_is_dumped_and_no_other_process_may_look() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "(0, 0) 0\\n".replace("\\n", "\n")


def test_what_a_destroyed_widget_held_goes_with_it(qapp: QApplication) -> None:
    class Holding(QWidget):
        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__()
            self.record = "样本"

    outer, inner = QWidget(), Holding()
    inner.setParent(outer)
    thrown_away = objects_under(outer)
    outer.deleteLater()
    wipe_traces(thrown_away)
    assert vars(inner) == {}
    assert thrown_away == []


def test_pictures_and_our_clipboard_are_gone(qapp: QApplication) -> None:
    QPixmapCache.insert("sample", QPixmap(8, 8))
    QGuiApplication.clipboard().setText("样本")
    wipe_traces([])
    assert not QPixmapCache.find("sample", QPixmap())
    assert QGuiApplication.clipboard().text() == ""


def test_a_dialog_does_not_outlast_the_lock(qapp: QApplication) -> None:
    dialog = QDialog()
    dialog.setModal(True)
    dialog.show()
    close_what_stands_open()
    assert not dialog.isVisible()
    dialog.deleteLater()
    wipe_traces([])

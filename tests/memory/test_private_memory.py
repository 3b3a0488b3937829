"""A process that keeps its memory to itself, asked from inside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.memory.scanning import found_in_memory
from ui.desktop.traces import close_what_stands_open, objects_under, wipe_traces

ROOT = Path(__file__).parents[2]
_CHILD = """
import ctypes, resource
from ui.private_memory import keep_memory_private, overwrite_freed_memory
assert keep_memory_private()
overwrite_freed_memory()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""

_TEXTS_FREED = """
import sys
from ui.private_memory import overwrite_freed_memory
class Words(str): pass
kept = []
def held(length):
    texts = []
    for _ in range(500):  # what stays lies between: no page comes free as a whole
        texts.append(Words("".join(chr(0x7ec0 + (7 * n) % 90) for n in range(length))))
        kept.append(Words(chr(0x4e00) * length))
    return texts
texts = [held(length) for length in (7, 15, 40, 100)]
print("held", flush=True); sys.stdin.readline()
del texts
overwrite_freed_memory()
print("freed", flush=True); sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_freed_text_of_every_length_is_overwritten_also_what_lies_apart_from_its_object() -> None:
    # the first eight bytes of a freed block point to the next one
    text = "".join(chr(0x7EC0 + 7 * n) for n in range(4, 7)).encode("utf-16-le")
    command = [sys.executable, "-c", _TEXTS_FREED]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert found_in_memory(child.pid, {"text": text})["text"] >= 2_000
        print(file=child.stdin, flush=True)
        assert child.stdout.readline() == "freed\n"
        assert found_in_memory(child.pid, {"text": text})["text"] == 0
        print(file=child.stdin, flush=True)


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

"""Decoding beside Qt's own never stands still, and pictures come out as they went in."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage

import ui.desktop
from inspector.errors import SystemFault
from ui.desktop.jpeg import decoded, encoded

_SIDE_BY_SIDE = """
import faulthandler, threading
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage
from ui.desktop.jpeg import decoded, encoded
app = QGuiApplication([])
picture = QImage(640, 480, QImage.Format.Format_RGB32)
picture.fill(0x335577)
jpeg = encoded(picture, 90)
faulthandler.dump_traceback_later(90, exit=True)
def ours():
    for _ in range(300):
        assert not decoded(jpeg, QSize(640, 480), QSize(80, 60)).isNull()
        encoded(picture, 90)
def qts():
    for _ in range(300):
        assert not QImage.fromData(jpeg).isNull()
threads = [threading.Thread(target=work) for work in (ours, qts, ours, qts)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("all done")
"""


def test_two_threads_decode_beside_each_other_without_waiting_for_good() -> None:
    done = subprocess.run([sys.executable, "-c", _SIDE_BY_SIDE], capture_output=True, text=True, check=False)
    assert done.stdout == "all done\n", done.stderr


def test_nothing_in_the_window_gives_qt_s_picture_readers_a_device_made_in_python() -> None:
    for path in Path(ui.desktop.__file__).parent.rglob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
        assert not names & {"QImageReader", "QImageWriter"}, path


@pytest.mark.parametrize("most", [(2000, 2000), (400, 300), (150, 150), (90, 90), (40, 30)])
def test_a_picture_is_decoded_within_its_bounds_and_in_its_colours(most: tuple[int, int]) -> None:
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor(200, 60, 20))
    shown = decoded(encoded(picture, 95), QSize(400, 300), QSize(*most))
    assert shown.size() == QSize(400, 300).scaled(
        min(most[0], 400), min(most[1], 300), Qt.AspectRatioMode.KeepAspectRatio
    )
    colour = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert all(abs(seen - given) < 8 for seen, given in zip(colour.getRgb()[:3], (200, 60, 20), strict=True))


def test_a_width_that_fills_no_whole_words_is_encoded_straight() -> None:
    picture = QImage(37, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor(0, 120, 0))
    again = decoded(encoded(picture, 100), QSize(37, 20), QSize(37, 20))
    assert len({again.pixel(x, y) for x in range(37) for y in range(20)}) == 1


def test_what_is_no_picture_is_null_and_is_not_encoded() -> None:
    assert decoded(b"", QSize(10, 10), QSize(10, 10)).isNull()
    assert decoded(b"no picture", QSize(10, 10), QSize(10, 10)).isNull()
    with pytest.raises(SystemFault):
        encoded(QImage(), 90)

"""Draws every screen to a folder, for somebody who looks at them.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.looks.draw OUT [--look dark] [--language en] [--size 1920x1080]
        [--scale 1.5] [--only gallery,look]

Each picture is OUT/<language>-<look>-<size>-<scale>/<screen>.png; a sheet of small ones lies beside them.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_SMALL = QSize(640, 360)
_ACROSS = 3
_A_SHEET = 12


def main() -> None:
    asked = _asked()
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)  # before the application: as the system sets it
    from tests.ui.looks.walk import walk
    from ui.desktop.app import make_application, speak_everywhere
    from ui.desktop.i18n import Language
    from ui.desktop.theme import Look, theme

    make_application()
    speak_everywhere(Language(asked.language))
    theme().apply(Look(asked.look))
    size = QSize(*(int(part) for part in asked.size.split("x")))
    folder = asked.out / f"{asked.language}-{asked.look}-{asked.size}-{asked.scale:g}"
    folder.mkdir(parents=True, exist_ok=True)
    only = set(filter(None, asked.only.split(",")))
    drawn: list[tuple[str, QImage]] = []
    with tempfile.TemporaryDirectory() as place, walk(Path(place), size) as going:
        for name in going.screens():
            if only and name not in only:
                continue
            going.window.grab()  # what comes into view asks for its pictures
            going.settle()
            picture = going.window.grab().toImage()
            picture.save(str(folder / f"{name}.png"))
            least = going.window.minimumSizeHint()
            print(f"{name}: {picture.width()}x{picture.height()}, at least {least.width()}x{least.height()}")
            drawn.append(
                (
                    name,
                    picture.scaled(
                        _SMALL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                    ),
                )
            )
    for number in range(math.ceil(len(drawn) / _A_SHEET)):
        _sheet(drawn[number * _A_SHEET :][:_A_SHEET]).save(str(folder / f"_sheet{number + 1}.png"))


def _sheet(drawn: list[tuple[str, QImage]]) -> QImage:
    rows = math.ceil(len(drawn) / _ACROSS)
    sheet = QImage(_ACROSS * (_SMALL.width() + 8), rows * (_SMALL.height() + 28), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#888888"))
    painter = QPainter(sheet)
    for number, (name, picture) in enumerate(drawn):
        left, top = (number % _ACROSS) * (_SMALL.width() + 8), (number // _ACROSS) * (_SMALL.height() + 28)
        painter.drawText(QRect(left + 4, top, _SMALL.width(), 24), Qt.AlignmentFlag.AlignVCenter, name)
        picture.setDevicePixelRatio(1)
        painter.drawImage(left, top + 24, picture)
    painter.end()
    return sheet


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--look", default="light")
    parser.add_argument("--language", default="zh")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Key screens as they looked when somebody last looked at them, and what still counts as the same.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.looks.baselines      # draws them anew; then look at them

Half as large as the screen, each picture keeps layout, colour and weight of every line and not the edge of every glyph.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage

from tests.ui.looks.facts import pixels
from tests.ui.looks.walk import Walk, walk
from ui.desktop.portrait import LAPTOP
from ui.desktop.theme import Look, theme

FOLDER = Path(__file__).parent / "baselines"
KEY_SCREENS = (
    "first-bureau-missing",
    "unlock",
    "today",
    "today-start",
    "sheet-roster",
    "sync-confirmed",
    "office-chosen",
    "step-arrival",
    "step-goods",
    "step-measure",
    "paper-signing",
    "gallery-chosen",
    "settings-look",
)
"""Without a key's fingerprint, a folder or a time of today on them: what they show is the same on every machine."""
SMALL = QSize(LAPTOP.width() // 2, LAPTOP.height() // 2)
BLOCK = 8
"""Pixels of a small picture's side that are looked at together."""
NOTICED = 24
"""Difference of a block's mean colour, of 255, that an eye notices."""
SPREAD = 14
"""Difference of a block's unevenness that an eye notices: words came, went or changed their weight."""
MOST_BLOCKS = 0.004
"""Share of blocks that may differ: about seventeen, a word or two."""


def drawn(going: Walk) -> Iterator[tuple[str, Look, QImage]]:
    """Go through the program; give each key screen in every look, small."""
    for name in going.screens():
        if name not in KEY_SCREENS:
            continue
        for look in Look:
            theme().apply(look)
            going.settle()
            going.window.grab()  # what comes into view asks for its pictures
            going.settle()
            yield name, look, small(going.window.grab().toImage())
        theme().apply(Look.LIGHT)


def small(picture: QImage) -> QImage:
    """Half the size, in few enough colours to be kept beside the code."""
    made = picture.copy(QRect(0, 0, LAPTOP.width(), LAPTOP.height())).scaled(
        SMALL, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return made.convertToFormat(QImage.Format.Format_RGB888)


def file_of(name: str, look: Look) -> Path:
    return FOLDER / f"{name}.{look.value}.png"


def differing(one: QImage, other: QImage) -> float:
    """Return the share of blocks in which an eye sees a difference; 1 for pictures of different sizes."""
    if one.size() != other.size():
        return 1.0
    mean_one, spread_one = _blocks(pixels(one))
    mean_other, spread_other = _blocks(pixels(other))
    seen = (np.abs(mean_one - mean_other).max(axis=-1) > NOTICED) | (
        np.abs(spread_one - spread_other) > SPREAD
    )
    return float(seen.mean())


def _blocks(picture: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean colour and unevenness of each block."""
    high, wide = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    cut = picture[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK, 3).astype(np.float64)
    return cut.mean(axis=(1, 3)), cut.mean(axis=-1).std(axis=(1, 3))


def renew() -> None:
    """Draw every baseline anew, in as few bytes as they take."""
    import cv2

    from ui.desktop.app import make_application

    make_application()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, walk(Path(place)) as going:
        for name, look, picture in drawn(going):
            file = file_of(name, look)
            cv2.imwrite(str(file), pixels(picture)[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
            print(f"{file.name}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    renew()

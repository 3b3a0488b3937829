"""The key screens look as they did when somebody last looked at them; renew: `python -m tests.ui.looks.baselines`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.looks.baselines import FOLDER, KEY_SCREENS, MOST_BLOCKS, differing, drawn, file_of
from tests.ui.looks.walk import walk
from ui.desktop.theme import Look

pytestmark = pytest.mark.qt_log_ignore(
    "does not support", "PulseAudio", "Couldn't (load|resolve)", extend=True
)


def kept(name: str, look: Look) -> QImage:
    picture = QImage()
    assert picture.loadFromData(file_of(name, look).read_bytes(), "PNG")
    return picture


@pytest.mark.long
def test_key_screens_look_as_they_did(qapp: object, tmp_path: Path) -> None:
    others = {}
    with walk(tmp_path / "device") as going:
        for name, look, picture in drawn(going):
            share = differing(picture, kept(name, look))
            if share > MOST_BLOCKS:
                others[file_of(name, look).name] = f"{share:.2%}"
                picture.save(str(tmp_path / file_of(name, look).name))
    assert not others, f"so much of each picture differs; see {tmp_path}"


def test_every_key_screen_is_kept_in_every_look_and_all_are_small() -> None:
    files = sorted(FOLDER.glob("*.png"))
    assert files == sorted(file_of(name, look) for name in KEY_SCREENS for look in Look)
    assert sum(file.stat().st_size for file in files) < 3_000_000


def test_what_an_eye_sees_is_a_difference(qapp: object) -> None:
    """A missing word, another colour, a line moved by its height; not a glyph's edge."""
    whole = kept("today", Look.LIGHT)
    assert differing(whole, whole) == 0

    def painted(place: QRect, colour: str) -> QImage:
        picture = whole.copy()
        painter = QPainter(picture)
        painter.fillRect(place, QColor(colour))
        painter.end()
        return picture

    assert differing(whole, painted(whole.rect(), "#0AFF0000")) <= MOST_BLOCKS, "a shade nobody sees"
    assert differing(whole, painted(QRect(76, 80, 100, 60), "#F5F6F4")) > MOST_BLOCKS, (
        "a card's words are gone"
    )
    assert differing(whole, painted(QRect(560, 350, 100, 24), "#B3261E")) > MOST_BLOCKS, "a red button"
    moved = whole.copy(QRect(0, 10, whole.width(), whole.height()))
    assert differing(whole, moved) > MOST_BLOCKS, "all is ten pixels higher"
    softened = whole.scaled(whole.size() * 0.98).scaled(whole.size())
    assert differing(whole, softened) < 0.2

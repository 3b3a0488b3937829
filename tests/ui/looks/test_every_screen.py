"""What holds of every screen and state of the program, in both languages, all looks and both sizes.

Chinese, light, at the small laptop's size every day; the rest with the long suites. A fault names the screen it was seen
on first; `python -m tests.ui.looks.draw OUT --only NAME` draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from tests.stand import MORNING
from tests.ui.looks import facts
from tests.ui.looks.composing import wrong_while_composing
from tests.ui.looks.walk import Walk, walk
from tests.ui.looks.walk_doors import CODE
from ui.desktop.i18n import Language, speak
from ui.desktop.portrait import DESK, LAPTOP, settle
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.theme import Look, theme

pytestmark = pytest.mark.qt_log_ignore(
    "does not support", "PulseAudio", "Couldn't (load|resolve)", extend=True
)


class Found:
    """Faults, each told once, with the screen it was seen on first."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._told: set[str] = set()
        self.screens: list[str] = []

    def tell(self, screen: str, faults: Iterator[str]) -> None:
        for fault in faults:
            if fault not in self._told:
                self._told.add(fault)
                self.lines.append(f"{screen}: {fault}")


def ask_everywhere(
    going: Walk, *, is_small: bool = True, composes: bool = False, is_daily: bool = False
) -> Found:
    """Ask every fact on every screen; every day, one control of each kind shows that it has the keyboard."""
    found, known, composed = Found(), set[object](), set[QWidget]()
    read, rounds = set[tuple[object, ...]](), set[frozenset[QWidget]]()
    for name in going.screens(is_whole=not is_daily):
        found.screens.append(name)
        window = going.window
        if window.width() > going.size.width() or window.height() > going.size.height():
            found.lines.append(f"{name}: the window grew to {window.width()}x{window.height()}")
            window.resize(going.size)
        found.tell(name, facts.cut_words(window))
        found.tell(name, facts.outside(window))
        found.tell(name, facts.too_large(window))
        if is_small:
            found.tell(name, facts.unnamed(window))
            found.tell(name, facts.small_targets(window))
            found.tell(name, facts.unreached(window, rounds))
            found.tell(
                name, facts.unseen_focus(window, known, facts.kind_of if is_daily else lambda each: each)
            )
        found.tell(name, facts.faint_words(window, read))
        if composes:
            found.tell(name, wrong_while_composing(going, name, composed))
    assert len(composed) > 60 or not composes
    return found


def test_every_screen_can_be_read_reached_hit_and_typed_into(qapp: object, tmp_path: Path) -> None:
    with walk(tmp_path) as going:
        found = ask_everywhere(going, composes=True, is_daily=True)
    assert found.lines == []
    assert len(found.screens) == len(set(found.screens)) > 100


@pytest.mark.long
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("size", [LAPTOP, DESK], ids=["laptop", "desk"])
def test_so_it_is_in_every_language_look_and_size(
    qapp: object, tmp_path: Path, language: Language, look: Look, size: QSize
) -> None:
    speak(language)
    theme().apply(look)
    with walk(tmp_path, size) as going:
        found = ask_everywhere(going, is_small=size == LAPTOP)
    assert found.lines == []


@pytest.mark.long
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [QSize(1280, 672), QSize(960, 500)], ids=["at-150", "at-200"])
def test_so_it_is_on_a_full_hd_screen_drawn_larger(
    qapp: object, tmp_path: Path, language: Language, size: QSize
) -> None:
    """What a task bar leaves of 1920x1080 at 150 % and 200 %: words, targets and keys as on the laptop."""
    speak(language)
    with walk(tmp_path, size) as going:
        found = ask_everywhere(going)
    assert found.lines == []


@pytest.mark.parametrize("language", Language)
def test_the_pages_of_the_first_start_need_no_scroll_bar(qtbot: QtBot, language: Language) -> None:
    speak(language)
    view = FirstStartView(MORNING.date())
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(view)
    view.resize(LAPTOP)
    view.show()
    view.code.show_code(CODE)
    for page in range(4):
        view.show_page(page)
        settle()
        settle()
        assert [bar for bar in view.findChildren(QScrollBar) if bar.isVisible()] == [], f"page {page}"

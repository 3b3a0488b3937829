"""Small compositions the steps share: cards with a state, rows and columns, pages that scroll."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.theme import Tone, body_font
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Card, Segments, StateWord, Tick, scrolled

_TICK_BOX = 40
"""Box and gap before the words of a tick."""
_ICONS = {
    Tone.OK: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.DANGER: "octagon-alert",
    Tone.ACCENT: "circle-dot",
    Tone.MUTED: "circle",
}


class StepCard(Card):
    """A surface with a title and, beside it, a word for how far this part is."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.body.setSpacing(S)
        self.body.setContentsMargins(L, M, L, M)
        self.state = StateWord()
        self.state.hide()
        if title:
            self.head.insertWidget(1, self.state)

    def show_state(self, word: str, tone: Tone) -> None:
        """Say how far this part is, e.g. 10:02 已出示; nothing with an empty word."""
        say(self.state, word, tone)


def say(state: StateWord, word: str, tone: Tone) -> None:
    """Show a word of state with the icon of its tone; an empty word takes it away."""
    state.say(_ICONS.get(tone, "circle"), word, tone)
    if state.parentWidget() is not None or not word:  # showing what has no parent yet would open a window
        state.setVisible(bool(word))


class Answers(Segments):
    """Segments whose values are records' own words, with room for no answer yet."""

    answered = Signal(object)
    """The value pressed."""

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        self._meant = {_key(value): value for value, _ in choices}
        super().__init__(name, [(_key(value), words) for value, words in choices])
        self.chosen.connect(lambda key: self.answered.emit(self._meant[key]))

    def meant(self) -> Any:
        """Return what is chosen, or None."""
        return self._meant.get(self.value)

    def show_answer(self, value: object) -> None:
        """Show what is recorded; a value that is no choice chooses nothing."""
        if _key(value) in self._meant:
            self.choose(_key(value))
        else:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)

    def set_frozen(self, *, is_frozen: bool) -> None:
        """Let the answer be seen but not changed."""
        for button in self._group.buttons():
            button.setEnabled(not is_frozen or button.isChecked())


def tick(text: str) -> Tick:
    """Return a tick box wide enough for its words."""
    box = Tick(text)
    box.setMinimumWidth(QFontMetrics(body_font()).horizontalAdvance(text) + _TICK_BOX)
    return box


def _key(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)


def row(*parts: QWidget | QLayout | int, spacing: int = M) -> QHBoxLayout:
    """Lay parts side by side; a number is a stretch."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def column(*parts: QWidget | QLayout | int, spacing: int = S) -> QVBoxLayout:
    """Lay parts one below the other; a number is a stretch."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: Sequence[QWidget | QLayout | int], spacing: int) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout; what is taken out is gone at once for the eye."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def tab_before(later: QWidget, page: QWidget) -> None:
    """Let Tab reach a page that came into the window last before `later`, as the eye does."""
    chain = [later]
    while (following := chain[-1].nextInFocusChain()) is not None and following is not later:
        chain.append(following)
    with_keys = [widget for widget in chain if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    inside = [widget for widget in with_keys if widget is page or page.isAncestorOf(widget)]
    before = [widget for widget in with_keys if widget not in inside][-1:]
    for first, second in itertools.pairwise([*before, *inside]):
        QWidget.setTabOrder(first, second)


def page_of(*cards: QWidget) -> QScrollArea:
    """Return a page of cards that scrolls when the window is low."""
    lines = column(*cards, 1, spacing=S)
    lines.setContentsMargins(L, S, L, S)
    return scrolled(lines)

"""The list of what was read: each line beside the picture, accepted one by one, by finger or by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.close_look_shown import ProposalShown
from ui.desktop.screens.inspection.parts import column, empty, row, say
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, M, S
from ui.desktop.widgets import Button, Role, StateWord, Words


class ProposalRow(QFrame):
    """One value that was read; nothing is written until its button is pressed."""

    accepted = Signal(object, str)
    """(Target, value)"""
    looked_at = Signal(object)
    """ProposalShown"""
    stepped = Signal(int)
    """One line down or up"""

    def __init__(self, shown: ProposalShown, *, is_frozen: bool) -> None:
        super().__init__()
        self.shown = shown
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{shown.caption}：{shown.value}，{shown.source}")
        source = StateWord()
        say(source, shown.source, Tone.WARN if shown.is_doubtful else Tone.MUTED)
        now = Words(tr("ui.close_look.now", value=shown.now) if shown.now else "", Role.CAPTION, wraps=True)
        now.setVisible(bool(shown.now) and not shown.is_taken)
        self.buttons = [Button(words, icon="check") for _, words in shown.targets]
        for button, (target, _) in zip(self.buttons, shown.targets, strict=True):
            button.setEnabled(not is_frozen)
            button.clicked.connect(lambda _=False, target=target: self.accepted.emit(target, shown.value))
            button.setVisible(not shown.is_taken)
        taken = StateWord()
        say(taken, tr("ui.close_look.taken") if shown.is_taken else "", Tone.OK)
        value = Words(shown.value, Role.STRONG, wraps=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = column(
            row(Words(shown.caption, Role.CAPTION), 1, source, spacing=S),
            value,
            now,
            row(1, taken, *self.buttons, spacing=S),
            spacing=XS,
        )
        lines.setContentsMargins(M, S, M, S)
        self.setLayout(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts, the arrows go to the next line."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.buttons and self.buttons[0].isEnabled() and not self.shown.is_taken:
                self.buttons[0].click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light up where it stands in the picture."""
        super().focusInEvent(event)
        self._mark(is_lit=True)
        self.looked_at.emit(self.shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go back to the quiet edge."""
        super().focusOutEvent(event)
        self._mark(is_lit=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap looks at it."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _mark(self, *, is_lit: bool) -> None:
        self.setProperty("lit", is_lit)
        self.style().unpolish(self)
        self.style().polish(self)


class ProposalRows(QWidget):
    """The lines one below the other; the one that was looked at keeps the keyboard."""

    accepted = Signal(object, str)
    """(Target, value)"""
    looked_at = Signal(object)
    """ProposalShown"""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ProposalRow] = []
        self._lines = column(spacing=S)
        self.setLayout(self._lines)

    def show_proposals(self, shown: Sequence[ProposalShown], *, is_frozen: bool) -> None:
        """Show other lines."""
        held = next((number for number, each in enumerate(self.rows) if each.hasFocus()), -1)
        empty(self._lines)
        self.rows = [ProposalRow(each, is_frozen=is_frozen) for each in shown]
        for number, each in enumerate(self.rows):
            each.accepted.connect(self.accepted)
            each.looked_at.connect(self.looked_at)
            each.stepped.connect(lambda step, number=number: self._go(number + step))
            self._lines.addWidget(each)
        self._lines.addStretch(1)
        if held >= 0:
            self._go(min(held, len(self.rows) - 1))

    def _go(self, number: int) -> None:
        if 0 <= number < len(self.rows):
            self.rows[number].setFocus(Qt.FocusReason.OtherFocusReason)

"""The list of what was read: each line beside the picture, accepted one by one, by finger or by Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from inspector.reading.look_alikes import with_other
from inspector.records.seen import Corners
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.close_look_shown import ProposalShown
from ui.desktop.screens.inspection.parts import column, empty, row, say
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, M, S
from ui.desktop.widgets import Button, Role, Segments, StateWord, Words


class ProposalRow(QFrame):
    """One value that was read; nothing is written until its button is pressed."""

    accepted = Signal(object, str)
    """(Target, value)"""
    looked_at = Signal(object)
    """ProposalShown"""
    stepped = Signal(int)
    """One line down or up"""

    picked = Signal(str)
    """The value with the characters the officer sees in the photo"""

    def __init__(
        self, shown: ProposalShown, *, is_frozen: bool, value: str = "", cut: QPixmap | None = None
    ) -> None:
        """`value`: what the officer picked among look-alikes before; `cut`: where it stands in the photo."""
        super().__init__()
        self.shown = shown
        self.value = value or shown.value
        self.choices: list[Segments] = []
        is_taken = shown.is_taken(self.value)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{shown.caption}：{shown.words or self.value}，{shown.source}")
        source = StateWord()
        say(source, shown.source, Tone.WARN if shown.is_doubtful else Tone.MUTED)
        now = Words(tr("ui.close_look.now", value=shown.now) if shown.now else "", Role.CAPTION, wraps=True)
        self.buttons = [Button(words, icon="check") for _, words in shown.targets]
        for button, (target, _) in zip(self.buttons, shown.targets, strict=True):
            button.setEnabled(not is_frozen)
            button.clicked.connect(lambda _=False, target=target: self.accepted.emit(target, self.value))
        taken = StateWord()
        say(taken, tr("ui.close_look.taken") if is_taken else "", Tone.OK)
        self.words = Words(self.value if shown.doubts else shown.words or self.value, Role.STRONG, wraps=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = column(
            row(Words(shown.caption, Role.CAPTION), 1, source, spacing=S),
            self.words,
            *(self._look_alikes(cut) if shown.doubts and not is_taken and not is_frozen else ()),
            now,
            row(1, taken, *self.buttons, spacing=S),
            spacing=XS,
        )
        lines.setContentsMargins(M, S, M, S)
        self.setLayout(lines)
        now.setVisible(
            bool(shown.now) and not is_taken
        )  # only now: what has no place yet would open a window
        for button in self.buttons:
            button.setVisible(not is_taken)

    def _look_alikes(self, cut: QPixmap | None) -> Iterator[QWidget]:
        """The photo's own characters, and below them what each doubtful one may be."""
        yield Words(tr("ui.close_look.look_alikes"), Role.CAPTION, wraps=True)
        if cut is not None:
            picture = QLabel()
            picture.setPixmap(cut)
            picture.setAccessibleName(tr("ui.close_look.picture"))
            yield picture
        for doubt in self.shown.doubts:
            name = tr("ui.close_look.character", place=doubt.place + 1)
            choice = Segments(name, [(each, each) for each in (doubt.read, *doubt.others)])
            choice.choose(self.value[doubt.place])
            choice.chosen.connect(lambda other, place=doubt.place: self._pick(place, other))
            self.choices.append(choice)
            yield choice

    def _pick(self, place: int, other: str) -> None:
        self.value = with_other(self.value, place, other)
        self.words.setText(self.value)
        self.picked.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts, the arrows go to the next line."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.buttons and self.buttons[0].isEnabled() and not self.shown.is_taken(self.value):
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
        self._picked: dict[ProposalShown, str] = {}
        """Values with the look-alikes picked; they stay while the record is read again."""
        self._lines = column(spacing=S)
        self.setLayout(self._lines)

    def forget_picks(self) -> None:
        """Another photo is read."""
        self._picked.clear()

    def show_proposals(
        self, shown: Sequence[ProposalShown], *, is_frozen: bool, cut: Callable[[Corners], QPixmap | None]
    ) -> None:
        """Show other lines; `cut` gives a place of the photo as a picture."""
        held = next((number for number, each in enumerate(self.rows) if each.hasFocus()), -1)
        empty(self._lines)
        self.rows = [
            ProposalRow(
                each,
                is_frozen=is_frozen,
                value=self._picked.get(_key(each), ""),
                cut=cut(each.corners[0]) if each.doubts and each.corners else None,
            )
            for each in shown
        ]
        for number, each in enumerate(self.rows):
            each.picked.connect(lambda value, shown=each.shown: self._picked.update({_key(shown): value}))
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


def _key(shown: ProposalShown) -> ProposalShown:
    """What stays of a line when the record changes."""
    return replace(shown, now="")

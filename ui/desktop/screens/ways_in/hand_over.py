"""Handing the open device over: another officer's passphrase, nothing is closed and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme.tokens import XL, S
from ui.desktop.widgets import Button, Card, Field, Kind, Role, Words, centred

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class HandOverView(QWidget):
    """One field, two buttons."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = Card(margin=XL)
        card.setFixedWidth(480)
        card.body.setSpacing(S)
        self.field = Field(tr("ui.hand_over.passphrase"), is_secret=True, lines=2)
        self._go = Button(tr("ui.hand_over.go"), Kind.PRIMARY, "circle-check")
        back = Button(tr("ui.hand_over.back"), Kind.PLAIN)
        card.body.addWidget(Words(tr("ui.hand_over.title"), Role.PAGE))
        card.body.addWidget(Words(tr("ui.hand_over.line"), Role.CAPTION, wraps=True))
        card.body.addSpacing(S)
        card.body.addWidget(self.field)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._go)
        card.body.addLayout(foot)
        self.setLayout(centred(card))
        self._go.clicked.connect(self._give)
        back.clicked.connect(self.left)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.left)
        line = self.field.editor
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self._give)

    def begin(self) -> None:
        """Ask anew."""
        self.field.set_text("")
        self.say("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str, *, is_working: bool = False) -> None:
        """Say at the field what was wrong, or that it is being tried."""
        self.field.say(sentence)
        self._go.setEnabled(not is_working)

    def _give(self) -> None:
        if self._go.isEnabled():
            self.given.emit(self.field.text())


class HandOverPresenter(QObject):
    """Lets another officer act."""

    handed_over = Signal()

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: HandOverView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        view.given.connect(self._switch)

    def _switch(self, passphrase: str) -> None:
        if not passphrase.strip():
            self._view.say(tr("ui.unlock.empty"))
            return
        self._view.say(tr("ui.unlock.working"), is_working=True)
        # behind whatever is being written: what was asked for before stays the former officer's
        self._tasks.run(
            lambda _: self._opened.ways_in.switch(passphrase),
            owner=self,
            lane=Lane.WRITE,
            done=self._switched,
            failed=self._refused,
        )

    def _switched(self, _: str) -> None:
        self._view.begin()
        self.handed_over.emit()

    def _refused(self, error: InspectorError) -> None:
        self._view.say(error.sentence(spoken()))

"""Opening with the custodians' shares: each types theirs, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, S
from ui.desktop.widgets import Banner, Button, Card, Field, Kind, Role, Words, centred

if TYPE_CHECKING:
    from ui.wiring import Workplace

_FEWEST, _MOST = 2, 5
_THREE_LINES = 84


class SharesView(QWidget):
    """A field for each share, another one when it is needed, one button."""

    given = Signal(list)
    """The shares as typed"""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = Card(margin=XL)
        card.setFixedWidth(640)
        card.body.setSpacing(S)
        self.fields: list[Field] = []
        self._shares = QVBoxLayout()
        self._shares.setSpacing(S)
        self._banner = Banner(lines=2)
        self._go = Button(tr("ui.shares.go"), Kind.PRIMARY, "lock-open")
        self._more = Button(tr("ui.shares.more"), Kind.PLAIN, "plus")
        back = Button(tr("ui.hand_over.back"), Kind.PLAIN)
        card.body.addWidget(Words(tr("ui.shares.title"), Role.PAGE))
        card.body.addWidget(Words(tr("ui.shares.line"), Role.CAPTION, wraps=True))
        card.body.addSpacing(S)
        card.body.addLayout(self._shares)
        card.body.addWidget(self._banner)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addWidget(self._more)
        foot.addStretch(1)
        foot.addWidget(self._go)
        card.body.addLayout(foot)
        self.setLayout(centred(card))
        for _ in range(_FEWEST):
            self._add()
        self._go.clicked.connect(self._give)
        self._more.clicked.connect(self._add)
        back.clicked.connect(self.left)

    def type_share(self, number: int, text: str) -> None:
        """Fill a field, counted from 0."""
        editor = self.fields[number].editor
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)

    def show_problem(self, share: int, sentence: str) -> None:
        """Say at a share (from 1) what is wrong, or under all of them with 0."""
        for number, field in enumerate(self.fields, 1):
            field.say(sentence if number == share else "")
        self.say("" if share else sentence)

    def say(self, sentence: str, *, is_working: bool = False) -> None:
        """Say how it goes."""
        self._banner.say(sentence, Tone.ACCENT if is_working else Tone.DANGER)
        self._go.setEnabled(not is_working)

    def _add(self) -> None:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(_THREE_LINES)
        field = Field(tr("ui.shares.share", number=len(self.fields) + 1), editor=editor, lines=1)
        self.fields.append(field)
        self._shares.addWidget(field)
        self._more.setVisible(len(self.fields) < _MOST)

    def _give(self) -> None:
        typed = [
            field.editor.toPlainText() for field in self.fields if isinstance(field.editor, QPlainTextEdit)
        ]
        self.given.emit([text for text in typed if text.strip()])


class SharesPresenter(QObject):
    """Opens the device with the shares."""

    began = Signal()
    """The shares are being tried."""
    unlocked = Signal(object)
    """OpenDevice"""

    def __init__(self, workplace: Workplace, tasks: Tasks, view: SharesView) -> None:
        super().__init__(view)
        self._workplace = workplace
        self._tasks = tasks
        self._view = view
        view.given.connect(self._open)

    def _open(self, typed: list[str]) -> None:
        if not typed:
            self._view.show_problem(0, tr("ui.shares.empty"))
            return
        self._view.show_problem(0, "")
        self._view.say(tr("ui.unlock.working"), is_working=True)
        self.began.emit()
        self._tasks.run(
            lambda _: self._workplace.unlock_by_shares(typed),
            owner=self,
            done=self.unlocked.emit,
            failed=self._refused,
        )

    def _refused(self, error: InspectorError) -> None:
        share = error.facts.get("share", 0)
        self._view.say("")
        self._view.show_problem(share if isinstance(share, int) else 0, error.sentence(spoken()))

"""After recovery code or shares: who is it that acts, and with which passphrase from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Officer
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.typed import passphrase_problems
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, S
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    Choice,
    Field,
    Kind,
    Role,
    StateWord,
    Words,
    centred,
    row_of,
)

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class ClaimView(QWidget):
    """One officer, one passphrase twice, one button."""

    given = Signal(str, str, str)
    """(officer id, passphrase, once more)"""

    def __init__(self, why: str) -> None:
        super().__init__()
        card = Card(margin=XL)
        card.setFixedWidth(520)
        card.body.setSpacing(S)
        self._officers = Choice()
        self.fields = {
            "officer": Field(tr("ui.claim.officer"), editor=self._officers),
            "first": Field(tr("ui.first.passphrase.first"), is_secret=True),
            "second": Field(tr("ui.first.passphrase.second"), is_secret=True),
        }
        self._banner = Banner(lines=2)
        self._go = Button(tr("ui.claim.go"), Kind.PRIMARY, "circle-check")
        card.body.addWidget(Words(tr("ui.claim.title"), Role.PAGE))
        card.body.addWidget(StateWord("key-round", tr(f"ui.claim.why.{why}")))
        card.body.addWidget(Words(tr("ui.claim.line"), Role.CAPTION, wraps=True))
        card.body.addSpacing(S)
        for field in self.fields.values():
            card.body.addWidget(field)
        card.body.addLayout(row_of(self._banner, self._go))
        self.setLayout(centred(card))
        self._go.clicked.connect(self._give)

    def offer(self, officers: tuple[Officer, ...]) -> None:
        """Show who can act on this device."""
        self._officers.set_choices(tuple((each.id, f"{each.name}（{each.cert_no}）") for each in officers))

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong; an empty name takes it back everywhere."""
        for name, each in self.fields.items():
            each.say(sentence if name == field else "")

    def say(self, sentence: str, *, is_working: bool = False) -> None:
        """Say how it goes."""
        self._banner.say(sentence, Tone.ACCENT if is_working else Tone.DANGER)
        self._go.setEnabled(not is_working)

    def _give(self) -> None:
        first, second = self.fields["first"].text(), self.fields["second"].text()
        self.given.emit(str(self._officers.currentData() or ""), first, second)


class ClaimPresenter(QObject):
    """Gives the officer who acts a passphrase of their own."""

    claimed = Signal(object)
    """OpenDevice"""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: ClaimView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        view.given.connect(self._claim)
        tasks.run(self._read, lane=Lane.READ, owner=self, done=view.offer, failed=self._refused)

    def _read(self, _: Progress) -> tuple[Officer, ...]:
        with self._opened.device.reading() as unit:
            return unit.all(Officer)

    def _claim(self, officer: str, first: str, second: str) -> None:
        self._view.show_problem("", "")
        for field, code in passphrase_problems(first, second).items():
            sentence = tr(code) if code.startswith("ui.") else InspectorError(code).sentence(spoken())
            self._view.show_problem(field, sentence)
            return
        self._view.say(tr("ui.settings.passphrase.working"), is_working=True)
        self._tasks.run(
            lambda _: self._opened.ways_in.claim(officer, first),
            owner=self,
            done=lambda _: self.claimed.emit(self._opened),
            failed=self._refused,
        )

    def _refused(self, error: InspectorError) -> None:
        self._view.say(error.sentence(spoken()))

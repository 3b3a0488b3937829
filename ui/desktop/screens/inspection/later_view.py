"""What may follow a sealed stand: who records it and where, and the button that begins."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import StepCard, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.widgets import Button, Choice, Field, Role, Words


@dataclass(frozen=True)
class LaterShown:
    """Who may record later acts of this stand, and what the fields begin with."""

    officers: tuple[tuple[str, str], ...]
    """Id and name with certificate."""
    chosen: tuple[str, ...]
    """Ids of the officers of the visit."""
    place: str


@dataclass(frozen=True)
class LaterTyped:
    """Later acts as they shall begin."""

    officer_ids: tuple[str, ...]
    place: str


class LaterView(StepCard):
    """Extension, testing, release, return, service: begun here once the stand is sealed."""

    begun = Signal(object)
    """LaterTyped"""

    def __init__(self) -> None:
        super().__init__(tr("ui.later.title"))
        self._officers = (Choice(), Choice())
        self._place = TextField(tr("ui.later.place"))
        self._problem = Words("", Role.PROBLEM, wraps=True)
        self._problem.setMinimumHeight(20)
        self.button = Button(tr("ui.later.begin"), icon="arrow-right")
        self.button.clicked.connect(self._begin)
        fields = [
            Field(tr(f"ui.later.officer{number}"), editor=choice)
            for number, choice in enumerate(self._officers, 1)
        ]
        self.body.addWidget(Words(tr("ui.later.line"), Role.MUTED, wraps=True))
        line = row(*fields, self._place)
        line.setStretch(2, 1)
        self.body.addLayout(line)
        foot = row(self._problem, self.button)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)
        self._shown: LaterShown | None = None

    def show_later(self, shown: LaterShown | None) -> None:
        """Offer it with the officers of the visit; None takes it away."""
        self.setVisible(shown is not None)
        if shown == self._shown:
            return
        self._shown = shown
        if shown is None:
            return
        for choice, officer_id in zip(self._officers, (*shown.chosen, "", ""), strict=False):
            choice.set_choices(shown.officers)
            choice.setCurrentIndex(max(choice.findData(officer_id), 0))
        self._place.show_text(shown.place)
        self.button.setEnabled(True)

    def show_problem(self, sentence: str) -> None:
        """Say what keeps it from beginning."""
        self._problem.setText(sentence)
        self.button.setEnabled(True)

    def _begin(self) -> None:
        self.show_problem("")
        self.button.setEnabled(False)  # once is enough; a refusal lets it be pressed again
        chosen = tuple(str(choice.currentData()) for choice in self._officers)
        self.begun.emit(LaterTyped(chosen, self._place.text().strip()))

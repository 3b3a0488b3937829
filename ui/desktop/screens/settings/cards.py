"""The short cards of the settings: facts that are only read, the centre, the look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.theme import Look, theme
from ui.desktop.widgets import AskingCard, Card, Role, Segments, Words, row_of


class FactsCard(Card):
    """A few lines to be read."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._lines = Words("", wraps=True)
        self.body.addWidget(self._lines)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show the lines."""
        self._lines.setText("\n".join(lines))

    def text(self) -> str:
        """Return what is shown."""
        return self._lines.text()


class CentreCard(AskingCard):
    """At which centre the device is enrolled; an invitation enrols it."""

    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.centre"))
        self._centre = Words("", wraps=True)
        choose = self.button("ui.settings.centre.import", "ticket-check")
        choose.clicked.connect(self.import_asked)
        self.body.addWidget(self._centre)
        self.body.addLayout(row_of(self.banner, choose))

    def show_centre(self, name: str) -> None:
        """Show the centre; an empty name says that there is none."""
        self._centre.setText(
            tr("ui.settings.centre.name", name=name) if name else tr("ui.settings.centre.none")
        )


class LookCard(Card):
    """Light, dark, or high contrast; Chinese or English."""

    look_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.look"))
        self.looks = Segments(
            tr("ui.settings.look.name"), [(look.value, tr(f"ui.settings.look.{look.value}")) for look in Look]
        )
        self.looks.choose(theme().look.value)
        self.looks.chosen.connect(self.look_chosen)
        self.languages = Segments(
            tr("ui.settings.language"),
            [(each.value, tr(f"ui.settings.language.{each.value}")) for each in Language],
        )
        self.languages.choose(spoken().value)
        self.languages.chosen.connect(self.language_chosen)
        self._problem = Words("", Role.PROBLEM, wraps=True)
        self.body.addWidget(Words(tr("ui.settings.look.name"), Role.CAPTION))
        self.body.addWidget(self.looks)
        self.body.addWidget(Words(tr("ui.settings.language.line"), Role.CAPTION))
        self.body.addWidget(self.languages)
        self.body.addWidget(self._problem)

    def show_problem(self, sentence: str) -> None:
        """Say why the look or the language stays, or will not be remembered."""
        self._problem.setText(sentence)

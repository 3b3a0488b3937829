"""Settings as one sees them: who, how it looks, the centre, the passphrase, the law."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.settings.backup_card import BackupCard
from ui.desktop.screens.settings.code_card import CodeCard
from ui.desktop.screens.settings.law_card import LawCard
from ui.desktop.screens.ways_in.card import WaysInCard
from ui.desktop.theme import Look, Tone, theme
from ui.desktop.theme.tokens import L, S
from ui.desktop.widgets import Banner, Button, Card, Field, Page, Role, Segments, Words, row_of


@dataclass(frozen=True)
class SettingsShown:
    """What is shown and not changed here."""

    bureau: tuple[str, ...]
    officers: tuple[str, ...]
    centre: str
    fingerprint: str
    law_version: str
    law_unconfirmed: tuple[str, ...]


class SettingsView(QWidget):
    """Two columns of cards; each says in place how what it does went."""

    look_chosen = Signal(str)
    import_asked = Signal()
    passphrase_given = Signal(str, str, str)
    """(present, new, new once more)"""

    def __init__(self) -> None:
        super().__init__()
        self.code = CodeCard()
        self.ways_in = WaysInCard()
        self.backup = BackupCard()
        self.law = LawCard()
        page = Page(has_foot=False)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, (self._make_bureau(), self._make_officers(), self.ways_in)),
            (
                right,
                (
                    self._make_look(),
                    self._make_centre(),
                    self.backup,
                    self._make_passphrase(),
                    self.code,
                    self.law,
                ),
            ),
        ):
            column.setSpacing(L)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        page.body.addLayout(columns)
        page.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def show_settings(self, shown: SettingsShown) -> None:
        """Show what was read."""
        self._bureau.setText("\n".join(shown.bureau))
        self._officers.setText("\n".join(shown.officers))
        self.law.show_pack(shown.law_version, shown.law_unconfirmed)
        if shown.centre:
            self._centre.setText(tr("ui.settings.centre.name", name=shown.centre))
            self._fingerprint.setText(tr("ui.settings.centre.fingerprint", fingerprint=shown.fingerprint))
        else:
            self._centre.setText(tr("ui.settings.centre.none"))
            self._fingerprint.setText("")

    def say_of_look(self, sentence: str) -> None:
        """Say why the look will not be remembered."""
        self._look_problem.setText(sentence)

    def say_of_centre(self, sentence: str, tone: Tone, *, is_working: bool = False) -> None:
        """Say how enrolling goes."""
        self._centre_banner.say(sentence, tone)
        self._import.setEnabled(not is_working)

    def say_of_passphrase(self, sentence: str, tone: Tone, *, is_working: bool = False) -> None:
        """Say how changing goes."""
        self._passphrase_banner.say(sentence, tone)
        self._change.setEnabled(not is_working)

    def show_passphrase_problem(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong; an empty sentence takes it back everywhere."""
        for name, each in self._secrets.items():
            each.say(sentence if name == field else "")

    def clear_passphrases(self) -> None:
        """Forget what was typed."""
        for each in self._secrets.values():
            each.set_text("")

    def _make_bureau(self) -> Card:
        card = Card(tr("ui.settings.bureau"))
        self._bureau = Words("", wraps=True)
        card.body.addWidget(self._bureau)
        return card

    def _make_officers(self) -> Card:
        card = Card(tr("ui.settings.officers"))
        self._officers = Words("", wraps=True)
        card.body.addWidget(self._officers)
        return card

    def _make_look(self) -> Card:
        card = Card(tr("ui.settings.look"))
        self._looks = Segments(
            tr("ui.settings.look.name"), [(look.value, tr(f"ui.settings.look.{look.value}")) for look in Look]
        )
        self._looks.choose(theme().look.value)
        self._looks.chosen.connect(self.look_chosen)
        self._look_problem = Words("", Role.PROBLEM, wraps=True)
        card.body.addWidget(self._looks)
        card.body.addWidget(self._look_problem)
        return card

    def _make_centre(self) -> Card:
        card = Card(tr("ui.settings.centre"))
        card.body.setSpacing(S)
        self._centre = Words("", wraps=True)
        self._fingerprint = Words("", Role.CAPTION, wraps=True)
        self._import = Button(tr("ui.settings.centre.import"), icon="ticket-check")
        self._import.clicked.connect(self.import_asked)
        self._centre_banner = Banner()
        for each in (self._centre, self._fingerprint):
            card.body.addWidget(each)
        card.body.addLayout(row_of(self._centre_banner, self._import))
        return card

    def _make_passphrase(self) -> Card:
        card = Card(tr("ui.settings.passphrase"))
        card.body.setSpacing(S)
        self._secrets = {
            "old": Field(tr("ui.settings.passphrase.old"), is_secret=True),
            "first": Field(tr("ui.settings.passphrase.new"), is_secret=True),
            "second": Field(tr("ui.first.passphrase.second"), is_secret=True),
        }
        self._change = Button(tr("ui.settings.passphrase.change"), icon="key-round")
        self._change.clicked.connect(self._give)
        self._passphrase_banner = Banner()
        card.body.addWidget(self._secrets["old"])
        card.body.addLayout(row_of(self._secrets["first"], self._secrets["second"]))
        card.body.addLayout(row_of(self._passphrase_banner, self._change))
        return card

    def _give(self) -> None:
        self.passphrase_given.emit(*(self._secrets[name].text() for name in ("old", "first", "second")))

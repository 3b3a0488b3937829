"""The ways into the device, in the settings: each officer's passphrase, the recovery code, the custodians."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from inspector.records import Officer
from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Banner, Button, Card, Choice, Field, Kind, Role, StateWord, Words, row_of
from ui.ways_in import SHARED, WayIn

_ICONS = {
    "officer": "key-round",
    SHARED: "triangle-alert",
    "recovery": "ticket-check",
    "escrow": "shield-check",
}


class WaysInCard(Card):
    """Says who gets in; gives an officer a passphrase, takes one away, registers the escrow key."""

    passphrase_given = Signal(str, str, str, str)
    """(a secret that opens now, officer id, new passphrase, once more)"""
    removal_asked = Signal(str, str)
    """(a secret that opens now, slot id)"""
    escrow_asked = Signal(str)
    """A secret that opens now"""
    rekey_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.ways_in.title"))
        self.body.setSpacing(S)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(S)
        self._officers = Choice()
        self.fields = {
            "secret": Field(tr("ui.ways_in.secret"), is_secret=True),
            "officer": Field(tr("ui.claim.officer"), editor=self._officers),
            "first": Field(tr("ui.settings.passphrase.new"), is_secret=True),
            "second": Field(tr("ui.first.passphrase.second"), is_secret=True),
        }
        self._give_button = Button(tr("ui.ways_in.give"), icon="key-round")
        self._escrow_button = Button(tr("ui.ways_in.escrow"), icon="shield-check")
        self.banner = Banner(lines=2)
        self.body.addLayout(self._rows)
        self.body.addWidget(Words(tr("ui.ways_in.line"), Role.CAPTION, wraps=True))
        self.body.addLayout(row_of(self.fields["secret"], self.fields["officer"]))
        self.body.addLayout(row_of(self.fields["first"], self.fields["second"]))
        self.body.addWidget(self.banner)
        buttons = QHBoxLayout()
        self.rekey_button = Button(tr("ui.rekey.ask"), Kind.PLAIN, "refresh-cw")
        buttons.addWidget(self._escrow_button)
        buttons.addWidget(self.rekey_button)
        buttons.addStretch(1)
        buttons.addWidget(self._give_button)
        self.body.addLayout(buttons)
        self.rekey_button.clicked.connect(self.rekey_asked)
        self._give_button.clicked.connect(self._give)
        self._escrow_button.clicked.connect(lambda: self.escrow_asked.emit(self.fields["secret"].text()))

    def show_ways(self, ways: tuple[WayIn, ...], officers: tuple[Officer, ...]) -> None:
        """Show who gets in, and who can be given a passphrase."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
            elif (layout := item.layout()) is not None:
                while (part := layout.takeAt(0)) is not None:
                    if (each := part.widget()) is not None:
                        each.deleteLater()
        removable = sum(way.kind in {"officer", SHARED} for way in ways) > 1
        for way in ways:
            line = QHBoxLayout()
            tone = Tone.WARN if way.kind == SHARED else Tone.MUTED
            word = StateWord()
            word.say(_ICONS[way.kind], tr(f"ui.ways_in.kind.{way.kind}", name=way.officer_name), tone)
            line.addWidget(word, 1)
            if way.kind == "escrow" or (way.kind in {"officer", SHARED} and removable):
                remove = Button(tr("ui.ways_in.remove"), Kind.PLAIN)
                remove.setAccessibleName(f"{tr('ui.ways_in.remove')} {way.officer_name}")
                remove.clicked.connect(lambda _=False, slot=way.slot_id: self._remove(slot))
                line.addWidget(remove)
            self._rows.addLayout(line)
        with_own = {way.officer_name for way in ways if way.kind == "officer"}
        waiting = sorted(officers, key=lambda officer: officer.name in with_own)
        self._officers.set_choices(tuple((each.id, each.name) for each in waiting))

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong; an empty name takes it back everywhere."""
        for name, each in self.fields.items():
            each.say(sentence if name == field else "")

    def say(self, sentence: str, tone: Tone, *, is_working: bool = False) -> None:
        """Say how it goes."""
        self.banner.say(sentence, tone)
        for button in (self._give_button, self._escrow_button):
            button.setEnabled(not is_working)

    def clear(self) -> None:
        """Forget what was typed."""
        for name in ("secret", "first", "second"):
            self.fields[name].set_text("")

    def _give(self) -> None:
        officer = str(self._officers.currentData() or "")
        first, second = self.fields["first"].text(), self.fields["second"].text()
        self.passphrase_given.emit(self.fields["secret"].text(), officer, first, second)

    def _remove(self, slot_id: str) -> None:
        self.removal_asked.emit(self.fields["secret"].text(), slot_id)

"""The ways into the device, in the settings: each officer's passphrase, the recovery code, the custodians."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from inspector.records import Officer
from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import AskingCard, Button, Choice, Kind, Role, StateWord, Words, row_of
from ui.ways_in import SHARED, WayIn

_ICONS = {
    "officer": "key-round",
    SHARED: "triangle-alert",
    "recovery": "ticket-check",
    "escrow": "shield-check",
}


class WaysInCard(AskingCard):
    """Says who gets in; gives an officer a passphrase, takes one away, registers the escrow key."""

    passphrase_given = Signal()
    removal_asked = Signal(str)
    """Slot id"""
    escrow_asked = Signal()
    rekey_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.ways_in.title"), lines=2)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(S)
        self._officers = Choice()
        self.body.addLayout(self._rows)
        self.body.addWidget(Words(tr("ui.ways_in.line"), Role.CAPTION, wraps=True))
        self.body.addLayout(
            row_of(
                self.ask("secret", "ui.ways_in.secret", is_secret=True),
                self.ask("officer", "ui.claim.officer", editor=self._officers),
            )
        )
        self.body.addLayout(
            row_of(
                self.ask("first", "ui.settings.passphrase.new", is_secret=True),
                self.ask("second", "ui.first.passphrase.second", is_secret=True),
            )
        )
        self.body.addWidget(self.banner)
        give = self.button("ui.ways_in.give", "key-round")
        escrow = self.button("ui.ways_in.escrow", "shield-check")
        buttons = QHBoxLayout()
        self.rekey_button = Button(tr("ui.rekey.ask"), Kind.PLAIN, "refresh-cw")
        buttons.addWidget(escrow)
        buttons.addWidget(self.rekey_button)
        buttons.addStretch(1)
        buttons.addWidget(give)
        self.body.addLayout(buttons)
        self.rekey_button.clicked.connect(self.rekey_asked)
        give.clicked.connect(self.passphrase_given)
        escrow.clicked.connect(self.escrow_asked)

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
                remove.clicked.connect(lambda _=False, slot=way.slot_id: self.removal_asked.emit(slot))
                line.addWidget(remove)
            self._rows.addLayout(line)
        with_own = {way.officer_name for way in ways if way.kind == "officer"}
        waiting = sorted(officers, key=lambda officer: officer.name in with_own)
        self._officers.set_choices(tuple((each.id, each.name) for each in waiting))

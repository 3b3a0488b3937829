"""Settings as one sees them: pages by what they are about, cards on each page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.settings.backup_card import BackupCard
from ui.desktop.screens.settings.cards import CentreCard, FactsCard, LookCard
from ui.desktop.screens.settings.code_card import CodeCard
from ui.desktop.screens.settings.feed_card import FeedCard
from ui.desktop.screens.settings.keys_card import KeysCard
from ui.desktop.screens.settings.law_card import LawCard
from ui.desktop.screens.settings.numbers_page import NumbersPage
from ui.desktop.screens.settings.passphrase import PassphraseCard
from ui.desktop.screens.ways_in.card import WaysInCard
from ui.desktop.theme.tokens import L
from ui.desktop.widgets import Beside, NavEntry, NavRail, Page, Stack

_CARD_WIDTH = 760
"""Widest a single column of cards gets: longer lines are hard to read."""


_BEFORE_THE_REST = 100
"""A column takes all the room it may before the empty rest does."""


class SettingsPage(StrEnum):
    """What one comes to the settings for."""

    PEOPLE = "people"
    DEVICE = "device"
    NUMBERS = "numbers"
    BACKUP = "backup"
    LAW = "law"
    CENTRE = "centre"
    LOOK = "look"


_ICONS = {
    SettingsPage.PEOPLE: "key-round",
    SettingsPage.DEVICE: "hard-drive",
    SettingsPage.NUMBERS: "ticket-check",
    SettingsPage.BACKUP: "usb",
    SettingsPage.LAW: "scale",
    SettingsPage.CENTRE: "cloud-upload",
    SettingsPage.LOOK: "sun",
}


@dataclass(frozen=True)
class SettingsShown:
    """What is shown and not changed here."""

    bureau: tuple[str, ...]
    device: tuple[str, ...]
    officers: tuple[str, ...]
    centre: str
    law_version: str
    calendar_to: int
    """Last year the state calendar is known for."""
    law_unconfirmed: tuple[str, ...]


class SettingsView(QWidget):
    """A rail of pages; each card says in place how what it does went."""

    def __init__(self) -> None:
        super().__init__()
        self.bureau = FactsCard(tr("ui.settings.bureau"))
        self.device = FactsCard(tr("ui.settings.device"))
        self.officers = FactsCard(tr("ui.settings.officers"))
        self.ways_in = WaysInCard()
        self.passphrase = PassphraseCard()
        self.code = CodeCard()
        self.numbers = NumbersPage()
        self.backup = BackupCard()
        self.law = LawCard()
        self.centre = CentreCard()
        self.feed = FeedCard()
        self.keys = KeysCard()
        self.look = LookCard()
        self._rail = NavRail(
            [
                NavEntry(page.value, tr(f"ui.settings.page.{page.value}"), _ICONS[page])
                for page in SettingsPage
            ],
            name=tr("ui.settings.pages"),
            has_keys=False,
        )
        self._stack = Stack()
        self._pages: dict[SettingsPage, QWidget] = {
            SettingsPage.PEOPLE: _page((self.ways_in, self.officers), (self.passphrase, self.code)),
            SettingsPage.DEVICE: _page((self.bureau, self.device)),
            SettingsPage.NUMBERS: self.numbers,
            SettingsPage.BACKUP: _page((self.backup,)),
            SettingsPage.LAW: _page((self.law,)),
            SettingsPage.CENTRE: _page((self.centre, self.feed), (self.keys,)),
            SettingsPage.LOOK: _page((self.look,)),
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addWidget(self._stack, 1)
        self._rail.place_chosen.connect(lambda page: self.show_page(SettingsPage(page)))
        self.show_page(SettingsPage.PEOPLE)

    def show_page(self, page: SettingsPage) -> None:
        """Show one page; it stays until another is chosen."""
        self._stack.setCurrentWidget(self._pages[page])
        self._rail.show_place(page.value)

    def show_settings(self, shown: SettingsShown) -> None:
        """Show what was read."""
        self.bureau.show_lines(shown.bureau)
        self.device.show_lines(shown.device)
        self.officers.show_lines(shown.officers)
        self.law.show_pack(shown.law_version, shown.calendar_to, shown.law_unconfirmed)
        self.centre.show_centre(shown.centre)


def _page(*columns: tuple[QWidget, ...]) -> Page:
    """Return a page of one or two columns of cards, from the left."""
    page = Page(has_foot=False)
    holders = []
    for cards in columns:
        holder = QWidget()
        holder.setMaximumWidth(_CARD_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(L)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        holders.append((holder, _BEFORE_THE_REST))
    across = QHBoxLayout()
    beside = Beside(*holders)
    beside.setMaximumWidth(len(columns) * (_CARD_WIDTH + L) - L)
    across.addWidget(beside, _BEFORE_THE_REST)
    across.addStretch(1)
    page.body.addLayout(across)
    page.body.addStretch(1)
    return page

"""The frame around the screens: rail on the left, header with state words, the screen itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import NARROW, M
from ui.desktop.widgets import (
    Banner,
    Bar,
    IconButton,
    Line,
    NavEntry,
    NavRail,
    OfficerNames,
    Role,
    Stack,
    StateWord,
    WholeOrScrolled,
)


class Place(StrEnum):
    """Where in the program one can be."""

    TODAY = "today"
    FAIR = "fair"
    INSPECTION = "inspection"
    PHOTOS = "photos"
    SYNC = "sync"
    VERIFY = "verify"
    SETTINGS = "settings"


_ICONS = {
    Place.TODAY: "sun",
    Place.FAIR: "store",
    Place.INSPECTION: "clipboard-list",
    Place.PHOTOS: "images",
    Place.SYNC: "refresh-cw",
    Place.VERIFY: "file-check",
    Place.SETTINGS: "settings",
}


@dataclass(frozen=True)
class Standing:
    """What the header says of evidence: numbers that add up."""

    is_enrolled: bool
    was_reached: bool
    """The centre answered since the window was opened."""
    sealed: int
    confirmed: int

    @property
    def waiting(self) -> int:
        """Photos no receipt names yet."""
        return self.sealed - self.confirmed


class Shell(QWidget):
    """The unlocked workplace; screens are put in once and shown by place."""

    place_chosen = Signal(str)
    lock_asked = Signal()
    hand_over_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        entries = [NavEntry(place.value, tr(f"ui.place.{place.value}"), _ICONS[place]) for place in Place]
        self.rail = NavRail(entries, name=tr("ui.shell.rail"))
        self._officers = OfficerNames(tr("ui.shell.officers"), tr("ui.hand_over.button"))
        self._officers.hand_over_asked.connect(self.hand_over_asked)
        self.rail.set_foot(self._officers)
        self._screens: dict[Place, QWidget] = {}
        self._behind = Place.TODAY
        self._stack = Stack()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self.lost = Banner(lines=2)
        self.lost.hide()
        column.addWidget(self.lost)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self.rail.place_chosen.connect(self.place_chosen)

    def minimumSizeHint(self) -> QSize:
        """Return what is needed with a rail of icons."""
        least = super().minimumSizeHint()
        return least - QSize(self.rail.width() - self.rail.narrow_width, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep of the rail the icons only where the window is narrow."""
        super().resizeEvent(event)
        self.rail.show_narrow(self.width() < NARROW)

    def put(self, place: Place, screen: QWidget) -> None:
        """Put a screen at its place, instead of what was there."""
        old = self._screens.pop(place, None)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._screens[place] = screen
        self._stack.addWidget(screen)

    def go(self, place: Place) -> None:
        """Show a place."""
        self._stack.setCurrentWidget(self._screens[place])
        self.rail.show_place(place.value)
        self.show_title(tr(f"ui.place.{place.value}"))

    def show_over(self, screen: QWidget) -> None:
        """Show a screen that is no place; `go` leads back."""
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
        self._behind = self.place
        self._stack.setCurrentWidget(screen)

    @property
    def place(self) -> Place:
        """The place shown, or the one behind a screen that is none."""
        shown = self._stack.currentWidget()
        return next((place for place, screen in self._screens.items() if screen is shown), self._behind)

    def show_title(self, title: str) -> None:
        """Say in the header what is on the screen."""
        self._title.setText(title)

    def tell_lost(self, sentence: str) -> None:
        """Say above every screen which photos were not sealed before a lock; an empty sentence takes it away."""
        self.lost.say(sentence, Tone.WARN, action=tr("ui.lost.known"))
        self.lost.setVisible(bool(sentence))

    def show_officers(self, names: Sequence[str]) -> None:
        """Show who is working."""
        self._officers.show_names(names)

    def show_standing(self, standing: Standing) -> None:
        """Say how the evidence stands."""
        if standing.was_reached:
            self._line.say("circle-check", tr("ui.shell.reached"), Tone.OK)
        elif standing.is_enrolled:
            self._line.say("wifi-off", tr("ui.shell.offline"))
        else:
            self._line.say("wifi-off", tr("ui.shell.not_enrolled"))
        self._sealed.say("shield-check", tr("ui.shell.sealed", count=standing.sealed))
        self._waiting.setVisible(standing.sealed > 0)
        if standing.waiting:
            self._waiting.say("cloud-upload", tr("ui.shell.waiting", count=standing.waiting), Tone.WARN)
        else:
            self._waiting.say("circle-check", tr("ui.shell.confirmed", count=standing.confirmed), Tone.OK)

    def _make_header(self) -> QWidget:
        header = Bar(height=60)
        self._title = Line("", Role.SECTION)
        self._line = StateWord("wifi-off", "")
        self._sealed = StateWord("shield-check", "")
        self._waiting = StateWord("cloud-upload", "")
        self._lock = IconButton("lock", tr("ui.shell.lock"), key="Ctrl+L")
        self._lock.clicked.connect(self.lock_asked)
        header.row.addWidget(self._title, 1)
        for state in (self._line, self._sealed, self._waiting):
            header.row.addWidget(state)
        header.row.addSpacing(M)
        header.row.addWidget(self._lock)
        return header


class Window(QWidget):
    """The one window: a gate (first start, unlock) or the workplace fills it."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("ui.window.title"))
        self.resize(1366, 768)
        self._stack = Stack()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(WholeOrScrolled(self._stack))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_page(self, page: QWidget) -> None:
        """Fill the window with a page; the one before is thrown away with all it held."""
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None and old is not page:
            self._stack.removeWidget(old)
            old.deleteLater()

    @property
    def page(self) -> QWidget | None:
        """What fills the window."""
        return self._stack.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes."""
        self.closing.emit()
        super().closeEvent(event)

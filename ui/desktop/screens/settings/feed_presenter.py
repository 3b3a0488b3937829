"""Fetches what the centre says from the settings, over the network or by stick, and shows keys and feed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.office.presenter import fetched_words
from ui.desktop.screens.settings.feed_card import FeedCard, feed_shown
from ui.desktop.screens.settings.keys_card import KeysCard, keys_shown
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from sync.feed.fetching import Fetched
    from ui.feed_desk import FeedStatus
    from ui.wiring import OpenDevice

T = TypeVar("T")


class FeedPresenter(QObject):
    """Knows the feed's desk behind the two cards."""

    changed = Signal()
    """Something came, or it was refused: whoever shows what the office said reads it again."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: FeedCard, keys: KeysCard) -> None:
        super().__init__(card)
        self._desk = opened.delivery.feed
        self._tasks = tasks
        self._card = card
        self._keys = keys
        card.fetch_asked.connect(self.fetch)
        card.request_asked.connect(lambda: self._with_folder(self.carry_request))
        card.stick_asked.connect(lambda: self._with_folder(self.take_from))

    def refresh(self) -> None:
        """Read keys and feed again."""
        self._tasks.run(
            lambda _: self._desk.status(),
            lane=Lane.READ,
            owner=self,
            done=self._show,
            failed=lambda error: self._card.say(error.sentence(spoken()), Tone.DANGER),
        )

    def fetch(self) -> None:
        """Ask the centre for what is new."""
        self._work(self._desk.fetch, self._fetched)

    def carry_request(self, stick: Path) -> None:
        """Write to a stick what this device asks for."""
        self._work(
            lambda: self._desk.carry_request(stick),
            lambda _: self._ended(tr("ui.settings.feed.requested"), Tone.OK),
        )

    def take_from(self, stick: Path) -> None:
        """Take in what a stick brought back."""
        self._work(lambda: self._desk.take_from(stick), self._fetched)

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._card.say(tr("ui.office.fetching"), Tone.ACCENT, is_working=True)
        self._tasks.run(lambda _: work(), lane=Lane.STANDING, owner=self, done=done, failed=self._failed)

    def _fetched(self, found: Fetched | None) -> None:
        """Say what came; None: the stick held nothing for this device."""
        self._ended(
            *(fetched_words(found) if found is not None else (tr("ui.settings.feed.nothing"), Tone.WARN))
        )

    def _failed(self, error: InspectorError) -> None:
        self._ended(error.sentence(spoken()), Tone.DANGER)

    def _ended(self, sentence: str, tone: Tone) -> None:
        self._card.say(sentence, tone)
        self.refresh()
        self.changed.emit()

    def _show(self, status: FeedStatus) -> None:
        if status.problem is not None and self._card.banner.sentence == status.problem.sentence(spoken()):
            self._card.say("", Tone.ACCENT)  # it stands above, with what it means
        self._card.show_feed(feed_shown(status))
        self._keys.show_keys(keys_shown(status))

    def _with_folder(self, use: Callable[[Path], None]) -> None:
        folder = QFileDialog.getExistingDirectory(self._card, tr("ui.sync.choose_stick"))
        if folder:
            use(Path(folder))

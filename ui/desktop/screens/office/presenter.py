"""Decides with the officer what the office's word comes to, fetches it, and tells what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions.settle_task import Decision
from inspector.errors import InspectorError
from inspector.records import Officer, OfficeTask
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.office.field_words import sources_of
from ui.desktop.screens.office.shown import OfficeShown, office_shown
from ui.desktop.screens.office.view import OfficeView
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from sync.feed.fetching import Fetched
    from ui.feed_desk import FeedStatus, OfficeBoard
    from ui.wiring import OpenDevice


@dataclass(frozen=True)
class OfficeNow:
    """What came back from the office, at one moment."""

    board: OfficeBoard
    status: FeedStatus


class OfficePresenter(QObject):
    """Knows the feed's desk behind the page."""

    changed = Signal()
    """Something was decided or fetched: whoever shows records reads them again."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: OfficeView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._last: tuple[str, ...] = ()
        """Tasks decided by the last press, for undoing it."""
        view.decided.connect(self._decide)
        view.undo_asked.connect(self._undo)
        view.again_asked.connect(lambda task: self._reopen((task,)))
        view.fetch_asked.connect(self.fetch)

    def read(self) -> OfficeNow:
        """Read board and feed; off the window's thread."""
        desk = self._opened.delivery.feed
        return OfficeNow(desk.board(), desk.status())

    def show(self, now: OfficeNow) -> OfficeShown:
        """Show what was read, and return its words."""
        shown = office_shown(now.board, now.status, sources_of(self._opened.device.law))
        self._view.show_office(shown)
        return shown

    def fetch(self) -> None:
        """Ask the centre for what is new."""
        self._view.say(tr("ui.office.fetching"))
        self._view.show_working(is_working=True)
        self._tasks.run(
            lambda _: self._opened.delivery.feed.fetch(),
            lane=Lane.STANDING,
            owner=self,
            done=self._fetched,
            failed=self._failed,
        )

    def _decide(self, decisions: Sequence[Decision]) -> None:
        self._view.show_working(is_working=True)
        self._tasks.run(
            lambda _: self._opened.delivery.feed.settle(decisions, by=self._by()),
            owner=self,
            done=self._decided,
            failed=self._failed,
        )

    def _decided(self, settled: tuple[OfficeTask, ...]) -> None:
        self._last = tuple(each.id for each in settled)
        self._ended(tr("ui.office.done", count=len(settled)), Tone.OK, action=tr("ui.office.undo"))

    def _undo(self) -> None:
        if self._last:
            self._reopen(self._last)

    def _reopen(self, task_ids: tuple[str, ...]) -> None:
        self._tasks.run(
            lambda _: self._opened.delivery.feed.reopen(task_ids, by=self._by()),
            owner=self,
            done=lambda _: self._ended(tr("ui.office.undone", count=len(task_ids)), Tone.ACCENT),
            failed=self._failed,
        )

    def _fetched(self, found: Fetched) -> None:
        self._ended(*fetched_words(found))

    def _ended(self, sentence: str, tone: Tone, *, action: str = "") -> None:
        if not action:
            self._last = ()
        self._view.show_working(is_working=False)
        self._view.say(sentence, tone, action=action)
        self.changed.emit()

    def _failed(self, error: InspectorError) -> None:
        self._view.show_working(is_working=False)
        self._view.show_problem(error.code, str(error.facts.get("task", "")), error.sentence(spoken()))
        self.changed.emit()  # a fetch that broke off may have brought something

    def _by(self) -> str:
        if self._opened.ways_in.acting_officer:
            return self._opened.ways_in.acting_officer
        with self._opened.device.reading() as unit:
            return unit.all(Officer)[0].id


def fetched_words(found: Fetched) -> tuple[str, Tone]:
    """Say what a fetch brought."""
    if found.set_aside:
        words = tr("ui.office.fetched_aside", count=len(found.applied), aside=len(found.set_aside))
        return words, Tone.WARN
    if found.applied:
        return tr("ui.office.fetched", count=len(found.applied)), Tone.OK
    return tr("ui.office.fetched_none"), Tone.OK

"""The list of recordings: read off the window's thread, their pictures made when they come into view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions.ports import Device
from inspector.records import Inspection, Recording
from ui.desktop.i18n import spoken, tr
from ui.desktop.recording_words import recording_row
from ui.desktop.screens.gallery.gallery_rows import STATES
from ui.desktop.screens.recordings.list_view import RecordingsView
from ui.desktop.small_pictures import SealedPictures, SmallPictures
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.widgets import PhotoRow

if TYPE_CHECKING:
    from sync.outbox import PhotoState
    from ui.wiring import OpenDevice


@dataclass(frozen=True)
class RecordingsNow:
    """All recordings at one moment, oldest first, and how far each has come."""

    recordings: tuple[Recording, ...]
    inspections: Mapping[str, Inspection]
    states: Mapping[str, PhotoState]

    def title(self, recording: Recording) -> str:
        """Name a recording by the stand it was made at and its file."""
        inspection = self.inspections.get(recording.inspection_id)
        return " · ".join(
            part for part in (inspection.booth if inspection else "", recording.file_name) if part
        )


class RecordingsPresenter(QObject):
    """Knows what there is; whoever opens one asks it by its id."""

    was_read = Signal()

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: RecordingsView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._now = RecordingsNow((), {}, {})
        self._pictures = SmallPictures(SealedPictures(opened.device), tasks, view.grid)

    @property
    def now(self) -> RecordingsNow:
        """What is shown."""
        return self._now

    def refresh(self) -> None:
        """Read them as they are now."""
        device = self._opened.device
        self._tasks.run(
            lambda _: read_recordings(device),
            owner=self,
            done=self._arrived,
            failed=lambda error: self._view.show_trouble(error.sentence(spoken())),
            lane=Lane.READ,
        )

    def find(self, recording_id: str) -> Recording | None:
        """Return one of those shown."""
        return next((each for each in self._now.recordings if each.id == recording_id), None)

    def _arrived(self, now: RecordingsNow) -> None:
        self._now = now
        rows = [_row(now, each) for each in reversed(now.recordings)]
        self._view.show_recordings(rows, sum(each.size for each in now.recordings))
        self.was_read.emit()


def read_recordings(device: Device) -> RecordingsNow:
    """Return every recording with its stand and how far it has come."""
    from sync.outbox import photo_states

    with device.reading() as unit:
        return RecordingsNow(
            unit.all(Recording), {each.id: each for each in unit.all(Inspection)}, photo_states(unit)
        )


def _row(now: RecordingsNow, recording: Recording) -> PhotoRow:
    state = str(now.states.get(recording.id, ""))
    icon, tone = STATES.get(state, ("", recording_row(recording).state_tone))
    word = tr(f"ui.gallery.state.{state}") if icon else ""
    return replace(
        recording_row(recording),
        label=now.title(recording),
        state_icon=icon,
        state_word=word,
        state_tone=tone,
    )

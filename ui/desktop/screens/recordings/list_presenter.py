"""The list of recordings: read off the window's thread, their pictures made when they come into view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions.assign_recording import assign_recording
from inspector.actions.ports import Device
from inspector.records import Inspection, InspectionState, Item, PhotoTag, Recording
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
    items: Mapping[str, Item] = field(default_factory=dict)

    def items_of(self, recording: Recording) -> tuple[Item, ...]:
        """Return the rows a recording can belong to: those of its stand, or of the visit it follows; none once left."""
        inspection = self.inspections.get(recording.inspection_id)
        if inspection is None or inspection.state is InspectionState.SEALED:
            return ()
        mine = (item for item in self.items.values() if item.inspection_id == inspection.case_id)
        return tuple(sorted(mine, key=lambda item: item.position))

    def can_assign(self, recording: Recording) -> bool:
        """Tell whether anything can still be said of it: its stand was not left."""
        inspection = self.inspections.get(recording.inspection_id)
        return inspection is not None and inspection.state is not InspectionState.SEALED

    def title(self, recording: Recording) -> str:
        """Name a recording by the stand it was made at and its file."""
        inspection = self.inspections.get(recording.inspection_id)
        return " · ".join(
            part for part in (inspection.booth if inspection else "", recording.file_name) if part
        )


class RecordingsPresenter(QObject):
    """Knows what there is; whoever opens one asks it by its id."""

    was_read = Signal()
    changed = Signal()
    """A recording was put on a row: whoever shows the stand reads it again."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: RecordingsView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._now = RecordingsNow((), {}, {})
        self._pictures = SmallPictures(SealedPictures(opened.device), tasks, view.grid)
        view.chosen.connect(self._show_choices)
        view.row_chosen.connect(self._put_on_row)
        view.tag_chosen.connect(self._set_tag)

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

    def _show_choices(self, recording_id: str) -> None:
        """Offer the rows of the stand of the one that is chosen."""
        chosen = self.find(recording_id)
        if chosen is None:
            self._view.show_choices((), "", "", can_assign=False)
            return
        rows = [(item.id, f"{item.position}　{item.label_name}") for item in self._now.items_of(chosen)]
        tag = chosen.tag.value if chosen.tag else ""
        can_assign = self._now.can_assign(chosen)
        self._view.show_choices(rows, chosen.item_id or "", tag, can_assign=can_assign)

    def _put_on_row(self, recording_id: str, item_id: str) -> None:
        chosen = self.find(recording_id)
        if chosen is not None:
            self._assign(replace(chosen, item_id=item_id or None))

    def _set_tag(self, recording_id: str, tag: str) -> None:
        chosen = self.find(recording_id)
        if chosen is not None:
            self._assign(replace(chosen, tag=PhotoTag(tag) if tag else None))

    def _assign(self, wanted: Recording) -> None:
        by, device = self._opened.ways_in.acting_officer, self._opened.device

        def done(_: Recording) -> None:
            self._view.say("")
            self.refresh()
            self.changed.emit()

        self._tasks.run(
            lambda _: assign_recording(device, wanted.id, item_id=wanted.item_id, tag=wanted.tag, by=by),
            owner=self,
            done=done,
            failed=lambda error: self._view.say(error.sentence(spoken())),
        )

    def _arrived(self, now: RecordingsNow) -> None:
        self._now = now
        rows = [_row(now, each) for each in reversed(now.recordings)]
        self._view.show_recordings(rows, sum(each.size for each in now.recordings))
        self._show_choices(self._view.chosen_id)
        self.was_read.emit()


def read_recordings(device: Device) -> RecordingsNow:
    """Return every recording with its stand and how far it has come."""
    from sync.outbox import photo_states

    with device.reading() as unit:
        return RecordingsNow(
            unit.all(Recording),
            {each.id: each for each in unit.all(Inspection)},
            photo_states(unit),
            {each.id: each for each in unit.all(Item)},
        )


def _row(now: RecordingsNow, recording: Recording) -> PhotoRow:
    state = str(now.states.get(recording.id, ""))
    item = now.items.get(recording.item_id or "")
    row = recording_row(recording, item.position if item is not None else 0)
    icon, tone = STATES.get(state, ("", row.state_tone))
    word = tr(f"ui.gallery.state.{state}") if icon else ""
    return replace(
        row,
        label=now.title(recording),
        state_icon=icon,
        state_word=word,
        state_tone=tone,
    )

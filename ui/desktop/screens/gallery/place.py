"""The place of photos and recordings: the gallery, the list of film and sound, and over them what is looked at or played."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from ui.desktop.i18n import tr
from ui.desktop.screens.gallery.presenter import GalleryPresenter
from ui.desktop.screens.gallery.view import GalleryView
from ui.desktop.screens.look.presenter import LookPresenter, ToLookAt
from ui.desktop.screens.look.view import LookView
from ui.desktop.screens.recordings.list_presenter import RecordingsPresenter
from ui.desktop.screens.recordings.list_view import RecordingsView
from ui.desktop.screens.recordings.player_presenter import PlayerPresenter
from ui.desktop.screens.recordings.player_view import PlayerView
from ui.desktop.tasks import Tasks
from ui.desktop.widgets import Stack

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class GalleryPlace(Stack):
    """Joins the gallery and the look; leaving the place lets go of the photo looked at."""

    stand_asked = Signal()
    shot_asked = Signal(str, object, object)
    """(inspection id, item id or None, PhotoTag): a missing photo shall be taken"""
    changed = Signal()
    """Photos were assigned."""

    def __init__(self, opened: OpenDevice, tasks: Tasks) -> None:
        super().__init__()
        self._opened, self._tasks = opened, tasks
        self.view = GalleryView()
        self.presenter = GalleryPresenter(opened, tasks, self.view)
        self.addWidget(self.view)
        self.view.look_asked.connect(self.look)
        self.view.compare_asked.connect(self.compare)
        self.view.stand_asked.connect(self.stand_asked)
        self.view.shot_asked.connect(self.shot_asked)
        self.view.filters.recordings_asked.connect(self.show_recordings)
        self.presenter.changed.connect(self.changed)

    # -- what stands behind the photos, built when it is first opened -------------------------------

    @cached_property
    def look_view(self) -> LookView:
        """What a photo is looked at on."""
        view = LookView()
        self.addWidget(view)
        self.presenter.exported.connect(view.show_message)
        return view

    @cached_property
    def looking(self) -> LookPresenter:
        """Who knows the photo looked at."""
        looking = LookPresenter(self._opened, self._tasks, self.look_view)
        looking.left.connect(self.show_grid)
        looking.step_asked.connect(self._look_on)
        looking.export_asked.connect(self._export)
        return looking

    @cached_property
    def recordings_view(self) -> RecordingsView:
        """The list of film and sound."""
        view = RecordingsView()
        self.addWidget(view)
        view.left.connect(self.show_grid)
        view.play_asked.connect(self.play)
        return view

    @cached_property
    def recordings(self) -> RecordingsPresenter:
        """Who knows what film and sound there is."""
        recordings = RecordingsPresenter(self._opened, self._tasks, self.recordings_view)
        recordings.changed.connect(self.changed)
        return recordings

    @cached_property
    def player_view(self) -> PlayerView:
        """What a recording is played on."""
        view = PlayerView()
        self.addWidget(view)
        return view

    @cached_property
    def player(self) -> PlayerPresenter:
        """Who plays."""
        player = PlayerPresenter(self._opened, self._tasks, self.player_view)
        player.left.connect(self.show_recordings)
        return player

    @property
    def is_playing(self) -> bool:
        """Tell whether a film or sound goes on."""
        return "player" in vars(self) and self.player.is_playing

    def refresh(self) -> None:
        """Read the photos as they are now."""
        self.presenter.refresh()

    def look_from_stand(self, inspection_id: str, photo_id: str) -> None:
        """Show the photos of one stand and look at one of them, once they are read."""
        once = Qt.ConnectionType.SingleShotConnection
        self.presenter.photos_read.connect(lambda: self.look(photo_id), once)
        self.view.show_stand(inspection_id)
        self.presenter.refresh()

    def look(self, photo_id: str) -> None:
        """Look at one photo closely."""
        shown = self._to_look_at(photo_id)
        if shown is not None:
            self.setCurrentWidget(self.look_view)
            self.looking.look(shown)

    def compare(self, one: str, other: str) -> None:
        """Look at two photos side by side."""
        first, second = self._to_look_at(one), self._to_look_at(other)
        if first is not None and second is not None:
            self.setCurrentWidget(self.look_view)
            self.looking.compare(first, second)

    def show_recordings(self) -> None:
        """Show the list of film and sound."""
        self.setCurrentWidget(self.recordings_view)
        self.recordings_view.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.recordings.refresh()

    def play_from_stand(self, recording_id: str) -> None:
        """Play one of the recordings, once they are read."""
        once = Qt.ConnectionType.SingleShotConnection
        self.recordings.was_read.connect(lambda: self.play(recording_id), once)
        self.recordings.refresh()

    def play(self, recording_id: str) -> None:
        """Open a recording for playing."""
        recording = self.recordings.find(recording_id)
        if recording is not None:
            self.recordings_view.grid.select(recording_id)
            self.setCurrentWidget(self.player_view)
            self.player.open(recording, self.recordings.now.title(recording))

    def show_grid(self) -> None:
        """Go back to the photos; what was drawn meanwhile is told there."""
        self.setCurrentWidget(self.view)
        self.view.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.presenter.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the look when the place is left; a window put away for a moment leaves nothing."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        shown = self.currentWidget()
        if isinstance(shown, LookView):
            self.looking.close()
            self.setCurrentWidget(self.view)
        elif isinstance(shown, PlayerView):
            self.player.close()
            self.setCurrentWidget(self.recordings_view)

    def _look_on(self, photo_id: str, step: int) -> None:
        other = self.view.rows.neighbour(photo_id, step)
        if other != photo_id:
            self.view.grid.select(other)
            self.look(other)

    def _export(self, photo_ids: Sequence[str], folder: Path) -> None:
        self.presenter.export(photo_ids, folder)

    def _to_look_at(self, photo_id: str) -> ToLookAt | None:
        each, now = self.view.photo(photo_id), self.presenter.now
        if each is None or now is None:
            return None
        inspection = now.inspections.get(each.photo.inspection_id)
        title = tr("ui.look.title", booth=inspection.booth if inspection else "", number=each.number)
        return ToLookAt(photo_id, title)

"""The shutter: what the live camera gives goes to be sealed, one photo after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from inspector.errors import InspectorError
from inspector.imaging.frames import FrameSource, Still
from inspector.progress import Progress
from inspector.records import PhotoTag
from ui.desktop.i18n import spoken
from ui.desktop.screens.inspection.capture_view import CaptureView
from ui.desktop.screens.inspection.live_camera import LiveCamera
from ui.desktop.screens.inspection.photos_presenter import PhotosPresenter
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.tasks import Lane, Tasks

OpenCamera = Callable[[], FrameSource]


class CapturePresenter(QObject):
    """Starts and stops the camera with the page, and counts what is on its way to be sealed."""

    def __init__(
        self, view: CaptureView, photos: PhotosPresenter, tasks: Tasks, camera: OpenCamera | None
    ) -> None:
        super().__init__(view)  # what the camera still says once the page is gone is not heard
        self._view = view
        self._photos = photos
        self._tasks = tasks
        self._camera = camera
        self._live: LiveCamera | None = None
        self._progress: Progress | None = None
        self._wanted: list[PhotoTag] = []
        """What each picture asked for and not yet made is to show."""
        self._sealed = 0
        self._waiting = 0
        view.shutter_pressed.connect(self._press)

    def start(self) -> None:
        """Start the camera; without one, say so and what to do instead."""
        if self._live is not None:
            return
        if self._camera is None:
            self._view.show_no_camera("")
            return
        live = LiveCamera(self._camera())
        queued = Qt.ConnectionType.QueuedConnection
        live.picture_seen.connect(self._show_picture, queued)
        live.still_made.connect(self._seal, queued)
        live.still_refused.connect(self._refused, queued)
        live.went_away.connect(self._gone, queued)
        live.opened.connect(self._view.show_camera, queued)
        self._live = live
        self._progress = self._tasks.run(
            live.run, failed=self._gone, owner=self, lane=Lane.STANDING, cancelled=_nothing
        )

    def stop(self) -> None:
        """Stop the camera with the page."""
        if self._live is not None and self._progress is not None:
            self._live.stop(self._progress)
        self._live, self._progress = None, None
        self._wanted.clear()

    def show(self, now: StandNow) -> None:
        """Show how many photos are sealed and which shots are still missing."""
        arrived = len(now.dossier.photos) - self._sealed
        self._sealed = len(now.dossier.photos)
        self._waiting = max(0, self._waiting - max(0, arrived))
        shots = Counter(photo.tag for photo in now.dossier.photos if photo.tag is not None)
        self._view.show_sealed(self._sealed, self._waiting, shots)

    def show_problem(self, sentence: str) -> None:
        """Say why a photo was not sealed."""
        self._waiting = 0 if sentence else self._waiting
        self._view.show_problem(sentence)

    def _press(self, tag: PhotoTag) -> None:
        if self._live is not None:
            self._wanted.append(tag)
            self._live.press_shutter()

    def _seal(self, still: Still) -> None:
        tag = self._wanted.pop(0) if self._wanted else None
        self._waiting += 1
        self._photos.still_taken(still.content, still.file_name, tag, None)

    def _show_picture(self, picture: QImage) -> None:
        self._view.show_picture(picture)
        if self._live is not None:
            self._live.picture_shown()

    def _refused(self, error: InspectorError) -> None:
        if self._wanted:
            self._wanted.pop(0)
        self._view.show_problem(error.sentence(spoken()))

    def _gone(self, error: InspectorError) -> None:
        self._live, self._progress = None, None
        self._view.show_no_camera(error.sentence(spoken()))


def _nothing() -> None:
    """Stopping the camera is no failure."""

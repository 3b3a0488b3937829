"""The shutter: what the live camera gives goes to be sealed, one photo after the other."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from inspector.actions.remark_on import remark_on
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.imaging.folder_source import FolderSource
from inspector.imaging.frames import Still
from inspector.imaging.watchdog import Trouble
from inspector.law.shots import shots_of_row, shots_of_stand
from inspector.progress import Progress
from inspector.records import Dossier, Photo, PhotoTag
from ui.desktop.cameras import CameraChoice, Cameras
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.capture_view import CaptureView
from ui.desktop.screens.inspection.live_camera import Aim, LiveCamera
from ui.desktop.screens.inspection.photos_presenter import PhotosPresenter
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone
from ui.desktop.widgets import PhotoRow
from ui.draft_book import LostShot

MakeCameras = Callable[[], Cameras]
_MOST_UNSEALED_BYTES = 256 * 2**20
"""Of pictures in memory; some fifty shots. More wait until the disk has caught up."""
_STRIP = 24
"""Photos in the strip beneath the picture."""


@dataclass(frozen=True)
class _Shot:
    """A picture on its way to be sealed: so far it is only in memory."""

    still: Still
    aim: Aim
    why: InspectorError | None = None
    """What the disk refused it with."""


class CapturePresenter(QObject):
    """Starts and stops the camera with the page, and counts what is on its way to be sealed."""

    def __init__(
        self,
        view: CaptureView,
        photos: PhotosPresenter,
        stand: Stand,
        tasks: Tasks,
        make_cameras: MakeCameras | None,
    ) -> None:
        super().__init__(view)  # what the camera still says once the page is gone is not heard
        self._view = view
        self._photos = photos
        self._stand = stand
        self._tasks = tasks
        self._make_cameras = make_cameras
        self._cameras: Cameras | None = None
        self._chosen: CameraChoice | None = None
        self._live: LiveCamera | None = None
        self._progress: Progress | None = None
        self._inspection_id = ""
        self._pressed = 0
        """Pictures asked for and not yet made."""
        self._sealing: deque[_Shot] = deque()
        self._unsealed: list[_Shot] = []
        """What the disk refused: still in memory, to be sealed again."""
        self._not_taken: list[tuple[Aim, InspectorError]] = []
        """Refused since the screens are going: nobody reads it here any more."""
        self._is_ending = False
        self._dossier: Dossier | None = None
        self._known: dict[str, Photo] = {}
        """Sealed photos of this stand by id, in order."""
        self._remarks: dict[str, str] = {}
        self._to_judge: deque[Photo] = deque()
        self._is_judging = False
        view.shutter_pressed.connect(self._press)
        view.camera_chosen.connect(self._choose)
        view.row_chosen.connect(self._show_count)
        view.folder_chosen.connect(self._choose_folder)
        view.sealing_asked_again.connect(self.seal_again)

    # -- the page opens and closes -----------------------------------------------------------------

    def start(self) -> None:
        """Start the camera; without one, say so and what to do instead, and wait for one to be plugged in."""
        if self._live is not None:
            return
        if self._cameras is None and self._make_cameras is not None:
            self._cameras = self._make_cameras()
            self._cameras.setParent(self)
            self._cameras.changed.connect(self._list_changed)
        self._show_count()
        self._run(self._first() if self._chosen is None else self._chosen)

    def stop(self) -> None:
        """Stop the camera with the page; what was taken goes on being sealed."""
        if self._live is not None and self._progress is not None:
            self._live.stop(self._progress)
        self._live, self._progress = None, None
        self._pressed = 0

    def end(self) -> None:
        """Ask once more for what the disk refused, and remember what is not taken: the screens are about to go."""
        self._is_ending = True
        self.seal_again()

    @property
    def lost(self) -> tuple[LostShot, ...]:
        """What would be lost with the screens: pictures the disk refused, and those asked for and not made."""
        at = self._stand.device.clock.now().wall
        refused = [(shot.aim, shot.why) for shot in self._unsealed]
        return tuple(
            LostShot(
                aim.inspection_id,
                aim.item_id or "",
                aim.tag.value,
                at,
                why.sentence(spoken()) if why is not None else "",
            )
            for aim, why in (*refused, *self._not_taken)
        )

    def show(self, now: StandNow) -> None:
        """Show how many photos are sealed and which shots are still missing."""
        if now.dossier.inspection.id != self._inspection_id:
            self._inspection_id = now.dossier.inspection.id
            self._remarks.clear()
            self._to_judge.clear()
            self._view.show_remark("")
        self._dossier = now.dossier
        self._view.show_rows(
            [
                (item.id, tr("ui.capture.for_row", row=item.position, name=item.label_name))
                for item in now.dossier.items
            ]
        )
        self._known = {photo.id: photo for photo in now.dossier.photos}
        self._show_count()

    # -- the camera --------------------------------------------------------------------------------

    def _first(self) -> CameraChoice | None:
        choices = self._cameras.choices() if self._cameras is not None else ()
        return choices[0] if choices else None

    def _choose(self, key: str) -> None:
        """Change to another camera; an empty key leaves it as it is."""
        offered = self._cameras.choices() if self._cameras is not None else ()
        chosen = next((choice for choice in offered if choice.key == key), None)
        if chosen is None:
            self._show_choices()
            return
        if self._cameras is not None:
            try:
                self._cameras.prefer(chosen.key)
            except SystemFault as fault:
                self._view.show_line(fault.sentence(spoken()), is_problem=True)
        self.stop()
        self._run(chosen)

    def _choose_folder(self, folder: Path) -> None:
        source = FolderSource(folder)
        self.stop()
        self._run(CameraChoice(str(folder), tr("ui.capture.folder_of", name=source.name), lambda: source))

    def _list_changed(self) -> None:
        if self._live is None and self._view.isVisible():
            self.start()
        else:
            self._show_choices()

    def _show_choices(self) -> None:
        choices = list(self._cameras.choices()) if self._cameras is not None else []
        if self._chosen is not None and all(choice.key != self._chosen.key for choice in choices):
            choices.insert(0, self._chosen)
        self._view.show_cameras(
            [(choice.key, choice.name) for choice in choices], self._chosen.key if self._chosen else ""
        )

    def _run(self, choice: CameraChoice | None) -> None:
        self._chosen = choice
        self._show_choices()
        if choice is None:
            self._view.show_no_camera("")
            return
        live = LiveCamera(choice.make())
        queued = Qt.ConnectionType.QueuedConnection
        live.opened.connect(self._view.show_camera, queued)
        live.picture_seen.connect(self._show_picture, queued)
        live.nothing_seen.connect(self._show_waiting, queued)
        live.still_made.connect(self._seal, queued)
        live.still_refused.connect(self._refused, queued)
        live.went_away.connect(self._went_away, queued)
        live.troubled.connect(self._tell_trouble, queued)
        live.came_right.connect(self._came_right, queued)
        self._live = live
        self._progress = self._tasks.run(
            live.run, failed=self._failed, owner=self, lane=Lane.STANDING, cancelled=_nothing
        )

    def _show_picture(self, picture: QImage) -> None:
        if self.sender() is not self._live:
            return  # the last word of a camera that was left
        self._view.show_picture(picture)
        if self._live is not None:
            self._live.picture_shown()

    def _show_waiting(self, error: InspectorError) -> None:
        self._view.show_waiting(error.sentence(spoken()))

    def _went_away(self, fault: SystemFault, tries: int) -> None:
        if fault.code == "camera.lost" or tries > 1:
            self._view.show_lost(tr("ui.capture.starting_again", count=tries))
        else:
            self._view.show_no_camera(fault.sentence(spoken()))
        if fault.code != "camera.lost":
            self._view.show_line(fault.sentence(spoken()), is_problem=True)

    def _tell_trouble(self, trouble: Trouble, starts_again: bool) -> None:
        words = f"ui.capture.{trouble}{'_restart' if starts_again else ''}"
        self._view.show_line(tr(words), is_problem=not starts_again)

    def _came_right(self) -> None:
        self._view.show_line(tr("ui.capture.came_right"))

    def _failed(self, error: InspectorError) -> None:
        self._live, self._progress = None, None
        self._view.show_no_camera(error.sentence(spoken()))

    # -- the shutter -------------------------------------------------------------------------------

    def _press(self, tag: PhotoTag) -> None:
        if self._live is None:
            return
        held = (*self._sealing, *self._unsealed)
        if sum(len(shot.still.content) for shot in held) > _MOST_UNSEALED_BYTES:
            self._view.show_line(tr("ui.capture.wait", count=len(held)), is_problem=True)
            return
        self._pressed += 1
        self._view.show_remark("")
        self._live.press_shutter(Aim(tag, self._inspection_id, self._view.row))
        self._show_count()

    def _refused(self, error: InspectorError, aim: Aim) -> None:
        if self._is_ending:
            self._not_taken.append((aim, error))
        self._pressed = max(0, self._pressed - 1)
        self._view.show_line(tr("ui.capture.not_taken", why=error.sentence(spoken())), is_problem=True)
        self._tasks.write_refused.emit(error)  # a lock that is under way says it
        self._show_count()

    def _seal(self, still: Still, aim: Aim) -> None:
        self._pressed = max(0, self._pressed - 1)
        self._hand_over(_Shot(still, aim))

    def seal_again(self) -> None:
        """Ask once more for every picture the disk refused."""
        again, self._unsealed = self._unsealed, []
        self._view.show_line("")
        for shot in again:
            self._hand_over(shot)

    def _hand_over(self, shot: _Shot) -> None:
        """Give a picture to be sealed in its turn; it counts as taken only once it is durable."""

        def sealed(photo: Photo) -> None:
            self._sealing.remove(shot)
            if photo.inspection_id == self._inspection_id:
                self._known[photo.id] = photo
                self._to_judge.append(photo)
                self._judge()
            self._show_count()

        def not_sealed(error: InspectorError) -> None:
            self._sealing.remove(shot)
            if not isinstance(error, InputError):
                self._unsealed.append(replace(shot, why=error))
            elif self._is_ending:
                self._not_taken.append((shot.aim, error))
            self._view.show_line(error.sentence(spoken()), is_problem=True)
            self._show_count()

        self._sealing.append(shot)
        self._photos.still_taken(
            shot.still, shot.aim.inspection_id, shot.aim.tag, sealed, not_sealed, item_id=shot.aim.item_id
        )
        self._show_count()

    def _show_count(self) -> None:
        photos = list(self._known.values())
        self._view.show_sealed(len(photos), self._pressed + len(self._sealing), self._shots(photos))
        self._view.show_unsealed(len(self._unsealed))
        newest = list(enumerate(photos, start=1))[-_STRIP:]
        self._view.show_taken([self._row(number, photo) for number, photo in reversed(newest)])

    def _shots(self, photos: Sequence[Photo]) -> dict[PhotoTag, tuple[int, int]]:
        """Count the shots of the row that is taken now, or of the stand, against the shot list."""
        row = self._view.row
        counts = Counter(photo.tag for photo in photos if row is None or photo.item_id == row)
        shots = {tag: (count, 0) for tag, count in counts.items() if tag is not None}
        if self._dossier is None:
            return shots
        dossier = replace(self._dossier, photos=tuple(photos))
        item = next((each for each in dossier.items if each.id == row), None)
        wanted = shots_of_row(dossier, item) if item is not None else shots_of_stand(dossier)
        return shots | {shot.tag: (shot.taken, shot.wanted) for shot in wanted}

    def _row(self, number: int, photo: Photo) -> PhotoRow:
        remark = self._remarks.get(photo.id, "")
        return PhotoRow(
            photo.id,
            str(number),
            tag=tr(f"ui.tag.{photo.tag}") if photo.tag else "",
            state_icon="triangle-alert" if remark else "",
            state_word=remark,
            state_tone=Tone.WARN,
        )

    # -- a second look -----------------------------------------------------------------------------

    def _judge(self) -> None:
        """Look at one sealed photo after the other, beside everything else; the shutter never waits for it."""
        if self._is_judging or not self._to_judge:
            return
        photo, device = self._to_judge.popleft(), self._stand.device
        self._is_judging = True

        def look(_: Progress) -> str:
            try:
                remarks = remark_on(device, photo)
            except InputError as error:
                return error.sentence(spoken())
            return "；".join(tr(f"ui.remark.{remark}") for remark in remarks)

        def seen(sentence: str) -> None:
            self._is_judging = False
            if sentence and photo.inspection_id == self._inspection_id:
                number = list(self._known).index(photo.id) + 1 if photo.id in self._known else ""
                self._remarks[photo.id] = sentence
                self._view.show_remark(tr("ui.capture.remark", number=number, sentence=sentence))
                self._show_count()
            self._judge()

        def unseen(error: InspectorError) -> None:
            self._is_judging = False
            self._stand.failed.emit("load", error)
            self._judge()

        # not by the stand: it drops what comes back once another one is open, and the next photo would wait for ever
        self._tasks.run(look, done=seen, failed=unseen, owner=self, lane=Lane.READ)


def _nothing() -> None:
    """Stopping the camera is no failure."""

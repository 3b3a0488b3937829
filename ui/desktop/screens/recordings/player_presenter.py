"""Playing one recording: a clock of our own says which picture is due; what is decoded waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from inspector.actions.check_recording import check_recording
from inspector.errors import InputError, InspectorError
from inspector.progress import Progress
from inspector.records import PlayedPicture, Recording
from ui.desktop.i18n import spoken, tr
from ui.desktop.recording_words import plays_icon, recording_line
from ui.desktop.screens.recordings.player_view import PlayerView
from ui.desktop.screens.recordings.playing import Playing
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.desktop.screens.recordings.sound_out import SoundOut
    from ui.wiring import OpenDevice

_TICK_MS = 15
_BOX = (1920, 1080)
_RGB = 3


class PlayerPresenter(QObject):
    """Holds at most one recording open."""

    left = Signal()

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: PlayerView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._recording: Recording | None = None
        self._playing: Playing | None = None
        self._work: Progress | None = None
        self._checking: Progress | None = None
        self._sound: SoundOut | None = None
        self._length_ms = 0
        self._has_picture = False
        self._at_ms = 0
        """Where it was when the clock was last started."""
        self._since = QElapsedTimer()
        self._is_playing = False
        self._wants_picture = False
        """The next picture is shown whatever its time: it was opened, or gone to."""
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._on_tick)
        view.left.connect(self._leave)
        view.play_asked.connect(self.play_or_wait)
        view.sought.connect(self.seek)
        view.moved.connect(lambda step: self.seek(self.position + step))
        view.volume_chosen.connect(self._set_volume)
        view.check_asked.connect(self._check)
        view.check_stopped.connect(self._stop_check)

    @property
    def position(self) -> int:
        """Milliseconds from the beginning."""
        gone = self._since.elapsed() if self._is_playing and self._since.isValid() else 0
        at = self._at_ms + gone
        return min(at, self._length_ms) if self._length_ms else at

    @property
    def is_playing(self) -> bool:
        """Tell whether it goes on."""
        return self._is_playing

    def open(self, recording: Recording, title: str) -> None:
        """Open a recording; its first picture is shown, and it waits."""
        self.close()
        self._recording = recording
        self._view.show_recording(title, recording_line(recording), plays_icon(recording.media_type))
        playing = self._playing = Playing(self._opened.device, recording, self._box())
        playing.opened.connect(self._is_open, Qt.ConnectionType.QueuedConnection)

        def failed(error: InspectorError) -> None:
            if self._playing is playing:
                self._trouble(error)

        self._work = self._tasks.run(
            playing.run, owner=self, failed=failed, cancelled=lambda: None, lane=Lane.STANDING
        )

    def close(self) -> None:
        """Let go of everything: what is heard, what is seen, and the process that decodes it."""
        self._wait()
        self._tick.stop()
        self._stop_check()
        if self._sound is not None:
            self._sound.deleteLater()
            self._sound = None
        if self._playing is not None and self._work is not None:
            self._playing.stop(self._work)
        self._playing = self._work = self._recording = None
        self._at_ms = self._length_ms = 0
        self._view.forget()

    def play_or_wait(self) -> None:
        """Go on, or wait; from the end it begins anew."""
        if self._playing is None:
            return
        if self._is_playing:
            self._at_ms = self.position
            self._wait()
            return
        if self._playing.ahead.is_over:
            self.seek(0)
        self._is_playing = True
        self._since.start()
        if self._sound is not None:
            self._sound.start()
        self._view.show_playing(is_playing=True)
        self._tick.start()

    def seek(self, at_ms: int) -> None:
        """Go to a place; what is shown stays until the picture from there is decoded."""
        if self._playing is None:
            return
        at_ms = max(0, min(at_ms, self._length_ms) if self._length_ms else at_ms)
        self._at_ms = at_ms
        self._since.restart()
        self._wants_picture = True
        if self._sound is not None and self._is_playing:
            self._sound.stop()
            self._sound.start()
        self._playing.ahead.seek(at_ms)
        self._view.show_place(at_ms)
        self._tick.start()

    # -- what comes back ---------------------------------------------------------------------------

    def _is_open(self, playing: Playing, length_ms: int, has_picture: bool, has_sound: bool) -> None:
        if playing is not self._playing:
            return
        self._length_ms, self._has_picture = length_ms, has_picture
        self._view.show_open(length_ms)
        self._view.show_place(0)
        if not has_picture:
            self._view.show_sound_only()
        if has_sound:
            from ui.desktop.screens.recordings.sound_out import SoundOut  # loads QtMultimedia

            self._sound = SoundOut(self)
        is_heard = self._sound is not None and self._sound.is_there
        self._view.show_sound(is_there=is_heard)
        if has_sound and not is_heard:
            code = "ui.recording.no_loudspeaker" if has_picture else "ui.recording.no_loudspeaker_at_all"
            self._view.say(tr(code), Tone.WARN)
        elif not has_sound:
            self._view.say(tr("ui.recording.silent"))
        self._set_volume(self._view.volume.value())
        self._wants_picture = has_picture
        self._tick.start()

    def _trouble(self, error: InspectorError) -> None:
        self._wait()
        self._tick.stop()
        self._view.show_trouble(error.sentence(spoken()))

    def _on_tick(self) -> None:
        playing = self._playing
        if playing is None:
            self._tick.stop()
            return
        if self._wants_picture and self._show_first(playing):
            self._wants_picture = False
        if self._is_playing:
            self._go_on(playing)
        elif not self._wants_picture:
            self._tick.stop()

    def _show_first(self, playing: Playing) -> bool:
        if not self._has_picture:
            return True
        picture = playing.ahead.first_picture()
        if picture is not None:
            self._show(picture)
            self._since.restart()  # the clock waited for it
        return picture is not None or playing.ahead.is_over

    def _go_on(self, playing: Playing) -> None:
        if playing.ahead.is_over:
            self._at_ms = self._length_ms or self.position
            self._wait()
            self._view.show_place(self._at_ms)
            return
        if self._wants_picture or playing.ahead.is_waiting:  # nothing there yet: the clock waits with us
            self._at_ms = self._at_ms if self._wants_picture else self.position
            self._since.restart()
            return
        at = self.position
        picture = playing.ahead.picture(at)
        if picture is not None:
            self._show(picture)
        heard = self._sound
        room = heard.room() if heard is not None and heard.is_there else 1 << 20
        pcm = playing.ahead.sound(at, room)  # without a loudspeaker it is taken all the same, and dropped
        if heard is not None:
            heard.feed(pcm)
        self._view.show_place(at)

    def _show(self, picture: PlayedPicture) -> None:
        row = picture.width * _RGB
        image = QImage(
            picture.rgb, picture.width, picture.height, row, QImage.Format.Format_RGB888
        ).convertToFormat(QImage.Format.Format_RGB32)
        picture.rgb[:] = bytes(len(picture.rgb))
        self._view.show_picture(image)

    def _wait(self) -> None:
        self._is_playing = False
        if self._sound is not None:
            self._sound.stop()
        self._view.show_playing(is_playing=False)

    def _set_volume(self, percent: int) -> None:
        if self._sound is not None:
            self._sound.set_volume(percent)

    def _box(self) -> tuple[int, int]:
        """Return how large a picture can be on this screen; more would only be carried about."""
        screen = QGuiApplication.primaryScreen()
        size = screen.size() * screen.devicePixelRatio()
        return min(_BOX[0], size.width()), min(_BOX[1], size.height())

    # -- whole or not ------------------------------------------------------------------------------

    def _check(self) -> None:
        recording = self._recording
        if recording is None or self._checking is not None:
            return
        device = self._opened.device

        def done(_: object) -> None:
            self._ended()
            self._view.say(tr("ui.recording.whole", hash=recording.sha256[:12]), Tone.OK)

        def failed(error: InspectorError) -> None:
            self._ended()
            if not (isinstance(error, InputError) and error.code == "task.cancelled"):
                self._view.say(error.sentence(spoken()), Tone.DANGER)

        self._checking = self._tasks.run(
            lambda progress: check_recording(device, recording.id, progress),
            owner=self,
            done=done,
            failed=failed,
            stepped=lambda at, total, _: self._view.show_checking(at, total) if self._checking else None,
            lane=Lane.STANDING,
        )

    def _stop_check(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
            self._ended()

    def _ended(self) -> None:
        self._checking = None
        self._view.show_checking(0, 0)

    def _leave(self) -> None:
        self.close()
        self.left.emit()

"""The camera's own loop: pictures out, shutter in, always on the one thread a source may be used by."""

from __future__ import annotations

import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from inspector.errors import InputError, SystemFault
from inspector.imaging.frames import Frame, FrameSource
from inspector.imaging.watchdog import Watchdog
from inspector.progress import Progress
from inspector.records import PhotoTag
from ui.desktop.jpeg import decoded

_FRAME_SECONDS = 0.04
_PAUSES_S = (0.5, 1.0, 2.0, 4.0)
"""Before each new try to start a camera that went away; the last one from then on."""
_SHOWN = QSize(1600, 1200)
"""The live view is for the eye: a larger picture is decoded reduced."""
_GLANCE = QSize(32, 24)


@dataclass(frozen=True)
class Aim:
    """What a picture was taken of when the shutter was pressed; the officer may turn to another row while it is made."""

    tag: PhotoTag
    inspection_id: str
    item_id: str | None = None


class _StartAgain(Exception):  # noqa: N818 - no error: the watchdog wants a fresh start
    """The live view hangs."""


class LiveCamera(QObject):
    """Runs one source until cancelled; signals arrive on the window's thread by queued connection.

    A camera that goes away, hangs or shows black is started again, over and over, while the page is open.
    """

    opened = Signal(str)
    """Name of the source"""
    picture_seen = Signal(object)
    """QImage of the live view"""
    nothing_seen = Signal(object)
    """InputError: the source is there and has no picture to show"""
    still_made = Signal(object, object)
    """(inspector.imaging.frames.Still, the Aim it was asked with)"""
    still_refused = Signal(object, object)
    """(InspectorError, the Aim it was asked with): one picture that was asked for could not be taken; the next one may"""
    went_away = Signal(object, int)
    """(SystemFault, which try this was): no camera, not allowed, or pulled out; it is tried again"""
    troubled = Signal(object, bool)
    """(Trouble, whether the source is started again for it)"""
    came_right = Signal()
    """There is a good picture again after trouble or loss."""

    def __init__(self, source: FrameSource, watchdog: Watchdog | None = None) -> None:
        super().__init__()
        self._source = source
        self._watchdog = watchdog or Watchdog()
        self._shutter: SimpleQueue[Aim] = SimpleQueue()
        self._wake = Event()
        self._shown = Event()
        self._shown.set()
        self._tries = 0
        self._is_troubled = False

    def press_shutter(self, aim: Aim) -> None:
        """Ask for a still of what is seen; safe from any thread."""
        self._shutter.put(aim)
        self._wake.set()

    def picture_shown(self) -> None:
        """Say that the last picture is on the screen: only then the next one is sent."""
        self._shown.set()

    def stop(self, progress: Progress) -> None:
        """End the loop and wake it so that it ends at once."""
        progress.cancel()
        self._wake.set()

    def run(self, progress: Progress) -> None:
        """Show pictures and take stills until `progress` is cancelled; the source is closed in any case."""
        while not progress.is_cancelled:
            try:
                self._source.open()
                self.opened.emit(self._source.name)
                self._look_and_take(progress)
            except _StartAgain:
                self._shown.set()
            except SystemFault as fault:
                self._tries += 1
                self._is_troubled = True
                self._refuse_presses(fault)
                self.went_away.emit(fault, self._tries)
                progress.rest(_PAUSES_S[min(self._tries, len(_PAUSES_S)) - 1])
                self._refuse_presses(fault)
            finally:
                self._source.close()

    def _look_and_take(self, progress: Progress) -> None:
        """Go on until cancelled; what was pressed for just before the page was left or locked is still taken."""
        while True:
            self._take_stills()
            if progress.is_cancelled:
                return
            self._show_picture()
            self._wake.wait(_FRAME_SECONDS)
            self._wake.clear()

    def _take_stills(self) -> None:
        while (aim := self._pressed()) is not None:
            try:
                still = self._source.still()
            except InputError as error:
                self.still_refused.emit(error, aim)
            except SystemFault as fault:
                self.still_refused.emit(fault, aim)
                raise
            else:
                self.still_made.emit(still, aim)

    def _pressed(self) -> Aim | None:
        try:
            return self._shutter.get_nowait()
        except Empty:
            return None

    def _refuse_presses(self, fault: SystemFault) -> None:
        """What was asked for while nothing was seen is not taken later: the stand has moved on."""
        while (aim := self._pressed()) is not None:
            self.still_refused.emit(fault, aim)

    def _show_picture(self) -> None:
        if not self._shown.is_set():
            return
        try:
            frame = self._source.frame()
        except InputError as error:
            self.nothing_seen.emit(error)
            return
        picture = decoded(frame.jpeg, QSize(frame.width, frame.height), _SHOWN)
        is_good = not self._source.is_live or self._is_good(frame, picture)
        self._tries = 0
        if self._is_troubled and is_good:
            self._is_troubled = False
            self.came_right.emit()
        self._shown.clear()
        self.picture_seen.emit(picture)

    def _is_good(self, frame: Frame, picture: QImage) -> bool:
        """Look for trouble; start the source again for it, and once that did not help, only say so."""
        trouble = self._watchdog.look(hash(frame.jpeg), brightest(picture), time.monotonic())
        if trouble is None:
            return not self._watchdog.is_worried
        starts_again = self._watchdog.may_restart()
        self.troubled.emit(trouble, starts_again)
        self._is_troubled = True
        if starts_again:
            raise _StartAgain
        return False


def brightest(picture: QImage) -> int:
    """Return the brightest grey level of a much reduced copy, 0 to 255; 255 where there is no picture."""
    if picture.isNull():
        return 255
    glance = picture.scaled(_GLANCE).convertToFormat(QImage.Format.Format_Grayscale8)
    return max(bytes(glance.constBits()))

"""The camera's own loop: pictures out, shutter in, always on the one thread a source may be used by."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.errors import InputError, SystemFault
from inspector.imaging.frames import FrameSource
from inspector.progress import Progress

_FRAME_SECONDS = 0.04


class LiveCamera(QObject):
    """Runs one source until cancelled; signals arrive on the window's thread by queued connection."""

    picture_seen = Signal(object)
    """QImage of the live view"""
    still_made = Signal(object)
    """inspector.imaging.frames.Still"""
    went_away = Signal(object)
    """InspectorError: no camera, or it was pulled out"""
    still_refused = Signal(object)
    """InputError: this picture could not be taken; the next one may"""
    opened = Signal(str)
    """Name of the source"""

    def __init__(self, source: FrameSource) -> None:
        super().__init__()
        self._source = source
        self._shutter: SimpleQueue[None] = SimpleQueue()
        self._wake = Event()
        self._shown = Event()
        self._shown.set()

    def press_shutter(self) -> None:
        """Ask for a still of what is seen; safe from any thread."""
        self._shutter.put(None)
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
        try:
            self._source.open()
            self.opened.emit(self._source.name)
            while not progress.is_cancelled:
                self._take_stills()
                self._show_picture()
                self._wake.wait(_FRAME_SECONDS)
                self._wake.clear()
        except SystemFault as fault:
            self.went_away.emit(fault)
        finally:
            self._source.close()

    def _take_stills(self) -> None:
        while True:
            try:
                self._shutter.get_nowait()
            except Empty:
                return
            try:
                self.still_made.emit(self._source.still())
            except InputError as error:
                self.still_refused.emit(error)

    def _show_picture(self) -> None:
        if not self._shown.is_set():
            return
        try:
            frame = self._source.frame()
        except InputError:
            return  # a damaged replay file has no preview; its still is judged when it is sealed
        self._shown.clear()
        self.picture_seen.emit(QImage.fromData(frame.jpeg))

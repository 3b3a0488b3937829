"""The thread that plays one recording: out of the vault, through the limited process, into what is shown next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.actions.ports import Device, PlayedRecording
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Recording
from ui.desktop.screens.recordings.ahead import Ahead


class Playing(QObject):
    """Plays until cancelled; signals arrive on the window's thread by queued connection."""

    opened = Signal(object, int, bool, bool)
    """(this, length in milliseconds, 0 if unknown; whether there are pictures; whether there is sound)"""

    def __init__(self, device: Device, recording: Recording, box: tuple[int, int]) -> None:
        """Pictures are made no larger than `box`."""
        super().__init__()
        self._device = device
        self._recording = recording
        self._box = box
        self._film: PlayedRecording | None = None
        self.ahead = Ahead()

    def run(self, progress: Progress) -> None:
        """Decode ahead of what is shown until `progress` is cancelled; everything is wiped in any case.

        Raises:
            InputError: `recording.cannot_play`.
            SystemFault: `vault.*`, `imaging.no_worker`.
        """
        try:
            film = self._film = self._made_ready()
            film.begin()
            self.ahead.expect(has_picture=film.has_picture, has_sound=film.has_sound)
            self.opened.emit(self, film.duration_ms, film.has_picture, film.has_sound)
            while not progress.is_cancelled:
                has_room, seek_to = self.ahead.wanted()
                if seek_to is not None:
                    film.seek(seek_to)
                if has_room and not progress.is_cancelled:
                    self.ahead.put(film.next())
        except SystemFault as fault:
            if not (progress.is_cancelled and fault.code == "imaging.closed"):
                raise
        finally:
            self.ahead.close()
            if self._film is not None:
                self._film.close()

    def stop(self, progress: Progress) -> None:
        """End it at once, in the middle of a picture if need be; from the window's thread."""
        progress.cancel()
        self.ahead.close()
        if self._film is not None:
            self._film.close()

    def _made_ready(self) -> PlayedRecording:
        with self._device.reading() as unit:
            sealed = unit.sealed_object(self._recording.id)
        plain = self._device.vault.plain_file(sealed)
        return self._device.recordings.play(plain, self._recording.media_type, self._box)

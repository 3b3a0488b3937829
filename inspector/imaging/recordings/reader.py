"""The guarded reader of film and sound: headers by own eyes at once, pictures and sound only from limited processes."""

from __future__ import annotations

import threading
from typing import BinaryIO

from inspector.errors import InputError, SystemFault
from inspector.imaging.decoding import require_small_jpeg
from inspector.imaging.limits import THUMBNAIL_SIDE
from inspector.imaging.recordings.headers import read_recording
from inspector.imaging.recordings.played import PlayedFilm, ReadAt
from inspector.records import RecordingFacts


class GuardedRecordingReader:
    """Looks at recordings without trusting them; one for a device, shared by all its threads."""

    def __init__(self) -> None:
        self._played: set[PlayedFilm] = set()
        self._turn = threading.Lock()
        self._is_closed = False

    def examine(self, source: BinaryIO) -> RecordingFacts | None:
        """Tell what a recording is from its headers, None if it is none; leaves the stream anywhere."""
        return read_recording(source)

    def poster(self, plain: ReadAt, media_type: str) -> bytes:
        """Return a JPEG of at most 320×320 of a film's beginning.

        Raises:
            InputError: `recording.cannot_play`.
            SystemFault: `imaging.no_worker`, `imaging.closed`, `vault.*`.
        """
        film = self.play(plain, media_type, (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        try:
            film.begin()
            jpeg = film.poster()
        finally:
            film.close()
        try:
            require_small_jpeg(jpeg, THUMBNAIL_SIDE)
        except InputError as error:
            raise InputError("recording.cannot_play", why=error.facts["why"]) from error
        return jpeg

    def play(self, plain: ReadAt, media_type: str, box: tuple[int, int]) -> PlayedFilm:
        """Make a recording ready for playing, pictures no larger than `box`; `plain` is closed with it.

        It is told to `begin` by whoever plays it, and can be closed from another thread meanwhile.

        Raises:
            SystemFault: `imaging.closed`.
        """
        film = PlayedFilm(plain, media_type, box, self._left)
        with self._turn:
            is_closed = self._is_closed
            self._played.add(film)
        if is_closed:
            film.close()
            raise SystemFault("imaging.closed")
        return film

    def close(self) -> None:
        """End every process, in the middle of a picture if need be; may be called again."""
        with self._turn:
            self._is_closed = True
            played = tuple(self._played)
        for film in played:
            film.close()

    def _left(self, film: PlayedFilm) -> None:
        with self._turn:
            self._played.discard(film)

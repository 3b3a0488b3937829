"""What was decoded and is not shown yet: filled by the playing thread, emptied by the window, wiped at the end."""

from __future__ import annotations

import threading
from collections import deque

from inspector.records import PlayedPicture, PlayedSound

_PICTURES = 6
_SOUND_MS = 400
"""So much is decoded ahead of what is shown; more would only be held in memory."""
_MOST_PICTURES = 60
_MOST_SOUND_MS = 6_000
"""Held at most of one while the other is awaited: how far apart files lay pictures and their sound."""
_BYTES_A_MS = 192
"""Of sound: 48 kHz, two channels, 16 bits."""
_FRAME_BYTES = 4
_LATE_MS = 200
"""Sound so far behind is left out: the picture has gone on."""
_LOOK_S = 0.1


class Ahead:
    """A bounded queue of pictures and one of sound; safe between the two threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pictures: deque[PlayedPicture] = deque()
        self._sounds: deque[PlayedSound] = deque()
        self._has_picture = self._has_sound = True
        self._seek_to: int | None = None
        self._is_ended = False
        self._is_closed = False

    # -- the playing thread ------------------------------------------------------------------------

    def expect(self, *, has_picture: bool, has_sound: bool) -> None:
        """Say what the recording has: what it has not is not waited for."""
        with self._changed:
            self._has_picture, self._has_sound = has_picture, has_sound

    def wanted(self) -> tuple[bool, int | None]:
        """Wait a moment for room; return whether there is some, and where to go on if that was asked."""
        with self._changed:
            if not self._has_room():
                self._changed.wait(_LOOK_S)
            seek_to, self._seek_to = self._seek_to, None
            if seek_to is not None:
                self._wipe()
                self._is_ended = False
            return self._has_room(), seek_to

    def put(self, found: PlayedPicture | PlayedSound | None) -> None:
        """Add what came next, None at the end; what came before a seek that was just asked for is dropped."""
        with self._changed:
            if self._seek_to is not None or self._is_closed:
                _wipe(found)
            elif found is None:
                self._is_ended = True
            elif isinstance(found, PlayedPicture):
                self._pictures.append(found)
            else:
                self._sounds.append(found)

    # -- the window --------------------------------------------------------------------------------

    def seek(self, at_ms: int) -> None:
        """Ask to go on from there; what was decoded is dropped."""
        with self._changed:
            self._seek_to = at_ms
            self._is_ended = False
            self._wipe()
            self._changed.notify()

    def picture(self, at_ms: int) -> PlayedPicture | None:
        """Take the picture to be seen at a time, None if the one that is shown stays."""
        found = None
        with self._changed:
            while self._pictures and self._pictures[0].at_ms <= at_ms:
                _wipe(found)
                found = self._pictures.popleft()
            self._changed.notify()
        return found

    def first_picture(self) -> PlayedPicture | None:
        """Take the next picture whatever its time, as after a seek."""
        with self._changed:
            self._changed.notify()
            return self._pictures.popleft() if self._pictures else None

    def sound(self, at_ms: int, most_bytes: int) -> bytes:
        """Take sound that is due at a time, or a little later; whole samples, at most so many bytes."""
        taken = bytearray()
        with self._changed:
            while self._sounds and len(taken) < most_bytes:
                each = self._sounds[0]
                ends_ms = each.at_ms + len(each.pcm) // _BYTES_A_MS
                if ends_ms < at_ms - _LATE_MS:
                    _wipe(self._sounds.popleft())
                    continue
                if each.at_ms > at_ms + _SOUND_MS:
                    break
                count = min(len(each.pcm), most_bytes - len(taken)) // _FRAME_BYTES * _FRAME_BYTES
                if count == 0:
                    break
                taken += each.pcm[:count]
                rest = each.pcm[count:]
                _wipe(self._sounds.popleft())
                if rest:
                    self._sounds.appendleft(PlayedSound(each.at_ms + count // _BYTES_A_MS, rest))
            self._changed.notify()
        return bytes(taken)

    @property
    def is_waiting(self) -> bool:
        """Tell whether there is nothing to go on with yet."""
        with self._changed:
            if self._is_ended:
                return False
            return not (self._pictures if self._has_picture else self._sounds)

    @property
    def is_over(self) -> bool:
        """Tell whether everything was decoded and taken."""
        with self._changed:
            return self._is_ended and not self._pictures and not self._sounds

    def close(self) -> None:
        """Wipe what is held, and take nothing more; may be called again."""
        with self._changed:
            self._is_closed = True
            self._wipe()
            self._changed.notify()

    # -- under the lock ----------------------------------------------------------------------------

    def _has_room(self) -> bool:
        if self._seek_to is not None:
            return True
        if self._is_ended or self._is_closed:
            return False
        sound_ms = sum(len(each.pcm) for each in self._sounds) // _BYTES_A_MS
        if len(self._pictures) >= _MOST_PICTURES or sound_ms >= _MOST_SOUND_MS:
            return False
        has_pictures = not self._has_picture or len(self._pictures) >= _PICTURES
        return not (has_pictures and (not self._has_sound or sound_ms >= _SOUND_MS))

    def _wipe(self) -> None:
        while self._pictures:
            _wipe(self._pictures.popleft())
        while self._sounds:
            _wipe(self._sounds.popleft())


def _wipe(found: PlayedPicture | PlayedSound | None) -> None:
    if found is not None:
        plain = found.rgb if isinstance(found, PlayedPicture) else found.pcm
        plain[:] = bytes(len(plain))

"""AVI and WAV: chunks of the Resource Interchange File Format, also beyond 4 GiB (RF64, OpenDML)."""

from __future__ import annotations

from contextlib import suppress

from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.headers.window import Window
from inspector.imaging.recordings.found import Found
from inspector.records import RecordingFacts

_FORMS = (b"RIFF", b"RF64")
_AVI, _WAVE = b"AVI ", b"WAVE"
_LISTS = frozenset({b"hdrl", b"strl", b"odml"})
_UNKNOWN_LENGTH = 2**32 - 1
_DEEPEST = 4
_HEAD_BYTES = 64


def begins(first: bytes) -> bool:
    """Tell whether this is AVI or WAV; WebP is a picture in the same dress."""
    return first[:4] in _FORMS and first[8:12] in {_AVI, _WAVE}


def read(window: Window) -> RecordingFacts:
    """Walk the chunks up to the recording itself."""
    head = window.take(12)
    found = Found("video/x-msvideo", "audio/wav")
    found.has_sound = head[8:12] == _WAVE
    with suppress(DamagedHeader):
        _Walk(window, found).chunks(window.size, 0)
    return found.facts()


class _Walk:
    """Through one file, keeping what a later chunk needs."""

    def __init__(self, window: Window, found: Found) -> None:
        self._window = window
        self._found = found
        self._bytes_a_second = 0
        self._data_bytes = 0
        """Of a WAV beyond 4 GiB, told ahead of its data."""
        self._frame_us = 0

    def chunks(self, end: int, depth: int) -> None:
        """Read what lies up to `end`."""
        window = self._window
        while window.position + 8 <= end:
            head = window.take(8)
            name, start = head[:4], window.position
            length = int.from_bytes(head[4:], "little")
            if name == b"LIST":
                kind = window.take(4)
                if kind == b"movi":
                    return
                if kind in _LISTS and depth < _DEEPEST:
                    self.chunks(min(start + length, end), depth + 1)
            elif name == b"data":
                self._data(length, end - start)
                return
            else:
                self._take(name, min(length, end - start))
            window.go_to(min(start + length + length % 2, end))

    def _take(self, name: bytes, length: int) -> None:
        if name not in {b"avih", b"strh", b"dmlh", b"fmt ", b"ds64"}:
            return
        body = self._window.take(min(length, _HEAD_BYTES))
        if name == b"avih":
            self._frame_us = _number(body, 0)
            self._found.lasts(self._frame_us * _number(body, 16), 1_000_000)
            self._found.size(_number(body, 32), _number(body, 36))
        elif name == b"dmlh":
            self._found.lasts(self._frame_us * _number(body, 0), 1_000_000)
        elif name == b"strh":
            self._found.has_sound = self._found.has_sound or body[:4] == b"auds"
            if body[:4] == b"vids":
                self._found.lasts(_number(body, 32) * _number(body, 20), _number(body, 24))
        elif name == b"fmt ":
            self._bytes_a_second = _number(body, 8)
        else:
            self._data_bytes = _number(body, 8) | _number(body, 12) << 32

    def _data(self, length: int, there: int) -> None:
        told = self._data_bytes if length == _UNKNOWN_LENGTH else length
        self._found.lasts(min(told, there) if told else there, self._bytes_a_second)


def _number(body: bytes, at: int) -> int:
    found = body[at : at + 4]
    if len(found) < 4:
        raise DamagedHeader("breaks off")
    return int.from_bytes(found, "little")

"""Matroska and WebM: the elements before the first cluster (RFC 8794 EBML, RFC 9559)."""

from __future__ import annotations

import math
import struct
from contextlib import suppress
from datetime import UTC, datetime

from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.headers.window import Window
from inspector.imaging.recordings.found import Found
from inspector.records import RecordingFacts

_MAGIC = b"\x1aE\xdf\xa3"
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_EBML, _DOC_TYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO, _CLUSTER = (
    0x18538067,
    0x1549A966,
    0x1654AE6B,
    0xAE,
    0xE0,
    0x1F43B675,
)
_SCALE, _DURATION, _DATE, _TYPE, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0x4461, 0x83, 0xB0, 0xBA
_CONTAINERS = frozenset({_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO})
_PICTURE, _SOUND = 1, 2
_DEEPEST = 5
_NS = 1_000_000_000


def begins(first: bytes) -> bool:
    """Tell whether this is EBML, of which only Matroska and WebM are found on cards."""
    return first[:4] == _MAGIC


def read(window: Window) -> RecordingFacts:
    """Read the elements up to the first cluster."""
    found = Found("video/x-matroska", "audio/x-matroska")
    with suppress(DamagedHeader):
        _Walk(window, found).elements(window.size, 0)
    return found.facts()


class _Walk:
    """Through one file, keeping what comes in pieces."""

    def __init__(self, window: Window, found: Found) -> None:
        self._window = window
        self._found = found
        self._scale = 1_000_000
        self._duration = 0.0
        self._width = 0

    def elements(self, end: int, depth: int) -> bool:
        """Read what lies up to `end`; False once the recording itself began."""
        window = self._window
        while window.position < end:
            name, _ = self._variable(keeps_marker=True)
            length, is_unknown = self._variable(keeps_marker=False)
            stop = end if is_unknown else window.position + length
            if name == _CLUSTER:
                return False
            if name in _CONTAINERS and depth < _DEEPEST:
                if not self.elements(min(stop, end), depth + 1):
                    return False
            elif stop - window.position <= 32:
                self._take(name, window.take(stop - window.position))
            window.go_to(min(stop, end))
        return True

    def _take(self, name: int, body: bytes) -> None:
        number = int.from_bytes(body, "big")
        if name == _DOC_TYPE and body.rstrip(b"\0") == b"webm":
            self._found.film_type, self._found.sound_type = "video/webm", "audio/webm"
        elif name == _SCALE:
            self._scale = number
        elif name == _DURATION and len(body) in {4, 8}:
            self._duration = struct.unpack(">f" if len(body) == 4 else ">d", body)[0]
        elif name == _DATE and len(body) == 8:
            self._found.begun(_EPOCH, int.from_bytes(body, "big", signed=True) // _NS)
        elif name == _TYPE:
            self._found.has_picture = self._found.has_picture or number == _PICTURE
            self._found.has_sound = self._found.has_sound or number == _SOUND
        elif name == _WIDTH:
            self._width = number
        elif name == _HEIGHT:
            self._found.size(self._width, number)
        if name in {_SCALE, _DURATION} and math.isfinite(self._duration) and 0 < self._duration < 2**53:
            self._found.duration_ms = None  # the scale may come after the duration it counts
            self._found.lasts(int(self._duration) * min(self._scale, _NS), _NS)

    def _variable(self, *, keeps_marker: bool) -> tuple[int, bool]:
        """Return an element's id or length, and whether the length is left open."""
        first = self._window.take(1)[0]
        if first == 0:
            raise DamagedHeader("no element")
        extra = 8 - first.bit_length()
        raw = first.to_bytes(1, "big") + self._window.take(extra)
        number = int.from_bytes(raw, "big")
        bits = 7 * (extra + 1)
        return (number, False) if keeps_marker else (number & (1 << bits) - 1, number == (2 << bits) - 1)

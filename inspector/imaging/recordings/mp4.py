"""MP4, MOV, M4A and 3GP: what the `moov` box says, wherever it stands (ISO/IEC 14496-12, QuickTime File Format)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from inspector.imaging.headers import heif
from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.headers.window import Window
from inspector.imaging.recordings.found import Found
from inspector.records import RecordingFacts

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_FIRST_BOXES = frozenset({b"moov", b"mdat", b"wide", b"pnot"})
"""With which a QuickTime file of old begins, that has no `ftyp`."""
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"mvex"})
_PICTURES = (b"avif", b"avis", b"mif1", b"msf1")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_SOUND_ONLY = "audio/mp4"
_DEEPEST = 4
_HEAD_BYTES = 128
"""`mvhd`, `tkhd` and `hdlr` say what we read within so many."""


def begins(first: bytes) -> bool:
    """Tell whether this is a box file with film or sound; HEIF and AVIF are pictures."""
    name, brand = first[4:8], first[8:12]
    if name == b"ftyp":
        return not heif.begins(first) and brand not in _PICTURES
    return name in _FIRST_BOXES and int.from_bytes(first[:4], "big") not in range(2, 8)


def read(window: Window) -> RecordingFacts:
    """Walk the boxes; a film that broke off has no index, and is told as a film of which nothing is known."""
    first = window.peek(16)
    brand = first[8:12] if first[4:8] == b"ftyp" else b"qt  "
    found = Found(_film_type(brand), _SOUND_ONLY)
    with suppress(DamagedHeader):
        _walk(window, window.size, found, _Told(), 0)
    found.has_sound = found.has_sound or brand in _SOUND_BRANDS
    return found.facts()


def _film_type(brand: bytes) -> str:
    if brand == b"qt  ":
        return "video/quicktime"
    return "video/3gpp" if brand[:2] == b"3g" else "video/mp4"


@dataclass
class _Told:
    """What one box told that another one gives a meaning to."""

    scale: int = 0
    """Units a second of the movie's durations."""
    width: int = 0
    height: int = 0
    """Of a track, until its handler says whether it is a picture."""


def _walk(window: Window, end: int, found: Found, told: _Told, depth: int) -> None:
    while window.position + 8 <= end:
        start = window.position
        head = window.take(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if length == 1:
            length = int.from_bytes(window.take(8), "big")
        elif length == 0:
            length = end - start
        if length < window.position - start or start + length > end:
            if name not in _CONTAINERS:
                raise DamagedHeader("box longer than what holds it")
            length = end - start  # broken off within the index: what is there still counts
        if name in _CONTAINERS and depth < _DEEPEST:
            inner = _Told() if name == b"trak" else told
            _walk(window, start + length, found, inner, depth + 1)
            if name == b"moov":
                return
        else:
            _take(window, name, start + length, found, told)
        window.go_to(start + length)


def _take(window: Window, name: bytes, end: int, found: Found, told: _Told) -> None:
    if name not in {b"mvhd", b"tkhd", b"hdlr", b"mehd"}:
        return
    body = window.take(min(_HEAD_BYTES, end - window.position))
    is_wide = body[:1] == b"\1"
    if name == b"mvhd":
        found.begun(_EPOCH, _number(body, 4, 8 if is_wide else 4))
        at = 20 if is_wide else 12
        told.scale, duration = _number(body, at, 4), _number(body, at + 4, 8 if is_wide else 4)
        if duration not in {2**32 - 1, 2**64 - 1}:
            found.lasts(duration, told.scale)
    elif name == b"mehd":
        found.lasts(_number(body, 4, 8 if is_wide else 4), told.scale)
    elif name == b"tkhd":
        at = 88 if is_wide else 76
        told.width, told.height = _number(body, at, 4) >> 16, _number(body, at + 4, 4) >> 16
    elif body[8:12] == b"vide":
        found.size(told.width, told.height)
    elif body[8:12] == b"soun":
        found.has_sound = True


def _number(body: bytes, at: int, length: int) -> int:
    found = body[at : at + length]
    if len(found) < length:
        raise DamagedHeader("breaks off")
    return int.from_bytes(found, "big")

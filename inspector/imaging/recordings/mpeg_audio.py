"""MP3 and AAC as bare streams: the first two frame headers, and an ID3 block before them (ISO/IEC 11172-3, 13818-7)."""

from __future__ import annotations

from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.headers.window import Window
from inspector.imaging.recordings.found import Found
from inspector.records import RecordingFacts

_ID3 = b"ID3"
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by MPEG version bits."""
_KBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_1 = 3
_LAYER_3 = 1
_ADTS_RATES = 13
_PADDING = 4096
"""Zeros that some recorders leave behind an ID3 block."""


def begins(first: bytes) -> bool:
    """Tell whether this may be MP3 or AAC; only the second frame makes it sure."""
    return first[:3] == _ID3 or _frame(first) is not None


def read(window: Window) -> RecordingFacts | None:
    """Read the first frames; None if what looked like one is followed by no other.

    An ID3 block alone is enough: nobody else writes one.
    """
    has_id3 = window.peek(3) == _ID3
    found = Found("audio/mpeg", "audio/mpeg", has_sound=True)
    try:
        if has_id3:
            _skip_id3(window)
        start = window.position
        frame = _frame(window.peek(64))
        if frame is None:
            raise DamagedHeader("no frame")
        found.sound_type = "audio/aac" if frame.is_aac else "audio/mpeg"
        window.go_to(start + frame.length)
        if _frame(window.peek(16)) is None and window.position < window.size:
            raise DamagedHeader("no second frame")
        window.go_to(start)
        _note_duration(window, frame, found)
    except DamagedHeader:
        return found.facts() if has_id3 else None
    return found.facts()


class _Frame:
    """One frame header, as far as it matters here."""

    def __init__(self, length: int, samples: int, rate: int, bits: int, *, is_aac: bool) -> None:
        self.length = length
        self.samples = samples
        self.rate = rate
        self.bits_a_second = bits
        self.is_aac = is_aac


def _frame(raw: bytes) -> _Frame | None:
    if len(raw) < 7 or raw[0] != 0xFF or raw[1] & 0xE0 != 0xE0:
        return None
    layer = raw[1] >> 1 & 3
    if layer == 0 and raw[1] & 0xF0 == 0xF0:
        length = (raw[3] & 3) << 11 | raw[4] << 3 | raw[5] >> 5
        is_valid = raw[2] >> 2 & 15 < _ADTS_RATES and length >= 7
        return _Frame(length, 1024, 0, 0, is_aac=True) if is_valid else None
    version, rate, kbits = raw[1] >> 3 & 3, raw[2] >> 2 & 3, raw[2] >> 4
    if layer != _LAYER_3 or version not in _RATES or rate == 3 or kbits in {0, 15}:
        return None
    bits = (_KBITS_1 if version == _MPEG_1 else _KBITS_2)[kbits - 1] * 1000
    samples, hertz = 1152 if version == _MPEG_1 else 576, _RATES[version][rate]
    return _Frame(samples // 8 * bits // hertz + (raw[2] >> 1 & 1), samples, hertz, bits, is_aac=False)


def _skip_id3(window: Window) -> None:
    head = window.take(10)
    length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    window.skip(length)
    rest = window.peek(_PADDING)
    window.skip(len(rest) - len(rest.lstrip(b"\0")))


def _note_duration(window: Window, frame: _Frame, found: Found) -> None:
    """By the count of frames some encoders write into the first one, else by the rate of the first frame."""
    if frame.is_aac:
        return
    start = window.position
    first = window.take(min(frame.length, window.size - start))
    for mark in (b"Xing", b"Info"):
        at = first.find(mark, 4, 48)
        if at >= 0 and first[at + 7 : at + 8] and first[at + 7] & 1:
            found.lasts(int.from_bytes(first[at + 8 : at + 12], "big") * frame.samples, frame.rate)
            return
    found.lasts((window.size - start) * 8, frame.bits_a_second)

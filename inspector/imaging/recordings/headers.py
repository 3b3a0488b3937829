"""What a recording says of itself in its headers: kind, length, size, when; nothing is decoded.

Own readers in Python, with the same budget of bytes and steps as a photo's header has (docs/adr/0030, 0114).
"""

from __future__ import annotations

from typing import BinaryIO

from inspector.imaging.headers import FIRST_BYTES
from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.headers.window import Window
from inspector.imaging.recordings import amr, matroska, mp4, mpeg_audio, riff
from inspector.records import RecordingFacts

_KINDS = (
    (mp4.begins, mp4.read),
    (riff.begins, riff.read),
    (matroska.begins, matroska.read),
    (amr.begins, amr.read),
    (mpeg_audio.begins, mpeg_audio.read),
)


def read_recording(source: BinaryIO) -> RecordingFacts | None:
    """Return what the file says, None if it is no film and no sound we know; leaves the stream anywhere.

    A recording that broke off, as when a battery went flat, is one all the same: it is evidence as it is.
    """
    window = Window(source)
    first = window.peek(FIRST_BYTES)
    for begins, read in _KINDS:
        if begins(first):
            try:
                return read(window)
            except DamagedHeader:  # not even the head of its kind is whole
                return None
    return None

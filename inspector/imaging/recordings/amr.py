"""AMR, what telephones and voice recorders write: told by its first line (RFC 4867, section 5)."""

from __future__ import annotations

from inspector.imaging.headers.window import Window
from inspector.imaging.recordings.found import Found
from inspector.records import RecordingFacts

_NARROW, _WIDE = b"#!AMR\n", b"#!AMR-WB\n"


def begins(first: bytes) -> bool:
    """Tell whether this is AMR, narrow or wide."""
    return first.startswith((_NARROW, _WIDE))


def read(window: Window) -> RecordingFacts:
    """Return the kind; frames vary in length, so nothing is said of the duration."""
    kind = "audio/amr-wb" if window.peek(len(_WIDE)) == _WIDE else "audio/amr"
    return Found(kind, kind, has_sound=True).facts()

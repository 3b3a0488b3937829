"""Recordings in words: how long, how large, and how many of them beside how many photos."""

from __future__ import annotations

from inspector.records import Recording
from ui.desktop.i18n import tr
from ui.desktop.widgets import PhotoRow

_GB = 2**30
_MB = 2**20


def duration_words(duration_ms: int | None) -> str:
    """Write a length as 2:05 or 1:02:05; words where the file does not tell it."""
    if duration_ms is None:
        return tr("ui.recording.no_length")
    seconds = duration_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def size_words(size: int) -> str:
    """Write bytes as MB, or as GB where there are many."""
    return f"{size / _GB:.1f} GB" if size >= _GB else f"{-(-size // _MB)} MB"


def taken_words(photos: int, recordings: int) -> str:
    """Count photos and recordings apart; the ones there are none of are not mentioned."""
    parts = []
    if photos or not recordings:
        parts.append(tr("ui.recording.photos", count=photos))
    if recordings:
        parts.append(tr("ui.recording.recordings", count=recordings))
    return tr("ui.recording.and").join(parts)


def plays_icon(media_type: str) -> str:
    """Return the icon of film or of sound."""
    return "film" if media_type.startswith("video/") else "audio-lines"


def recording_row(recording: Recording) -> PhotoRow:
    """Return a recording as a tile: its picture or an icon, how long it is, its name."""
    return PhotoRow(
        recording.id,
        recording.file_name,
        tag=duration_words(recording.claims.duration_ms),
        plays=plays_icon(recording.media_type),
        is_pictured=recording.is_film,
    )

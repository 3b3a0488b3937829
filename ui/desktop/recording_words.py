"""Recordings in words: how long, how large, and how many of them beside how many photos."""

from __future__ import annotations

from inspector.clock import CHINA
from inspector.records import Recording
from ui.desktop.i18n import tr
from ui.desktop.widgets import PhotoRow

_GB = 2**30
_MB = 2**20


def duration_words(duration_ms: int | None) -> str:
    """Write a length as 2:05 or 1:02:05; words where the file does not tell it."""
    return tr("ui.recording.no_length") if duration_ms is None else clock_words(duration_ms)


def clock_words(milliseconds: int) -> str:
    """Write a time in a recording as 2:05 or 1:02:05."""
    seconds = milliseconds // 1000
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


def recording_row(recording: Recording, row: int = 0) -> PhotoRow:
    """Return a recording as a tile: its picture or an icon, how long it is, its name; `row`: its number on the list."""
    shows = tr(f"ui.tag.{recording.tag}") if recording.tag else ""
    return PhotoRow(
        recording.id,
        recording.file_name,
        tag=duration_words(recording.claims.duration_ms),
        where=" · ".join(part for part in (tr("ui.photos.row", row=row) if row else "", shows) if part),
        plays=plays_icon(recording.media_type),
        is_pictured=recording.is_film,
    )


def recording_line(recording: Recording) -> str:
    """Say in one line what file it is: size, when it says it was made, when it came, and its hash."""
    claims = recording.claims
    parts = [f"{claims.width}×{claims.height}"] if claims.width and claims.height else []
    parts.append(size_words(recording.size))
    if claims.made is not None:
        parts.append(tr("ui.recording.made", time=f"{claims.made.astimezone(CHINA):%Y-%m-%d %H:%M}"))
    parts.append(tr("ui.recording.arrived", time=f"{recording.arrived.astimezone(CHINA):%m-%d %H:%M}"))
    parts.append(tr("ui.recording.hash", hash=recording.sha256[:12]))
    return " · ".join(parts)

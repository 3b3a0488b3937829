"""Files that are no longer used but never deleted: damaged ones, and those another took the place of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inspector.durable import replace, sync_folder

FOLDER = "set-aside"


def name_aside(path: Path, wall: datetime) -> str:
    """Return the name a file gets there; a number is added if it is taken."""
    return f"{path.name}.{wall.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def set_aside(path: Path, wall: datetime) -> Path:
    """Move a file into `set-aside/` beside it, named with the time; return where it lies now.

    Raises:
        OSError: whatever the disk says; the file is where it was then.
    """
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    stem = name_aside(path, wall)
    kept, number = folder / stem, 1
    while kept.exists():
        kept, number = folder / f"{stem}.{number}", number + 1
    replace(path, kept)
    sync_folder(folder)
    sync_folder(path.parent)
    return kept

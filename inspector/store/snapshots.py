"""The last three snapshots of the database, in a folder beside it: what a damaged one falls back to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector.durable import sync_folder

FOLDER = "snapshots"
KEPT = 3
MUCH = 200
"""Entries after which a new snapshot is due."""
LONGEST = timedelta(days=1)
"""Time after which one is due if anything changed at all."""
_NAME = re.compile(r"(\d{10})-(\d{8}T\d{6}Z)\.db")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class KeptSnapshot:
    """One snapshot in the folder; its name says how far it reaches and when it was taken."""

    path: Path
    length: int
    """Journal entries in it."""
    taken: datetime
    """UTC."""


def folder_of(path: Path) -> Path:
    """Return the folder of the snapshots of the database at `path`."""
    return path.parent / FOLDER


def kept_snapshots(path: Path) -> list[KeptSnapshot]:
    """Return the snapshots of the database at `path`, the one that reaches furthest first."""
    folder = folder_of(path)
    found = []
    for file in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(file.name)
        if match:
            taken = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
            found.append(KeptSnapshot(file, int(match[1]), taken))
    return sorted(found, key=lambda kept: (kept.length, kept.taken), reverse=True)


def is_due(kept: list[KeptSnapshot], length: int, now: datetime) -> bool:
    """Tell whether a journal of `length` entries should have a new snapshot."""
    newest = newest_of(kept, length)
    if newest is None:
        return length > 0
    changed = length - newest.length
    return changed >= MUCH or (changed > 0 and now - newest.taken >= LONGEST)


def newest_of(kept: list[KeptSnapshot], length: int) -> KeptSnapshot | None:
    """Return the newest snapshot of a journal of `length` entries; one that is longer is of another history."""
    return next((each for each in kept if each.length <= length), None)


def place_for(path: Path, length: int, now: datetime) -> Path:
    """Return where a snapshot of `length` entries goes; makes the folder."""
    folder = folder_of(path)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
    return folder / f"{length:010}-{now.astimezone(UTC).strftime(_TIME)}.db"


def remove_strays(path: Path) -> None:
    """Delete the copies of a run that was cut off, before any is begun: they would take room for ever."""
    for stray in folder_of(path).glob("*.db.new*"):
        stray.unlink(missing_ok=True)


def drop_oldest(path: Path, taken: Path) -> None:
    """Delete what is more than three; called once `taken` was proven, which stays whatever reaches further."""
    others = [kept.path for kept in kept_snapshots(path) if kept.path != taken]
    for old in others[KEPT - 1 :]:
        old.unlink(missing_ok=True)
    if others[KEPT - 1 :]:
        sync_folder(folder_of(path))

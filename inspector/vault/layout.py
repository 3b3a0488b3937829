"""Where the vault's files lie: `ab/<32 hex>.ipv`, fresh ones as `.tmp` beside their later place."""

from __future__ import annotations

import re
from pathlib import Path

from inspector.durable import sync_folder
from inspector.errors import BugError

SUFFIX = ".ipv"
FRESH = ".tmp"
QUARANTINE = "quarantine"
_OBJECT_ID = re.compile(r"[0-9a-f]{32}")


def prepare(folder: Path) -> None:
    """Make the 256 drawers, durable before the first photo: no put has to make a folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    present = {entry.name for entry in folder.iterdir()}
    missing = [name for name in [*drawers(), QUARANTINE] if name not in present]
    for name in missing:
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    if missing:
        sync_folder(folder)
        sync_folder(folder.parent)


def drawers() -> list[str]:
    """Return the names of the drawers, 00 to ff."""
    return [f"{number:02x}" for number in range(256)]


def place(folder: Path, object_id: str) -> Path:
    """Return where an object lies.

    Raises:
        BugError: `vault.object_id` if it is not 32 hex digits, so that no id ever becomes a path.
    """
    if not _OBJECT_ID.fullmatch(object_id):
        raise BugError("vault.object_id")
    return folder / object_id[:2] / f"{object_id}{SUFFIX}"

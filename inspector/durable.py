"""Writing that survives a power cut: file to disk, then its name, then the folder that holds the name.

For the rooms that own files (keys, vault, store, bundles). Windows has no folder sync, and there a
virus scanner may hold a fresh file for a moment, so replacing is tried again for a bounded time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

_REPLACE_TRIES = 8
_FIRST_PAUSE_S = 0.01
_HELD_BY_OTHERS = {5, 32, 33}
"""Windows: access denied, sharing violation, lock violation."""


def create_exclusively(path: Path) -> int:
    """Create a new file only its owner can read and return its descriptor; FileExistsError if it is there."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Give `source` the name `target`; waits a while if another program holds it (Windows)."""
    pause = _FIRST_PAUSE_S
    for _ in range(_REPLACE_TRIES - 1):
        try:
            os.replace(source, target)  # noqa: PTH105 - the fault suite watches this very call
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_BY_OTHERS:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return
    os.replace(source, target)  # noqa: PTH105 - see above


def write_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`, whole or not at all, and return when it is durable."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Do the same with a content that comes in pieces; where it breaks off, nothing is left."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = create_exclusively(fresh)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)

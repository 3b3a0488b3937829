"""Writing to a stick so that what is read back comes from the stick, and telling a bad one by its true name."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inspector.errors import SystemFault
from inspector.progress import Progress

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.ENODEV, errno.ENXIO, errno.ENOMEDIUM if hasattr(errno, "ENOMEDIUM") else errno.ENODEV}
_BLOCK = 1 << 20
_SLACK_BYTES = 256 << 10
"""Room for names and blocks besides the bytes."""


def copy_pieces(source: BinaryIO, name: str, pieces: list[tuple[Path, int]], progress: Progress) -> list[str]:
    """Copy a stream into pieces of these sizes, each flushed to the stick; return the SHA-256 of each."""
    total, done, digests = sum(size for _, size in pieces), 0, []
    for path, size in pieces:
        digest, left = hashlib.sha256(), size
        with path.open("wb") as write:
            while left and (block := source.read(min(_BLOCK, left))):
                progress.step(done, total, name)
                write.write(block)
                digest.update(block)
                done, left = done + len(block), left - len(block)
            write.flush()
            os.fsync(write.fileno())
            forget_cached(write.fileno())
        digests.append(digest.hexdigest())
    return digests


def forget_cached(descriptor: int) -> None:
    """Drop what memory holds of a flushed file; a system without this call may read back from memory."""
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def require_room(stick: Path, size: int) -> None:
    """Say before the first byte that a stick is too small.

    Raises:
        SystemFault: `transport.stick_full` with `missing_mb`.
    """
    free = shutil.disk_usage(stick).free
    if free < size + _SLACK_BYTES:
        raise SystemFault("transport.stick_full", missing_mb=-(-(size + _SLACK_BYTES - free) // 1_000_000))


def file_system_of(stick: Path) -> int | None:
    """Return what tells one file system from another; None where there is no folder."""
    try:
        return stick.stat().st_dev if stick.is_dir() else None
    except OSError:
        return None


@contextmanager
def stick_faults(stick: Path, file: str, file_system: int | None) -> Iterator[None]:
    """Tell a stick that is full, write-protected, gone or failing; nothing on the device changes by any of it.

    It is gone where its folder is, and where the folder no longer lies on the `file_system` it lay on: the place
    of a stick that was pulled may be a folder of our own disk.
    """
    try:
        _require_there(stick, file_system)
        yield
        _require_there(stick, file_system)
    except OSError as error:
        _require_there(stick, file_system)
        raise _named(file, error) from error


def _require_there(stick: Path, file_system: int | None) -> None:
    if file_system is None or file_system_of(stick) != file_system:
        raise SystemFault("transport.stick_gone")


def _named(file: str, error: OSError) -> SystemFault:
    if error.errno in NO_ROOM:
        return SystemFault("transport.stick_full", missing_mb=1)
    if error.errno in _READ_ONLY:
        return SystemFault("transport.stick_read_only")
    if error.errno in _GONE:
        return SystemFault("transport.stick_gone")
    return SystemFault("transport.stick", file=file, why=error.strerror or "")

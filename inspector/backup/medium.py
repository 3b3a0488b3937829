"""The second medium: a stick, a card or another disk, which may be full, read-only, slow, or pulled out."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inspector.durable import create_exclusively, replace, sync_folder
from inspector.errors import InputError, SystemFault

FOLDER = "inspector-backup"
"""Name of the folder on the medium; below it one folder for each device."""
MANIFEST = "manifest.json"
NEXT_MANIFEST = "manifest.next.json"
UNFINISHED = ".part"
_DEVICE = re.compile(r"[0-9a-f]{32}")
_AT_ONCE = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


@contextmanager
def medium_faults() -> Iterator[None]:
    """Turn what the system says about the medium into faults an officer can act on.

    Raises:
        InputError: `backup.medium_full`, `backup.read_only`, `backup.file_too_large` (FAT32 ends at 4 GiB).
        SystemFault: `backup.medium_failed`, also for one that was pulled out.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise InputError("backup.medium_full") from error
        if error.errno in _FORBIDDEN:
            raise InputError("backup.read_only") from error
        if error.errno == errno.EFBIG:
            raise InputError("backup.file_too_large") from error
        raise SystemFault("backup.medium_failed", why=error.strerror or "") from error


def devices_on(medium: Path) -> tuple[Path, ...]:
    """Return the folders of the devices backed up on a medium; also if the folder itself is given.

    Raises:
        InputError: `backup.none_here`.
        SystemFault: `backup.medium_failed`.
    """
    with medium_faults():
        for folder in (medium / FOLDER, medium):
            if folder.is_dir():
                found = [
                    each
                    for each in sorted(folder.iterdir())
                    if _DEVICE.fullmatch(each.name) and (each / MANIFEST).is_file()
                ]
                if found:
                    return tuple(found)
        if _DEVICE.fullmatch(medium.name) and (medium / MANIFEST).is_file():
            return (medium,)
    raise InputError("backup.none_here", folder=medium)


def put_file(source: BinaryIO, target: Path) -> tuple[int, str]:
    """Copy to the medium: written, synced, read back and compared, and only then given its name.

    Returns:
        Size in bytes and SHA-256 of what lies there.

    Raises:
        SystemFault: `backup.not_kept` if the medium gives back other bytes than it was given,
            `backup.source_unreadable` if it is the device that cannot be read.
        OSError: whatever the medium says.
    """
    make_folder(target.parent)
    fresh = target.with_name(target.name + UNFINISHED)
    fresh.unlink(missing_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(create_exclusively(fresh), "wb") as file:
            while piece := _piece(source):
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if sha256_of(fresh) != digest.hexdigest():
            raise SystemFault("backup.not_kept", file=target.name)
        replace(fresh, target)
    except BaseException:
        _remove_if_there(fresh)
        raise
    sync_names(target.parent)
    return size, digest.hexdigest()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each name durable: a list must not outlive what it lists."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_names(folder.parent)


def sha256_of(path: Path) -> str:
    """Return the hash of a file, read from the medium and not from memory where the system allows it."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()


def sync_names(folder: Path) -> None:
    """Make names durable where the medium's file system can: FAT knows no folder sync on some systems."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def _piece(source: BinaryIO) -> bytes:
    try:
        return source.read(_AT_ONCE)
    except OSError as error:
        raise SystemFault("backup.source_unreadable", why=error.strerror or "") from error


def _remove_if_there(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone: the first fault is the one to tell, and a `.part` counts for nothing

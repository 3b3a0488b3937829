"""Copy a backup back: every file is hashed on the way, a damaged one is named and the rest goes on."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector.backup.manifest import BackupFile, Manifest
from inspector.durable import create_exclusively, sync_folder
from inspector.errors import SystemFault
from inspector.progress import Progress

_AT_ONCE = 1 << 20
_MIB = 1 << 20


@dataclass(frozen=True)
class CopiedBack:
    """What came back whole, and what did not."""

    whole: int
    damaged: tuple[str, ...]
    """Names of records, or ids of objects, that are missing on the medium or differ from the list."""


def copy_records_back(folder: Path, manifest: Manifest, target: Path) -> CopiedBack:
    """Copy database, log and keys to `target`, under the names they have in a device's folder.

    Raises:
        OSError: what the target's disk says.
    """
    damaged, whole = [], 0
    for file in manifest.files:
        if file.object:
            continue
        name = file.path.split("/", 2)[2]
        if _copy(folder, file, target / name):
            whole += 1
        else:
            damaged.append(name)
    return CopiedBack(whole, tuple(damaged))


def copy_objects_back(folder: Path, manifest: Manifest, target: Path, progress: Progress) -> CopiedBack:
    """Copy the sealed files into a vault folder.

    Raises:
        OSError: what the target's disk says.
        Cancelled: if somebody asked to stop.
    """
    damaged, whole, done = list(manifest.missing), 0, 0
    listed = manifest.objects()
    total_mib = sum(file.size for file in listed.values()) / _MIB
    for number, (name, file) in enumerate(listed.items()):
        progress.step(number, len(listed), f"{done / _MIB:.0f} / {total_mib:.0f} MiB")
        if _copy(folder, file, target / name[:2] / f"{name}.ipv"):
            whole += 1
        else:
            damaged.append(name)
        done += file.size
    progress.step(len(listed), len(listed), f"{total_mib:.0f} / {total_mib:.0f} MiB")
    return CopiedBack(whole, tuple(damaged))


def _copy(folder: Path, file: BackupFile, target: Path) -> bool:
    """Copy one file; False, and nothing there, if the medium does not give back what was written."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    try:
        source = (folder / file.path).open("rb", buffering=0)
    except OSError:
        return False  # told by the caller, by name
    with source, os.fdopen(create_exclusively(target), "wb") as sink:
        while piece := _read(source):
            digest.update(piece)
            sink.write(piece)
        sink.flush()
        os.fsync(sink.fileno())
    if digest.hexdigest() != file.sha256:
        target.unlink()
        return False
    sync_folder(target.parent)
    return True


def _read(source: BinaryIO) -> bytes:
    """Read from the medium; what it refuses ends the file, and then its hash is wrong."""
    try:
        return source.read(_AT_ONCE)
    except OSError:
        return b""


def require_target_room(manifest: Manifest, free: int) -> None:
    """Refuse before the first byte; `SystemFault("backup.no_room_here")`."""
    needed = sum(file.size for file in manifest.files) * 21 // 20
    if needed > free:
        raise SystemFault("backup.no_room_here", missing_mb=-(-(needed - free) // 1_000_000))

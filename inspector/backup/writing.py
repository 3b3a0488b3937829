"""Write a backup: what is there already is not copied again, and the former one stays valid to the end."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from inspector.backup.manifest import VERSION, BackupFile, Manifest, Signing, manifest_bytes, read_manifest
from inspector.backup.medium import (
    FOLDER,
    MANIFEST,
    NEXT_MANIFEST,
    medium_faults,
    put_file,
    sha256_of,
    sync_names,
)
from inspector.durable import replace
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from inspector.records import SealedObject

_SLACK_BYTES = 4 << 20
"""Room a file system needs for names and blocks besides the bytes."""
_MIB = 1 << 20


@dataclass(frozen=True)
class Source:
    """What of a device is backed up, all of it sealed already."""

    device: str
    """32 hex digits."""
    records: dict[str, Path]
    """Copies of database, log and key files as of one moment, by the name they have in the backup."""
    entries: int
    objects: tuple[SealedObject, ...]
    """Every object the copied database names."""
    ciphertext: Callable[[SealedObject], AbstractContextManager[BinaryIO]]
    checkpoint: str
    made: datetime
    sign: Signing


@dataclass(frozen=True)
class Backup:
    """What was written and lies on the medium as the next backup, to be tried and then put in place."""

    folder: Path
    manifest: Manifest
    copied: int
    copied_bytes: int
    written: tuple[str, ...]
    """Paths copied this time."""
    dropped: tuple[str, ...] = ()
    """Paths of originals that were released since the former backup."""

    def put_in_place(self) -> None:
        """Let the new list take the place of the old one, then drop the old records.

        Raises:
            InputError, SystemFault: `backup.*`; the former backup holds then.
        """
        with medium_faults():
            replace(self.folder / NEXT_MANIFEST, self.folder / MANIFEST)
            sync_names(self.folder)
            for path in self.dropped:
                (self.folder / path).unlink(missing_ok=True)
            current = str(self.manifest.generation)
            for old in (self.folder / "records").iterdir():
                if old.name != current:
                    shutil.rmtree(old)


def write_backup(source: Source, medium: Path, progress: Progress) -> Backup:
    """Copy what the medium does not hold yet and leave the new list beside the old one.

    An object the device cannot read any more is kept as the former backup has it, else listed as missing.

    Raises:
        InputError: `backup.medium_full` (also before anything is written), `backup.read_only`,
            `backup.file_too_large`, `backup.no_medium`.
        SystemFault: `backup.medium_failed`, `backup.not_kept`.
        Cancelled: what was copied is not copied again next time.
    """
    if not medium.is_dir():
        raise InputError("backup.no_medium", folder=medium)
    folder = medium / FOLDER / source.device
    former = _former(folder)
    known = former.objects() if former else {}
    generation = (former.generation if former else 0) + 1
    with medium_faults():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NEXT_MANIFEST).unlink(missing_ok=True)
        if (folder / "records" / str(generation)).exists():
            shutil.rmtree(folder / "records" / str(generation))
        _require_room(source, folder, known)
        copying = _Copying(source, folder, generation, known, progress)
        copying.copy_objects()
        files = [*copying.copy_records(), *copying.files]
        manifest = Manifest(
            v=VERSION,
            device=source.device,
            generation=generation,
            made=source.made,
            entries=source.entries,
            checkpoint=source.checkpoint,
            missing=tuple(copying.missing),
            files=tuple(files),
        )
        put_file(io.BytesIO(manifest_bytes(manifest, source.sign)), folder / NEXT_MANIFEST)
    named = {each.id for each in source.objects}
    dropped = tuple(file.path for name, file in known.items() if name not in named)
    return Backup(folder, manifest, copying.copied, copying.copied_bytes, tuple(copying.written), dropped)


class _Copying:
    """One run over the objects, oldest first."""

    def __init__(
        self, source: Source, folder: Path, generation: int, known: dict[str, BackupFile], progress: Progress
    ) -> None:
        self._source = source
        self._folder = folder
        self._generation = generation
        self._known = known
        self._progress = progress
        self.files: list[BackupFile] = []
        self.missing: list[str] = []
        self.written: list[str] = []
        self.copied = self.copied_bytes = 0

    def copy_objects(self) -> None:
        total = len(self._source.objects)
        total_mib = sum(each.cipher_size for each in self._source.objects) / _MIB
        done = 0
        for number, sealed in enumerate(self._source.objects):
            self._progress.step(number, total, f"{done / _MIB:.0f} / {total_mib:.0f} MiB")
            self._keep_or_copy(sealed)
            done += sealed.cipher_size
        self._progress.step(total, total, f"{total_mib:.0f} / {total_mib:.0f} MiB")

    def copy_records(self) -> list[BackupFile]:
        files = []
        for name, path in self._source.records.items():
            self._progress.step(len(self._source.objects), len(self._source.objects), name)
            below = f"records/{self._generation}/{name}"
            with path.open("rb") as file:
                size, digest = put_file(file, self._folder / below)
            files.append(BackupFile(below, size, digest))
        return files

    def _keep_or_copy(self, sealed: SealedObject) -> None:
        former = self._known.get(sealed.id)
        if former and former.sha256 == sealed.cipher_sha256 and self._lies_there(former):
            self.files.append(former)
            return
        below = f"vault/{sealed.id[:2]}/{sealed.id}.ipv"
        if former is not None:  # sealed again since: the former backup needs its own file to the end
            below = f"vault/{sealed.id[:2]}/{sealed.id}.{self._generation}.ipv"
        target = self._folder / below
        fresh = BackupFile(below, sealed.cipher_size, sealed.cipher_sha256, sealed.id)
        if self._lies_there(fresh) and sha256_of(target) == sealed.cipher_sha256:
            self.files.append(fresh)  # copied by a run that was cut off
            return
        try:
            with self._source.ciphertext(sealed) as file:
                _, digest = put_file(file, target)
        except SystemFault as fault:
            if not fault.code.startswith(("vault.", "backup.source_unreadable")):
                raise
            digest = ""
        if digest == sealed.cipher_sha256:
            self.files.append(fresh)
            self.written.append(below)
            self.copied += 1
            self.copied_bytes += sealed.cipher_size
            return
        if digest:
            target.unlink()
        self.missing.append(sealed.id)

    def _lies_there(self, file: BackupFile) -> bool:
        path = self._folder / file.path
        return path.is_file() and path.stat().st_size == file.size


def _former(folder: Path) -> Manifest | None:
    """Return the list of the backup before; a damaged one only means that every file is read again."""
    if not (folder / MANIFEST).exists():
        return None
    try:
        return read_manifest(folder / MANIFEST).manifest
    except SystemFault as fault:
        if fault.code != "backup.list_damaged":
            raise
        return None


def _require_room(source: Source, folder: Path, known: dict[str, BackupFile]) -> None:
    """Say before the first byte that the medium is too small."""
    waiting = sum(
        sealed.cipher_size
        for sealed in source.objects
        if not (sealed.id in known and known[sealed.id].sha256 == sealed.cipher_sha256)
        and not (folder / "vault" / sealed.id[:2] / f"{sealed.id}.ipv").exists()
    )
    waiting += sum(path.stat().st_size for path in source.records.values()) + _SLACK_BYTES
    free = shutil.disk_usage(folder).free
    if waiting > free:
        raise InputError("backup.too_small", missing_mb=-(-(waiting - free) // 1_000_000))

"""Backup for desktop and command line: copy, try the restore, note that it held."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from inspector.canonical import Json
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from inspector.backup import Reading, Source
    from inspector.keys import Keyring
    from inspector.records import SealedObject
    from inspector.store import Store

VERIFIED = "backup.verified"
"""What the journal calls a backup that was proven."""
_SCRATCH = "backup.scratch"
_AT_ONCE = 500


@dataclass(frozen=True)
class VerifiedBackup:
    """A backup that was read back from its medium and opened."""

    at: datetime
    medium: str
    entries: int
    objects: int
    missing: tuple[str, ...]
    """Objects that neither the device nor the medium could read."""


@dataclass(frozen=True)
class BackedUp:
    """What one run did."""

    verified: VerifiedBackup
    copied: int
    copied_bytes: int
    opened: int
    """Objects opened in the trial restore."""


class BackupDesk:
    """The device's way to a second medium."""

    def __init__(self, device: Device, keyring: Keyring, store: Store, folder: Path) -> None:
        self._device = device
        self._keyring = keyring
        self._store = store
        self._folder = folder
        self._seen = 0
        self._last: VerifiedBackup | None = None
        self._turn = Lock()

    def last_verified(self) -> VerifiedBackup | None:
        """Return the newest backup whose trial restore held, None if there was none yet."""
        with self._turn:
            length = self._device.journal.length()
            end = length
            while end > self._seen:
                start = max(self._seen + 1, end - _AT_ONCE + 1)
                found = [
                    entry for entry in self._device.journal.entries(start, end) if VERIFIED.encode() in entry
                ]
                told = [each for entry in found if (each := _told(entry)) is not None]
                if told:
                    self._last = told[-1]
                    break
                end = start - 1
            self._seen = length
            return self._last

    def back_up(self, medium: Path, *, by: str, progress: Progress | None = None) -> BackedUp:
        """Copy what is new to `medium`, restore it on trial, and journal `backup.verified` if that held.

        Work at the device goes on meanwhile; what is recorded after the start is in the next backup.

        Raises:
            InputError: `backup.medium_full`, `backup.too_small`, `backup.read_only`, `backup.no_medium`,
                `backup.file_too_large`, `backup.on_itself`.
            SystemFault: `backup.medium_failed`, `backup.not_kept`, `backup.trial_failed`,
                `backup.no_scratch`, `store.*`. The former backup on the medium holds then.
        """
        from inspector.backup import try_restore, write_backup

        progress = progress or Progress()
        if medium.resolve().is_relative_to(self._folder):
            raise InputError("backup.on_itself")
        with self._scratch() as scratch:
            backup = write_backup(self._source(scratch), medium, progress)
            trial = scratch / "trial"
            trial.mkdir()
            manifest, opened = try_restore(backup.folder, backup.written, self._reading(), trial, progress)
            backup.put_in_place()
        verified = VerifiedBackup(
            at=self._device.clock.now().wall,
            medium=_label(medium),
            entries=manifest.entries,
            objects=len(manifest.objects()),
            missing=manifest.missing,
        )
        facts: dict[str, Json] = {
            "entries": verified.entries,
            "medium": verified.medium,
            "missing": list(verified.missing),
            "objects": verified.objects,
        }
        with self._device.unit() as unit:
            unit.note(VERIFIED, self._device.id, facts, by=by)
            unit.commit()
        return BackedUp(verified, backup.copied, backup.copied_bytes, opened)

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """Give a folder beside the records, for sealed copies only; wiped before and after."""
        scratch = self._folder / _SCRATCH
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            scratch.mkdir(mode=0o700)
            yield scratch
        except OSError as error:
            raise SystemFault("backup.no_scratch", why=error.strerror or "") from error
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _source(self, scratch: Path) -> Source:
        """Copy log, database and keys as of one moment: the log first, so that it never runs ahead."""
        from inspector.backup import Source
        from inspector.store import objects_in_copy
        from ui.wiring import KEYS, STORE

        records: dict[str, Path] = {}
        keys = sorted((self._folder / KEYS).glob("keys-*.json"))
        for path in (self._folder / "journal.log", self._folder / f"{STORE}.key-check", *keys):
            name = path.relative_to(self._folder).as_posix()
            if path.is_file():
                records[name] = scratch / name
                records[name].parent.mkdir(exist_ok=True)
                shutil.copyfile(path, records[name])
        snapshot = self._store.snapshot_to(scratch / STORE)
        records[STORE] = snapshot.path
        return Source(
            device=self._device.id,
            records=records,
            entries=snapshot.length,
            objects=objects_in_copy(snapshot.path, self._keyring.database_key()),
            ciphertext=self._device.vault.ciphertext,
            checkpoint=self._device.journal.checkpoint(),
            made=self._device.clock.now().wall,
            sign=self._device.signer.sign,
        )

    def _reading(self) -> Reading:
        return reading_with(self._keyring, self._device.id, self._device.vault.object_key)


def reading_with(keyring: Keyring, device: str, object_key: Callable[[SealedObject], bytes]) -> Reading:
    """Return what opens a backup under these keys."""
    from inspector.backup import Reading
    from inspector.store import length_of_sound_copy, objects_in_copy
    from inspector.vault.object_file import unseal

    def plain_sha256(file: BinaryIO, sealed: SealedObject) -> str:
        digest = hashlib.sha256()
        for plain in unseal(file, sealed.id, object_key(sealed)):
            digest.update(plain)
        return digest.hexdigest()

    return Reading(
        public_key=keyring.signer.public_key,
        examine=lambda path: length_of_sound_copy(path, keyring.database_key(), device),
        objects=lambda path: objects_in_copy(path, keyring.database_key()),
        plain_sha256=plain_sha256,
    )


def _told(entry: bytes) -> VerifiedBackup | None:
    """Read a `backup.verified` entry; None for one that only mentions the words."""
    told = json.loads(entry)
    if told["change"] != VERIFIED:
        return None
    facts = told["facts"]
    return VerifiedBackup(
        at=datetime.fromisoformat(told["wall"]),
        medium=facts["medium"],
        entries=facts["entries"],
        objects=facts["objects"],
        missing=tuple(facts["missing"]),
    )


def _label(medium: Path) -> str:
    """Name the medium as people see it: the last part of its path."""
    return medium.resolve().name[:60] or str(medium)[:60]

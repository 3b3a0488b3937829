"""The trial restore: the backup is read back from the medium, opened under the key, and believed only then."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector.backup.copying_back import copy_records_back
from inspector.backup.manifest import Manifest, is_signed_by, read_manifest
from inspector.backup.medium import NEXT_MANIFEST, medium_faults, sha256_of
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import SealedObject

SAMPLE = 200
"""Objects that were copied earlier and are opened again in each trial, chosen by lot."""


@dataclass(frozen=True)
class Reading:
    """What opens a backup; made by who holds the keys."""

    public_key: bytes
    examine: Callable[[Path], int]
    """Check every page, entry and row of a copied database; return its entries, raise if it has a flaw."""
    objects: Callable[[Path], tuple[SealedObject, ...]]
    plain_sha256: Callable[[BinaryIO, SealedObject], str]
    """Unseal without writing anything; raise `SystemFault` if it was altered."""


def try_restore(
    folder: Path, written: Sequence[str], reading: Reading, scratch: Path, progress: Progress
) -> tuple[Manifest, int]:
    """Restore the next backup into `scratch` and open what was written now and a sample of the rest.

    `scratch` holds ciphertext only and is wiped by the caller.

    Returns:
        The list that was proven and the number of objects opened.

    Raises:
        SystemFault: `backup.trial_failed` naming the file; `backup.medium_failed`; whatever opening says.
    """
    signed = read_manifest(folder / NEXT_MANIFEST)
    manifest = signed.manifest
    if not is_signed_by(signed, reading.public_key):
        raise SystemFault("backup.trial_failed", file=NEXT_MANIFEST)
    copied = copy_records_back(folder, manifest, scratch)
    if copied.damaged:
        raise SystemFault("backup.trial_failed", file=copied.damaged[0])
    database = scratch / "store.db"
    if reading.examine(database) != manifest.entries:
        raise SystemFault("backup.trial_failed", file="store.db")
    known = {sealed.id: sealed for sealed in reading.objects(database)}
    listed = manifest.objects()
    if known.keys() != listed.keys() | set(manifest.missing):
        raise SystemFault("backup.trial_failed", file="vault")
    fresh = set(written)
    chosen = [name for name, file in listed.items() if file.path in fresh]
    earlier = [name for name, file in listed.items() if file.path not in fresh]
    chosen += random.SystemRandom().sample(earlier, min(SAMPLE, len(earlier)))
    for number, name in enumerate(chosen):
        progress.step(number, len(chosen), "")
        file = listed[name]
        with medium_faults():
            if sha256_of(folder / file.path) != file.sha256:
                raise SystemFault("backup.trial_failed", file=file.path)
            with (folder / file.path).open("rb") as sealed_file:
                if reading.plain_sha256(sealed_file, known[name]) != known[name].sha256:
                    raise SystemFault("backup.trial_failed", file=file.path)
    progress.step(len(chosen), len(chosen), "")
    return manifest, len(chosen)

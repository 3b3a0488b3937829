"""The whole of a closed device looked through: keys, database, journal, its copy, snapshots, vault."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import SealedObject

if TYPE_CHECKING:
    from inspector.keys import Keyring

SHOWN = 20
"""Flaws of one kind that are listed; all are counted."""


@dataclass(frozen=True)
class Looked:
    """One thing looked at."""

    what: str
    """keys, database, journal_copy, snapshots or vault."""
    counted: int
    """Copies, entries, snapshots or objects."""
    flaws: tuple[str, ...] = ()
    released: int = 0
    """Originals that are at the centre only, as the journal says."""
    unnamed: int = 0
    """Sealed files no record names: a photo cut off before it was acknowledged; set aside at the next start."""

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.flaws


@dataclass(frozen=True)
class CheckReport:
    """What `inspector check` found."""

    looked: tuple[Looked, ...] = field(default=())

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found anywhere."""
        return all(each.is_sound for each in self.looked)

    def plain(self) -> dict[str, Any]:
        """Return the report for `--json`."""
        return {
            "looked": [
                asdict(each) | {"flaws": list(each.flaws[:SHOWN]), "flaws_counted": len(each.flaws)}
                for each in self.looked
            ],
            "verdict": "sound" if self.is_sound else "flawed",
        }


def check_device(folder: Path, keyring: Keyring, progress: Progress | None = None) -> CheckReport:
    """Read everything; the device is held but its records are closed.

    Raises:
        SystemFault: `store.wrong_key`, `store.newer_schema`, `store.io`…: nothing can be told.
    """
    from inspector.keys.key_file import COPIES
    from inspector.store.checking import check_store
    from ui.wiring import STORE

    mended = (keyring.damaged_copy,) if keyring.damaged_copy else ()
    report = check_store(
        folder / STORE,
        keyring.database_key(),
        log_key=keyring.journal_log_key(),
        device_id=keyring.device_id,
    )
    snapshots = tuple(f"{name} {flaw}" for name, _, flaws in report.snapshots for flaw in flaws)
    return CheckReport(
        (
            Looked("keys", len(COPIES), mended),
            Looked("database", report.entries, report.database),
            Looked("journal_copy", report.logged, report.log),
            Looked("snapshots", len(report.snapshots), snapshots),
            check_vault(folder, keyring, report.objects, report.thumbnails, progress or Progress()),
        )
    )


def check_vault(
    folder: Path,
    keyring: Keyring,
    objects: tuple[SealedObject, ...],
    thumbnails: tuple[SealedObject, ...],
    progress: Progress,
) -> Looked:
    """Open every sealed object to its last byte and compare its hash."""
    from inspector.vault import FileVault

    vault = FileVault(folder / "vault", keyring.vault_key)
    flaws = []
    sealed = [each for each in (*objects, *thumbnails) if not each.is_released]
    for number, each in enumerate(sealed):
        progress.step(number, len(sealed))
        try:
            for _ in vault.chunks(each):
                pass
        except SystemFault as fault:
            flaws.append(f"{each.id} {fault.code}")
    lying = {file.stem for file in (folder / "vault").glob("??/*.ipv")}
    unnamed = lying - {each.id for each in sealed}
    released = sum(1 for each in objects if each.is_released)
    return Looked("vault", len(sealed), tuple(flaws), released, len(unnamed))

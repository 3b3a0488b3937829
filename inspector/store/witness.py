"""The highest signed checkpoint, kept outside the database: an older database put back cannot hide.

The log beside the database mends most of that by itself; what is left is told here: a journal that is
shorter than one this device signed before, or another one. Nothing is refused because of it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.canonical import Json
from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.store.database_file import disk_fault
from inspector.store.journal import StoredJournal
from inspector.store.journal_log import Frame

EVERY = 64
"""Entries after which the checkpoint is written anew, besides locking, a receipt and a notice."""
ROLLBACK_FOUND = "journal.rollback_found"
WITNESS_MISSING = "journal.witness_missing"
_AT_ONCE = (b'"kind":"Notice"', b'"change":"receipt.verified"')
_NOTE_MOST = 4096


class Finding(StrEnum):
    """What the journal is, held against the checkpoint kept outside."""

    SHORTER = "shorter"
    """Entries that were signed are not there."""
    OTHER = "other"
    """It is as long, but does not hold what was signed."""
    MISSING = "missing"
    """No checkpoint is kept anywhere, and the journal is too long for a new one: noted, no alarm."""


@dataclass(frozen=True)
class Found:
    """A finding and what it was drawn from."""

    finding: Finding
    length: int
    witnessed: int = 0
    note: str = ""

    @property
    def change(self) -> str:
        """Return what the journal says of it."""
        return WITNESS_MISSING if self.finding is Finding.MISSING else ROLLBACK_FOUND

    def facts(self) -> dict[str, Json]:
        """Return what the journal keeps of it."""
        return {
            "finding": str(self.finding),
            "length": self.length,
            "note": self.note,
            "witnessed": self.witnessed,
        }


class Witness:
    """Keeps the newest checkpoint in several places; writing it never fails the work it follows."""

    def __init__(
        self, places: Iterable[Path], journal: StoredJournal, device: str, public_key: bytes
    ) -> None:
        self._places = tuple(places)
        self._journal = journal
        self._device = device
        self._public_key = public_key
        self._since = 0
        self.fault = ""
        """Why the checkpoint could not be written everywhere; empty while all is well."""

    def look(self) -> Found | None:
        """Hold the journal against the highest checkpoint kept; None if it goes on from that."""
        length, kept = self._journal.length(), self._highest()
        if kept is None:
            return Found(Finding.MISSING, length) if length > EVERY else None
        size, root, note = kept
        if size > length:
            return Found(Finding.SHORTER, length, size, note)
        if self._journal.root(size) != root:
            return Found(Finding.OTHER, length, size, note)
        return None

    def keep(self) -> None:
        """Write the checkpoint over the journal as it stands to every place; a refusal is remembered, not raised."""
        faults = []
        try:
            note = self._journal.checkpoint().encode()
        except SystemFault as fault:
            self.fault = fault.code
            return
        for place in self._places:
            try:
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_file(place, note)
            except OSError as error:
                faults.append(error.strerror or "io")
        self._since, self.fault = 0, " ".join(faults)

    def after(self, frames: list[Frame]) -> None:
        """Note what was just committed, and write the checkpoint when it is time."""
        self._since += len(frames)
        is_weighty = any(mark in frame.entry for frame in frames for mark in _AT_ONCE)
        if is_weighty or self._since >= EVERY:
            self.keep()

    def _highest(self) -> tuple[int, bytes, str] | None:
        found = []
        for place in self._places:
            try:
                with place.open("rb") as file:
                    note = file.read(_NOTE_MOST).decode()
                found.append((*_read(note, self._device, self._public_key), note))
            except (OSError, ValueError, InvalidSignature):
                continue  # not there, cut, or not signed by this device: it witnesses nothing
        return max(found, default=None)


class Alarm:
    """A finding that people have to know of until the centre has taken in the entry that tells of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten: int | None = None
        self.fault = ""
        """Why it could not be written down; empty while all is well."""

    def raise_at(self, seq: int) -> None:
        """Remember the number of the entry that tells of the finding; a refusal is remembered, not raised."""
        self._unwritten = seq
        self.keep()

    def keep(self) -> None:
        """Write down what the disk refused before, if there is any."""
        if self._unwritten is None:
            return
        try:
            write_file(self._path, str(self._unwritten).encode())
        except OSError as error:
            self.fault = disk_fault(error).code
        else:
            self._unwritten, self.fault = None, ""

    def is_raised(self, confirmed_to: Callable[[], int]) -> bool:
        """Tell whether it still stands; `confirmed_to` gives the last entry a receipt covers."""
        if self._unwritten is not None:
            return confirmed_to() < self._unwritten
        try:
            seq = int(self._path.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return False
        except OSError:
            return True
        return confirmed_to() < seq


def _read(note: str, device: str, public_key: bytes) -> tuple[int, bytes]:
    """Return size and root of a note this device signed; ValueError or InvalidSignature for any other."""
    text, _, line = note.partition("\n\n")
    name, size, root, _time = text.split("\n")
    if name != f"inspector/device/{device}":
        raise ValueError(name)
    signature = base64.b64decode(line.rstrip("\n").rpartition(" ")[2], validate=True)[4:]
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, f"{text}\n".encode())
    return int(size), base64.b64decode(root, validate=True)

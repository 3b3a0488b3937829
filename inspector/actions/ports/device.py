"""An unlocked device: the parts every action works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from inspector.actions.ports.journal import Journal, Signer
from inspector.actions.ports.photos import PhotoReader
from inspector.actions.ports.press import HeldSeal, NoticeSealer, Press
from inspector.actions.ports.recordings import RecordingReader
from inspector.actions.ports.store import UnitOfWork
from inspector.actions.ports.vault import Vault
from inspector.actions.print_copies import PrintCopies
from inspector.clock import Clock
from inspector.ids import Ids
from inspector.law import LawPack


def room_for_any(_: int) -> None:
    """Refuse nothing: for a device whose disk nobody watches."""


def no_seals() -> tuple[HeldSeal, ...]:
    """Return no seals: for a device whose keyring has none yet."""
    return ()


@dataclass(frozen=True)
class Device:
    """An unlocked device with all its parts, as every action receives it."""

    id: str
    """32 hex digits."""
    unit: Callable[[], UnitOfWork]
    """Open a transaction for writing."""
    reading: Callable[[], UnitOfWork]
    """Open a transaction that only reads; it never waits for a writer."""
    vault: Vault
    journal: Journal
    signer: Signer
    clock: Clock
    ids: Ids
    law: LawPack
    photos: PhotoReader
    recordings: RecordingReader
    press: Press
    sealer: NoticeSealer
    seals: Callable[[], tuple[HeldSeal, ...]] = no_seals
    """The seals at hand now: the device's, and the officer's who is logged in."""
    room_for: Callable[[int], None] = room_for_any
    """Refuse so many bytes of a large file before they are read: `InputError("space.recording")`."""
    is_sample: bool = False
    """True on a demo device: every printed page says 样本."""
    copies: PrintCopies = field(default_factory=PrintCopies, repr=False, compare=False)
    """Copies of photos for paper, while it is open."""

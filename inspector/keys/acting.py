"""Who acts: the officer whose passphrase was given last, with the key only that passphrase opens."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.keys.seal_key import SealKey


@dataclass(frozen=True)
class Acting:
    """What one opened slot says of its holder."""

    kind: str
    """Of the slot: `officer`, `recovery` or `escrow`."""
    officer: str
    """Record id; empty for recovery and escrow, and for a slot version 1 wrote."""
    seal: SealKey | None
    is_renewal_due: bool = False
    """A guess at this passphrase costs less than is asked for now."""

"""Beginning anew: after an older backup was put back at the centre, its root opens a new epoch of every feed (FORMAT.md 13.8).

The receipt key alone cannot: whoever has it could otherwise make devices forget what they were told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from msgspec import ValidationError

from inspector.errors import InputError
from inspector.typed import converted
from sync.statement import Statement, make_statement, read_statement, verified
from sync.strict_json import base64_bytes

RESTART = "feed-restart"


@dataclass(frozen=True)
class Restart:
    """What the root says."""

    bureau: str
    epoch: int
    """The one that begins; each feed of the bureau has it in common."""
    receipt_key: str
    """Ed25519, base64: the key the restored centre signs with."""
    reason: str
    by: str
    """Who at the office, as people read it."""
    at: str
    """UTC with milliseconds."""


def make_restart(restart: Restart, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign with the root's private key."""
    return make_statement(RESTART, {"v": 1, **asdict(restart)}, sign)


def read_restart(raw: bytes, root: bytes) -> Restart:
    """Return what the raw Ed25519 `root` signed; `InputError("feed.restart")` if it did not."""
    try:
        found = converted(verified(read_statement(raw), RESTART, root), Restart)
    except (InputError, ValidationError) as error:
        raise InputError("feed.restart") from error
    if base64_bytes(found.receipt_key, 32) is None or found.epoch < 2:
        raise InputError("feed.restart")
    return found

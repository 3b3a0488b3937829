"""What the centre said to this device: the signed entries of its feed, as they were applied or set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedState(StrEnum):
    """What became of an entry."""

    APPLIED = "applied"
    SET_ASIDE = "set-aside"
    """Genuine, but it cannot be applied now; `code` says why, and it is tried again after each fetch."""


@dataclass(frozen=True)
class FeedEntry:
    """One entry of the centre's feed; `text` is kept to the byte so that it can be shown to anyone."""

    id: str
    """SHA-256 of `text`: the next entry names it as its predecessor."""
    bureau: str
    seq: int
    """1, 2, 3… without gaps."""
    kind: str
    subject: str
    by: str
    """Who at the office, as people read it."""
    at: str
    """The centre's time, UTC with milliseconds."""
    text: str
    """Canonical JSON as signed."""
    signature: str
    """Ed25519 over the text, base64."""
    body: str
    """Canonical JSON whose hash `text` names; empty once applied if another entry of the journal holds it."""
    received: datetime
    state: FeedState
    code: str = ""
    epoch: int = 1
    """Raised when the bureau's root lets the centre begin anew, after an older backup was put back there."""

    @property
    def order(self) -> tuple[int, int]:
        """Return the place among all entries of one bureau."""
        return self.epoch, self.seq

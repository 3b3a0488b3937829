"""Electronic seals: who closed a printed notice with which key, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SealRole(StrEnum):
    """Whose key it is."""

    DEVICE = "device"
    OFFICER = "officer"
    TIMESTAMP = "timestamp"
    """A time-stamping authority's, in a copy made later; never in the issued file."""


@dataclass(frozen=True)
class NoticeSeal:
    """One electronic seal in an issued PDF, as the record remembers it."""

    role: SealRole
    holder: str
    """Id of the device or the officer."""
    name: str
    """As the PDF says it, e.g. the officer's name."""
    certificate_sha256: str
    """Fingerprint of the certificate (DER); the certificate itself is journalled as `seal.certificate`."""


class SealState(StrEnum):
    """What reading one seal of a PDF shows."""

    INTACT = "intact"
    """What it covers is as it was, and nothing was changed after it but further seals."""
    CHANGED = "changed"
    """Bytes under the seal, or the seal itself, are not what they were."""
    ADDED_TO = "added_to"
    """What it covers is as it was, but something was put on top that no seal closes."""
    UNREADABLE = "unreadable"
    """The seal cannot be read; `why` says what the reader met."""


@dataclass(frozen=True)
class FoundSeal:
    """One seal as it stands in the file; whose key it should be is the record's to say."""

    role: SealRole
    state: SealState
    name: str = ""
    certificate_sha256: str = ""
    at: datetime | None = None
    """What the file says: the device's clock, or the authority's for a timestamp."""
    why: str = ""
    """For whoever looks into it; never shown to a party."""

"""Film and sound as evidence: the sealed original, and what the file itself claims about its length and making."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector.records.evidence import PhotoOrigin, PhotoTag


@dataclass(frozen=True)
class RecordingClaims:
    """What a recording says about itself: shown, never trusted as truth, and unknown where it broke off."""

    made: datetime | None = None
    """When it was begun, UTC; many cameras write their local time here."""
    duration_ms: int | None = None
    width: int | None = None
    """Pixels of the picture; None for sound."""
    height: int | None = None
    has_sound: bool = False


@dataclass(frozen=True)
class RecordingFacts:
    """What can be told from a recording's headers without decoding it."""

    media_type: str
    """E.g. "video/mp4"; sound alone is "audio/…"."""
    claims: RecordingClaims


@dataclass(frozen=True)
class Recording:
    """One sealed film or sound file; `id` is the vault's object id. Never counted among the photos."""

    id: str
    inspection_id: str
    file_name: str
    """A label for people; never a path and never a name in the vault."""
    sha256: str
    """Of the original bytes, 64 hex digits, taken as they arrived."""
    size: int
    """Bytes of the original."""
    media_type: str
    origin: PhotoOrigin
    arrived: datetime
    """When the device began to receive the bytes, UTC."""
    taken_by: str
    """Officer id."""
    claims: RecordingClaims = RecordingClaims()
    item_id: str | None = None
    """Row of the list it shows, if it is one row's."""
    tag: PhotoTag | None = None
    """What it shows, after the shot list of photos; it fills no frame of it."""

    @property
    def is_film(self) -> bool:
        """Tell whether there are pictures to see, not sound alone."""
        return self.media_type.startswith("video/")


@dataclass(frozen=True)
class PlayedPicture:
    """One picture of a film as it is shown."""

    at_ms: int
    width: int
    height: int
    rgb: bytearray
    """Three bytes a pixel, rows without gaps; who shows it wipes it."""


@dataclass(frozen=True)
class PlayedSound:
    """A piece of sound as it is played."""

    at_ms: int
    pcm: bytearray
    """48,000 samples a second, two channels, 16 bits, low byte first; who plays it wipes it."""

"""Photos as evidence: the sealed original and what the file itself claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class PhotoOrigin(StrEnum):
    """How the bytes came in: only the camera in our hands is witnessed."""

    CAMERA = "camera"
    IMPORTED = "imported"
    """From card, phone or folder: origin stated by the officer, not witnessed."""


class PhotoTag(StrEnum):
    """What the picture shows, after the shot list."""

    BOOTH = "booth"
    SHELF = "shelf"
    VIEW = "view"
    SCALE = "scale"
    """With the scale card beside it."""
    BACKSTAMP = "backstamp"
    PACKAGING = "packaging"
    PRICE = "price"
    QUANTITY = "quantity"
    SEAL = "seal"
    CERTIFICATE = "certificate"
    """Of the right said to be infringed."""
    LICENCE = "licence"
    """The party's business licence or identity paper."""
    SIGNING = "signing"


class PhotoRemark(StrEnum):
    """What makes a photo worth a second look while the stand is still there; a hint, never a refusal."""

    BLUR = "blur"
    GLARE = "glare"
    DARK = "dark"
    BRIGHT = "bright"
    NO_SCALE = "no-scale"
    """No scale card is in it, and none in any other photo yet."""


@dataclass(frozen=True)
class ExifClaims:
    """What the file says about itself: shown, compared, never trusted as truth."""

    taken: datetime | None = None
    """As written by the camera; naive where the file gives no zone."""
    latitude: Decimal | None = None
    """Degrees, north positive."""
    longitude: Decimal | None = None
    """Degrees, east positive."""
    orientation: int = 1
    """EXIF orientation 1 to 8."""
    make: str = ""
    model: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class PhotoFacts:
    """What can be told from a photo's first bytes without decoding it."""

    media_type: str
    claims: ExifClaims


@dataclass(frozen=True)
class FoundCode:
    """A square code read from a picture."""

    text: str
    turned: int
    """Degrees it lies turned clockwise, 0 to 359."""


@dataclass(frozen=True)
class Photo:
    """One sealed original; `id` is the vault's object id."""

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
    """When the device received the bytes, UTC."""
    taken_by: str
    """Officer id."""
    claims: ExifClaims = ExifClaims()
    item_id: str | None = None
    tag: PhotoTag | None = None


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """What a list of every photo of the device holds of each: ten thousand of them are read at once."""

    id: str
    inspection_id: str
    file_name: str
    taken_by: str
    item_id: str | None = None
    tag: PhotoTag | None = None

    @classmethod
    def of(cls, photo: Photo) -> PhotoLine:
        """Return what the list holds of a photo."""
        return cls(photo.id, photo.inspection_id, photo.file_name, photo.taken_by, photo.item_id, photo.tag)

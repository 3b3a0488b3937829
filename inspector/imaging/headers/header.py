"""The two answers of a header reader: a header, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """One picture file as its header describes it."""

    media_type: str
    width: int
    """Pixels as stored, before any orientation is applied; at least 1."""
    height: int
    exif: bytes = b""
    """The TIFF block of EXIF without its "Exif" prefix; empty if there is none."""


class DamagedHeader(Exception):  # noqa: N818  # a finding about a file, caught inside this room
    """The file begins like a picture but its header is broken off or contradicts itself."""

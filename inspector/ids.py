"""Identities: sortable for records, purely random for evidence objects."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from inspector.clock import Clock

RandomBytes = Callable[[int], bytes]


class Ids:
    """Makes identities from a clock and a random source that are passed in."""

    def __init__(self, clock: Clock, random: RandomBytes = secrets.token_bytes) -> None:
        self._clock = clock
        self._random = random

    def record(self) -> str:
        """Return a UUIDv7 text (RFC 9562): sorts by the millisecond it was made in."""
        milliseconds = int(self._clock.now().wall.timestamp() * 1000)
        raw = bytearray(milliseconds.to_bytes(6, "big") + self._random(10))
        raw[6] = 0x70 | (raw[6] & 0x0F)
        raw[8] = 0x80 | (raw[8] & 0x3F)
        text = raw.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def object(self) -> str:
        """Return 128 random bits as 32 hex digits: says nothing about the photo it names."""
        return self._random(16).hex()

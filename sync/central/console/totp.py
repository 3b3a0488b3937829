"""One-time codes by the clock, as authenticator programs show them (RFC 6238 over RFC 4226, SHA-1, six digits)."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
SECRET_BYTES = 24
"""At least 20 (RFC 4226, requirement 6); a multiple of eight, as AES-KW asks."""
_DIGITS = 6
_DRIFT = 1
"""Steps a telephone's clock may be off, either way (RFC 6238, 5.2)."""
_CODE = re.compile(rf"[0-9]{{{_DIGITS}}}")


def code_at(secret: bytes, step: int, digits: int = _DIGITS) -> str:
    """Return the code of one step of the clock (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: datetime) -> int:
    """Return the number of the step a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_shown(secret: bytes, typed: str, now: datetime, used: int) -> int | None:
    """Return the step whose code was typed, or None; a step up to `used` does not count a second time."""
    plain = "".join(typed.split())
    if not _CODE.fullmatch(plain):
        return None
    current, found = step_of(now), None
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), plain) and step > used:
            found = step
    return found


def written(secret: bytes) -> str:
    """Return the secret as people type it into a telephone: base32 without padding."""
    return b32encode(secret).decode().rstrip("=")


def address(secret: bytes, account: str, centre: str) -> str:
    """Return the otpauth address that a telephone reads from a square code."""
    label = quote(f"{centre}:{account}", safe="")
    return f"otpauth://totp/{label}?secret={written(secret)}&issuer={quote(centre, safe='')}"

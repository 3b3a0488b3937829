"""Passwords: what one has to be, and Argon2id over it (RFC 9106), kept as a PHC string."""

from __future__ import annotations

import secrets
import unicodedata
from threading import Semaphore

from cryptography.exceptions import InvalidKey

from inspector.errors import InputError

SHORTEST, LONGEST = 12, 256
"""Characters."""
_MEMORY_KIB, _PASSES, _LANES = 46 << 10, 1, 1
"""OWASP's first choice for Argon2id; whoever raises it changes new passwords only, old ones say their own cost."""
_AT_ONCE = Semaphore(2)
"""Together they never take more than twice the memory, however many knock."""


def require_password(password: str, name: str) -> None:
    """Make sure a new password will do: long, and not the name; what it is made of is nobody's business.

    Raises:
        InputError: `console.password_short`, `console.password_long`, `console.password_weak`.
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        raise InputError("console.password_short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise InputError("console.password_long", most=LONGEST)
    if name.casefold() in plain.casefold() or len(set(plain)) < SHORTEST // 2:
        raise InputError("console.password_weak")


def hashed(password: str) -> str:
    """Return what may be kept of a password."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    with _AT_ONCE:
        kdf = Argon2id(
            salt=secrets.token_bytes(16), length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB
        )
        return kdf.derive_phc_encoded(_plain(password).encode())


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether this is the password; takes as long where there is none, so that nobody learns who exists."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if len(password) > LONGEST:
        return False
    if kept is None:
        hashed(password)
        return False
    with _AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(_plain(password).encode(), kept)
        except InvalidKey:
            return False
    return True


def _plain(password: str) -> str:
    """Return one form of the same characters: keyboards differ in how they compose them."""
    return unicodedata.normalize("NFKC", password)

"""Ed25519 verification after RFC 8032, section 5.1: plain Python, made to be read.

Slow (milliseconds) and not constant-time: it handles public values only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

P = 2**255 - 19
"""The field."""
L = 2**252 + 27742317777372353535851937790883648493
"""The order of the base point."""
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)

if TYPE_CHECKING:  # older Pythons cannot say this at run time
    Point = tuple[int, int, int, int]
    """Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z."""

NEUTRAL: Point = (0, 1, 1, 0)


def is_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` (64 bytes) over `message` holds under `public_key` (32 bytes)."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key = _decode(public_key)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % L
    # R must be s·B − k·A, in its only encoding
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return _encode(_two_products(s, BASE, k, minus_key)) == signature[:32]


def _add(a: Point, b: Point) -> Point:
    m = (a[1] - a[0]) * (b[1] - b[0]) % P
    n = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(a: Point) -> Point:
    x, y, z, _ = a
    xx, yy, zz = x * x % P, y * y % P, 2 * z * z % P
    h = xx + yy
    e = h - (x + y) * (x + y) % P
    g = xx - yy
    f = zz + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _two_products(s: int, a: Point, k: int, b: Point) -> Point:
    """Return s·a + k·b, bit by bit for both at once."""
    both = _add(a, b)
    total = NEUTRAL
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        total = _double(total)
        wanted = (s >> bit & 1, k >> bit & 1)
        if wanted != (0, 0):
            total = _add(total, {(1, 0): a, (0, 1): b, (1, 1): both}[wanted])
    return total


def _decode(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if x * x % P != xx:
        x = x * SQRT_MINUS_1 % P
    if x * x % P != xx or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> Point:
    found = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert found is not None
    return found


BASE = _base()

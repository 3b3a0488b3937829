"""ECDSA on P-256 and P-384 (FIPS 186-4, SEC 1) and RSA with PKCS#1 v1.5: plain Python, made to be read.

Slow (some ten milliseconds) and not constant-time: it handles public values only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from . import der

if TYPE_CHECKING:  # older Pythons cannot say this at run time
    Point = tuple[int, int] | None
    """Affine; None is the point at infinity."""


class Curve(NamedTuple):
    """y² = x³ − 3x + b over the field of p; the base point g has order n."""

    p: int
    b: int
    n: int
    g: tuple[int, int]


P256 = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
P384 = Curve(
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
)

_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""What stands before the digest in a signature: RFC 8017, section 9.2, note 1."""


def ecdsa_holds(curve: Curve, point: bytes, hash_name: str, message: bytes, signature: bytes) -> bool:
    """Tell whether a DER signature (r, s) holds under an uncompressed point."""
    key = _decode(curve, point)
    try:
        r, s = (each.number() for each in der.sequence(der.only(signature)))
    except ValueError:
        return False
    if key is None or not (1 <= r < curve.n and 1 <= s < curve.n):
        return False
    digest = hashlib.new(hash_name, message).digest()
    e = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - curve.n.bit_length())
    w = pow(s, -1, curve.n)
    found = _two_products(curve, e * w % curve.n, curve.g, r * w % curve.n, key)
    return found is not None and found[0] % curve.n == r


def rsa_holds(modulus: int, exponent: int, hash_name: str, message: bytes, signature: bytes) -> bool:
    """Tell whether an RSASSA-PKCS1-v1_5 signature holds: RFC 8017, section 8.2.2, by comparing the whole block."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus or hash_name not in _DIGEST_INFO:
        return False
    end = _DIGEST_INFO[hash_name] + hashlib.new(hash_name, message).digest()
    block = b"\0\1" + b"\xff" * (size - len(end) - 3) + b"\0" + end
    return pow(number, exponent, modulus).to_bytes(size, "big") == block


def _decode(curve: Curve, point: bytes) -> Point:
    size = (curve.p.bit_length() + 7) // 8
    if len(point) != 1 + 2 * size or point[0] != 4:
        return None
    x, y = int.from_bytes(point[1 : 1 + size], "big"), int.from_bytes(point[1 + size :], "big")
    on_curve = x < curve.p and y < curve.p and (y * y - x * x * x + 3 * x - curve.b) % curve.p == 0
    return (x, y) if on_curve else None


def _add(curve: Curve, a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    p = curve.p
    if a[0] == b[0]:
        if (a[1] + b[1]) % p == 0:
            return None
        slope = 3 * (a[0] * a[0] - 1) * pow(2 * a[1], -1, p) % p
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, p) % p
    x = (slope * slope - a[0] - b[0]) % p
    return x, (slope * (a[0] - x) - a[1]) % p


def _two_products(curve: Curve, s: int, a: Point, k: int, b: Point) -> Point:
    """Return s·a + k·b, bit by bit for both at once."""
    both = _add(curve, a, b)
    total: Point = None
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        total = _add(curve, total, total)
        wanted = (s >> bit & 1, k >> bit & 1)
        if wanted != (0, 0):
            total = _add(curve, total, {(1, 0): a, (0, 1): b, (1, 1): both}[wanted])
    return total

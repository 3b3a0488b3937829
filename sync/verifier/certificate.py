"""X.509 certificates (RFC 5280) for one purpose: whose key is this, and does a signature hold under it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NamedTuple

from . import curves, der
from .ed25519 import is_valid

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_CURVES = {"1.2.840.10045.3.1.7": curves.P256, "1.3.132.0.34": curves.P384}
_ECDSA = {
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
_RSA = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_RSA_KEY, _EC_KEY, _ED25519 = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.3.101.112"
_COMMON_NAME = "2.5.4.3"
_TEXTS = {12: "utf-8", 19: "ascii", 22: "ascii", 30: "utf-16-be"}


class UnusualError(ValueError):
    """A form this verifier does not know: nothing can be said of it, good or bad."""


class Certificate(NamedTuple):
    """What is needed of a certificate."""

    whole: bytes
    serial: int
    issuer: bytes
    """The issuer's name as DER."""
    subject: str
    """The common name, empty if there is none."""
    key: der.Node
    """SubjectPublicKeyInfo."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return hashlib.sha256(self.whole).hexdigest()


def read(whole: bytes) -> Certificate:
    """Read one DER certificate.

    Raises:
        DerError: it is not one.
    """
    body = der.sequence(der.sequence(der.only(whole), 3)[0], 6)
    if body[0].tag == der.CONTEXT_0:
        body = body[1:]
    if len(body) < 6:
        raise der.DerError("certificate")
    return Certificate(whole, body[0].number(), body[2].whole, _common_name(body[4]), body[5])


def read_given(raw: bytes) -> list[Certificate]:
    """Read the certificates of a file somebody gives: DER, or PEM with one or several."""
    pem = re.findall(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", raw, re.DOTALL)
    return [read(base64.b64decode(each)) for each in pem] if pem else [read(raw)]


def holds(
    certificate: Certificate, algorithm: der.Node, hash_name: str, message: bytes, signature: bytes
) -> bool:
    """Tell whether a CMS signature over `message` holds under the certificate's key.

    Raises:
        UnusualError: the key or the algorithm is of a kind not known here.
        DerError: the key cannot be read.
    """
    parts = der.sequence(certificate.key, 2)
    kind, key = der.sequence(parts[0], 1), der.expect(parts[1], der.BIT_STRING).content[1:]
    said = der.sequence(algorithm, 1)
    name, used = kind[0].name(), said[0].name()
    if any(each.whole != b"\x05\0" for each in said[1:]):  # parameters other than NULL change what is meant
        raise UnusualError(used)
    if name == _EC_KEY and used in _ECDSA:
        curve = _CURVES.get(kind[1].name()) if len(kind) > 1 else None
        if curve is not None:
            return curves.ecdsa_holds(curve, key, _ECDSA[used], message, signature)
    if name == _RSA_KEY and used in {*_RSA, _RSA_KEY}:
        modulus, exponent = der.sequence(der.only(key), 2)[:2]
        return curves.rsa_holds(
            modulus.number(), exponent.number(), _RSA.get(used, hash_name), message, signature
        )
    if name == used == _ED25519:
        return is_valid(key, message, signature)
    raise UnusualError(used)


def _common_name(name: der.Node) -> str:
    for relative in der.sequence(name):
        for each in der.sequence(relative, tag=der.SET):
            kind, value = der.sequence(each, 2)[:2]
            if kind.name() == _COMMON_NAME and value.tag in _TEXTS:
                return value.content.decode(_TEXTS[value.tag], "replace")
    return ""

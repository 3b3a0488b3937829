"""CMS SignedData (RFC 5652) with one signer, as PDF seals and timestamps carry it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from . import certificate, der
from .certificate import HASHES, Certificate, UnusualError

SIGNED_DATA = "1.2.840.113549.1.7.2"
DATA = "1.2.840.113549.1.7.1"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_NULL = b"\x05\0"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"


class Signed(NamedTuple):
    """One signature, read but not yet judged."""

    content_type: str
    content: bytes | None
    """What was signed, where it is inside; None where it lies elsewhere, as in a PDF."""
    hash_name: str
    digest: bytes
    """The signed digest of the content."""
    named_certificate: bytes | None
    """Hash of the signer's certificate among what is signed (RFC 5035)."""
    named_hash: str
    signed: bytes
    """The bytes under the signature."""
    algorithm: der.Node
    signature: bytes
    certificates: list[Certificate]
    issuer: bytes | None
    """The name (DER) of who issued the signer's certificate; None where the signer is named otherwise."""
    serial: int

    def own_certificate(self) -> Certificate | None:
        """Return the embedded certificate the signature names."""
        return next((each for each in self.certificates if self.is_by(each)), None)

    def is_by(self, candidate: Certificate) -> bool:
        """Tell whether the signature says it was made with this certificate, in every way it says so."""
        is_named = self.named_certificate is not None
        if is_named and hashlib.new(self.named_hash, candidate.whole).digest() != self.named_certificate:
            return False
        if self.issuer is None:  # by the key's identifier, which is no part of what is signed
            return is_named
        return (self.issuer, self.serial) == (candidate.issuer, candidate.serial)

    def holds_under(self, key: Certificate) -> bool:
        """Tell whether the signature itself holds under a certificate's key.

        Raises:
            UnusualError, DerError: as `certificate.holds`.
        """
        return certificate.holds(key, self.algorithm, self.hash_name, self.signed, self.signature)


def read(raw: bytes) -> Signed:
    """Read a SignedData, nothing after it.

    Raises:
        DerError: the bytes are no DER of this shape.
        UnusualError: it is well formed, but not of the kind known here.
    """
    outer = der.sequence(der.only(raw), 2)
    kind, wrapped = outer[:2]
    if len(outer) != 2:
        raise der.DerError("content info")
    if kind.name() != SIGNED_DATA:
        raise UnusualError(kind.name())
    body = der.sequence(der.only(der.expect(wrapped, der.CONTEXT_0).content), 4)
    encapsulated, infos = der.sequence(body[2], 1), der.sequence(body[-1], tag=der.SET)
    if len(infos) != 1:
        raise UnusualError("signers")
    info = der.sequence(infos[0], 6)
    is_by_issuer = info[1].tag == der.SEQUENCE
    if not is_by_issuer and info[1].tag != der.CONTEXT_0_PLAIN:
        raise UnusualError("signer")
    versions = (1 if is_by_issuer and encapsulated[0].name() == DATA else 3, 1 if is_by_issuer else 3)
    if (body[0].number(), info[0].number()) != versions:  # RFC 5652, sections 5.1 and 5.3
        raise UnusualError("version")
    if info[3].tag != der.CONTEXT_0:
        raise UnusualError("no signed attributes")
    hash_name = _hash_of(info[2])
    if hash_name not in {_hash_of(each) for each in der.sequence(body[1], tag=der.SET)}:
        raise UnusualError("digest algorithms")
    attributes = _attributes(info[3])
    content_type = encapsulated[0].name()
    if attributes[_CONTENT_TYPE].name() != content_type:
        raise UnusualError("content type")
    signer = der.sequence(info[1], 2) if is_by_issuer else None
    named, named_hash = _signing_certificate(attributes.get(_SIGNING_CERTIFICATE))
    return Signed(
        content_type,
        der.only(encapsulated[1].content).content if len(encapsulated) > 1 else None,
        hash_name,
        der.expect(attributes[_MESSAGE_DIGEST], der.OCTET_STRING).content,
        named,
        named_hash,
        bytes([der.SET]) + info[3].whole[1:],  # signed as a SET, sent as [0]: RFC 5652, section 5.4
        info[4],
        der.expect(info[5], der.OCTET_STRING).content,
        [
            certificate.read(each.whole)
            for part in body[3:-1]
            if part.tag == der.CONTEXT_0
            for each in part.parts()
            if each.tag == der.SEQUENCE
        ],
        signer[0].whole if signer else None,
        signer[1].number() if signer else 0,
    )


def _hash_of(algorithm: der.Node) -> str:
    parts = der.sequence(algorithm, 1)
    name = parts[0].name()
    if name not in HASHES or any(each.whole != _NULL for each in parts[1:]):
        raise UnusualError(name)
    return HASHES[name]


def _attributes(node: der.Node) -> dict[str, der.Node]:
    found = {}
    for each in node.parts():
        name, values = der.sequence(each, 2)[:2]
        found[name.name()] = der.sequence(values, 1, tag=der.SET)[0]
    if not {_CONTENT_TYPE, _MESSAGE_DIGEST} <= set(found):
        raise UnusualError("signed attributes")
    return found


def _signing_certificate(value: der.Node | None) -> tuple[bytes | None, str]:
    """Return the hash of the signer's certificate and the name of the hash; SHA-256 is the default."""
    if value is None:
        return None, ""
    first = der.sequence(der.sequence(der.sequence(value, 1)[0], 1)[0], 1)
    if first[0].tag == der.SEQUENCE:
        return der.expect(first[1], der.OCTET_STRING).content, _hash_of(first[0])
    return der.expect(first[0], der.OCTET_STRING).content, "sha256"

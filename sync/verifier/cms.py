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
    signer: der.Node

    def own_certificate(self) -> Certificate | None:
        """Return the embedded certificate the signature names."""
        return next((each for each in self.certificates if self.is_by(each)), None)

    def is_by(self, candidate: Certificate) -> bool:
        """Tell whether the signature says it was made with this certificate."""
        if self.named_certificate is not None:
            return hashlib.new(self.named_hash, candidate.whole).digest() == self.named_certificate
        if self.signer.tag != der.SEQUENCE:
            return False
        issuer, serial = der.sequence(self.signer, 2)[:2]
        return (issuer.whole, serial.number()) == (candidate.issuer, candidate.serial)

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
    kind, wrapped = der.sequence(der.only(raw), 2)[:2]
    if kind.name() != SIGNED_DATA:
        raise UnusualError(kind.name())
    body = der.sequence(der.only(der.expect(wrapped, der.CONTEXT_0).content), 4)
    encapsulated, infos = der.sequence(body[2], 1), der.sequence(body[-1], tag=der.SET)
    if len(infos) != 1:
        raise UnusualError("signers")
    info = der.sequence(infos[0], 6)
    if info[3].tag != der.CONTEXT_0:
        raise UnusualError("no signed attributes")
    hash_name = _hash_of(info[2])
    if hash_name not in {_hash_of(each) for each in der.sequence(body[1], tag=der.SET)}:
        raise UnusualError("digest algorithms")
    attributes = _attributes(info[3])
    content_type = encapsulated[0].name()
    if attributes[_CONTENT_TYPE].name() != content_type:
        raise UnusualError("content type")
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
        info[1],
    )


def _hash_of(algorithm: der.Node) -> str:
    name = der.sequence(algorithm, 1)[0].name()
    if name not in HASHES:
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

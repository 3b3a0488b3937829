"""Signatures in a PDF (ISO 32000-1, 12.8; ETSI EN 319 142-1): each with the bytes it covers."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from . import cms, der, timestamp
from .certificate import UnusualError
from .verdict import AlteredError

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_SUBFILTER = re.compile(rb"/SubFilter\s*/([A-Za-z0-9.]+)")
_HEX = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")
"""One spelling throughout: a digit whose case was changed would otherwise go unnoticed."""


class Seal(NamedTuple):
    """One signature in a PDF, judged."""

    number: int
    """Counted from 1, in the order of the file."""
    end: int
    """Offset after the last byte it covers."""
    signer: str
    """The common name in the certificate that lies beside the signature; nobody vouched for it."""
    fingerprint: str
    """SHA-256 of that certificate, hex."""
    time: str
    """Of a document timestamp; empty for others."""
    unusual: str
    """Why nothing can be said of it; empty if it holds."""


class _Range(NamedTuple):
    """A `/ByteRange [a b c d]` and where it stands: signed are b bytes from a and d bytes from c."""

    at: int
    a: int
    b: int
    c: int
    d: int

    @property
    def end(self) -> int:
        return self.c + self.d

    def is_a_hole(self, pdf: bytes) -> bool:
        """Tell whether it leaves out exactly one hexadecimal string: the signature itself."""
        fits = self.a == 0 < self.b < self.c <= self.end <= len(pdf)
        return fits and pdf[self.b : self.b + 1] == b"<" and pdf[self.c - 1 : self.c] == b">"


def read(pdf: bytes) -> list[Seal]:
    """Judge every signature in a PDF, in the order of what they cover.

    Raises:
        AlteredError: "seal N", if the bytes it covers, or the signature itself, do not agree.
    """
    ranges = [_Range(found.start(), *map(int, found.groups())) for found in _RANGE.finditer(pdf)]
    holes = sorted((each for each in ranges if each.is_a_hole(pdf)), key=lambda each: each.end)
    return [_judge(pdf, number, each) for number, each in enumerate(holes, 1)]


def count_unusual(pdf: bytes) -> int:
    """Count what looks like a signature's range but does not fit the file."""
    ranges = (_Range(found.start(), *map(int, found.groups())) for found in _RANGE.finditer(pdf))
    return sum(not each.is_a_hole(pdf) for each in ranges)


def _judge(pdf: bytes, number: int, said: _Range) -> Seal:
    place, end = f"seal {number}", said.end
    begin = max(pdf.rfind(b" obj", 0, min(said.at, said.b)), 0)
    after = pdf.find(b"endobj", max(said.at, said.c))
    subfilter = _SUBFILTER.search(pdf, begin, after if after >= 0 else end)
    kind = subfilter[1].decode() if subfilter else ""
    hexadecimal = pdf[said.b : said.c]
    if not _HEX.fullmatch(hexadecimal) or len(hexadecimal) % 2:
        return Seal(number, end, "", "", "", "Contents")
    blob = bytes.fromhex(hexadecimal[1:-1].decode())
    covered = pdf[: said.b] + pdf[said.c : end]
    try:
        token, length = der.read(blob)
        if blob[length:].strip(b"\0"):
            return Seal(number, end, "", "", "", "Contents")
        if kind == "ETSI.RFC3161":
            return _stamp(place, number, end, token.whole, covered)
        if kind not in {"ETSI.CAdES.detached", "adbe.pkcs7.detached"}:
            raise UnusualError(kind or "SubFilter")
        signed = cms.read(token.whole)
    except ValueError as error:
        return Seal(number, end, "", "", "", str(error))
    if signed.content is not None or signed.content_type != cms.DATA:
        return Seal(number, end, "", "", "", signed.content_type)
    if hashlib.new(signed.hash_name, covered).digest() != signed.digest:
        raise AlteredError(place, "digest")
    return _signed(place, number, end, signed, "")


def _stamp(place: str, number: int, end: int, token: bytes, covered: bytes) -> Seal:
    stamp = timestamp.read(token)
    if not stamp.is_over(covered):
        raise AlteredError(place, "imprint")
    if hashlib.new(stamp.signed.hash_name, stamp.signed.content or b"").digest() != stamp.signed.digest:
        raise AlteredError(place, "digest")
    return _signed(place, number, end, stamp.signed, stamp.time)


def _signed(place: str, number: int, end: int, signed: cms.Signed, time: str) -> Seal:
    own = signed.own_certificate()
    if own is None:
        return Seal(number, end, "", "", time, "certificate")
    try:
        does_hold = signed.holds_under(own)
    except ValueError as error:
        return Seal(number, end, own.subject, own.fingerprint, time, str(error))
    if not does_hold:
        raise AlteredError(place, "signature")
    return Seal(number, end, own.subject, own.fingerprint, time, "")

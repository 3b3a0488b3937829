"""RFC 3161 timestamps: what an authority outside says it was shown, and when."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from . import cms, der
from .certificate import HASHES, Certificate, UnusualError
from .verdict import HELD, OPEN, AlteredError, Remark

TST_INFO = "1.2.840.113549.1.9.16.1.4"


class Stamp(NamedTuple):
    """What a token says."""

    signed: cms.Signed
    hash_name: str
    imprint: bytes
    time: str
    """As the authority states it, UTC: `2026-11-23T01:02:03Z`."""

    def is_over(self, message: bytes) -> bool:
        """Tell whether the token is over exactly these bytes."""
        return hashlib.new(self.hash_name, message).digest() == self.imprint


def read(raw: bytes) -> Stamp:
    """Read a token, or the answer of an authority that holds one.

    Raises:
        DerError: the bytes are no DER of this shape.
        UnusualError: it is well formed, but not of a kind known here.
    """
    parts = der.sequence(der.only(raw), 2)
    if parts[0].tag == der.SEQUENCE:  # TimeStampResp: status, token
        raw = parts[1].whole
    signed = cms.read(raw)
    if signed.content_type != TST_INFO or signed.content is None:
        raise UnusualError(signed.content_type)
    info = der.sequence(der.only(signed.content), 5)
    imprint = der.sequence(info[2], 2)
    name = der.sequence(imprint[0], 1)[0].name()
    if name not in HASHES:
        raise UnusualError(name)
    said = der.expect(info[4], der.GENERALIZED_TIME).content.decode("ascii", "replace")
    time = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z", said)
    if time is None:
        raise UnusualError("genTime")
    year, month, day, hour, minute, second = time.groups()
    return Stamp(
        signed,
        HASHES[name],
        der.expect(imprint[1], der.OCTET_STRING).content,
        f"{year}-{month}-{day}T{hour}:{minute}:{second}Z",
    )


def judge(raw: bytes, message: bytes, authorities: tuple[Certificate, ...]) -> list[Remark]:
    """Say what a token over `message` is worth.

    `authorities` are certificates somebody handed over and trusts; a certificate inside the token
    proves only that the token is whole.

    Raises:
        AlteredError: "timestamp", if it is over something else or its signature does not hold.
    """
    try:
        stamp = read(raw)
    except UnusualError as error:
        return [_unknown(error)]
    except ValueError as error:
        raise AlteredError("timestamp", "DER") from error
    if not stamp.is_over(message):
        raise AlteredError("timestamp", "imprint")
    digest = hashlib.new(stamp.signed.hash_name, stamp.signed.content or b"").digest()
    if digest != stamp.signed.digest:
        raise AlteredError("timestamp", "digest")
    given = next((each for each in authorities if stamp.signed.is_by(each)), None)
    own = given or stamp.signed.own_certificate()
    said = Remark(HELD, f"时间戳所载时间：{stamp.time}。", f"The timestamp states {stamp.time}.")
    if own is None:
        return [said, _unchecked("令牌内没有证书", "no certificate in the token")]
    try:
        does_hold = stamp.signed.holds_under(own)
    except UnusualError as error:
        return [said, _unchecked(f"算法 {error}", f"algorithm {error}")]
    except ValueError as error:
        raise AlteredError("timestamp", "certificate") from error
    if not does_hold:
        raise AlteredError("timestamp", "signature")
    name = own.subject or own.fingerprint[:16]
    if given is None:
        return [
            said,
            Remark(
                OPEN,
                f"时间戳签名与其自带证书“{name}”相符，但该证书是否可信未经确认。证书指纹 {own.fingerprint}。",
                f"The timestamp's signature holds under its own certificate “{name}”, which nobody"
                f" vouched for. Fingerprint {own.fingerprint}.",
            ),
        ]
    return [
        said,
        Remark(
            HELD,
            f"时间戳由所给证书“{name}”签署；证书自身的有效期与吊销状态未核对。",
            f"The timestamp is signed by the given certificate “{name}”; its validity and revocation were not checked.",
        ),
    ]


def _unknown(error: UnusualError) -> Remark:
    return Remark(
        OPEN,
        f"时间戳的形式本程序不认识（{error}），未核对。",
        f"The timestamp is of a form not known here ({error}) and was not checked.",
    )


def _unchecked(zh: str, en: str) -> Remark:
    return Remark(
        OPEN, f"时间戳的签名未核对（{zh}）。", f"The signature of the timestamp was not checked ({en})."
    )

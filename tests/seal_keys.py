"""Seal keys made from a word, and a time-stamping authority of our own, for tests of the electronic seals."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from inspector.actions.ports import HeldSeal
from inspector.records import SealRole

_FOR_EVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _named(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def seal_key(role: SealRole, word: str, holder: str = "", name: str = "") -> HeldSeal:
    """The same word, the same key and certificate."""
    secret = int.from_bytes(hashlib.sha256(word.encode()).digest(), "big") % (_ORDER - 1) + 1
    private = ec.derive_private_key(secret, ec.SECP256R1())
    subject = _named(word)
    builder = x509.CertificateBuilder(subject, subject, private.public_key(), 1, _MADE, _FOR_EVER)
    certificate = builder.sign(private, hashes.SHA256(), ecdsa_deterministic=True)

    def sign(message: bytes) -> bytes:
        return private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    content = certificate.public_bytes(serialization.Encoding.DER)
    return HeldSeal(role, holder or word, content, sign, name or word)


DEVICE_KEY = seal_key(SealRole.DEVICE, "sample device", name="执法设备d0d0d0d0")
OFFICER_KEY = seal_key(SealRole.OFFICER, "sample officer", name="张样本（样A001）")
BOTH = (DEVICE_KEY, OFFICER_KEY)


class Authority:
    """Answers RFC 3161 requests at a fixed time; counts them."""

    def __init__(self, at: datetime) -> None:
        certificate, private = _authority_identity()
        self._answers = DummyTimeStamper(certificate, private, fixed_dt=at)
        self.asked = 0

    def __call__(self, request: bytes) -> bytes:
        self.asked += 1
        answer: bytes = self._answers.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answer


@cache
def _authority_identity() -> tuple[asn1_x509.Certificate, asn1_keys.PrivateKeyInfo]:
    private = rsa.generate_private_key(65537, 2048)
    subject = _named("样本时间戳服务")
    builder = x509.CertificateBuilder(
        subject, subject, private.public_key(), 2, _MADE, _MADE + timedelta(days=3650)
    ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(private, hashes.SHA256())
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(plain),
    )

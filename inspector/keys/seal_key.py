"""Keys for seals on paper: P-256 with a certificate that says whose it is (RFC 5280), private half sealed.

The certificates are self-signed and never expire: the device is offline and its clock is not to be believed,
so a reader trusts them because the centre or the journal knows them, not because of a date they carry.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from inspector.errors import SystemFault
from inspector.ids import RandomBytes
from inspector.keys.key_file import SealedKey
from inspector.keys.slots import derived, wipe

_CURVE = ec.SECP256R1()
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_TO = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280 4.1.2.5: no well-defined expiration date."""
_LONGEST_NAME = 64
"""RFC 5280 upper bound of a common or organisation name, in characters."""


@dataclass(frozen=True)
class Holder:
    """Whose seal it is, as the certificate names them; all empty for nobody yet known."""

    officer: str = ""
    """Record id."""
    name: str = ""
    cert_no: str = ""
    """Number of the law-enforcement certificate, kept as the user id: a serial number may not hold Chinese."""
    bureau: str = ""


class SealKey:
    """A P-256 key and its certificate; the private half stays inside."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, certificate: bytes) -> None:
        self._private: ec.EllipticCurvePrivateKey | None = private
        self.certificate = certificate
        """DER."""

    def sign(self, message: bytes) -> bytes:
        """Return a DER ECDSA signature over SHA-256; `SystemFault("keys.locked")` once locked."""
        if self._private is None:
            raise SystemFault("keys.locked")
        return self._private.sign(message, ec.ECDSA(SHA256()))

    def forget(self) -> None:
        """Drop the private half."""
        self._private = None

    def __repr__(self) -> str:
        return "<SealKey>"


def new_seal(key: bytearray, device: str, holder: Holder, *, random: RandomBytes) -> SealedKey:
    """Make a seal key for an officer, or for the device if the holder has no name; `key` seals it."""
    private = ec.generate_private_key(_CURVE)
    certificate = _certificate(private, device, holder)
    return sealed_again(SealKey(private, certificate), key, device, random=random)


def sealed_again(seal: SealKey, key: bytearray, device: str, *, random: RandomBytes) -> SealedKey:
    """Seal a key that is open under (another) `key`."""
    if seal._private is None:
        raise SystemFault("keys.locked")
    number = bytearray(seal._private.private_numbers().private_value.to_bytes(32, "big"))
    sealing_key, nonce = derived(key, "seal key"), random(12)
    try:
        sealed = AESGCM(sealing_key).encrypt(nonce, number, _context(device, seal.certificate))
    finally:
        wipe(number)
        wipe(sealing_key)
    return SealedKey(seal.certificate.hex(), nonce.hex(), sealed.hex())


def opened_seal(sealed: SealedKey, key: bytearray, device: str) -> SealKey:
    """Open a seal key.

    Raises:
        SystemFault: `keys.damaged` if it was sealed by somebody else or for another device.
    """
    certificate = bytes.fromhex(sealed.public)
    sealing_key = derived(key, "seal key")
    try:
        number = AESGCM(sealing_key).decrypt(
            bytes.fromhex(sealed.nonce), bytes.fromhex(sealed.sealed), _context(device, certificate)
        )
    except InvalidTag as error:
        raise SystemFault("keys.damaged") from error
    finally:
        wipe(sealing_key)
    return SealKey(ec.derive_private_key(int.from_bytes(number, "big"), _CURVE), certificate)


def _context(device: str, certificate: bytes) -> bytes:
    return b"inspector/2 seal key " + bytes.fromhex(device) + certificate


def _certificate(private: ec.EllipticCurvePrivateKey, device: str, holder: Holder) -> bytes:
    names = [
        (NameOID.COMMON_NAME, holder.name or f"inspector device {device[:8]}"),
        (NameOID.SERIAL_NUMBER, device),
        (NameOID.USER_ID, holder.cert_no),
        (NameOID.ORGANIZATION_NAME, holder.bureau),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text[:_LONGEST_NAME]) for oid, text in names if text])
    public = private.public_key()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(int.from_bytes(secrets.token_bytes(19), "big") + 1)
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, SHA256())
    )
    return certificate.public_bytes(Encoding.DER)

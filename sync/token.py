"""The answer of a timestamp authority, believed only as far as it proves itself (RFC 3161, 2.4.2; RFC 5652)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector.errors import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_GRANTED = {"granted", "granted_with_mods"}


@dataclass(frozen=True)
class Token:
    """A token whose every check held."""

    raw: bytes
    """DER of the TimeStampToken."""
    time: datetime


def read_token(answer: bytes, imprint: bytes, nonce: int, trusted: bytes) -> Token:
    """Return the token in a TimeStampResp over the SHA-256 `imprint`, asked with `nonce`.

    `trusted` is the DER of the authority's certificate or of its issuer's; empty believes whoever signed.

    Raises:
        InputError: `timestamp.refused` with `why`: `form`, `status`, `imprint`, `nonce`, `signer`, `expired`,
            `signature`.
    """
    try:
        return _checked(answer, imprint, nonce, trusted)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise _refused("form") from error  # asn1crypto raises whatever it meets


def _checked(answer: bytes, imprint: bytes, nonce: int, trusted: bytes) -> Token:
    from asn1crypto import tsp

    response = tsp.TimeStampResp.load(answer, strict=True)
    if response["status"]["status"].native not in _GRANTED:
        raise _refused("status")
    signed = response["time_stamp_token"]["content"]
    encapsulated = signed["encap_content_info"]
    if encapsulated["content_type"].native != "tst_info":
        raise _refused("form")
    info = encapsulated["content"].parsed
    told = info["message_imprint"]
    if (told["hash_algorithm"]["algorithm"].native, told["hashed_message"].native) != ("sha256", imprint):
        raise _refused("imprint")
    if info["nonce"].native != nonce:
        raise _refused("nonce")
    (signer,) = signed["signer_infos"]
    certificate = _signer_of(signed, signer)
    time = info["gen_time"].native
    _require_authority(certificate, trusted, time)
    _require_signature(signer, certificate, encapsulated["content"].contents)
    return Token(response["time_stamp_token"].dump(), time)


def _signer_of(signed: Any, signer: Any) -> Certificate:
    from cryptography.x509 import load_der_x509_certificate

    named = signer["sid"].chosen
    for choice in signed["certificates"]:
        listed = choice.chosen
        if (listed.issuer, listed.serial_number) == (named["issuer"], named["serial_number"].native):
            return load_der_x509_certificate(listed.dump())
    raise _refused("signer")


def _require_authority(certificate: Certificate, trusted: bytes, time: datetime) -> None:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound as error:
        raise _refused("signer") from error
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise _refused("signer")
    if trusted and certificate.public_bytes(Encoding.DER) != trusted:
        try:
            certificate.verify_directly_issued_by(x509.load_der_x509_certificate(trusted))
        except (ValueError, TypeError, InvalidSignature) as error:
            raise _refused("signer") from error
    if not certificate.not_valid_before_utc <= time <= certificate.not_valid_after_utc:
        raise _refused("expired")


def _require_signature(signer: Any, certificate: Certificate, content: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    name = signer["digest_algorithm"]["algorithm"].native
    kinds: dict[str, hashes.HashAlgorithm] = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    if name not in kinds:
        raise _refused("signature")
    said = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    if said["content_type"][0].native != "tst_info":
        raise _refused("signature")
    if said["message_digest"][0].native != hashlib.new(name, content).digest():
        raise _refused("signature")
    covered = signer["signed_attrs"].untag().dump()
    signature, public = signer["signature"].native, certificate.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, covered, padding.PKCS1v15(), kinds[name])
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, covered, ec.ECDSA(kinds[name]))
        else:
            raise _refused("signature")
    except InvalidSignature as error:
        raise _refused("signature") from error


def _refused(why: str) -> InputError:
    return InputError("timestamp.refused", why=why)

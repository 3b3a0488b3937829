"""Builds proofs, receipts, timestamps and sealed PDFs by hand from FORMAT.md and the RFCs, with nothing of the product.

Everything is made from fixed words (ECDSA by RFC 6979), so that the same files come out on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from tests.vectors.by_hand import DEVICE, SIGNER, b64, canonical, entries, tree, word

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + word("a film", 600)
PHOTO = b"\xff\xd8\xff\xe0" + word("a photo", 400) + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n9\n%%EOF\n"
RECEIPT_KEY = Ed25519PrivateKey.from_private_bytes(word("receipt"))
CENTRE_ID = hashlib.sha256(RECEIPT_KEY.public_key().public_bytes_raw()).hexdigest()[:16]
LENGTH = 13
"""Entries in the vectors' journal: no power of two, so that paths have all shapes."""


def curve_key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(word(text, 31), "big"), ec.SECP256R1())


def certificate(name: str) -> bytes:
    """A certificate signed by its own key."""
    key = curve_key(name)
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(word(f"serial {name}", 8), "big"))
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return made.public_bytes(Encoding.DER)


def signed_data(
    name: str, content_type: str, digest_of: bytes, content: core.Asn1Value | None = None
) -> bytes:
    """CMS SignedData by the key called `name`, its certificate inside and bound (RFC 5652, RFC 5035)."""
    der = certificate(name)
    ess = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(der).digest()}]})
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [content_type]},
            {"type": "message_digest", "values": [hashlib.sha256(digest_of).digest()]},
            {"type": "signing_certificate_v2", "values": [ess]},
        ]
    )
    own = asn1_x509.Certificate.load(der)
    signature = curve_key(name).sign(attributes.dump(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    encapsulated = {"content_type": content_type, **({"content": content} if content is not None else {})}
    inner = cms.SignedData(
        {
            "version": "v1" if content is None else "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": encapsulated,
            "certificates": [own],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.SignerIdentifier(
                        {
                            "issuer_and_serial_number": {
                                "issuer": own.issuer,
                                "serial_number": own.serial_number,
                            }
                        }
                    ),
                    "digest_algorithm": sha256,
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": signature,
                }
            ],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": inner}).dump())


def timestamp(message: bytes, authority: str = "样本时间戳机构") -> bytes:
    """RFC 3161 token."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3.4",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": hashlib.sha256(message).digest(),
            },
            "serial_number": 7,
            "gen_time": datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC),
        }
    )
    return signed_data(authority, "tst_info", info.dump(), core.ParsableOctetString(info.dump()))


def sealed(pdf: bytes, name: str, *, is_stamp: bool = False, room: int = 4096) -> bytes:
    """A PDF with one more signature at its end; no reader of pages needs to like it."""
    kind = b"ETSI.RFC3161" if is_stamp else b"ETSI.CAdES.detached"
    begin = pdf + b"9 0 obj\n<</Type/Sig/SubFilter/" + kind + b"/ByteRange "
    after = b">>\nendobj\n%%EOF\n"
    hole = len(begin) + 45 + len(b"/Contents ")
    middle = f"[0 {hole} {hole + room + 2} {len(after)}]".encode().ljust(45) + b"/Contents "
    covered = begin + middle + after
    blob = timestamp(covered, name) if is_stamp else signed_data(name, "data", covered)
    return begin + middle + b"<" + blob.hex().encode().ljust(room, b"0") + b">" + after


def journal(change: Callable[[list[dict[str, Any]]], None] = lambda _: None) -> list[bytes]:
    """The vectors' journal: entry 6 is a photo, entry 13 a notice."""
    changes: list[dict[str, Any]] = [{} for _ in range(LENGTH)]
    changes[5] = {
        "change": "photo.taken",
        "kind": "Photo",
        "subject": "a1" * 16,
        "by": "王样本",
        "record": {"id": "a1" * 16, "sha256": hashlib.sha256(PHOTO).hexdigest(), "size": len(PHOTO)},
    }
    changes[12] = {
        "change": "notice.issued",
        "kind": "Notice",
        "subject": "n1",
        "record": {"id": "n1", "pdf_sha256": hashlib.sha256(notice()).hexdigest()},
    }
    change(changes)
    return entries(1, changes)


def film_journal() -> list[bytes]:
    """The same, with a recording as entry 7."""

    def change(changes: list[dict[str, Any]]) -> None:
        changes[6] = {
            "change": "recording.imported",
            "kind": "Recording",
            "subject": "b2" * 16,
            "by": "王样本",
            "record": {"id": "b2" * 16, "sha256": hashlib.sha256(FILM).hexdigest(), "size": len(FILM)},
        }

    return journal(change)


def notice() -> bytes:
    """The issued notice: sealed by the device and by an officer."""
    return sealed(sealed(PDF, "样本局一号机"), "王样本")


def path(leaves: list[bytes], index: int) -> list[bytes]:
    """RFC 6962, section 2.1.1, as it is written there."""
    if len(leaves) == 1:
        return []
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if index < k:
        return [*path(leaves[:k], index), tree(leaves[k:])]
    return [*path(leaves[k:], index - k), tree(leaves[:k])]


def note(
    run: list[bytes], signer: Ed25519PrivateKey = SIGNER, centre: Ed25519PrivateKey | None = None
) -> str:
    """Section 3, with the centre's line of section 6 if a centre is given."""
    name = f"inspector/device/{DEVICE}"
    text = f"{name}\n{len(run)}\n{b64(tree(run))}\ntime 2026-11-20T01:31:00.000Z\n"
    lines = [(name, signer)]
    if centre is not None:
        short = hashlib.sha256(centre.public_key().public_bytes_raw()).hexdigest()[:16]
        lines.append((f"inspector/centre/{short}", centre))
    said = ""
    for each, key in lines:
        public = key.public_key().public_bytes_raw()
        key_hash = hashlib.sha256(each.encode() + b"\n\x01" + public).digest()[:4]
        said += f"— {each} {b64(key_hash + key.sign(text.encode()))}\n"
    return f"{text}\n{said}"


def proof(
    seq: int = 6,
    *,
    run: list[bytes] | None = None,
    size: int = LENGTH,
    signer: Ed25519PrivateKey = SIGNER,
    centre: Ed25519PrivateKey | None = None,
    is_stamped: bool = False,
    change: Callable[[dict[str, Any]], None] = lambda _: None,
    is_summed_before: bool = False,
) -> bytes:
    """Section 10; `change` departs from the rules, before the sum is made unless it is to be wrong."""
    run = (journal() if run is None else run)[:size]
    checkpoint = note(run, signer, centre)
    text = checkpoint.partition("\n\n")[0] + "\n"
    said: dict[str, Any] = {
        "v": 1,
        "kind": "inspector-proof",
        "min_reader": 1,
        "critical": [],
        "entry": run[seq - 1].decode(),
        "path": [each.hex() for each in path(run, seq - 1)],
        "checkpoint": checkpoint,
        "signer": b64(signer.public_key().public_bytes_raw()),
        "centre": b64(centre.public_key().public_bytes_raw()) if centre else "",
        "timestamp": b64(timestamp(text.encode())) if is_stamped else "",
    }
    if is_summed_before:
        said["sum"] = hashlib.sha256(canonical(said)).hexdigest()
    change(said)
    if not is_summed_before:
        said["sum"] = hashlib.sha256(canonical(said)).hexdigest()
    return canonical(said)


def receipt(
    change: Callable[[dict[str, Any]], None] = lambda _: None, key: Ed25519PrivateKey = RECEIPT_KEY
) -> bytes:
    """Sections 5 and 6."""
    content: dict[str, Any] = {
        "v": 1,
        "bundle": word("bundle first", 16).hex(),
        "device": DEVICE,
        "epoch": 1,
        "sequence": 1,
        "first": 1,
        "last": LENGTH,
        "foot_sha256": word("foot").hex(),
        "objects": [{"id": "a1" * 16, "sha256": hashlib.sha256(PHOTO).hexdigest()}],
        "checkpoint": note(journal(), centre=key),
        "centre": "样本中心",
        "received": "2026-11-23T01:02:03.004Z",
    }
    change(content)
    text = canonical(content)
    return canonical({"signature": b64(key.sign(b"ipb/1 receipt\0" + text)), "text": text.decode()})

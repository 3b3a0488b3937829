"""Builds bundles by hand from FORMAT.md, with nothing of the product: the vectors' own reading of the page.

Everything is made from fixed words, so that the same files come out on every machine and for ever.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DEVICE = "d0" * 16
Change = Callable[[Any], Any]


def word(text: str, length: int = 32) -> bytes:
    """Return fixed bytes named by a text."""
    return hashlib.shake_256(text.encode()).digest(length)


SIGNER = Ed25519PrivateKey.from_private_bytes(word("device"))
STRANGER = Ed25519PrivateKey.from_private_bytes(word("stranger"))
CENTRE = X25519PrivateKey.from_private_bytes(word("centre"))
OTHER_CENTRE = X25519PrivateKey.from_private_bytes(word("other centre"))
CREATED_MS = 1_795_138_260_000


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def object_file(object_id: str, key: bytes, plain: bytes) -> bytes:
    """Section 1; the vectors stay below one segment."""
    prefix = word(f"prefix {object_id} {key.hex()}", 7)
    header = b"IPV1" + bytes([1, 18, 0, 0]) + prefix + b"\0" + bytes.fromhex(object_id) + bytes(8)
    out, count = header, max(1, -(-len(plain) // (1 << 18)))
    for n in range(count):
        nonce = prefix + n.to_bytes(4, "big") + bytes([n == count - 1])
        piece = plain[n << 18 : (n + 1) << 18]
        out += AESGCM(key).encrypt(nonce, piece, header if n == 0 else None)
    return out


def entries(first: int, changes: list[dict[str, Any]], prev: str = "0" * 64) -> list[bytes]:
    """Section 2."""
    made = []
    for seq, change in enumerate(changes, first):
        made.append(
            canonical(
                {
                    "v": 1,
                    "device": DEVICE,
                    "epoch": 1,
                    "seq": seq,
                    "prev": prev,
                    "by": "device",
                    "change": "sample.noted",
                    "kind": "",
                    "subject": "",
                    "record": None,
                    "facts": None,
                    "wall": "2026-11-20T01:30:00.000Z",
                    "mono_us": seq,
                    "boot": "boot-1",
                    **change,
                }
            )
        )
        prev = hashlib.sha256(b"\0" + made[-1]).hexdigest()
    return made


def photo(object_id: str) -> dict[str, Any]:
    return {"change": "photo.taken", "kind": "Photo", "subject": object_id, "record": {"id": object_id}}


def recording(object_id: str) -> dict[str, Any]:
    return {**photo(object_id), "change": "recording.imported", "kind": "Recording"}


def tree(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree(leaves[:k]) + tree(leaves[k:])).digest()


def checkpoint(all_entries: list[bytes], signer: Ed25519PrivateKey = SIGNER, size: int | None = None) -> str:
    """Section 3."""
    name = f"inspector/device/{DEVICE}"
    count = len(all_entries) if size is None else size
    text = f"{name}\n{count}\n{b64(tree(all_entries))}\ntime 2026-11-20T01:31:00.000Z\n"
    public = signer.public_key().public_bytes_raw()
    key_hash = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    return f"{text}\n— {name} {b64(key_hash + signer.sign(text.encode()))}\n"


def hpke_seal(plain: bytes, recipient: X25519PublicKey, info: bytes, ephemeral: X25519PrivateKey) -> bytes:
    """RFC 9180, base mode, single shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"

    def extract(suite_id: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite_id + label + ikm, "sha256")

    def expand(suite_id: bytes, prk: bytes, label: bytes, what: bytes, length: int) -> bytes:
        labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + what
        return hmac.digest(prk, labeled + b"\1", "sha256")[:length]  # one block is enough here

    enc = ephemeral.public_key().public_bytes_raw()
    dh = ephemeral.exchange(recipient)
    secret = expand(
        kem,
        extract(kem, b"", b"eae_prk", dh),
        b"shared_secret",
        enc + recipient.public_bytes_raw(),
        32,
    )
    context = b"\0" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    schedule = extract(suite, secret, b"secret", b"")
    key = expand(suite, schedule, b"key", context, 32)
    nonce = expand(suite, schedule, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, plain, b"")


def gzip_of(plain: bytes, deflated: bytes | None = None) -> bytes:
    """RFC 1952, by hand: what a compressor makes differs from machine to machine."""
    if deflated is None:
        length = len(plain).to_bytes(2, "little")
        deflated = b"\1" + length + bytes(255 - byte for byte in length) + plain  # one stored block
    end = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated + end


def gzip_bomb(times: int) -> bytes:
    """Return 1 + 258·`times` zeros in 13 bits for each 258: one literal, then "258 more of the last"."""
    bits = "1" + "10" + "00110000" + ("11000101" + "00000") * times + "0000000"  # RFC 1951, 3.2.6
    bits += "0" * (-len(bits) % 8)
    deflated = bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))
    return gzip_of(bytes(1 + 258 * times), deflated)


def hkdf(key: bytes, info: bytes) -> bytes:
    return hmac.digest(hmac.digest(bytes(32), key, "sha256"), info + b"\1", "sha256")


@dataclass
class Recipe:
    """One bundle and where it departs from the rules."""

    name: str
    photos: dict[str, bytes] = field(default_factory=lambda: {"a1" * 16: word("photo", 5000)})
    named_by: Callable[[str], dict[str, Any]] = photo
    """Makes the entry that names an object."""
    before: list[bytes] = field(default_factory=list)
    previous: str = "0" * 64
    sequence: int = 1
    signer: Ed25519PrivateKey = SIGNER
    recipients: tuple[X25519PrivateKey, ...] = (CENTRE,)
    part_size: int = 4096
    change_manifest: Change = lambda manifest: manifest
    change_entries: Change = lambda lines: lines
    change_gzip: Change = lambda packed: packed
    change_foot: Change = lambda foot: foot
    change_raw_foot: Change = lambda raw: raw
    checkpoint_signer: Ed25519PrivateKey | None = None
    checkpoint_size: int | None = None
    manifest_signer: Ed25519PrivateKey | None = None

    @property
    def bundle(self) -> str:
        return word(f"bundle {self.name}", 16).hex()

    def run(self) -> list[bytes]:
        """Return the run of entries."""
        prev = hashlib.sha256(b"\0" + self.before[-1]).hexdigest() if self.before else "0" * 64
        changes = [{}, *(self.named_by(name) for name in self.photos)]
        return entries(len(self.before) + 1, changes, prev)

    def build(self) -> bytes:
        """Return the bundle, byte for byte as section 4 describes it."""
        bundle_id, public = bytes.fromhex(self.bundle), self.signer.public_key().public_bytes_raw()
        run = self.run()
        keys = {name: word(f"key {self.name} {name}") for name in self.photos}
        files = [object_file(name, keys[name], plain) for name, plain in self.photos.items()]
        recipients = [
            hashlib.sha256(r.public_key().public_bytes_raw()).hexdigest()[:16] for r in self.recipients
        ]
        plain_entries = b"".join(line + b"\n" for line in self.change_entries(run))
        first, last = len(self.before) + 1, len(self.before) + len(run)
        manifest = self.change_manifest(
            {
                "v": 1,
                "bundle": self.bundle,
                "device": DEVICE,
                "epoch": 1,
                "first": first,
                "last": last,
                "recipients": recipients,
                "signer": b64(public),
                "objects": [
                    {
                        "id": name,
                        "key": b64(keys[name]),
                        "sha256": hashlib.sha256(plain).hexdigest(),
                        "size": len(plain),
                    }
                    for name, plain in self.photos.items()
                ],
                "entries_size": len(plain_entries),
                "entries_sha256": hashlib.sha256(plain_entries).hexdigest(),
                "app": "vectors",
            }
        )
        text = canonical(manifest)
        bundle_key = word(f"bundle key {self.name}")
        signed = (self.manifest_signer or self.signer).sign(b"ipb/1 manifest\0" + text) + text
        packed = self.change_gzip(gzip_of(plain_entries))
        sealed_manifest = object_file(self.bundle, hkdf(bundle_key, b"ipb/1 manifest\0" + bundle_id), signed)
        sealed_entries = object_file(self.bundle, hkdf(bundle_key, b"ipb/1 entries\0" + bundle_id), packed)
        info = b"ipb/1 key\0" + bundle_id + bytes.fromhex(DEVICE)
        envelopes = b""
        for n, recipient in enumerate(self.recipients):
            ephemeral = X25519PrivateKey.from_private_bytes(word(f"ephemeral {self.name} {n}"))
            sealed = hpke_seal(bundle_key, recipient.public_key(), info, ephemeral)
            envelopes += b"\x00\x59\x01" + bytes.fromhex(recipients[n]) + sealed
        regions = [*files, sealed_manifest, sealed_entries, envelopes]
        size = self.part_size
        foot = {
            "v": 1,
            "min_reader": 1,
            "critical": [],
            "suite": 1,
            "bundle": self.bundle,
            "device": DEVICE,
            "epoch": 1,
            "sequence": self.sequence,
            "previous": self.previous,
            "created_ms": CREATED_MS,
            "first": first,
            "last": last,
            "checkpoint": checkpoint(
                [*self.before, *run], self.checkpoint_signer or self.signer, self.checkpoint_size
            ),
            "signer": b64(public),
            "part_size": size,
            "objects": [[name, len(file)] for name, file in zip(self.photos, files, strict=True)],
            "manifest": len(sealed_manifest),
            "entries": len(sealed_entries),
            "envelopes": len(envelopes),
            "recipients": recipients,
            "parts": [
                hashlib.sha256(region[at : at + size]).hexdigest()
                for region in regions
                for at in range(0, len(region), size)
            ],
        }
        head = b"IPB1\x01\x01\0\0" + bundle_id + bytes.fromhex(DEVICE)
        head += CREATED_MS.to_bytes(8, "big") + size.to_bytes(4, "big") + bytes(12)
        raw = self.change_raw_foot(canonical(self.change_foot(foot)))
        signature = self.signer.sign(b"ipb/1 foot\0" + raw)
        return head + b"".join(regions) + raw + signature + len(raw).to_bytes(4, "big") + b"IPB1"

    def foot_hash(self) -> str:
        whole = self.build()
        length = int.from_bytes(whole[-8:-4], "big")
        return hashlib.sha256(whole[-72 - length : -72]).hexdigest()

"""A simulated device: real keys, a real journal chain, real bundles; only its photos are shared with all others.

A photo is sealed once, and every device carries the same object files under the same ids. The centre keeps objects
by device and never compares two devices, so it does the whole work for each; the simulation does not have to.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.canonical import Json, canonical
from inspector.vault.object_file import PREFIX, Sealing, seal
from sync.bundle.checkpoint import NO_HASH, signature_line
from sync.bundle.entries import compressed, survey
from sync.bundle.envelope import base64_text, key_id, region_key, seal_key
from sync.bundle.foot import Foot, KnownObject, foot_hash, signed_by_device
from sync.bundle.layout import MAGIC, USUAL_PART
from sync.bundle.manifest import Manifest, ManifestObject, bound_to, signed_manifest
from sync.bundle.merkle import Frontier, leaf_hash
from sync.enrolment import proof
from sync.statement import make_statement

WALL = "2026-11-27T01:30:00.000Z"
_NOTES_A_PHOTO = 3
"""Entries beside each photo's own: about what an inspection journals."""


@dataclass(frozen=True)
class SharedPhoto:
    """One photo as every device carries it."""

    known: ManifestObject
    content: bytes = field(repr=False)
    sealing: Sealing


def shared_photos(count: int, size: int) -> tuple[SharedPhoto, ...]:
    """Seal `count` photos of `size` random bytes."""
    made = []
    for _ in range(count):
        name, key, sink = secrets.token_hex(16), secrets.token_bytes(32), io.BytesIO()
        sealing = seal(io.BytesIO(os.urandom(size)), sink, name, key, secrets.token_bytes(PREFIX))
        made.append(SharedPhoto(ManifestObject(name, key, sealing.sha256, size), sink.getvalue(), sealing))
    return tuple(made)


@dataclass(frozen=True)
class SealedRun:
    """One bundle ready to be sent."""

    bundle: str
    end: bytes
    parts: tuple[bytes, ...]
    foot_sha256: str
    entries: int


class SimulatedDevice:
    """One enrolled device with its journal; makes one bundle after the other."""

    def __init__(self, name: str) -> None:
        self.id = secrets.token_hex(16)
        self.name = name
        self.key = Ed25519PrivateKey.generate()
        self.public_key = self.key.public_key().public_bytes_raw()
        self._sequence, self._previous = 0, NO_HASH
        self._prev, self._frontier = NO_HASH, Frontier()

    def enrol_request(self, invitation: str, code: bytes) -> bytes:
        """Return the signed request that uses an invitation."""
        content: dict[str, Json] = {
            "v": 1,
            "invitation": invitation,
            "device": self.id,
            "epoch": 1,
            "from_epoch": 1,
            "name": self.name,
            "public_key": base64_text(self.public_key),
            "proof": proof(code, self.id, self.public_key, self.name),
        }
        return make_statement("enrol", content, self.key.sign).encoded()

    def bundle(self, recipient: bytes, photos: tuple[SharedPhoto, ...]) -> SealedRun:
        """Journal the photos and seal the run for the centre, as `sync.bundle.writer` does with a vault."""
        bundle, bundle_key = secrets.token_hex(16), secrets.token_bytes(32)
        first = self._frontier.size + 1
        raws = [self._entry(change) for photo in photos for change in _changes(photo)]
        found, last = survey(raws), self._frontier.size
        self._sequence += 1
        bound = bound_to(
            bundle=bundle,
            device=self.id,
            epoch=1,
            first=first,
            last=last,
            recipients=(key_id(recipient),),
            signer=self.public_key,
        )
        listed = Manifest(tuple(photo.known for photo in photos), found.size, found.sha256, "inspector bench")
        message, text = signed_manifest(listed, bound)
        manifest = _sealed("manifest", self.key.sign(message) + text, bundle, bundle_key)
        with compressed(raws) as source:
            entries = _sealed("entries", source.read(), bundle, bundle_key)
        envelopes = seal_key(bundle_key, recipient, bundle, self.id)
        regions = [*(photo.content for photo in photos), manifest, entries, envelopes]
        parts = tuple(
            region[at : at + USUAL_PART] for region in regions for at in range(0, len(region), USUAL_PART)
        )
        known = {photo.content: photo.sealing.cipher_sha256 for photo in photos}
        foot = Foot(
            bundle=bundle,
            device=self.id,
            epoch=1,
            sequence=self._sequence,
            previous=self._previous,
            created_ms=1_795_743_000_000,
            first=first,
            last=last,
            checkpoint=self._checkpoint(),
            signer=self.public_key,
            part_size=USUAL_PART,
            objects=tuple(KnownObject(photo.known.id, len(photo.content)) for photo in photos),
            manifest=len(manifest),
            entries=len(entries),
            envelopes=len(envelopes),
            recipients=(key_id(recipient),),
            parts=tuple(known.get(part) or hashlib.sha256(part).hexdigest() for part in parts),
        ).encoded()
        self._previous = foot_hash(foot)
        end = foot + self.key.sign(signed_by_device(foot)) + len(foot).to_bytes(4, "big") + MAGIC
        return SealedRun(bundle, end, parts, self._previous, last - first + 1)

    def _entry(self, change: dict[str, Json]) -> bytes:
        seq = self._frontier.size + 1
        entry: dict[str, Json] = {
            "v": 1,
            "device": self.id,
            "epoch": 1,
            "seq": seq,
            "prev": self._prev,
            "by": "device",
            "facts": None,
            "wall": WALL,
            "mono_us": seq,
            "boot": "bench",
            **change,
        }
        raw = canonical(entry)
        leaf = leaf_hash(raw)
        self._prev, self._frontier = leaf.hex(), self._frontier.with_leaf(leaf)
        return raw

    def _checkpoint(self) -> str:
        name, root = f"inspector/device/{self.id}", base64_text(self._frontier.root())
        text = f"{name}\n{self._frontier.size}\n{root}\ntime {WALL}\n"
        return f"{text}\n{signature_line(name, self.public_key, self.key.sign(text.encode()))}"


def _changes(photo: SharedPhoto) -> list[dict[str, Json]]:
    known = photo.known
    record: dict[str, Json] = {"id": known.id, "sha256": known.sha256, "size": known.size}
    taken: dict[str, Json] = {"change": "photo.taken", "kind": "Photo", "subject": known.id, "record": record}
    noted: dict[str, Json] = {
        "change": "item.changed",
        "kind": "BenchItem",
        "subject": known.id,
        "record": None,
    }
    filler: dict[str, Json] = {"text": secrets.token_hex(300)}
    return [taken, *({**noted, "record": filler} for _ in range(_NOTES_A_PHOTO))]


def _sealed(region: str, plain: bytes, bundle: str, bundle_key: bytes) -> bytes:
    sink, key = io.BytesIO(), region_key(bundle_key, region, bundle)
    seal(io.BytesIO(plain), sink, bundle, key, secrets.token_bytes(PREFIX))
    return sink.getvalue()

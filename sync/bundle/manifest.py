"""The manifest: what only the recipients may know, signed by the device (FORMAT.md 4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from sync.bundle.envelope import base64_text
from sync.bundle.foot import Foot
from sync.bundle.layout import OBJECT_LIMIT, SIGNATURE_SIZE, altered
from sync.strict_json import base64_bytes, is_whole_number, parse_canonical

MANIFEST_LIMIT = 32 << 20
ENTRIES_LIMIT = 1 << 30
_DOMAIN = b"ipb/1 manifest\0"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ManifestObject:
    """What opens one object and proves it."""

    id: str
    key: bytes = field(repr=False)
    sha256: str
    """Of the plain bytes."""
    size: int
    """Plain bytes."""


@dataclass(frozen=True)
class Manifest:
    """The secret part of a bundle's description."""

    objects: tuple[ManifestObject, ...]
    entries_size: int
    """Bytes before compression."""
    entries_sha256: str
    app: str


def signed_manifest(manifest: Manifest, described: dict[str, Json]) -> tuple[bytes, bytes]:
    """Return the message to sign and the JSON that follows the signature; `described` from `bound_to`."""
    objects: list[Json] = [
        {"id": each.id, "key": base64_text(each.key), "sha256": each.sha256, "size": each.size}
        for each in manifest.objects
    ]
    text = canonical(
        {
            **described,
            "v": 1,
            "objects": objects,
            "entries_size": manifest.entries_size,
            "entries_sha256": manifest.entries_sha256,
            "app": manifest.app,
        }
    )
    return _DOMAIN + text, text


def bound_to(
    *, bundle: str, device: str, epoch: int, first: int, last: int, recipients: tuple[str, ...], signer: bytes
) -> dict[str, Json]:
    """Return what manifest and FOOT must agree on: nobody can re-address a bundle or sign it as his own."""
    return {
        "bundle": bundle,
        "device": device,
        "epoch": epoch,
        "first": first,
        "last": last,
        "recipients": list(recipients),
        "signer": base64_text(signer),
    }


def read_manifest(raw: bytes, foot: Foot) -> Manifest:
    """Verify the inner signature and the agreement with FOOT.

    Raises:
        InputError: `bundle.altered` at `manifest`.
    """
    signature, text = raw[:SIGNATURE_SIZE], raw[SIGNATURE_SIZE:]
    try:
        Ed25519PublicKey.from_public_bytes(foot.signer).verify(signature, _DOMAIN + text)
    except (InvalidSignature, ValueError) as error:
        raise altered("manifest", "signature") from error
    plain = parse_canonical(text)
    if not isinstance(plain, dict) or plain.get("v") != 1:
        raise altered("manifest", "form")
    expected = bound_to(
        bundle=foot.bundle,
        device=foot.device,
        epoch=foot.epoch,
        first=foot.first,
        last=foot.last,
        recipients=foot.recipients,
        signer=foot.signer,
    )
    if any(plain.get(key) != value for key, value in expected.items()):
        raise altered("manifest", "not this bundle's")
    items = plain.get("objects")
    if not isinstance(items, list) or len(items) != len(foot.objects):
        raise altered("manifest", "objects")
    objects = tuple(_object(item) for item in items)
    if [each.id for each in objects] != [known.id for known in foot.objects]:
        raise altered("manifest", "objects")
    size, sha256, app = plain.get("entries_size"), plain.get("entries_sha256"), plain.get("app")
    if not is_whole_number(size, 1, ENTRIES_LIMIT) or not isinstance(sha256, str) or not isinstance(app, str):
        raise altered("manifest", "entries")
    return Manifest(objects, size, sha256, app)


def _object(item: Json) -> ManifestObject:
    if not isinstance(item, dict):
        raise _bad_object()
    object_id, sha256, size = item.get("id"), item.get("sha256"), item.get("size")
    key = base64_bytes(item.get("key"), 32)
    if not isinstance(object_id, str) or not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise _bad_object()
    if key is None or not is_whole_number(size, 0, OBJECT_LIMIT):
        raise _bad_object()
    return ManifestObject(object_id, key, sha256, size)


def _bad_object() -> InputError:
    return altered("manifest", "objects")

"""Writing a bundle: vault files copied as they are, one pass, little memory, read back before it counts."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from inspector.actions.ports import Journal, Signer, Vault
from inspector.durable import replace, sync_folder
from inspector.errors import SystemFault
from inspector.ids import RandomBytes
from inspector.progress import Progress
from inspector.records import SealedObject
from inspector.vault.object_file import PREFIX, seal
from sync.bundle.entries import Survey, compressed
from sync.bundle.envelope import KEY_SIZE, key_id, region_key, seal_key
from sync.bundle.layout import (
    MAGIC,
    USUAL_PART,
    Foot,
    KnownObject,
    head_bytes,
    signed_by_device,
)
from sync.bundle.manifest import Manifest, ManifestObject, bound_to, signed_manifest
from sync.bundle.reader import BundleFile

APP = "inspector 0.1.0"
_BLOCK = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class BundleOrder:
    """What shall be in a bundle; made by the outbox from journal and records."""

    bundle: str
    device: str
    sequence: int
    previous: str
    created_ms: int
    first: int
    last: int
    checkpoint: str
    survey: Survey
    objects: tuple[SealedObject, ...]
    recipients: tuple[bytes, ...]
    """Raw X25519 public keys."""
    part_size: int = USUAL_PART


def write_bundle(
    path: Path,
    order: BundleOrder,
    *,
    vault: Vault,
    journal: Journal,
    signer: Signer,
    progress: Progress | None = None,
    random: RandomBytes = secrets.token_bytes,
) -> Foot:
    """Write `path` durably and return its FOOT; what stands there has been read back and verified.

    Raises:
        Cancelled: if somebody asked to stop; nothing is left behind.
        SystemFault: `bundle.object_damaged` with `object` if a vault file is not what was sealed;
            `bundle.disk_full`, `bundle.io`; nothing is left behind.
    """
    progress = progress or Progress()
    part = path.with_name(path.name + ".part")
    with _disk_faults():
        try:
            with part.open("wb") as file:
                foot = _Writing(file, order, vault, journal, signer, random).write(progress)
                file.flush()
                os.fsync(file.fileno())
            with BundleFile(part) as written:
                written.verify(progress)
            replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    return foot


@dataclass
class _Writing:
    """A bundle on its way to the file, region by region."""

    file: BinaryIO
    order: BundleOrder
    vault: Vault
    journal: Journal
    signer: Signer
    random: RandomBytes

    def write(self, progress: Progress) -> Foot:
        order, signer = self.order, self.signer
        recipients = tuple(key_id(key) for key in order.recipients)
        bundle_key = self.random(KEY_SIZE)
        self.file.write(head_bytes(order.bundle, order.device, order.created_ms, order.part_size))
        parts = _Parts(self.file, order.part_size)
        for number, sealed in enumerate(order.objects):
            progress.step(number, len(order.objects), sealed.id)
            _copy(self.vault, sealed, parts)
        progress.step(len(order.objects), len(order.objects))

        manifest_size = self._seal("manifest", io.BytesIO(self._manifest(recipients)), parts, bundle_key)
        with compressed(self.journal.entries(order.first, order.last)) as entries:
            entries_size = self._seal("entries", entries, parts, bundle_key)
        envelopes = b"".join(
            seal_key(bundle_key, key, order.bundle, order.device) for key in order.recipients
        )
        parts.write(envelopes)
        parts.end_region()

        foot = Foot(
            bundle=order.bundle,
            device=order.device,
            epoch=order.survey.epoch,
            sequence=order.sequence,
            previous=order.previous,
            created_ms=order.created_ms,
            first=order.first,
            last=order.last,
            checkpoint=order.checkpoint,
            signer=signer.public_key,
            part_size=order.part_size,
            objects=tuple(KnownObject(each.id, each.cipher_size) for each in order.objects),
            manifest=manifest_size,
            entries=entries_size,
            envelopes=len(envelopes),
            recipients=recipients,
            parts=tuple(parts.digests),
        )
        self.file.write(end_bytes(foot.encoded(), signer))
        return foot

    def _manifest(self, recipients: tuple[str, ...]) -> bytes:
        order = self.order
        manifest = Manifest(
            tuple(
                ManifestObject(each.id, self.vault.object_key(each), each.sha256, each.size)
                for each in order.objects
            ),
            order.survey.size,
            order.survey.sha256,
            APP,
        )
        described = bound_to(
            bundle=order.bundle,
            device=order.device,
            epoch=order.survey.epoch,
            first=order.first,
            last=order.last,
            recipients=recipients,
            signer=self.signer.public_key,
        )
        message, text = signed_manifest(manifest, described)
        return self.signer.sign(message) + text

    def _seal(self, region: str, source: BinaryIO, parts: _Parts, bundle_key: bytes) -> int:
        bundle = self.order.bundle
        key = region_key(bundle_key, region, bundle)
        sealing = seal(source, cast("BinaryIO", parts), bundle, key, self.random(PREFIX))
        parts.end_region()
        return sealing.cipher_size


def end_bytes(foot: bytes, signer: Signer) -> bytes:
    """Return FOOT with everything that follows it."""
    return foot + signer.sign(signed_by_device(foot)) + len(foot).to_bytes(4, "big") + MAGIC


def _copy(vault: Vault, sealed: SealedObject, parts: _Parts) -> None:
    """Copy one vault file and make sure it is still, to the byte, what was sealed."""
    begun = len(parts.digests)
    whole = hashlib.sha256() if sealed.cipher_size > parts.part_size else None
    copied = 0
    with vault.ciphertext(sealed) as source:
        while block := source.read(_BLOCK):
            copied += len(block)
            if copied > sealed.cipher_size:
                break
            if whole is not None:
                whole.update(block)
            parts.write(block)
    parts.end_region()
    # an object of one part is hashed once: the part's digest is the file's
    found = whole.hexdigest() if whole is not None else "".join(parts.digests[begun:])
    if copied != sealed.cipher_size or found != sealed.cipher_sha256:
        raise SystemFault("bundle.object_damaged", object=sealed.id)


class _Parts:
    """Writes through to the file while hashing each part; a region always begins a new one."""

    def __init__(self, file: BinaryIO, part_size: int) -> None:
        self.part_size = part_size
        self.digests: list[str] = []
        self._file = file
        self._hash = hashlib.sha256()
        self._filled = 0

    def write(self, block: bytes | memoryview) -> int:
        self._file.write(block)
        view = memoryview(block)
        while view:
            piece = view[: self.part_size - self._filled]
            self._hash.update(piece)
            self._filled += len(piece)
            view = view[len(piece) :]
            if self._filled == self.part_size:
                self.end_region()
        return len(block)

    def end_region(self) -> None:
        if self._filled:
            self.digests.append(self._hash.hexdigest())
            self._hash, self._filled = hashlib.sha256(), 0


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "bundle.disk_full" if error.errno in _NO_ROOM else "bundle.io"
        raise SystemFault(code, why=error.strerror or "") from error

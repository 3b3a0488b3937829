"""Writing a bundle: vault files copied as they are, one pass, little memory, read back before it counts."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector.actions.ports import Journal, Signer, Vault
from inspector.durable import replace, sync_folder
from inspector.errors import SystemFault
from inspector.ids import RandomBytes
from inspector.progress import Cancelled, Progress
from inspector.records import SealedObject
from inspector.vault.object_file import PREFIX, seal
from sync.bundle.entries import Survey, compressed
from sync.bundle.envelope import KEY_SIZE, key_id, region_key, seal_key
from sync.bundle.foot import Foot, KnownObject, signed_by_device
from sync.bundle.layout import MAGIC, USUAL_PART, head_bytes
from sync.bundle.manifest import Manifest, ManifestObject, bound_to, signed_manifest
from sync.bundle.reader import BundleFile

APP = "inspector 0.1.0"
_BLOCK = 1 << 20
_AHEAD = 8
"""Regions being hashed at once at most, so that cancelling is heard soon."""
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
                writing = _Writing(file, order, vault, journal, signer, random)
                written = writing.write_regions(progress)
                file.flush()
                foot = writing.foot(written, _read_back(file, part, written, order.part_size, progress))
                file.write(end_bytes(foot.encoded(), signer))
                file.flush()
                os.fsync(file.fileno())
            with BundleFile(part):
                pass  # FOOT, signature, head and length read back; the parts were above
            replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    return foot


@dataclass(frozen=True)
class _Written:
    """One region as it went to the file, and the SHA-256 it must have when read back."""

    place: str
    offset: int
    size: int
    sha256: str


@dataclass
class _Writing:
    """A bundle on its way to the file, region by region."""

    file: BinaryIO
    order: BundleOrder
    vault: Vault
    journal: Journal
    signer: Signer
    random: RandomBytes

    def write_regions(self, progress: Progress) -> list[_Written]:
        """Write everything up to FOOT: objects, manifest, entries, envelopes."""
        order = self.order
        bundle_key = self.random(KEY_SIZE)
        self.file.write(head_bytes(order.bundle, order.device, order.created_ms, order.part_size))
        written = []
        for number, sealed in enumerate(order.objects):
            progress.step(number, len(order.objects) * 2, sealed.id)
            written.append(self._copy(sealed))
        written.append(self._seal("manifest", io.BytesIO(self._manifest()), bundle_key))
        with compressed(self.journal.entries(order.first, order.last)) as entries:
            written.append(self._seal("entries", entries, bundle_key))
        envelopes = b"".join(
            seal_key(bundle_key, key, order.bundle, order.device) for key in order.recipients
        )
        offset = self.file.tell()
        self.file.write(envelopes)
        written.append(_Written("envelopes", offset, len(envelopes), hashlib.sha256(envelopes).hexdigest()))
        return written

    def foot(self, written: list[_Written], parts: tuple[str, ...]) -> Foot:
        """Return the FOOT over what was read back."""
        order = self.order
        manifest, entries, envelopes = (region.size for region in written[-3:])
        return Foot(
            bundle=order.bundle,
            device=order.device,
            epoch=order.survey.epoch,
            sequence=order.sequence,
            previous=order.previous,
            created_ms=order.created_ms,
            first=order.first,
            last=order.last,
            checkpoint=order.checkpoint,
            signer=self.signer.public_key,
            part_size=order.part_size,
            objects=tuple(KnownObject(each.id, each.cipher_size) for each in order.objects),
            manifest=manifest,
            entries=entries,
            envelopes=envelopes,
            recipients=self._recipients(),
            parts=parts,
        )

    def _recipients(self) -> tuple[str, ...]:
        return tuple(key_id(key) for key in self.order.recipients)

    def _copy(self, sealed: SealedObject) -> _Written:
        """Copy one vault file; whether it is still what was sealed shows when it is read back."""
        offset = self.file.tell()
        with self.vault.ciphertext(sealed) as source:
            shutil.copyfileobj(source, self.file, _BLOCK)
        size = self.file.tell() - offset
        if size != sealed.cipher_size:
            raise SystemFault("bundle.object_damaged", object=sealed.id)
        return _Written(sealed.id, offset, size, sealed.cipher_sha256)

    def _manifest(self) -> bytes:
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
            recipients=self._recipients(),
            signer=self.signer.public_key,
        )
        message, text = signed_manifest(manifest, described)
        return self.signer.sign(message) + text

    def _seal(self, region: str, source: BinaryIO, bundle_key: bytes) -> _Written:
        offset = self.file.tell()
        key = region_key(bundle_key, region, self.order.bundle)
        sealing = seal(source, self.file, self.order.bundle, key, self.random(PREFIX))
        return _Written(region, offset, sealing.cipher_size, sealing.cipher_sha256)


def end_bytes(foot: bytes, signer: Signer) -> bytes:
    """Return FOOT with everything that follows it."""
    return foot + signer.sign(signed_by_device(foot)) + len(foot).to_bytes(4, "big") + MAGIC


def _read_back(
    file: BinaryIO, path: Path, written: list[_Written], part_size: int, progress: Progress
) -> tuple[str, ...]:
    """Return the digests of all parts as they stand in the file, while the file goes to the disk.

    Each byte is hashed once, from what was written and not from what was meant: a part that differs from what
    the vault sealed is found here. Hashing releases the interpreter, so two threads use two cores.
    """
    half = len(written)
    with ThreadPoolExecutor(3, thread_name_prefix="bundle") as pool:
        durable = pool.submit(os.fsync, file.fileno())
        digests: list[str] = []
        pending: deque[Future[list[str]]] = deque()
        for number, region in enumerate(written):
            pending.append(pool.submit(_part_digests, path, region, part_size))
            if len(pending) > _AHEAD:
                digests += pending.popleft().result()
            try:
                progress.step(half + number, half * 2, region.place)
            except Cancelled:
                pool.shutdown(cancel_futures=True)
                raise
        for late in pending:
            digests += late.result()
        durable.result()
    progress.step(half * 2, half * 2)
    return tuple(digests)


def _part_digests(path: Path, region: _Written, part_size: int) -> list[str]:
    buffer = memoryview(bytearray(min(_BLOCK, max(1, region.size))))
    digests = []
    whole = hashlib.sha256() if region.size > part_size else None
    with path.open("rb", buffering=0) as file:
        file.seek(region.offset)
        for begin in range(0, region.size, part_size):
            digest, left = hashlib.sha256(), min(part_size, region.size - begin)
            while left:
                count = file.readinto(buffer[: min(left, len(buffer))])
                if not count:
                    raise SystemFault("bundle.object_damaged", object=region.place)
                digest.update(buffer[:count])
                if whole is not None:
                    whole.update(buffer[:count])
                left -= count
            digests.append(digest.hexdigest())
    # a region of one part is hashed once: the part's digest is the region's
    found = whole.hexdigest() if whole is not None else "".join(digests)
    if region.size and found != region.sha256:
        raise SystemFault("bundle.object_damaged", object=region.place)
    return digests


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "bundle.disk_full" if error.errno in _NO_ROOM else "bundle.io"
        raise SystemFault(code, why=error.strerror or "") from error

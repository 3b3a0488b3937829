"""Writing a bundle: the vault's files are hashed where they lie, the frame around them is written and read back."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
from sync.bundle.foot import Foot, KnownObject, signed_by_device
from sync.bundle.frame import Objects, open_framed
from sync.bundle.hashed import Hashed, marks_of
from sync.bundle.layout import MAGIC, USUAL_PART, head_bytes
from sync.bundle.manifest import Manifest, ManifestObject, bound_to, signed_manifest

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


def write_frame(
    path: Path,
    order: BundleOrder,
    *,
    vault: Vault,
    journal: Journal,
    signer: Signer,
    progress: Progress | None = None,
    random: RandomBytes = secrets.token_bytes,
    hashed: Hashed | None = None,
) -> Foot:
    """Write the frame of a bundle durably to `path` and return its FOOT.

    Every object was read through in the vault and is what was sealed, as `hashed` is told; the frame has been read back.

    Raises:
        Cancelled: if somebody asked to stop; nothing is left behind.
        SystemFault: `bundle.object_damaged` with `object` if a vault file is not what was sealed;
            `bundle.disk_full`, `bundle.io`, `vault.*`; nothing is left behind.
    """
    part = path.with_name(path.name + ".part")
    objects = objects_in(vault, order.objects)
    with disk_faults():
        try:
            digests = _read_through(order, objects, progress or Progress(), hashed or Hashed())
            with part.open("wb") as file:
                foot = _Writing(_Parts(file, order.part_size), order, vault, journal, signer, random).write(
                    digests
                )
                file.flush()
                os.fsync(file.fileno())
            _require_read_back(part, objects)
            replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    return foot


def objects_in(vault: Vault, sealed: Iterable[SealedObject]) -> Objects:
    """Return what opens these objects' files in the vault."""
    known = {each.id: each for each in sealed}
    return lambda object_id: vault.ciphertext(known[object_id])


class _Parts:
    """A file that takes note of the digest of each part written to it."""

    def __init__(self, file: BinaryIO, part_size: int) -> None:
        self._file = file
        self._part_size = part_size
        self._digest, self._filled = hashlib.sha256(), 0
        self._size = 0
        self._digests: list[str] = []

    def write(self, content: bytes | memoryview) -> int:
        """Write, cutting parts on the way."""
        left = memoryview(content)
        while left:
            if self._filled == self._part_size:
                self._cut()
            piece = left[: self._part_size - self._filled]
            self._digest.update(piece)
            self._filled += len(piece)
            left = left[len(piece) :]
        self._size += len(content)
        return self._file.write(content)

    def end(self) -> tuple[int, list[str]]:
        """Return the bytes and the digests of the region that was written since the last end."""
        if self._filled:
            self._cut()
        size, digests = self._size, self._digests
        self._size, self._digests = 0, []
        return size, digests

    def _cut(self) -> None:
        self._digests.append(self._digest.hexdigest())
        self._digest, self._filled = hashlib.sha256(), 0


@dataclass
class _Writing:
    """A frame on its way to the file, region by region."""

    file: _Parts
    order: BundleOrder
    vault: Vault
    journal: Journal
    signer: Signer
    random: RandomBytes

    def write(self, digests: tuple[str, ...]) -> Foot:
        """Write everything; `digests` are those of the objects' parts."""
        order = self.order
        bundle_key = self.random(KEY_SIZE)
        self.file.write(head_bytes(order.bundle, order.device, order.created_ms, order.part_size))
        self.file.end()
        self._seal("manifest", io.BytesIO(self._manifest()), bundle_key)
        manifest, of_manifest = self.file.end()
        with compressed(self.journal.entries(order.first, order.last)) as run:
            self._seal("entries", run, bundle_key)
        entries, of_entries = self.file.end()
        for key in order.recipients:
            self.file.write(seal_key(bundle_key, key, order.bundle, order.device))
        envelopes, of_envelopes = self.file.end()
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
            signer=self.signer.public_key,
            part_size=order.part_size,
            objects=tuple(KnownObject(each.id, each.cipher_size) for each in order.objects),
            manifest=manifest,
            entries=entries,
            envelopes=envelopes,
            recipients=self._recipients(),
            parts=(*digests, *of_manifest, *of_entries, *of_envelopes),
        )
        self.file.write(end_bytes(foot.encoded(), self.signer))
        return foot

    def _recipients(self) -> tuple[str, ...]:
        return tuple(key_id(key) for key in self.order.recipients)

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

    def _seal(self, region: str, source: BinaryIO, bundle_key: bytes) -> None:
        key = region_key(bundle_key, region, self.order.bundle)
        seal(source, cast("BinaryIO", self.file), self.order.bundle, key, self.random(PREFIX))


def end_bytes(foot: bytes, signer: Signer) -> bytes:
    """Return FOOT with everything that follows it."""
    return foot + signer.sign(signed_by_device(foot)) + len(foot).to_bytes(4, "big") + MAGIC


def _read_through(
    order: BundleOrder, objects: Objects, progress: Progress, hashed: Hashed
) -> tuple[str, ...]:
    """Return the digests of the objects' parts as they lie in the vault.

    One after the other: this goes on beside sending and beside the window, and outruns any network.
    """
    total = len(order.objects)
    digests: list[str] = []
    for number, sealed in enumerate(order.objects):
        step = partial(progress.step, number, total, sealed.id)
        digests += _part_digests(sealed, objects, order.part_size, step, hashed)
    progress.step(total, total)
    return tuple(digests)


def _part_digests(
    sealed: SealedObject, objects: Objects, part_size: int, step: Callable[[], None], hashed: Hashed
) -> list[str]:
    buffer = memoryview(bytearray(min(_BLOCK, sealed.cipher_size)))
    digests = []
    whole = hashlib.sha256() if sealed.cipher_size > part_size else None
    with objects(sealed.id) as file:
        marks = marks_of(file)
        for begin in range(0, sealed.cipher_size, part_size):
            step()
            digest, left = hashlib.sha256(), min(part_size, sealed.cipher_size - begin)
            while left:
                count: int = file.readinto(buffer[: min(left, len(buffer))])  # type: ignore[attr-defined]  # every file has it
                if not count:
                    raise SystemFault("bundle.object_damaged", object=sealed.id)
                digest.update(buffer[:count])
                if whole is not None:
                    whole.update(buffer[:count])
                left -= count
            digests.append(digest.hexdigest())
        is_longer = bool(file.read(1))
    # an object of one part is hashed once: the part's digest is the object's
    found = whole.hexdigest() if whole is not None else "".join(digests)
    if is_longer or found != sealed.cipher_sha256:
        raise SystemFault("bundle.object_damaged", object=sealed.id)
    hashed.keep(sealed.id, marks)
    return digests


def _require_read_back(frame: Path, objects: Objects) -> None:
    """Open what was written as the bundle it is, and read what is its own."""
    with open_framed(frame, objects) as bundle:
        for part in bundle.foot.all_parts():
            if not part.region.object_id and hashlib.sha256(bundle.part(part)).hexdigest() != part.sha256:
                raise SystemFault("bundle.io", why=part.place)


@contextmanager
def disk_faults() -> Iterator[None]:
    """Tell what the disk of the outbox refuses: `bundle.disk_full`, `bundle.io`."""
    try:
        yield
    except OSError as error:
        code = "bundle.disk_full" if error.errno in _NO_ROOM else "bundle.io"
        raise SystemFault(code, why=error.strerror or "") from error

"""Reading a bundle without any secret: structure, signature, every byte (FORMAT.md 4.7)."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.canonical import Json
from inspector.errors import InputError
from inspector.progress import Progress
from sync.bundle.checkpoint import Checkpoint, read_checkpoint
from sync.bundle.foot import Foot, foot_from, foot_hash, plain_foot, signed_by_device
from sync.bundle.layout import (
    FOOT_LIMIT,
    HEAD_SIZE,
    MAGIC,
    SIGNATURE_SIZE,
    TRAILER_SIZE,
    VERSION,
    Part,
    Region,
    altered,
)
from sync.bundle.volumes import open_whole
from sync.strict_json import base64_bytes, is_whole_number

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 20


class BundleFile:
    """One bundle on disk; opening it checks everything but the parts, which `verify` reads through."""

    def __init__(self, path: Path, stream: io.BufferedReader[Any] | None = None) -> None:
        """Open `path`, or the list of its volumes; a bundle kept elsewhere comes as a seekable `stream`, and `path`
        only names it.

        Raises:
            InputError: `bundle.not_a_bundle`, `bundle.newer`, `bundle.altered` with `place`; `bundle.volumes`,
                `bundle.volume_missing`, `bundle.volume_size` with `file`.
            OSError: if the file cannot be read.
        """
        self.path = path
        self._file = stream or open_whole(path)
        self._turn = Lock()
        try:
            self.end = read_end(self._file, path.name)
            self.foot, self.checkpoint = judge_end(self.end)
            if self._file.seek(0, os.SEEK_END) != self.foot.offset + len(self.end):
                raise altered("length")
            self._file.seek(0)
            if self._file.read(HEAD_SIZE) != self.foot.head():
                raise altered("head")
        except BaseException:
            self._file.close()
            raise

    @property
    def foot_sha256(self) -> str:
        """Return the FOOT hash, which names the exact bytes of the bundle."""
        return foot_hash(self.end[:-TRAILER_SIZE])

    def verify(self, progress: Progress | None = None) -> None:
        """Read every part; `bundle.altered` with the first damaged place."""
        for part in self.damaged(progress):
            raise altered(part.place)

    def damaged(
        self, progress: Progress | None = None, parts: Iterable[Part] | None = None
    ) -> Iterator[Part]:
        """Read every part, or those given, and yield the ones that are not as signed."""
        progress = progress or Progress()
        buffer = memoryview(bytearray(_BLOCK))
        total = len(self.foot.parts)
        for part in self.foot.all_parts() if parts is None else parts:
            progress.step(part.number, total)
            if self._digest(part, buffer) != part.sha256:
                yield part
        progress.step(total, total)

    def part(self, part: Part) -> bytes:
        """Return the bytes of one part, as they lie there now."""
        self._file.seek(part.offset)
        return self._file.read(part.size)

    def blocks(self, part: Part, most: int) -> Iterator[bytes]:
        """Yield the bytes of one part, at most `most` at a time, the last of them only if all are as signed.

        Parts may be read in several threads at once.

        Raises:
            InputError: `bundle.altered`; whoever got the blocks before has no whole part.
        """
        return as_signed(self._blocks(part, most), part)

    def _blocks(self, part: Part, most: int) -> Iterator[bytes]:
        for begin in range(0, part.size, most):
            with self._turn:
                self._file.seek(part.offset + begin)
                block = self._file.read(min(most, part.size - begin))
            yield block

    @property
    def size(self) -> int:
        """Return the bytes of the whole bundle."""
        return self.foot.offset + len(self.end)

    def whole(self) -> BinaryIO:
        """Return a stream over all bytes, at its beginning; it shares this file's position."""
        self._file.seek(0)
        return cast("BinaryIO", self._file)

    def region(self, region: Region) -> BinaryIO:
        """Return a stream over one region; it shares this file's position, so read one at a time."""
        return cast("BinaryIO", io.BufferedReader(_Window(self._file, region.offset, region.size), _BLOCK))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _digest(self, part: Part, buffer: memoryview) -> str:
        digest, left = hashlib.sha256(), part.size
        self._file.seek(part.offset)
        while left:
            count = self._file.readinto(buffer[: min(left, len(buffer))])
            if not count:
                raise altered("length")
            digest.update(buffer[:count])
            left -= count
        return digest.hexdigest()


def read_end(file: io.BufferedReader[Any], name: str) -> bytes:
    """Return FOOT ‖ SIGNATURE ‖ LENGTH ‖ TAIL from where a file ends.

    Raises:
        InputError: `bundle.not_a_bundle`, `bundle.altered` with `place`.
    """
    head = file.read(len(MAGIC))
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - len(MAGIC) - 4))
    length, tail = file.read(4), file.read()
    if tail != MAGIC:
        if head != MAGIC:
            raise InputError("bundle.not_a_bundle", file=name)
        raise altered("tail")
    foot_length = int.from_bytes(length, "big")
    if foot_length > FOOT_LIMIT or foot_length + TRAILER_SIZE > size:
        raise altered("tail", "length")
    file.seek(size - TRAILER_SIZE - foot_length)
    return file.read()


def judge_end(end: bytes) -> tuple[Foot, Checkpoint]:
    """Judge FOOT ‖ SIGNATURE ‖ LENGTH ‖ TAIL, as it stands in a file or is announced over HTTP.

    Raises:
        InputError: `bundle.altered` with `place`, `bundle.newer`.
    """
    raw, trailer = end[:-TRAILER_SIZE], end[-TRAILER_SIZE:]
    if len(trailer) != TRAILER_SIZE or trailer[SIGNATURE_SIZE:] != len(raw).to_bytes(4, "big") + MAGIC:
        raise altered("tail")
    plain = plain_foot(raw)
    signer = base64_bytes(plain.get("signer"), 32)
    if signer is None:
        raise altered("foot", "signer")
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(trailer[:SIGNATURE_SIZE], signed_by_device(raw))
    except (InvalidSignature, ValueError) as error:
        raise altered("signature") from error
    _require_readable(plain)
    foot = foot_from(plain)
    checkpoint = read_checkpoint(foot.checkpoint, signer)
    if checkpoint.device != foot.device or checkpoint.size != foot.last:
        raise altered("checkpoint", "not this run's")
    return foot, checkpoint


def _require_readable(plain: dict[str, Json]) -> None:
    least, critical = plain.get("min_reader"), plain.get("critical")
    if not is_whole_number(least, 1, 2**53) or not isinstance(critical, list):
        raise altered("foot", "min_reader")
    if least > VERSION or critical:
        needed = ", ".join(str(name) for name in critical) or f"version {least}"
        raise InputError("bundle.newer", needed=needed)


class _Window(io.RawIOBase):
    """A stretch of a file as a stream of its own."""

    def __init__(self, file: io.BufferedReader[Any], offset: int, size: int) -> None:
        self._file = file
        self._at = offset
        self._end = offset + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")[: self._end - self._at]
        self._file.seek(self._at)
        count = self._file.readinto(target)
        self._at += count
        return count


def parts_of(foot: Foot, numbers: tuple[int, ...]) -> Iterator[Part]:
    """Yield the named parts in file order."""
    wanted = set(numbers)
    return (part for part in foot.all_parts() if part.number in wanted)


def as_signed(blocks: Iterator[bytes], part: Part) -> Iterator[bytes]:
    """Hand on the blocks of a part, the last one only if all of them are as signed; `bundle.altered` else."""
    digest, left = hashlib.sha256(), part.size
    for block in blocks:
        digest.update(block)
        left -= len(block)
        if not block or (not left and digest.hexdigest() != part.sha256):
            raise altered(part.place)
        yield block

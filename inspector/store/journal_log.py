"""The journal once more, beside the database: an append-only file of frames that each stand alone.

    header  "IJL1" | version 1 | 3 zero | device 16 | file id 16 | mark 8                       48 bytes
    frame   "IJF1" | file id 16 | seq 8 | length 4 | nonce 12 | AES-256-GCM of the content, tag 16

Big-endian; `length` counts what follows the nonce. Each frame authenticates device, file id, number and
length, so none can be moved, mixed in from another log or cut without notice, and what lies behind a
damaged one is still found: by its first four bytes, then by its tag. The content is one entry and what
opens the vault objects it brought in; whoever has the log and the vault can make the catalogue anew.
"""

from __future__ import annotations

import hmac
import os
import secrets
import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector.durable import create_exclusively, replace, sync_folder
from inspector.errors import BugError, SystemFault
from inspector.ids import RandomBytes
from inspector.records import SealedObject

VERSION = 1
HEADER_BYTES = 48
_MAGIC, _FRAME = b"IJL1", b"IJF1"
_HEADER = struct.Struct(">4sB3s16s16s")
_PREFIX = struct.Struct(">4s16sQL12s")
_TAG = 16
LARGEST_FRAME = 64 << 20
"""No entry comes near it: a larger length is damage."""


@dataclass(frozen=True)
class Frame:
    """One entry as the log keeps it."""

    seq: int
    entry: bytes
    """The canonical bytes."""
    opens: tuple[SealedObject, ...] = ()
    """What opens the vault objects that became known with this entry."""


@dataclass(frozen=True)
class Damage:
    """Bytes `start` to `end` of the log that are no frame of it."""

    start: int
    end: int


@dataclass(frozen=True)
class _Content:
    entry: bytes
    opens: tuple[SealedObject, ...]


class LogReader:
    """Reads a log without changing a byte of it; a file that is not there reads as empty."""

    def __init__(self, path: Path, key: bytes, device: str) -> None:
        self._path = path
        self._key = key
        self._device = bytes.fromhex(device)
        self._aead = AESGCM(key)

    def frames(self) -> Iterator[Frame | Damage]:
        """Yield every frame that is authentic, in the order of the file, and where something else lies.

        Raises:
            SystemFault: `store.newer_log` if a newer program wrote it.
            OSError: whatever the disk says.
        """
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file_id = self.file_id(file)
            size = file.seek(0, os.SEEK_END)
            start = HEADER_BYTES
            while start < size:
                found = self.frame_at(file, start, file_id)
                if found is None:
                    after = self.next_frame(file, start + 1, file_id)
                    yield Damage(start, after or size)
                    start = after or size
                    continue
                frame, file_id, end = found
                yield frame
                start = end

    def file_id(self, file: BinaryIO) -> bytes | None:
        """Return the id in the header, None if the header is damaged: then the first frame decides."""
        file.seek(0)
        header = file.read(HEADER_BYTES)
        fixed = header[: _HEADER.size]
        if len(header) < HEADER_BYTES or not hmac.compare_digest(header[_HEADER.size :], self.mark(fixed)):
            return None
        magic, version, _, device, file_id = _HEADER.unpack(fixed)
        if version > VERSION:
            raise SystemFault("store.newer_log", found=version, known=VERSION)
        return bytes(file_id) if (magic, device) == (_MAGIC, self._device) else None

    def mark(self, header: bytes) -> bytes:
        """Return the 8 bytes that tell a damaged header from one that says something new."""
        return hmac.digest(self._key, b"inspector/1 journal log " + header, "sha256")[:8]

    def associated(self, file_id: bytes, seq: int, length: int) -> bytes:
        """Return what a frame authenticates besides its content."""
        return b"inspector/1 journal log" + self._device + file_id + struct.pack(">QL", seq, length)

    def frame_at(
        self, file: BinaryIO, start: int, expected_id: bytes | None
    ) -> tuple[Frame, bytes, int] | None:
        """Return the authentic frame that begins at byte `start`, its file id and its end; or None."""
        file.seek(start)
        prefix = file.read(_PREFIX.size)
        if len(prefix) < _PREFIX.size:
            return None
        magic, file_id, seq, length, nonce = _PREFIX.unpack(prefix)
        if magic != _FRAME or expected_id not in {None, file_id} or not _TAG < length <= LARGEST_FRAME:
            return None
        sealed = file.read(length)
        if len(sealed) < length:
            return None
        try:
            plain = self._aead.decrypt(nonce, sealed, self.associated(file_id, seq, length))
            content = msgspec.msgpack.decode(plain, type=_Content)
        except (InvalidTag, msgspec.DecodeError):
            return None
        return Frame(seq, content.entry, content.opens), file_id, start + _PREFIX.size + length

    def next_frame(self, file: BinaryIO, start: int, file_id: bytes | None) -> int | None:
        """Return where the next authentic frame begins, at or after `start`; None if there is no more."""
        file.seek(start)
        rest = file.read()
        at = rest.find(_FRAME)
        while at >= 0:
            if self.frame_at(file, start + at, file_id) is not None:
                return start + at
            at = rest.find(_FRAME, at + 1)
        return None


class JournalLog:
    """The one writer of a log; `append` returns when the frames are durable."""

    def __init__(self, path: Path, key: bytes, device: str, *, is_read_through: bool = False) -> None:
        """Open the log, made new if there is none; a frame cut off at its end is taken off.

        With `is_read_through` every frame is opened, else only the last: the others by their numbers.

        Raises:
            SystemFault: `store.newer_log`.
            OSError: whatever the disk says.
        """
        self._path = path
        self._reader = LogReader(path, key, device)
        self._aead = AESGCM(key)
        self._starts = array("Q")
        self._end = HEADER_BYTES
        self.is_damaged = False
        """True if bytes before the end are no frame of this log: to be written anew."""
        if not path.exists():
            self._write_header(key, device)
        self._descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            self._survey(is_read_through)
        except BaseException:
            os.close(self._descriptor)
            raise

    @property
    def last(self) -> int:
        """The number of the last entry in the log, 0 if it is empty."""
        return len(self._starts)

    def frame(self, seq: int) -> Frame | None:
        """Return the frame of one entry, None if it is not in the log or no longer reads."""
        if not 1 <= seq <= self.last:
            return None
        with self._path.open("rb") as file:
            found = self._reader.frame_at(file, self._starts[seq - 1], self._file_id)
        return None if found is None else found[0]

    def append(self, frames: Iterable[Frame], random: RandomBytes = secrets.token_bytes) -> None:
        """Add frames, the first with the number after `last`; all of them are durable then, or none counts.

        Raises:
            BugError: `store.log_order` for any other number.
            OSError: whatever the disk says; the log ends where it ended before.
        """
        starts: list[int] = []
        block = bytearray()
        for frame in frames:
            if self._file_id is None or frame.seq != self.last + len(starts) + 1:
                raise BugError("store.log_order", seq=frame.seq)
            starts.append(self._end + len(block))
            plain = msgspec.msgpack.encode(_Content(frame.entry, frame.opens))
            length, nonce = len(plain) + _TAG, random(12)
            bound = self._reader.associated(self._file_id, frame.seq, length)
            block += _PREFIX.pack(_FRAME, self._file_id, frame.seq, length, nonce)
            block += self._aead.encrypt(nonce, plain, bound)
        if not starts:
            return
        try:
            self._write_at_end(block)
        except OSError:
            # what a failed sync left may never reach the disk: the next try writes the same place anew
            os.ftruncate(self._descriptor, self._end)
            raise
        self._starts.extend(starts)
        self._end += len(block)

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def _write_at_end(self, block: bytearray) -> None:
        if os.fstat(self._descriptor).st_size != self._end:
            os.ftruncate(self._descriptor, self._end)
        os.lseek(self._descriptor, self._end, os.SEEK_SET)
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        os.fsync(self._descriptor)

    def _write_header(self, key: bytes, device: str) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.unlink(missing_ok=True)
        fixed = _HEADER.pack(_MAGIC, VERSION, bytes(3), bytes.fromhex(device), secrets.token_bytes(16))
        descriptor = create_exclusively(fresh)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fixed + self._reader.mark(fixed))
            file.flush()
            os.fsync(file.fileno())
        replace(fresh, self._path)
        sync_folder(self._path.parent)

    def _survey(self, is_read_through: bool) -> None:
        """Find where each frame begins and where the last whole one ends."""
        with self._path.open("rb") as file:
            self._file_id = self._reader.file_id(file)
            if self._file_id is None:
                self.is_damaged = True
                return
            size = file.seek(0, os.SEEK_END)
            while (end := self._hop(file, self._end, size)) is not None:
                self._starts.append(self._end)
                self._end = end
            opened = range(1 if is_read_through else max(1, self.last), self.last + 1)
            for seq in opened:
                if self._reader.frame_at(file, self._starts[seq - 1], self._file_id) is None:
                    self._end = self._starts[seq - 1]
                    del self._starts[seq - 1 :]
                    break
            # an authentic frame behind what does not read tells damage from a frame that was cut off
            self.is_damaged = (
                self._end < size and self._reader.next_frame(file, self._end, self._file_id) is not None
            )

    def _hop(self, file: BinaryIO, start: int, size: int) -> int | None:
        file.seek(start)
        prefix = file.read(_PREFIX.size)
        if len(prefix) < _PREFIX.size:
            return None
        magic, file_id, seq, length, _ = _PREFIX.unpack(prefix)
        end = start + _PREFIX.size + int(length)
        fits = (magic, file_id, seq) == (_FRAME, self._file_id, self.last + 1) and end <= size
        return end if fits else None

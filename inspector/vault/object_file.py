"""The object file, byte for byte as FORMAT.md section 1: AES-256-GCM in STREAM form, 256 KiB segments.

Pure: streams in, streams out. The vault writes it, the bundle carries it unchanged.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector.errors import SystemFault

SEGMENT = 1 << 18
"""Plain bytes of a full segment."""
TAG = 16
HEADER = 40
PREFIX = 7
"""Random bytes at the start of each nonce."""

_MAGIC = b"IPV1"
_AES_256_GCM = 1
_LOG2_SEGMENT = 18


@dataclass(frozen=True)
class Sealing:
    """What was learnt in the one pass over the bytes."""

    sha256: str
    """Of the plain bytes."""
    size: int
    """Plain bytes."""
    cipher_sha256: str
    """Of the whole object file, header included."""
    cipher_size: int


def seal(source: BinaryIO, sink: BinaryIO, object_id: str, key: bytes, prefix: bytes) -> Sealing:
    """Read `source` to its end and write the object file to `sink`; `key` and `prefix` are used only once.

    Raises:
        SystemFault: `vault.source_unreadable` if the source fails (a card pulled out).
        OSError: whatever the sink raises.
    """
    header = _header(object_id, prefix)
    aead = AESGCM(key)
    plain_hash = hashlib.sha256()
    cipher_hash = hashlib.sha256(header)
    sealed = memoryview(bytearray(SEGMENT + TAG))
    ahead, current = memoryview(bytearray(SEGMENT)), memoryview(bytearray(SEGMENT))
    sink.write(header)
    size = number = 0
    cipher_size = HEADER
    filled = _take(source, current)
    is_last = False
    while not is_last:
        # one segment is read ahead: only the end of the source shows which segment is the last
        filled_ahead = _take(source, ahead) if filled == SEGMENT else 0
        is_last = filled_ahead == 0
        plain = current[:filled]
        plain_hash.update(plain)
        segment = sealed[: filled + TAG]
        aead.encrypt_into(_nonce(prefix, number, is_last), plain, header if number == 0 else None, segment)
        cipher_hash.update(segment)
        sink.write(segment)
        size += filled
        cipher_size += len(segment)
        number += 1
        current, ahead, filled = ahead, current, filled_ahead
    return Sealing(plain_hash.hexdigest(), size, cipher_hash.hexdigest(), cipher_size)


def unseal(source: BinaryIO, object_id: str, key: bytes) -> Iterator[bytes]:
    """Yield the plain segments of an object file, each verified before it is handed out.

    A cut at a segment's border shows only at the end: what is whole is known when this has run out.

    Raises:
        SystemFault: `vault.altered` with `object` and `segment` (0 also for the header).
    """
    return map(bytes, unsealing(source, object_id, key))


def unsealing(source: BinaryIO, object_id: str, key: bytes) -> Iterator[memoryview]:
    """Do as `unseal` for who reads through and keeps nothing: a segment lies where the next one is written over it."""
    header = source.read(HEADER)
    if len(header) != HEADER or header != _header(object_id, header[8 : 8 + PREFIX]):
        raise SystemFault("vault.altered", object=object_id, segment=0)
    prefix = header[8 : 8 + PREFIX]
    aead = AESGCM(key)
    ahead, current = memoryview(bytearray(SEGMENT + TAG)), memoryview(bytearray(SEGMENT + TAG))
    plain = memoryview(bytearray(SEGMENT))
    filled = _fill(source, current)
    number = 0
    is_last = False
    while not is_last:
        filled_ahead = _fill(source, ahead) if filled == SEGMENT + TAG else 0
        is_last = filled_ahead == 0
        if filled < TAG or (filled == TAG and number > 0):
            raise SystemFault("vault.altered", object=object_id, segment=number)
        try:
            bound = header if number == 0 else None
            aead.decrypt_into(_nonce(prefix, number, is_last), current[:filled], bound, plain[: filled - TAG])
        except InvalidTag as error:
            raise SystemFault("vault.altered", object=object_id, segment=number) from error
        yield plain[: filled - TAG]
        number += 1
        current, ahead, filled = ahead, current, filled_ahead


class Segments:
    """An object file read at any segment, for what plays it from the middle."""

    def __init__(self, source: BinaryIO, object_id: str, key: bytes, size: int) -> None:
        """Read the header; `size` is the plain length the record tells, which the file's own must match.

        Raises:
            SystemFault: `vault.altered`.
        """
        self._source = source
        self._id = object_id
        self._size = size
        self.count = max(1, -(-size // SEGMENT))
        """Of segments."""
        source.seek(0)
        header = source.read(HEADER)
        is_header = len(header) == HEADER and header == _header(object_id, header[8 : 8 + PREFIX])
        if not is_header or source.seek(0, io.SEEK_END) != cipher_size(size):
            raise SystemFault("vault.altered", object=object_id, segment=0)
        self._header = header
        self._prefix = header[8 : 8 + PREFIX]
        self._aead = AESGCM(key)

    def open_into(self, number: int, plain: bytearray) -> int:
        """Write one segment's plain bytes to the beginning of `plain`, once authenticated; return their number.

        Raises:
            SystemFault: `vault.altered`.
        """
        is_last = number == self.count - 1
        length = self._size - number * SEGMENT if is_last else SEGMENT
        sealed = memoryview(bytearray(length + TAG))
        self._source.seek(HEADER + number * (SEGMENT + TAG))
        filled = _fill(self._source, sealed)
        try:
            if filled < len(sealed):
                raise InvalidTag
            nonce, bound = _nonce(self._prefix, number, is_last), self._header if number == 0 else None
            self._aead.decrypt_into(nonce, sealed, bound, memoryview(plain)[:length])
        except InvalidTag as error:
            raise SystemFault("vault.altered", object=self._id, segment=number) from error
        return length


def cipher_size(size: int) -> int:
    """Return the length of the object file for `size` plain bytes."""
    return HEADER + size + TAG * max(1, -(-size // SEGMENT))


def _header(object_id: str, prefix: bytes) -> bytes:
    fixed = _MAGIC + bytes([_AES_256_GCM, _LOG2_SEGMENT, 0, 0])
    return fixed + prefix + b"\0" + bytes.fromhex(object_id) + bytes(8)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if is_last else b"\0")


def _take(source: BinaryIO, buffer: memoryview) -> int:
    """Fill from what is to be sealed: if that fails it is the card's fault, not the vault's."""
    try:
        return _fill(source, buffer)
    except OSError as error:
        raise SystemFault("vault.source_unreadable", why=error.strerror) from error


def _fill(source: BinaryIO, buffer: memoryview) -> int:
    """Fill the buffer as far as the source reaches: a read may be short without being the end."""
    filled = 0
    while filled < len(buffer):
        if isinstance(source, io.RawIOBase | io.BufferedIOBase):
            count = source.readinto(buffer[filled:]) or 0
        else:
            piece = source.read(len(buffer) - filled)
            count = len(piece)
            buffer[filled : filled + count] = piece
        if count == 0:
            break
        filled += count
    return filled

"""Journal entries in a bundle: surveyed before writing, bounded and chained when read (FORMAT.md 4.6)."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from inspector.canonical import Json
from inspector.errors import BugError
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.foot import Foot
from sync.bundle.layout import altered
from sync.bundle.manifest import Manifest
from sync.bundle.merkle import leaf_hash
from sync.strict_json import is_whole_number, parse_canonical

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ENTRY_LIMIT = 32 << 20
"""A receipt for as many objects as a bundle may hold is journalled as one entry."""
_GZIP = 31
"""zlib's window bits for a gzip member."""
_ID = re.compile(r"[0-9a-f]{32}")
_BOOKKEEPING = {"Delivery", "FeedEntry", "PinnedCentre", "Receipt"}
_FROM_FEED = "feed."
"""How changes begin that only write down what the centre itself said."""
_RESTARTED = "feed.restart"
"""What the centre forgot comes back with this device's journal, so it goes out by itself."""

CLOCK_COMPARED = "clock.compared"
"""Journalled with a receipt: the device's clock beside the centre's."""
STAMPED = "checkpoint.stamped"
"""Journalled with a token of a timestamp authority over a checkpoint: facts `note`, `token`, `tsa`, `time`."""
STAMP_REFUSED = "timestamp.refused"
"""Journalled when the authority could not be asked, or its answer was not believed: facts `code`, `url`."""
_TOLD_OF_DELIVERY = {CLOCK_COMPARED, STAMPED, STAMP_REFUSED}
OBJECT_MISSING = "object.missing"
"""Journalled before a run is cut: this object of the run cannot be read and does not go along."""
OBJECT_FOUND = "object.found"
"""An object that was missing in an earlier run can be read again and goes along now."""


@dataclass(frozen=True)
class Entry:
    """One journal entry as read."""

    raw: bytes
    device: str
    epoch: int
    seq: int
    prev: str
    change: str
    kind: str
    subject: str
    record: dict[str, Json] | None

    @property
    def leaf(self) -> bytes:
        """Return the entry's leaf hash."""
        return leaf_hash(self.raw)

    @property
    def object_ids(self) -> tuple[str, ...]:
        """Return the vault objects that belong with this entry in its bundle."""
        if self.change == OBJECT_FOUND and not self.kind:
            return (self.subject,) if _ID.fullmatch(self.subject) else ()
        if self.record is None:
            return ()
        named = {"Photo": "id", "Recording": "id", "Notice": "pdf_object_id"}.get(self.kind)
        value = self.record.get(named) if named else None
        return (value,) if isinstance(value, str) and _ID.fullmatch(value) else ()

    @property
    def missing_id(self) -> str | None:
        """Return the object of which this entry says that it could no longer be read."""
        return self.subject if self.change == OBJECT_MISSING and not self.kind else None

    @property
    def is_bookkeeping(self) -> bool:
        """Tell whether the entry only says that something was delivered, either way."""
        is_told = self.change in _TOLD_OF_DELIVERY and not self.kind
        if self.change == _RESTARTED:
            return False
        return self.kind in _BOOKKEEPING or self.change.startswith(_FROM_FEED) or is_told


@dataclass(frozen=True)
class Survey:
    """What a run of entries holds, learnt in one pass before anything is written."""

    epoch: int
    """Of the last entry: the run that opens an epoch begins with entries of the ones before."""
    size: int
    sha256: str
    object_ids: tuple[str, ...]
    """In the order they are first named."""
    missing_ids: tuple[str, ...]
    """Objects the run says could not be read."""
    is_bookkeeping: bool


def survey(entries: Iterable[bytes]) -> Survey:
    """Read a run of the device's own entries; `BugError("bundle.entries")` if they do not fit together."""
    digest, size, epochs = hashlib.sha256(), 0, list[int]()
    named: dict[str, None] = {}
    missing: dict[str, None] = {}
    is_bookkeeping = True
    for entry in read_entries(entries):
        digest.update(entry.raw + b"\n")
        size += len(entry.raw) + 1
        if not epochs or entry.epoch > epochs[-1]:
            epochs.append(entry.epoch)
        elif entry.epoch < epochs[-1]:
            raise BugError("bundle.entries", why="epoch")
        named.update(dict.fromkeys(entry.object_ids))
        if entry.missing_id is not None:
            missing[entry.missing_id] = None
        is_bookkeeping = is_bookkeeping and entry.is_bookkeeping
    if not epochs:
        raise BugError("bundle.entries", why="empty")
    return Survey(epochs[-1], size, digest.hexdigest(), tuple(named), tuple(missing), is_bookkeeping)


def read_entry(raw: bytes) -> Entry | None:
    """Return the entry, or None if it is not a canonical journal entry."""
    plain = parse_canonical(raw)
    if not isinstance(plain, dict) or plain.get("v") != 1:
        return None
    epoch, seq, record = plain.get("epoch"), plain.get("seq"), plain.get("record")
    texts = [plain.get(key) for key in ("device", "prev", "change", "kind", "subject")]
    if not is_whole_number(epoch, 1, 2**53) or not is_whole_number(seq, 1, 2**53):
        return None
    if record is not None and not isinstance(record, dict):
        return None
    device, prev, change, kind, subject = (text if isinstance(text, str) else None for text in texts)
    if device is None or prev is None or change is None or kind is None or subject is None:
        return None
    return Entry(raw, device, epoch, seq, prev, change, kind, subject, record)


def read_entries(raws: Iterable[bytes]) -> Iterator[Entry]:
    """Yield the device's own entries as read; `BugError("bundle.entries")` if one is not in form."""
    for raw in raws:
        entry = read_entry(raw)
        if entry is None:
            raise BugError("bundle.entries", why="form")
        yield entry


def chained(lines: Iterable[bytes], foot: Foot) -> Iterator[Entry]:
    """Yield the entries of a bundle, each proved to follow the one before.

    What the first one's `prev` must be is known only to whoever holds the entries before it.

    Raises:
        InputError: `bundle.altered` at `entries`, with `why` naming the entry.
    """
    seq, prev, epoch = foot.first, None, 1 if foot.opens_epoch else foot.epoch
    for raw in lines:
        entry = read_entry(raw)
        if entry is None or entry.seq != seq or entry.device != foot.device:
            raise altered("entries", f"entry {seq}")
        if not epoch <= entry.epoch <= foot.epoch:
            raise altered("entries", f"epoch of {seq}")
        epoch = entry.epoch
        if (prev is not None and entry.prev != prev) or (seq == 1) != (entry.prev == NO_HASH):
            raise altered("entries", f"prev of {seq}")
        yield entry
        seq, prev = seq + 1, entry.leaf.hex()
    if seq != foot.last + 1 or epoch != foot.epoch:
        raise altered("entries", f"entry {seq} missing")


def compressed(entries: Iterable[bytes]) -> BinaryIO:
    """Return a stream of the gzipped entries, made while it is read: never in memory as a whole."""
    return cast("BinaryIO", io.BufferedReader(_Gzipped(entries)))


def decompressed(pieces: Iterable[bytes], manifest: Manifest) -> Iterator[bytes]:
    """Yield the entries' lines; never produces more than the manifest declared.

    Raises:
        InputError: `bundle.altered` at `entries`.
    """
    digest, left, pending = hashlib.sha256(), manifest.entries_size, b""
    for plain in _inflated(pieces, manifest.entries_size):
        digest.update(plain)
        left -= len(plain)
        *lines, pending = (pending + plain).split(b"\n")
        if len(pending) > ENTRY_LIMIT:
            raise altered("entries", "too long")
        yield from lines
    if left or pending or digest.hexdigest() != manifest.entries_sha256:
        raise altered("entries", "size")


def _inflated(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    inflating, produced = zlib.decompressobj(_GZIP), 0
    for piece in pieces:
        waiting = piece
        while waiting:
            if inflating.eof:
                raise altered("entries", "trailing bytes")
            try:
                plain = inflating.decompress(waiting, 1 << 18)
            except zlib.error as error:
                raise altered("entries", "gzip") from error
            produced += len(plain)
            if produced > limit:
                raise altered("entries", "larger than declared")
            yield plain
            waiting = inflating.unused_data if inflating.eof else inflating.unconsumed_tail
    try:
        rest = inflating.flush()
    except zlib.error as error:
        raise altered("entries", "gzip") from error
    if not inflating.eof or produced + len(rest) > limit:
        raise altered("entries", "gzip")
    yield rest


class _Gzipped(io.RawIOBase):
    def __init__(self, entries: Iterable[bytes]) -> None:
        self._entries = iter(entries)
        self._deflating = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        while not self._ready and not self._ended:
            entry = next(self._entries, None)
            self._ended = entry is None
            self._ready = (
                self._deflating.flush() if entry is None else self._deflating.compress(entry + b"\n")
            )
        taken = self._ready[: len(target)]
        target[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

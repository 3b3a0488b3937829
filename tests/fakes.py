"""In-memory stand-ins for the ports: the same promises as the real parts, held to them by tests/contracts.

`fake_device_parts()` gives an action test all it needs from disk and keys.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import BinaryIO, Self, TypeVar, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.canonical import Json, canonical
from inspector.clock import Clock, Instant
from inspector.errors import BugError, InputError, SystemFault
from inspector.records import Delivery, Photo, PhotoLine, Receipt, Record, Recording, SealedObject
from inspector.records.plain import from_plain
from inspector.store.checkpoint import signed_note
from inspector.store.clock_witness import STEPPED, witness_of
from inspector.store.entry import NO_LEAF, Event, Origin, entry_bytes, kind_name, saved
from inspector.store.merkle import Frontier, Tree, leaf_hash
from inspector.store.releasing import is_named
from inspector.vault.object_file import seal, unseal
from inspector.vault.plain_file import PlainFile

R = TypeVar("R", bound=Record)

DEVICE_ID = "d0" * 16


class FakeSigner:
    """An Ed25519 key made from a word: the same word, the same key."""

    def __init__(self, word: str = "sample device") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())

    @property
    def public_key(self) -> bytes:
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


@dataclass(frozen=True)
class _State:
    """Everything committed; a unit works on a copy and puts it back whole."""

    rows: dict[str, dict[str, Record]] = field(default_factory=dict)
    entries: tuple[bytes, ...] = ()
    objects: dict[str, SealedObject] = field(default_factory=dict)
    thumbnails: dict[str, SealedObject] = field(default_factory=dict)

    def copy(self) -> _State:
        rows = {kind: dict(records) for kind, records in self.rows.items()}
        return replace(self, rows=rows, objects=dict(self.objects), thumbnails=dict(self.thumbnails))


class MemoryStore:
    """A store without a disk."""

    def __init__(self, clock: Clock, signer: FakeSigner | None = None, device_id: str = DEVICE_ID) -> None:
        self.state = _State()
        self.origin = Origin(device_id, 1)
        self.clock = clock
        self.writer: int | None = None
        self.turn = threading.Lock()
        self.journal = MemoryJournal(self, signer or FakeSigner())

    def unit(self) -> MemoryUnit:
        return MemoryUnit(self, writes=True)

    def reading(self) -> MemoryUnit:
        return MemoryUnit(self, writes=False)

    def object_ids(self) -> frozenset[str]:
        return frozenset(self.state.objects) | {s.id for s in self.state.thumbnails.values()}


class MemoryUnit:
    """One transaction over a copy of the state."""

    def __init__(self, store: MemoryStore, *, writes: bool) -> None:
        self._store = store
        self._writes = writes
        self._state: _State | None = None
        self._keeps_unnamed = False

    def __enter__(self) -> Self:
        if self._writes:
            if self._store.writer == threading.get_ident():
                raise BugError("store.nested_unit")
            self._store.turn.acquire()
            self._store.writer = threading.get_ident()
        self._state = self._store.state.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state = None
        if self._writes:
            self._store.writer = None
            self._store.turn.release()

    def get(self, kind: type[R], record_id: str) -> R:
        record = self.find(kind, record_id)
        if record is None:
            raise InputError("store.unknown", kind=kind.__name__, id=record_id)
        return record

    def find(self, kind: type[R], record_id: str) -> R | None:
        return self._rows(kind).get(record_id)

    def all(self, kind: type[R], *, inspection_id: str | None = None) -> tuple[R, ...]:
        if inspection_id is not None and "inspection_id" not in kind.__dataclass_fields__:
            raise BugError("store.no_inspection", kind=kind.__name__)
        return tuple(
            record
            for record in self._rows(kind).values()
            if inspection_id is None or getattr(record, "inspection_id", None) == inspection_id
        )

    def photo_lines(self) -> tuple[PhotoLine, ...]:
        return tuple(PhotoLine.of(photo) for photo in self.all(Photo))

    def original_hashes(self) -> dict[str, str]:
        originals: list[Photo | Recording] = [*self.all(Photo), *self.all(Recording)]
        return {each.id: each.sha256 for each in originals}

    def photo_with(self, sha256: str) -> Photo | None:
        return next((photo for photo in self._rows(Photo).values() if photo.sha256 == sha256), None)

    def recording_with(self, sha256: str) -> Recording | None:
        return next((each for each in self._rows(Recording).values() if each.sha256 == sha256), None)

    def sealed_object(self, object_id: str) -> SealedObject:
        sealed = self._seen.objects.get(object_id)
        if sealed is None:
            raise InputError("store.unknown", kind="SealedObject", id=object_id)
        return sealed

    def sealed_objects(self, object_ids: Iterable[str]) -> tuple[SealedObject, ...]:
        return tuple(self.sealed_object(name) for name in object_ids)

    def thumbnail(self, photo_id: str) -> SealedObject | None:
        return self._seen.thumbnails.get(photo_id)

    def save(self, record: Record, *, change: str, by: str) -> None:
        event = saved(record, change=change, by=by)
        self._append(event)
        # what comes back is what was written, e.g. text in NFC
        self._rows(type(record))[record.id] = from_plain(type(record), _as_written(event.record))

    def remove(self, kind: type[R], record_id: str, *, change: str, by: str) -> None:
        self._require_writing()
        self.get(kind, record_id)
        self._append(Event(change, kind_name(kind), record_id, by))
        del self._rows(kind)[record_id]

    def note(self, change: str, subject: str, facts: dict[str, Json], *, by: str) -> None:
        self._append(Event(change, "", subject, by, facts=facts))

    def keep_object(self, sealed: SealedObject) -> None:
        if self._require_writing().objects.setdefault(sealed.id, sealed) is not sealed:
            raise BugError("store.twice")
        self._keeps_unnamed = len(self._seen.entries) == len(self._store.state.entries)

    def replace_object(self, sealed: SealedObject) -> None:
        known, objects = self.sealed_object(sealed.id), self._require_writing().objects
        if (known.sha256, known.size) != (sealed.sha256, sealed.size):
            raise BugError("store.other_bytes", object=sealed.id)
        objects[sealed.id] = sealed

    def release_objects(self, object_ids: Collection[str]) -> None:
        deliveries, receipts = self.all(Delivery), self.all(Receipt)
        for object_id in object_ids:
            known = self.sealed_object(object_id)
            if not is_named(known, deliveries, receipts):
                raise BugError("store.release_unproven", object=object_id)
            self._require_writing().objects[object_id] = replace(known, wrapped_key=b"")

    def keep_thumbnail(self, photo_id: str, sealed: SealedObject) -> None:
        self._require_writing().thumbnails[photo_id] = sealed

    def commit(self) -> None:
        state = self._require_writing()
        if self._keeps_unnamed and len(state.entries) == len(self._store.state.entries):
            raise BugError("store.object_without_entry")
        self._store.state = state
        self._state = None

    @property
    def _seen(self) -> _State:
        if self._state is None:
            raise BugError("store.unit_finished")
        return self._state

    def _require_writing(self) -> _State:
        if not self._writes:
            raise BugError("store.reading_only")
        return self._seen

    def _rows(self, kind: type[R]) -> dict[str, R]:
        return cast("dict[str, R]", self._seen.rows.setdefault(kind_name(kind), {}))

    def _append(self, event: Event) -> None:
        at, entries = self._store.clock.now(), self._require_writing().entries
        step = witness_of(reversed(entries)).step_to(at)
        if step is not None:
            self._write(Event(STEPPED, "", self._store.origin.device, "device", facts=step.facts()), at)
        self._write(event, at)

    def _write(self, event: Event, at: Instant) -> None:
        state = self._require_writing()
        prev = leaf_hash(state.entries[-1]) if state.entries else NO_LEAF
        entry = entry_bytes(event, self._store.origin, seq=len(state.entries) + 1, prev=prev, at=at)
        self._state = replace(state, entries=(*state.entries, entry))


class MemoryJournal:
    """The chain of a `MemoryStore`."""

    def __init__(self, store: MemoryStore, signer: FakeSigner) -> None:
        self._store = store
        self._signer = signer

    def length(self) -> int:
        return len(self._store.state.entries)

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        if last > self.length() or (first < 1 <= last):
            raise BugError("store.no_such_entry", first=first, last=last)
        yield from self._store.state.entries[first - 1 : last]

    def entries_of_change(self, change: str) -> Iterator[bytes]:
        return (entry for entry in self._store.state.entries if json.loads(entry)["change"] == change)

    def tree(self, size: int) -> Tree:
        return Tree([leaf_hash(entry) for entry in self.entries(1, size)])

    def root(self, size: int) -> bytes:
        return self.tree(size).root()

    def inclusion_proof(self, seq: int, size: int) -> tuple[bytes, ...]:
        if not 1 <= seq <= size:
            raise BugError("store.no_such_entry", first=seq, last=size)
        return self.tree(size).inclusion(seq - 1)

    def consistency_proof(self, smaller: int, larger: int) -> tuple[bytes, ...]:
        if not 0 <= smaller <= larger:
            raise BugError("store.no_such_entry", first=smaller, last=larger)
        return self.tree(larger).consistency(smaller)

    def checkpoint(self, size: int | None = None) -> str:
        frontier = Frontier()
        entries = self._store.state.entries[:size]
        for entry in entries:
            frontier.add(leaf_hash(entry))
        wall = self._store.clock.now().wall
        return signed_note(self._store.origin.device, len(entries), frontier.root(), wall, self._signer)


class MemoryVault:
    """Sealed objects in a dict: really sealed, so that what only the real format shows, shows here too."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._made = 0

    def put(self, object_id: str, source: BinaryIO, *, spares_reserve: bool = False) -> SealedObject:
        if object_id in self.files:
            raise BugError("vault.exists", object=object_id)
        self._made += 1
        key = hashlib.sha256(f"{self._made} {object_id}".encode()).digest()
        sink = io.BytesIO()
        sealing = seal(source, sink, object_id, key, key[:7])
        self.files[object_id] = sink.getvalue()
        # "wrapped" in name only: a fake keeps no secret
        return SealedObject(
            object_id, sealing.sha256, sealing.size, sealing.cipher_sha256, sealing.cipher_size, key
        )

    def read(self, sealed: SealedObject) -> bytes:
        return b"".join(self.chunks(sealed))

    def chunks(self, sealed: SealedObject) -> Iterator[bytes]:
        with self.ciphertext(sealed) as file:
            digest = hashlib.sha256()
            for plain in unseal(file, sealed.id, self.object_key(sealed)):
                digest.update(plain)
                yield plain
        if digest.hexdigest() != sealed.sha256:
            raise SystemFault("vault.altered", object=sealed.id, segment="-")

    @contextmanager
    def ciphertext(self, sealed: SealedObject) -> Iterator[BinaryIO]:
        if sealed.id not in self.files:
            raise SystemFault("vault.missing", object=sealed.id)
        yield io.BytesIO(self.files[sealed.id])

    def plain_file(self, sealed: SealedObject) -> PlainFile:
        if sealed.id not in self.files:
            raise SystemFault("vault.missing", object=sealed.id)
        return PlainFile(io.BytesIO(self.files[sealed.id]), sealed.id, sealed.wrapped_key, sealed.size)

    def object_key(self, sealed: SealedObject) -> bytes:
        return sealed.wrapped_key

    def discard(self, object_id: str) -> None:
        self.files.pop(object_id, None)

    def forget(self, object_ids: Iterable[str]) -> None:
        for object_id in object_ids:
            self.files.pop(object_id, None)

    def set_aside(self, object_id: str) -> None:
        self.files.pop(object_id, None)


@dataclass(frozen=True)
class FakeParts:
    """What a `Device` takes from disk and keys, in memory; pass on as keywords of the same names."""

    id: str
    unit: Callable[[], MemoryUnit]
    reading: Callable[[], MemoryUnit]
    vault: MemoryVault
    journal: MemoryJournal
    signer: FakeSigner
    clock: Clock


def fake_device_parts(clock: Clock) -> FakeParts:
    """Return a memory store, vault and signer joined under one device id."""
    signer = FakeSigner()
    store = MemoryStore(clock, signer)
    return FakeParts(DEVICE_ID, store.unit, store.reading, MemoryVault(), store.journal, signer, clock)


def _as_written(plain: Json) -> Json:

    read_back: Json = json.loads(canonical(plain))
    return read_back

"""Journal entries as FORMAT.md section 2 has them: who, when, what, and what came before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from inspector.canonical import Json, canonical
from inspector.clock import Instant
from inspector.errors import BugError
from inspector.records import Record
from inspector.records.plain import instant_text, to_plain
from inspector.store.merkle import leaf_hash

NO_LEAF = bytes(32)
"""What the first entry names as its predecessor."""
_READ_BY_TABLES = {"kind", "record", "subject"}
KINDS: dict[str, type[Record]] = {kind.__name__: kind for kind in get_args(Record)}


@dataclass(frozen=True)
class Origin:
    """Where entries come from."""

    device: str
    """32 hex digits."""
    epoch: int


@dataclass(frozen=True)
class Event:
    """What one entry tells; `record` is the whole record after the change."""

    change: str
    kind: str
    subject: str
    by: str
    record: Json = None
    facts: Json = None


@dataclass(frozen=True)
class Projected:
    """What an entry does to the tables: the new body of a record, or None where it was taken off."""

    seq: int
    kind: str
    subject: str
    body: bytes | None


def entry_bytes(event: Event, origin: Origin, *, seq: int, prev: bytes, at: Instant) -> bytes:
    """Return the canonical bytes of one entry; `prev` is the leaf hash of the entry before."""
    return canonical(
        {
            "boot": at.boot,
            "by": event.by,
            "change": event.change,
            "device": origin.device,
            "epoch": origin.epoch,
            "facts": event.facts,
            "kind": event.kind,
            "mono_us": at.monotonic_ns // 1000,
            "prev": prev.hex(),
            "record": event.record,
            "seq": seq,
            "subject": event.subject,
            "v": 1,
            "wall": instant_text(at.wall),
        }
    )


def saved(record: Record, *, change: str, by: str) -> Event:
    """Return the event of a record written down or changed."""
    return Event(change, kind_name(type(record)), record.id, by, record=to_plain(record))


def kind_name(kind: type[Any]) -> str:
    """Return the name a kind of record has in the journal.

    Raises:
        BugError: `store.kind` for a class that is not a record.
    """
    if KINDS.get(kind.__name__) is not kind:
        raise BugError("store.kind", kind=kind.__name__)
    return kind.__name__


def projected(entry: bytes) -> Projected | None:
    """Return what an entry does to the tables, None if it only tells of something.

    Raises:
        BugError: `store.entry` if the bytes are no entry.
    """
    try:
        told = json.loads(entry)
        kind, record = told["kind"], told["record"]
        if kind == "":
            return None
        return Projected(told["seq"], kind, told["subject"], None if record is None else canonical(record))
    except (ValueError, KeyError, TypeError) as error:
        raise BugError("store.entry") from error


def faults_in_chain(rows: Iterable[tuple[bytes, bytes]], device: str) -> Iterator[int]:
    """Yield the number of each entry that does not follow from the one before, or whose hash is wrong.

    `rows` are entries with the leaf hashes stored beside them, from the first on.
    """
    prev = NO_LEAF
    for seq, (entry, leaf) in enumerate(rows, 1):
        follows = entry_follows(entry, device, seq, prev)
        prev = leaf_hash(entry)
        if prev != leaf or not follows:
            yield seq


def is_entry(entry: bytes, device: str, seq: int) -> bool:
    """Tell whether the bytes are an entry of this device with this number, wherever it belongs."""
    return _says(entry, {"v": 1, "device": device, "seq": seq})


def entry_follows(entry: bytes, device: str, seq: int, prev: bytes) -> bool:
    """Tell whether the bytes are an entry of this device with this number, after the leaf `prev`."""
    return _says(entry, {"v": 1, "device": device, "seq": seq, "prev": prev.hex()})


def _says(entry: bytes, expected: dict[str, Json]) -> bool:
    try:
        told = json.loads(entry)
        is_whole = told.keys() >= _READ_BY_TABLES and expected.items() <= told.items()
        return is_whole and canonical(told) == entry
    except (ValueError, AttributeError, TypeError, BugError):
        return False

"""Entries from the log into the database: as they were as long as they follow, entered anew after a hole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from inspector.canonical import Json
from inspector.clock import Clock
from inspector.records import SealedObject
from inspector.store.clock_witness import STEPPED, witness_of
from inspector.store.entry import NO_LEAF, Event, Origin, entry_bytes, entry_follows, is_entry, projected
from inspector.store.journal_log import Frame
from inspector.store.merkle import leaf_hash
from inspector.store.projection import project, take_off
from inspector.store.tables import journal, sealed_object

CARRIED_OVER = "entry.carried_over"
"""Change of an entry whose original stood behind one that is lost; its facts name the original."""
_SEALED = ("id", "sha256", "size", "cipher_sha256", "cipher_size", "wrapped_key")


@dataclass(frozen=True)
class Replayed:
    """What came back from the log."""

    entries: int = 0
    """Put back byte for byte."""
    carried_over: int = 0
    """Entered anew because an entry before them is lost: the chain cannot go on over a hole."""
    lost: tuple[int, ...] = ()
    """Numbers of entries that are nowhere to be read."""
    held: int = 0
    """Left alone: the database holds them already, under another number since an earlier recovery."""


NOTHING = Replayed()


def replay(connection: Connection, frames: Iterable[Frame], origin: Origin, clock: Clock) -> Replayed:
    """Put what follows the database's last entry into it; `frames` in rising order, within one transaction."""
    seq, leaf = _end(connection)
    followed, carried, held, lost = 0, 0, 0, list[int]()
    newest = seq
    known = _carried_before(connection)
    for frame in frames:
        if frame.seq <= newest or not is_entry(frame.entry, origin.device, frame.seq):
            continue
        if leaf_hash(frame.entry).hex() in known:
            newest, held = frame.seq, held + 1
            continue
        missing = range(newest + 1, frame.seq)
        lost.extend(missing)
        newest = frame.seq
        is_next = entry_follows(frame.entry, origin.device, frame.seq, leaf)
        if is_next:
            entry, followed = frame.entry, followed + 1
        else:
            entry = _carried_over(frame.entry, origin, seq + 1, leaf, clock)
            carried += 1
        seq, leaf = seq + 1, leaf_hash(entry)
        connection.execute(insert(journal).values(seq=seq, entry=entry, leaf=leaf))
        _project(connection, entry)
        for sealed in frame.opens:
            keep(connection, sealed)
    return Replayed(followed, carried, tuple(lost), held)


def append(connection: Connection, event: Event, origin: Origin, clock: Clock) -> None:
    """Add one entry that changes no record, in the epoch of the one before; a moved clock is told before it."""
    seq, leaf = _end(connection)
    before = connection.execute(select(journal.c.entry).where(journal.c.seq == seq)).scalar()
    if before is not None:
        origin = replace(origin, epoch=max(origin.epoch, int(json.loads(before)["epoch"])))
    at = clock.now()
    with connection.execute(select(journal.c.entry).order_by(journal.c.seq.desc())) as newest_first:
        step = witness_of(newest_first.scalars()).step_to(at)
    moved = [Event(STEPPED, "", origin.device, "device", facts=step.facts())] if step else []
    for number, told in enumerate([*moved, event], seq + 1):
        entry = entry_bytes(told, origin, seq=number, prev=leaf, at=at)
        leaf = leaf_hash(entry)
        connection.execute(insert(journal).values(seq=number, entry=entry, leaf=leaf))


def _carried_before(connection: Connection) -> frozenset[str]:
    """Return the leaves of entries that an earlier recovery entered anew: they must not come in twice."""
    told = func.instr(journal.c.entry, f'"change":"{CARRIED_OVER}"'.encode()) > 0
    entries = connection.execute(select(journal.c.entry).where(told)).scalars()
    return frozenset(json.loads(entry)["facts"]["leaf"] for entry in entries)


def _end(connection: Connection) -> tuple[int, bytes]:
    query = select(journal.c.seq, journal.c.leaf).order_by(journal.c.seq.desc()).limit(1)
    last = connection.execute(query).one_or_none()
    return (last.seq, last.leaf) if last else (0, NO_LEAF)


def keep(connection: Connection, sealed: SealedObject) -> None:
    """Keep what opens one vault object, in the place of what was known of it."""
    values = {name: getattr(sealed, name) for name in _SEALED}
    statement = upsert(sealed_object).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _project(connection: Connection, entry: bytes) -> None:
    done = projected(entry)
    if done is None:
        return
    if done.body is None:
        connection.execute(take_off(done.kind, done.subject))
    else:
        connection.execute(project(done.seq, done.kind, done.subject, done.body))


def _carried_over(original: bytes, origin: Origin, seq: int, prev: bytes, clock: Clock) -> bytes:
    told = json.loads(original)
    facts: dict[str, Json] = {name: told[name] for name in ("by", "change", "facts", "seq", "wall")}
    facts["leaf"] = leaf_hash(original).hex()
    origin = replace(origin, epoch=max(origin.epoch, told["epoch"]))
    event = Event(CARRIED_OVER, told["kind"], told["subject"], "device", told["record"], facts)
    return entry_bytes(event, origin, seq=seq, prev=prev, at=clock.now())

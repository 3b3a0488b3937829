"""One transaction over records and journal: rolled back unless committed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from inspector.canonical import Json, canonical
from inspector.clock import Clock, Instant
from inspector.errors import BugError, InputError
from inspector.records import (
    Delivery,
    Photo,
    PhotoLine,
    PinnedCentre,
    Receipt,
    Record,
    Recording,
    SealedObject,
)
from inspector.records.plain import from_json
from inspector.store.clock_witness import STEPPED, ClockWitness, WitnessMemory, witness_of
from inspector.store.database_file import WRITES, store_faults
from inspector.store.entry import NO_LEAF, Event, Origin, entry_bytes, kind_name, saved
from inspector.store.journal_log import Frame
from inspector.store.merkle import leaf_hash
from inspector.store.projection import project, take_off
from inspector.store.releasing import is_named
from inspector.store.tables import journal, projections, sealed_object, thumbnail

R = TypeVar("R", bound=Record)
_AT_ONCE = 200
_SEALED = ("id", "sha256", "size", "cipher_sha256", "cipher_size", "wrapped_key")


class ReadingUnit:
    """Sees the database as it was when it first looked, and never waits for a writer."""

    _writes = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stack = ExitStack()
        self._open: Connection | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack, store_faults():
            self._prepare(stack)
            connection = stack.enter_context(self._engine.connect())
            connection = connection.execution_options(**{WRITES: self._writes})
            connection.begin()  # left without commit, the connection rolls back as it closes
            self._stack = stack.pop_all()
        self._open = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""
        self._open = None
        with store_faults():
            self._stack.close()

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record; `InputError("store.unknown")` if there is none."""
        record = self.find(kind, record_id)
        if record is None:
            raise InputError("store.unknown", kind=kind.__name__, id=record_id)
        return record

    def find(self, kind: type[R], record_id: str) -> R | None:
        """Return one record or None."""
        table = projections[kind_name(kind)]
        body = self._run(select(table.c.body).where(table.c.id == record_id)).scalar()
        return None if body is None else from_json(kind, body)

    def all(self, kind: type[R], *, inspection_id: str | None = None) -> tuple[R, ...]:
        """Return the records of a kind, oldest first; only those of one inspection if it is named."""
        table = projections[kind_name(kind)]
        query = select(table.c.body).order_by(table.c.position)
        if inspection_id is not None:
            if "inspection_id" not in table.c:
                raise BugError("store.no_inspection", kind=kind.__name__)
            query = query.where(table.c.inspection_id == inspection_id)
        return tuple(from_json(kind, body) for body in self._run(query).scalars())

    def photo_lines(self) -> tuple[PhotoLine, ...]:
        """Return of every photo what a list holds of it, oldest first."""
        table = projections[kind_name(Photo)]
        bodies = self._run(select(table.c.body).order_by(table.c.position)).scalars()
        return tuple(from_json(PhotoLine, body) for body in bodies)

    def original_hashes(self) -> dict[str, str]:
        """Return the hash of every photo and recording by its id, each kind oldest first."""
        found: dict[str, str] = {}
        for kind in (Photo, Recording):
            columns = projections[kind_name(kind)].c
            query = select(columns.id, columns.sha256).order_by(columns.position)
            found.update((row.id, row.sha256) for row in self._run(query))
        return found

    def photo_with(self, sha256: str) -> Photo | None:
        """Return the photo whose original has this hash, if the device holds it already."""
        return self._with_hash(Photo, sha256)

    def recording_with(self, sha256: str) -> Recording | None:
        """Return the recording whose original has this hash, if the device holds it already."""
        return self._with_hash(Recording, sha256)

    def _with_hash(self, kind: type[R], sha256: str) -> R | None:
        table = projections[kind_name(kind)]
        query = select(table.c.body).where(table.c.sha256 == sha256).order_by(table.c.position).limit(1)
        body = self._run(query).scalar()
        return None if body is None else from_json(kind, body)

    def sealed_object(self, object_id: str) -> SealedObject:
        """Return what opens one vault object; `InputError("store.unknown")` if there is none."""
        row = self._run(select(sealed_object).where(sealed_object.c.id == object_id)).one_or_none()
        if row is None:
            raise InputError("store.unknown", kind="SealedObject", id=object_id)
        return SealedObject(**row._mapping)

    def sealed_objects(self, object_ids: Iterable[str]) -> tuple[SealedObject, ...]:
        """Return what opens each of these, in their order; `InputError("store.unknown")` if one is not known."""
        wanted = tuple(object_ids)
        known = {}
        for begin in range(0, len(wanted), _AT_ONCE):
            these = sealed_object.c.id.in_(wanted[begin : begin + _AT_ONCE])
            for row in self._run(select(sealed_object).where(these)):
                known[row.id] = SealedObject(**row._mapping)
        for name in wanted:
            if name not in known:
                raise InputError("store.unknown", kind="SealedObject", id=name)
        return tuple(known[name] for name in wanted)

    def thumbnail(self, photo_id: str) -> SealedObject | None:
        """Return the small picture of a photo, if it has been made."""
        columns = [thumbnail.c[name] for name in _SEALED]
        row = self._run(select(*columns).where(thumbnail.c.photo_id == photo_id)).one_or_none()
        return None if row is None else SealedObject(**row._mapping)

    def save(self, record: Record, *, change: str, by: str) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def remove(self, kind: type[R], record_id: str, *, change: str, by: str) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def note(self, change: str, subject: str, facts: dict[str, Json], *, by: str) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def keep_object(self, sealed: SealedObject) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def replace_object(self, sealed: SealedObject) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def release_objects(self, object_ids: Collection[str]) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def keep_thumbnail(self, photo_id: str, sealed: SealedObject) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def commit(self) -> None:
        """Refused: this unit only reads."""
        raise BugError("store.reading_only")

    def _prepare(self, stack: ExitStack) -> None:
        """Take what the unit needs before it has a connection."""

    def _run(self, statement: Any) -> Any:
        if self._open is None:
            raise BugError("store.unit_finished")
        with store_faults():
            result = self._open.execute(statement)
            # rows are fetched here: a disk that fails at the tenth row must be told like one at the first
            return result.freeze()() if result.returns_rows else result


class WritingUnit(ReadingUnit):
    """The one writer: rows and entries become durable together at `commit`, or not at all."""

    _writes = True

    def __init__(
        self,
        engine: Engine,
        origin: Origin,
        clock: Clock,
        take_turn: Callable[[ExitStack], None],
        witnessed: WitnessMemory,
        follow: Callable[[list[Frame]], None],
        before_release: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(engine)
        self._before_release = before_release
        self._follow = follow
        self._frames: list[Frame] = []
        self._opens: tuple[SealedObject, ...] = ()
        """Of objects no entry was written for yet."""
        self._origin = origin
        self._clock = clock
        self._take_turn = take_turn
        self._seq = 0
        self._leaf = NO_LEAF
        self._witnessed = witnessed
        self._witness: ClockWitness | None = None

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self._take_up_the_chain()
        except BaseException:
            self.__exit__(None, None, None)  # nobody else will: the turn must not stay taken
            raise
        return self

    def _take_up_the_chain(self) -> None:
        last = self._run(select(journal.c.seq, journal.c.leaf).order_by(journal.c.seq.desc()).limit(1))
        self._seq, self._leaf = last.one_or_none() or (0, NO_LEAF)
        pinned = self.find(PinnedCentre, self._origin.device)
        if pinned is not None:
            self._raise_epoch(pinned)

    def save(self, record: Record, *, change: str, by: str) -> None:
        """Write the record and its journal entry; `change` such as "item.listed", `by` an officer's id."""
        if isinstance(record, PinnedCentre):
            self._raise_epoch(record)
        event = saved(record, change=change, by=by)
        self._append(event)
        self._run(project(self._seq, event.kind, event.subject, canonical(event.record)))

    def remove(self, kind: type[R], record_id: str, *, change: str, by: str) -> None:
        """Take a record off the list; the journal keeps that it was there."""
        self.get(kind, record_id)
        self._append(Event(change, kind_name(kind), record_id, by))
        self._run(take_off(kind_name(kind), record_id))

    def note(self, change: str, subject: str, facts: dict[str, Json], *, by: str) -> None:
        """Journal an event that changes no record."""
        self._append(Event(change, "", subject, by, facts=facts))

    def keep_object(self, sealed: SealedObject) -> None:
        """Keep what opens one vault object; an entry of the same unit has to tell of it."""
        self._opens += (sealed,)
        self._run(insert(sealed_object).values({name: getattr(sealed, name) for name in _SEALED}))

    def replace_object(self, sealed: SealedObject) -> None:
        """Keep what opens a known vault object from now on: the same bytes were sealed again."""
        known = self.sealed_object(sealed.id)
        if (known.sha256, known.size) != (sealed.sha256, sealed.size):
            raise BugError("store.other_bytes", object=sealed.id)
        self._opens += (sealed,)
        values = {name: getattr(sealed, name) for name in _SEALED}
        self._run(update(sealed_object).where(sealed_object.c.id == sealed.id).values(values))

    def release_objects(self, object_ids: Collection[str]) -> None:
        """Destroy what opens these originals; an entry of the same unit has to tell of it.

        Raises:
            BugError: `store.release_unproven` if no kept receipt of a confirmed delivery names one with its hash.
        """
        deliveries, receipts = self.all(Delivery), self.all(Receipt)
        for object_id in object_ids:
            known = self.sealed_object(object_id)
            if not is_named(known, deliveries, receipts):
                raise BugError("store.release_unproven", object=object_id)
            self._opens += (replace(known, wrapped_key=b""),)
        self._before_release()
        gone = sealed_object.c.id.in_(list(object_ids))
        self._run(update(sealed_object).where(gone).values(wrapped_key=b""))

    def keep_thumbnail(self, photo_id: str, sealed: SealedObject) -> None:
        """Keep a derived small picture; not journalled, it can be made again."""
        values = {name: getattr(sealed, name) for name in _SEALED}
        statement = upsert(thumbnail).values(photo_id=photo_id, **values)
        self._run(statement.on_conflict_do_update(index_elements=["photo_id"], set_=values))

    def commit(self) -> None:
        """Make everything durable (fsync) before returning; the unit is finished then.

        Raises:
            BugError: `store.object_without_entry` if an object was kept and no entry tells of it.
        """
        if self._open is None:
            raise BugError("store.unit_finished")
        if self._opens:
            if not self._frames:
                raise BugError("store.object_without_entry")
            last = self._frames[-1]
            self._frames[-1] = Frame(last.seq, last.entry, last.opens + self._opens)
        with store_faults():
            self._open.commit()
        self._open = None
        if self._witness is not None:
            self._witnessed.keep(self._leaf, self._witness)
        self._follow(self._frames)

    def _prepare(self, stack: ExitStack) -> None:
        self._take_turn(stack)

    def _raise_epoch(self, pinned: PinnedCentre) -> None:
        """Entries carry the epoch of the last enrolment, from the entry on that tells of it."""
        self._origin = replace(self._origin, epoch=max(self._origin.epoch, pinned.epoch))

    def _append(self, event: Event) -> None:
        """Add one entry; a wall clock that was moved is told of in an entry of its own, before it."""
        at = self._clock.now()
        witness = self._witness or self._witnessed.after(self._leaf) or witness_of(self._newest_first())
        step = witness.step_to(at)
        if step is not None:
            told = Event(STEPPED, "", self._origin.device, "device", facts=step.facts())
            self._write(told, at)
            witness = witness.after(self._seq, at, stepped=True)
        self._write(event, at)
        self._witness = witness.after(self._seq, at)

    def _write(self, event: Event, at: Instant) -> None:
        entry = entry_bytes(event, self._origin, seq=self._seq + 1, prev=self._leaf, at=at)
        leaf = leaf_hash(entry)
        self._run(insert(journal).values(seq=self._seq + 1, entry=entry, leaf=leaf))
        self._frames.append(Frame(self._seq + 1, entry, self._opens))
        self._opens = ()
        self._seq, self._leaf = self._seq + 1, leaf

    def _newest_first(self) -> Iterator[bytes]:
        for end in range(self._seq, 0, -_AT_ONCE):
            run = journal.c.seq.between(end - _AT_ONCE + 1, end)
            yield from self._run(select(journal.c.entry).where(run).order_by(journal.c.seq.desc())).scalars()

"""The store as the rest of the app sees it: opened once, many readers, one writer at a time."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select

from inspector.clock import Clock
from inspector.durable import replace, sync_folder
from inspector.errors import BugError, SystemFault
from inspector.progress import Progress
from inspector.store import verification
from inspector.store.checkpoint import Signer
from inspector.store.clock_witness import WitnessMemory
from inspector.store.database_file import (
    WRITES,
    HeldKey,
    disk_fault,
    engine_of,
    raw_key,
    store_faults,
    write_mark,
)
from inspector.store.entry import Origin
from inspector.store.following import LogFollower
from inspector.store.guards import put_up_guards
from inspector.store.journal import StoredJournal
from inspector.store.journal_log import Frame
from inspector.store.making import make_database, remove_database
from inspector.store.opening import (
    doubt_mark,
    is_in_doubt,
    log_path,
    require_openable,
    require_sound,
    running_mark,
)
from inspector.store.reconciling import BROUGHT_FORWARD, Reconciled, reconcile
from inspector.store.releasing import drop_older_snapshots, fold_in, released_ids, releasing_mark
from inspector.store.replaying import NOTHING
from inspector.store.snapshot import Snapshot, flaws_of, write_snapshot
from inspector.store.snapshots import (
    KeptSnapshot,
    drop_oldest,
    is_due,
    kept_snapshots,
    newest_of,
    place_for,
    remove_strays,
)
from inspector.store.tables import sealed_object, thumbnail
from inspector.store.unit_of_work import ReadingUnit, WritingUnit
from inspector.store.verification import Flaw
from inspector.store.witness import Witness

_LONGEST_WAIT_S = 30.0
_IN_DOUBT = {"store.snapshot_flawed", "store.damaged"}


class Store:
    """The encrypted database of one device; `close` (or leaving `with`) ends every connection."""

    def __init__(
        self,
        path: Path,
        key: HeldKey,
        engine: Engine,
        origin: Origin,
        signer: Signer,
        clock: Clock,
        follower: LogFollower,
        reconciled: Reconciled,
    ) -> None:
        self._path = path
        self._key = key
        self._follower = follower
        self.reconciled = reconciled
        """What had to be done at opening so that database and log say the same."""
        self._engine = engine
        self._origin = origin
        self._clock = clock
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._witnessed = WitnessMemory()
        self.witness: Witness | None = None
        """Keeps the newest checkpoint outside the database, once somebody has set it."""
        self.journal = StoredJournal(engine, origin.device, signer, clock)
        """The hash chain of everything that happened on this device."""

    @classmethod
    def create(
        cls,
        path: Path,
        database_key: bytes,
        *,
        log_key: bytes,
        device_id: str,
        signer: Signer,
        clock: Clock,
        epoch: int = 1,
    ) -> Store:
        """Make a new database at `path`, which appears there only once it is complete, and open it.

        Raises:
            SystemFault: `store.exists`, `store.io`, `store.disk_full`.
        """
        key_hex = raw_key(database_key)
        if path.exists() or log_path(path).exists():
            raise SystemFault("store.exists")
        fresh = path.with_name(path.name + ".new")
        with _disk_faults(), store_faults():
            remove_database(path)
            make_database(fresh, key_hex)
            write_mark(path, key_hex)
            replace(fresh, path)
            sync_folder(path.parent)
        return cls.open(
            path,
            database_key,
            log_key=log_key,
            device_id=device_id,
            signer=signer,
            clock=clock,
            epoch=epoch,
        )

    @classmethod
    def open(
        cls,
        path: Path,
        database_key: bytes,
        *,
        log_key: bytes,
        device_id: str,
        signer: Signer,
        clock: Clock,
        epoch: int = 1,
    ) -> Store:
        """Open the database; after a run that was cut off its pages are checked first.

        What the log beside it holds and the database does not is replayed, and that is journalled.

        Raises:
            SystemFault: `store.missing`, `store.not_encrypted`, `store.wrong_key`, `store.damaged`,
                `store.newer_schema`, `store.newer_log`: the file is left exactly as it is.
        """
        origin = Origin(device_id, epoch)
        key_hex = raw_key(database_key)
        with _disk_faults():
            was_cut_off = is_in_doubt(path)
            remove_strays(path)
            require_openable(path, key_hex, device_id, clock)
            key = HeldKey(key_hex)
            engine = engine_of(path, key)
            follower: LogFollower | None = None
            try:
                with store_faults():
                    mended = require_sound(engine, path, key_hex, device_id, was_cut_off=was_cut_off)
                    put_up_guards(engine)
                    running_mark(path).touch(mode=0o600)
                follower = LogFollower(log_path(path), log_key, device_id, engine)
                reconciled = reconcile(
                    engine,
                    follower,
                    log_path(path),
                    log_key,
                    origin,
                    clock,
                    is_read_through=was_cut_off,
                    mended=mended,
                )
                mended_after = 0
                if reconciled.replayed != NOTHING:  # what lay under the last entries may be old as well
                    with store_faults():
                        mended_after = require_sound(engine, path, key_hex, device_id, was_cut_off=True)
                doubt_mark(path).unlink(missing_ok=True)
            except BaseException:
                if follower is not None:
                    follower.close()
                engine.dispose()
                key.wipe()
                raise
        total = dataclasses.replace(reconciled, mended=mended + mended_after)
        store = cls(path, key, engine, origin, signer, clock, follower, total)
        if mended_after:
            try:
                with store.unit() as unit:
                    rest = Reconciled(store.journal.length(), mended=mended_after)
                    unit.note(BROUGHT_FORWARD, device_id, rest.facts(), by="device")
                    unit.commit()
            except BaseException:
                store.close()
                raise
        return store

    def unit(self) -> WritingUnit:
        """Open a transaction for writing; it waits for its turn, never for readers.

        Raises:
            SystemFault: `store.busy` on entering, if another writer does not finish within 30 seconds.
            BugError: `store.nested_unit` on entering, if this thread is in a writing unit already.
        """
        return WritingUnit(
            self._engine,
            self._origin,
            self._clock,
            self._take_turn,
            self._witnessed,
            self._committed,
            self._mark_release,
        )

    def _mark_release(self) -> None:
        """Note beside the database that its copies have to forget; there before the first key is gone."""
        with _disk_faults():
            releasing_mark(self._path).touch(mode=0o600)
            sync_folder(self._path.parent)

    def _committed(self, frames: list[Frame]) -> None:
        """Carry on what follows a commit; nothing of it can undo the commit."""
        self._follower.follow(frames)
        if self.witness is not None:
            self.witness.after(frames)

    def reading(self) -> ReadingUnit:
        """Open a transaction that only reads; it never waits for a writer."""
        return ReadingUnit(self._engine)

    @property
    def log_behind(self) -> int:
        """How many entries are not in the log beside the database yet: 0 when all is well."""
        return self._follower.behind

    @property
    def log_fault(self) -> SystemFault | None:
        """Why the log is behind; None while it is not."""
        return self._follower.fault

    @property
    def has_unfinished_release(self) -> bool:
        """Tell whether a release was cut off before every copy had forgotten the keys."""
        return releasing_mark(self._path).exists()

    def released_ids(self) -> tuple[str, ...]:
        """Return the ids of all originals that are at the centre only."""
        with store_faults(), self._engine.connect() as connection:
            return released_ids(connection)

    def forget_released(self) -> None:
        """Let the write-ahead log, the journal's copy and the snapshots forget the keys of released originals.

        Safe to repeat; until it came to its end `has_unfinished_release` says so, also after a restart.

        Raises:
            SystemFault: `store.busy`, `store.disk_full`, `store.io`, `store.snapshot_flawed`: to be done again.
        """
        with _disk_faults():
            with ExitStack() as stack:
                self._take_turn(stack)
                fold_in(self._engine)
                self._follower.write_anew()
            taken = self.keep_snapshot(is_wanted=True)
            if taken is not None:
                drop_older_snapshots(self._path, taken.path)
            releasing_mark(self._path).unlink(missing_ok=True)

    def object_ids(self) -> frozenset[str]:
        """Return the ids of all vault objects whose files must be there, small pictures included."""
        with store_faults(), self._engine.connect() as connection:
            query = select(sealed_object.c.id).where(sealed_object.c.wrapped_key != b"")
            kept = connection.execute(query).scalars().all()
            return frozenset(kept) | frozenset(connection.execute(select(thumbnail.c.id)).scalars())

    def snapshot_to(self, path: Path, progress: Progress | None = None) -> Snapshot:
        """Write a verified copy of the database under the same key; readers and writers go on meanwhile.

        Raises:
            SystemFault: `store.snapshot_flawed`, `store.damaged`: the database itself is looked through at the
                next opening; `store.disk_full`, `store.io`. What was at `path` is as it was.
        """
        try:
            return write_snapshot(self._path, path, self._key.hex(), self._origin.device, progress)
        except SystemFault as fault:
            if fault.code in _IN_DOUBT:
                doubt_mark(self._path).touch(mode=0o600)
            raise

    def keep_snapshot(self, progress: Progress | None = None, *, is_wanted: bool = False) -> Snapshot | None:
        """Take one of the three snapshots the database falls back to, if one is due; None if not.

        Raises:
            SystemFault: as `snapshot_to`; the older ones stay.
        """
        with _disk_faults():
            now, kept = self._clock.now().wall, kept_snapshots(self._path)
            length = self.journal.length()
            if not (is_wanted or is_due(kept, length, now)):
                return None
            taken = self.snapshot_to(place_for(self._path, length, now), progress)
            drop_oldest(self._path, taken.path)
            return taken

    @property
    def entries_since_snapshot(self) -> int:
        """How many entries the newest snapshot does not hold."""
        length = self.journal.length()
        newest = newest_of(kept_snapshots(self._path), length)
        return length - (newest.length if newest else 0)

    def snapshots(self) -> list[KeptSnapshot]:
        """Return the snapshots the database can fall back to, the newest first."""
        with _disk_faults():
            return kept_snapshots(self._path)

    def verify(self) -> tuple[Flaw, ...]:
        """Check every page, every hash of the journal and every table against it; empty means sound."""
        with store_faults(), self._engine.connect() as connection:
            return tuple(flaws_of(connection, self._origin.device))

    def rebuild_projections(self) -> None:
        """Fill the tables anew from the journal, which is the authority."""
        with ExitStack() as stack, store_faults():
            self._take_turn(stack)
            connection = stack.enter_context(self._engine.connect().execution_options(**{WRITES: True}))
            verification.rebuild(connection)
            connection.commit()

    def close(self) -> None:
        """End every connection; what was committed is in the one file then. Safe to call twice."""
        self._follower.forget()
        self._engine.dispose()
        self._key.wipe()
        with _disk_faults():
            running_mark(self._path).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_turn(self, stack: ExitStack) -> None:
        """Queue the writers of this process; SQLite alone would let them starve one another."""
        if self._writer == threading.get_ident():
            raise BugError("store.nested_unit")
        if not self._turn.acquire(timeout=_LONGEST_WAIT_S):
            raise SystemFault("store.busy")
        self._writer = threading.get_ident()
        stack.callback(self._end_turn)

    def _end_turn(self) -> None:
        self._writer = None
        self._turn.release()


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk_fault(error) from error

"""A damaged database: back to the newest snapshot that holds, forward again through the log.

Nothing is deleted: the damaged file is set aside under the time. Nothing is guessed: a wrong key, a plain
file, a newer schema or a failing disk are told and never lead here. What was done stands in the journal and
in a note beside the database until an officer has read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from inspector.canonical import Json, canonical
from inspector.clock import Clock
from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records.plain import instant_text
from inspector.store.checking import is_of_the_file, looked_at, proven_copy
from inspector.store.checkpoint import Signer
from inspector.store.database_file import WRITES, disk_fault, engine_of, raw_key, store_faults
from inspector.store.entry import Event, Origin
from inspector.store.following import frames_of
from inspector.store.journal_log import Frame, LogReader
from inspector.store.making import make_database, put_in_place, remove_database
from inspector.store.opening import log_path
from inspector.store.replaying import NOTHING, append, replay
from inspector.store.set_aside import name_aside
from inspector.store.snapshot import examine
from inspector.store.snapshots import kept_snapshots
from inspector.store.store import Store
from inspector.typed import decoder_of

RECOVERABLE = frozenset({"store.damaged", "store.empty", "store.missing"})
"""Faults that lead to a recovery by themselves; every other has a reason of its own that people must mend."""
RECOVERED = "store.recovered"
"""Change of the entry that tells of a recovery."""
_STEP = 100
"""Entries between two words of how far it is."""


@dataclass(frozen=True)
class Recovered:
    """What was done, for the journal and for people."""

    why: str
    """Code of the fault that led here; `rebuild` if it was asked for."""
    snapshot: str
    """Name of the snapshot it began from; empty if it began from nothing."""
    from_snapshot: int
    """Entries that were in the snapshot."""
    replayed: int
    """Entries that came back from the log or the damaged file, byte for byte."""
    carried_over: int
    """Entries that had to be entered anew because one before them is lost."""
    lost: tuple[int, ...]
    """Numbers of entries nowhere to be read."""
    set_aside: str
    """Name of the damaged file in `set-aside/`; empty if there was none."""
    wall: str
    """When, UTC."""

    @property
    def length(self) -> int:
        """Entries that are there again."""
        return self.from_snapshot + self.replayed + self.carried_over

    def facts(self) -> dict[str, Json]:
        """Return what the journal says of it."""
        facts: dict[str, Json] = json.loads(msgspec.json.encode(self))
        return facts


def open_or_recover(
    path: Path,
    database_key: bytes,
    *,
    log_key: bytes,
    device_id: str,
    signer: Signer,
    clock: Clock,
    epoch: int = 1,
    progress: Progress | None = None,
) -> Store:
    """Open the database; if it is damaged, recover it first. `unread_recovery` tells what was done.

    Raises:
        SystemFault: as `Store.open`; a damaged database for which there is neither snapshot nor log stays
            `store.damaged` and untouched.
    """
    origin = Origin(device_id, epoch)
    _finish_cut_off(path, raw_key(database_key), device_id, clock)

    def opened() -> Store:
        return Store.open(
            path, database_key, log_key=log_key, device_id=device_id, signer=signer, clock=clock, epoch=epoch
        )

    try:
        store = opened()
    except SystemFault as fault:
        if fault.code not in RECOVERABLE:
            raise
        recover(
            path, database_key, log_key=log_key, origin=origin, clock=clock, fault=fault, progress=progress
        )
        return opened()
    back = store.reconciled.replayed
    if back != NOTHING:
        try:
            write_file(
                _note(path),
                canonical(
                    Recovered(
                        why="store.brought_forward",
                        snapshot="",
                        from_snapshot=store.reconciled.length_before,
                        replayed=back.entries,
                        carried_over=back.carried_over,
                        lost=back.lost,
                        set_aside="",
                        wall=instant_text(clock.now().wall),
                    ).facts()
                ),
            )
        except OSError as error:
            store.close()
            raise disk_fault(error) from error
    return store


def recover(
    path: Path,
    database_key: bytes,
    *,
    log_key: bytes,
    origin: Origin,
    clock: Clock,
    fault: SystemFault | None = None,
    progress: Progress | None = None,
) -> Recovered:
    """Make the database anew and put it in the place of the one that is there, which is set aside.

    With a `fault` it begins from the newest snapshot that holds; without, from the log alone (a rebuild),
    and what the log lacks is taken from the database and the snapshots as far as they can be read. Entries are
    counted to `progress`.

    Raises:
        SystemFault: the `fault` itself (`store.nothing_to_rebuild` without one) if there is nothing to recover
            from; `store.disk_full`, `store.io`, `store.busy`, `store.recovery_flawed`: the database that was there is
            untouched, or set aside with the new one complete beside it, which the next start puts in place.
        Cancelled: the same, if asked to stop.
    """
    key_hex, wall = raw_key(database_key), clock.now().wall
    fresh, is_whole = _fresh(path), False
    _finish_cut_off(path, key_hex, origin.device, clock)
    try:
        try:
            with store_faults():
                snapshot, length = _begin(path, fresh, key_hex, origin.device, has_snapshot=fault is not None)
                frames = _frames(path, key_hex, log_key, origin.device, is_thorough=fault is None)
                if not frames and not snapshot:
                    raise fault or SystemFault("store.nothing_to_rebuild")
                engine = engine_of(fresh, key_hex, is_copy=True)
                try:
                    with engine.connect().execution_options(**{WRITES: True}) as connection:
                        back = replay(connection, _counted(frames, progress or Progress()), origin, clock)
                        recovered = Recovered(
                            why=fault.code if fault else "rebuild",
                            snapshot=snapshot,
                            from_snapshot=length,
                            replayed=back.entries,
                            carried_over=back.carried_over,
                            lost=back.lost,
                            set_aside=name_aside(path, wall) if path.exists() else "",
                            wall=instant_text(wall),
                        )
                        told = Event(RECOVERED, "", origin.device, "device", facts=recovered.facts())
                        append(connection, told, origin, clock)
                        connection.commit()
                finally:
                    engine.dispose()
            if examine(fresh, key_hex, origin.device)[1]:
                raise SystemFault(
                    "store.recovery_flawed"
                )  # nearly always a disk that does not give back what it took
            write_file(_note(path), canonical(recovered.facts()))
            is_whole = True
            put_in_place(fresh, path, key_hex, wall)
        finally:
            # a whole one that has no name yet is the only database once the old one is set aside; else what a
            # failing disk keeps of it goes with the next recovery
            if path.exists() or not is_whole:
                remove_database(fresh)
    except OSError as error:
        raise disk_fault(error) from error
    return recovered


def _counted(frames: dict[int, Frame], progress: Progress) -> Iterator[Frame]:
    for number, seq in enumerate(sorted(frames)):
        if number % _STEP == 0:
            progress.step(number, len(frames))
        yield frames[seq]
    progress.step(len(frames), len(frames))


def _fresh(path: Path) -> Path:
    return path.with_name(path.name + ".recovering")


def _finish_cut_off(path: Path, key_hex: str, device: str, clock: Clock) -> None:
    """Give a recovered database its name where a recovery was cut off after the old one had been set aside."""
    fresh = _fresh(path)
    if path.exists() or not fresh.exists():
        return
    try:
        if not examine(fresh, key_hex, device)[1]:
            put_in_place(fresh, path, key_hex, clock.now().wall)
    except SystemFault as fault:
        if fault.code not in RECOVERABLE:
            raise
    except OSError as error:
        raise disk_fault(error) from error


def unread_recovery(path: Path) -> Recovered | None:
    """Return what the last recovery did, until an officer has read it."""
    try:
        return decoder_of(Recovered).decode(_note(path).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError):
        return None  # the journal keeps the same facts


def recovery_read(path: Path) -> None:
    """Remember that an officer has read what the last recovery did."""
    _note(path).unlink(missing_ok=True)


def _begin(path: Path, fresh: Path, key_hex: str, device: str, *, has_snapshot: bool) -> tuple[str, int]:
    """Put the newest snapshot that holds at `fresh`, or an empty database; return its name and length."""
    for kept in kept_snapshots(path) if has_snapshot else ():
        length, flaws = proven_copy(kept.path, fresh, key_hex, device)
        if not flaws:
            return kept.path.name, length
    make_database(fresh, key_hex)
    return "", 0


def _frames(path: Path, key_hex: str, log_key: bytes, device: str, *, is_thorough: bool) -> dict[int, Frame]:
    """Return every entry that can be read by its number: from the log, else from the databases."""
    found = {
        frame.seq: frame
        for frame in LogReader(log_path(path), log_key, device).frames()
        if isinstance(frame, Frame)
    }
    snapshots = [kept.path for kept in kept_snapshots(path)] if is_thorough else []
    for database in (path, *snapshots):
        for frame in _readable(database, key_hex):
            found.setdefault(frame.seq, frame)
    return found


def _readable(path: Path, key_hex: str) -> Iterator[Frame]:
    """Yield the entries of a database until it can be read no further."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with looked_at(path) as copy:
        engine = engine_of(copy, key_hex, is_copy=True)
        try:
            with store_faults(), engine.connect() as connection:
                for frames in frames_of(connection, 1):
                    yield from frames
        except SystemFault as fault:
            if not is_of_the_file(fault):
                raise  # a full disk is no end of the file: what stands behind would be called lost
            return  # what came before is all it gives
        finally:
            engine.dispose()


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".recovered")

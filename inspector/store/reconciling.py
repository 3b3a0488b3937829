"""At opening: the database and its log are held against each other, and the shorter is brought forward.

A log that is longer means that an old database was put back (or its last pages lost): its entries are
replayed. A shorter one was cut off or could not be written: it is caught up. One that tells another story
is set aside, never deleted, and written anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from inspector.canonical import Json
from inspector.clock import Clock
from inspector.store.database_file import WRITES, store_faults
from inspector.store.entry import Event, Origin
from inspector.store.following import LogFollower
from inspector.store.journal_log import Frame, JournalLog, LogReader
from inspector.store.merkle import leaf_hash
from inspector.store.replaying import NOTHING, Replayed, append, replay
from inspector.store.set_aside import set_aside
from inspector.store.tables import journal

BROUGHT_FORWARD = "store.brought_forward"
"""Change of the entry that tells what had to be done at an opening."""


@dataclass(frozen=True)
class Reconciled:
    """What had to be done so that database and log say the same."""

    length_before: int = 0
    """Entries the database held when it was opened."""
    replayed: Replayed = NOTHING
    log_set_aside: str = ""
    """Why the log was written anew: `damaged` or `other` (another history); empty if it was not."""

    mended: int = 0
    """Rows that did not say what the journal says and were written anew from it."""

    @property
    def is_news(self) -> bool:
        """Tell whether something happened that people should know of."""
        return self.replayed != NOTHING or self.log_set_aside != "" or self.mended > 0

    def facts(self) -> dict[str, Json]:
        """Return what the journal says of it."""
        return {
            "carried_over": self.replayed.carried_over,
            "length_before": self.length_before,
            "log_set_aside": self.log_set_aside,
            "lost": [*self.replayed.lost],
            "mended": self.mended,
            "replayed": self.replayed.entries,
        }


def reconcile(
    engine: Engine,
    follower: LogFollower,
    path: Path,
    key: bytes,
    origin: Origin,
    clock: Clock,
    *,
    is_read_through: bool,
    mended: int = 0,
) -> Reconciled:
    """Bring database and log to the same length; a disk that refuses the log leaves it behind and told.

    What was done, and that `mended` rows were written anew before, is journalled with what is replayed, all or nothing.

    Raises:
        SystemFault: `store.newer_log`, and whatever the database says.
    """
    try:
        log = JournalLog(path, key, origin.device, is_read_through=is_read_through)
    except OSError:
        done = Reconciled(mended=mended)
        if mended:
            with store_faults(), engine.connect().execution_options(**{WRITES: True}) as connection:
                _tell(connection, done, origin, clock)
                connection.commit()
        follower.take_over(None, _length(engine))
        follower.follow([])
        return done
    with store_faults(), engine.connect() as connection:
        before = _last(connection)
        common = log.frame(min(before, log.last))
        agrees = common is None or leaf_hash(common.entry) == _leaf(connection, common.seq)
    done = Reconciled(before, mended=mended)
    if mended or not agrees or log.is_damaged or log.last > before:
        with store_faults(), engine.connect().execution_options(**{WRITES: True}) as connection:
            if agrees:
                frames = [
                    frame
                    for frame in LogReader(path, key, origin.device).frames()
                    if isinstance(frame, Frame)
                ]
                frames.sort(key=lambda frame: frame.seq)
                replayed = replay(connection, frames, origin, clock)
                # a log that numbers entries otherwise than the database is no copy of it
                is_no_copy = log.is_damaged or replayed.carried_over or replayed.held
                done = Reconciled(before, replayed, "damaged" if is_no_copy else "", mended)
            else:
                done = Reconciled(before, log_set_aside="other", mended=mended)
            _tell(connection, done, origin, clock)
            connection.commit()
    if done.log_set_aside:
        log.close()
        set_aside(path, clock.now().wall)
        log = JournalLog(path, key, origin.device)
    follower.take_over(log, _length(engine))
    follower.follow([])
    return done


def _tell(connection: Connection, done: Reconciled, origin: Origin, clock: Clock) -> None:
    """Journal what was done before it is committed: a disk that fills in between cannot take the word away."""
    if done.is_news:
        told = Event(BROUGHT_FORWARD, "", origin.device, "device", facts=done.facts())
        append(connection, told, origin, clock)


def _length(engine: Engine) -> int:
    with store_faults(), engine.connect() as connection:
        return _last(connection)


def _last(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(journal.c.seq), 0))).scalar_one())


def _leaf(connection: Connection, seq: int) -> bytes | None:
    return connection.execute(select(journal.c.leaf).where(journal.c.seq == seq)).scalar()

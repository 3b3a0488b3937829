"""The log follows the database: what was committed is appended at once, or caught up when the disk lets it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from inspector.durable import replace, sync_folder
from inspector.errors import BugError, SystemFault
from inspector.records import SealedObject
from inspector.store.database_file import store_faults
from inspector.store.journal_log import Frame, JournalLog
from inspector.store.tables import journal, sealed_object

_OBJECT_ID = re.compile(rb'"([0-9a-f]{32})"')
_AT_ONCE = 500


class LogFollower:
    """Keeps a device's log as long as its journal; its methods are called by whoever has the writer's turn."""

    def __init__(self, path: Path, key: bytes, device: str, engine: Engine) -> None:
        self._path = path
        self._key = key
        self._device = device
        self._engine = engine
        self._log: JournalLog | None = None
        self._length = 0
        self._last = 0
        self.fault: SystemFault | None = None
        """Why the log is behind; None while it is not."""

    @property
    def behind(self) -> int:
        """How many entries of the journal are not in the log yet."""
        return max(0, self._length - self._last)

    def take_over(self, log: JournalLog | None, length: int) -> None:
        """Go on with an open log, or none yet; the journal holds `length` entries."""
        self.close()
        self._log, self._length, self._last = log, length, log.last if log else 0

    def follow(self, frames: list[Frame]) -> None:
        """Append what was just committed, and before it whatever is still missing; never raises.

        The commit stands whatever happens here: a log that cannot be written is behind, and told.
        """
        if frames:
            self._length = frames[-1].seq
        try:
            log = self._opened()
            if frames and frames[0].seq == log.last + 1:
                log.append(frames)
            else:
                self._catch_up(log)
        except OSError as error:
            self.fault = SystemFault("store.log_behind", why=error.strerror or "")
            self._last = self._log.last if self._log else self._last
        except SystemFault as fault:
            self.fault = fault
        except BugError as error:  # a header damaged meanwhile: the next opening writes the log anew
            self.fault = SystemFault("store.log_behind", why=error.code)
        else:
            self._last, self.fault = log.last, None

    def write_anew(self) -> None:
        """Write the log anew from the database: what it says of released originals is as the database has it.

        Raises:
            SystemFault, OSError: the log is as it was.
        """
        self.close()
        fresh = self._path.with_name(self._path.name + ".anew")
        fresh.unlink(missing_ok=True)
        log = JournalLog(fresh, self._key, self._device)
        try:
            self._catch_up(log)
        finally:
            log.close()
        replace(fresh, self._path)
        sync_folder(self._path.parent)
        self._length = self._last = self._opened().last

    def close(self) -> None:
        """Let go of the file."""
        if self._log is not None:
            self._log.close()
        self._log = None

    def forget(self) -> None:
        """Let go of file and key: the device is locked."""
        self.close()
        self._key = b""

    def _opened(self) -> JournalLog:
        if self._log is None:
            self._log = JournalLog(self._path, self._key, self._device)
        return self._log

    def _catch_up(self, log: JournalLog) -> None:
        with store_faults(), self._engine.connect() as connection:
            for frames in frames_of(connection, log.last + 1):
                log.append(frames)


def frames_of(connection: Connection, first: int) -> Iterator[list[Frame]]:
    """Yield the frames of entry `first` and all after it, made from the database, some hundred at a time.

    An object is opened by the first entry that names it; one that none names goes with the very last.
    """
    last = connection.execute(select(func.coalesce(func.max(journal.c.seq), 0))).scalar_one()
    told: set[str] = set()
    for start in range(first, last + 1, _AT_ONCE):
        query = select(journal.c.seq, journal.c.entry).order_by(journal.c.seq)
        rows = connection.execute(query.where(journal.c.seq.between(start, start + _AT_ONCE - 1))).all()
        named = {row.seq: set(map(bytes.decode, _OBJECT_ID.findall(row.entry))) - told for row in rows}
        known = _objects(connection, set().union(*named.values()))
        frames = []
        for row in rows:
            opens = sorted(named[row.seq] & known.keys() - told)
            told |= set(opens)
            frames.append(Frame(row.seq, row.entry, tuple(known[name] for name in opens)))
        if first == 1 and frames and frames[-1].seq == last:
            frames[-1] = _with_the_unnamed(connection, frames[-1], told)
        yield frames


def _objects(connection: Connection, ids: Iterable[str]) -> dict[str, SealedObject]:
    names = sorted(ids)
    found: dict[str, SealedObject] = {}
    for start in range(0, len(names), _AT_ONCE):
        query = select(sealed_object).where(sealed_object.c.id.in_(names[start : start + _AT_ONCE]))
        for row in connection.execute(query):
            found[row.id] = SealedObject(**row._mapping)
    return found


def _with_the_unnamed(connection: Connection, frame: Frame, told: set[str]) -> Frame:
    ids = connection.execute(select(sealed_object.c.id)).scalars().all()
    unnamed = _objects(connection, set(ids) - told)
    return Frame(frame.seq, frame.entry, frame.opens + tuple(unnamed[name] for name in sorted(unnamed)))

"""The hash chain of everything that happened on this device, for reading and for signing."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from sqlalchemy import Engine, func, select

from inspector.clock import Clock
from inspector.errors import BugError
from inspector.store.checkpoint import Signer, signed_note
from inspector.store.database_file import store_faults
from inspector.store.merkle import Frontier
from inspector.store.tables import journal

_AT_ONCE = 500


class StoredJournal:
    """Reads the journal in the database; entries are only ever added, so no reader blocks a writer."""

    def __init__(self, engine: Engine, device: str, signer: Signer, clock: Clock) -> None:
        self._engine = engine
        self._device = device
        self._signer = signer
        self._clock = clock
        self._frontier = Frontier()
        self._frontier_lock = Lock()

    def length(self) -> int:
        """Return the number of entries."""
        with store_faults(), self._engine.connect() as connection:
            return int(connection.execute(select(func.coalesce(func.max(journal.c.seq), 0))).scalar_one())

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the canonical bytes of entries `first` to `last`, both included, counted from 1.

        Raises:
            BugError: `store.no_such_entry` if the journal does not reach that far.
        """
        for start in range(first, last + 1, _AT_ONCE):
            end = min(last, start + _AT_ONCE - 1)
            query = select(journal.c.entry).where(journal.c.seq.between(start, end)).order_by(journal.c.seq)
            with store_faults(), self._engine.connect() as connection:
                rows = connection.execute(query).scalars().all()
            if len(rows) != end - start + 1:
                raise BugError("store.no_such_entry", first=first, last=last)
            yield from rows

    def leaves(self, first: int, last: int) -> list[bytes]:
        """Return the stored leaf hashes of entries `first` to `last`."""
        query = select(journal.c.leaf).where(journal.c.seq.between(first, last)).order_by(journal.c.seq)
        with store_faults(), self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def checkpoint(self) -> str:
        """Return a signed note over all entries (FORMAT.md, section 3)."""
        with self._frontier_lock:
            length = self.length()
            for leaf in self.leaves(self._frontier.size + 1, length):
                self._frontier.add(leaf)
            root = self._frontier.root()
        return signed_note(self._device, length, root, self._clock.now().wall, self._signer)

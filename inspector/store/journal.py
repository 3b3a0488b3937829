"""The hash chain of everything that happened on this device, for reading and for signing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from threading import Lock

from sqlalchemy import Engine, func, select

from inspector.clock import Clock
from inspector.errors import BugError
from inspector.store.checkpoint import Signer, signed_note
from inspector.store.database_file import store_faults
from inspector.store.merkle import Frontier, Tree
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
        self._tree = Tree([])
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

    def entries_of_change(self, change: str) -> Iterator[bytes]:
        """Yield the entries that tell of one kind of change, oldest first; every entry is looked at."""
        needle = f'"change":{json.dumps(change)}'.encode()
        query = select(journal.c.entry).where(func.instr(journal.c.entry, needle) > 0).order_by(journal.c.seq)
        with store_faults(), self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        return (entry for entry in rows if json.loads(entry)["change"] == change)

    def tree(self, size: int) -> Tree:
        """Return a Merkle tree over the first `size` entries or more, for making proofs.

        Raises:
            BugError: `store.no_such_entry` if the journal does not reach that far.
        """
        with self._frontier_lock:
            if self._tree.size < size:  # what is in a tree never changes, so a larger one serves too
                leaves = self.leaves(1, size)
                if len(leaves) != size:
                    raise BugError("store.no_such_entry", first=1, last=size)
                self._tree = Tree(leaves)
            return self._tree

    def root(self, size: int) -> bytes:
        """Return the Merkle tree hash over the first `size` entries."""
        with self._frontier_lock:
            if self._frontier.size <= size <= self.length():
                self._advance(size)
                return self._frontier.root()
        return self.tree(size).root(size)

    def inclusion_proof(self, seq: int, size: int) -> tuple[bytes, ...]:
        """Return the audit path of entry `seq` in the tree over the first `size` entries (FORMAT.md 10)."""
        if not 1 <= seq <= size:
            raise BugError("store.no_such_entry", first=seq, last=size)
        return self.tree(size).inclusion(seq - 1, size)

    def consistency_proof(self, smaller: int, larger: int) -> tuple[bytes, ...]:
        """Return the proof that the journal of `larger` entries begins with that of `smaller` ones."""
        if not 0 <= smaller <= larger:
            raise BugError("store.no_such_entry", first=smaller, last=larger)
        return self.tree(larger).consistency(smaller, larger)

    def checkpoint(self, size: int | None = None) -> str:
        """Return a signed note over the first `size` entries, over all if none is said (FORMAT.md, section 3)."""
        size = self.length() if size is None else size
        return signed_note(self._device, size, self.root(size), self._clock.now().wall, self._signer)

    def _advance(self, size: int) -> None:
        for leaf in self.leaves(self._frontier.size + 1, size):
            self._frontier.add(leaf)

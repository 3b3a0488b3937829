"""What keeps the records of an open device safe behind the officer's back, and what is told of it."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.actions.ports import UnitOfWork
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Photo
from inspector.store.snapshots import MUCH

if TYPE_CHECKING:
    from inspector.store import Store
    from inspector.store.recovery import Recovered

RECOVERY_READ = "store.recovery_read"
"""Change of the entry that says who read what a recovery did."""

SOON_COPIED_BYTES = 8 << 20
"""A larger database is copied after the next unlocking: nobody waits for a lock."""


class Safekeeping:
    """Snapshots, the journal's copy and recoveries of one open device."""

    def __init__(self, store: Store, path: Path, unit: Callable[[], UnitOfWork]) -> None:
        self._store = store
        self._path = path
        self._unit = unit
        self.snapshot_fault: SystemFault | None = None
        """Why the last snapshot could not be taken; the earlier ones are kept."""

    @property
    def log_behind(self) -> int:
        """How many entries the journal's copy lacks; 0 when all is well."""
        return self._store.log_behind

    def photos(self) -> int:
        """Return how many photos are on record."""
        with self._store.reading() as unit:
            return len(unit.all(Photo))

    def unread_recovery(self) -> Recovered | None:
        """Return what a recovery did, until an officer has read it."""
        from inspector.store.recovery import unread_recovery

        return unread_recovery(self._path)

    def recovery_read(self, *, by: str) -> None:
        """Remember that officer `by` has read it."""
        from inspector.store.recovery import recovery_read

        told = self.unread_recovery()
        if told is None:
            return
        with self._unit() as unit:
            unit.note(RECOVERY_READ, told.wall, {"why": told.why}, by=by)
            unit.commit()
        recovery_read(self._path)

    def keep_snapshot(self, progress: Progress | None = None) -> None:
        """Take a snapshot if one is due; a disk that refuses leaves the earlier ones and is told.

        Raises:
            Cancelled: the device is to be locked; the earlier ones are kept.
        """
        try:
            self._store.keep_snapshot(progress)
        except SystemFault as fault:
            self.snapshot_fault = fault
        else:
            self.snapshot_fault = None

    def before_closing(self) -> None:
        """Take a snapshot if much changed since the last and it is soon done; closing never fails for it."""
        try:
            is_soon_done = self._path.stat().st_size <= SOON_COPIED_BYTES
            is_much = is_soon_done and self._store.entries_since_snapshot >= MUCH
        except (OSError, SystemFault):
            return  # told when the device is opened
        if is_much:
            self.keep_snapshot()

    def diagnosis(self) -> str:
        """Return facts for the maintainers as JSON: counts, codes and ids, nothing of anybody's record."""
        told = self.unread_recovery()
        flaws = self._store.verify()
        facts: dict[str, Any] = {
            "flaws": [f"{flaw.what} {flaw.where}" for flaw in flaws],
            "journal": self._store.journal.length(),
            "log_behind": self.log_behind,
            "log_fault": self._store.log_fault.code if self._store.log_fault else "",
            "machine": {"python": platform.python_version(), "system": platform.platform()},
            "recovered": told.facts() if told else None,
            "snapshot_fault": self.snapshot_fault.code if self.snapshot_fault else "",
            "snapshots": [
                {"entries": kept.length, "taken": kept.taken.isoformat()} for kept in self._store.snapshots()
            ],
        }
        return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True)

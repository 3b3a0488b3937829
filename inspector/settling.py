"""When a file that somebody else writes is complete: it has stood still for a while."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector.clock import Clock

SETTLE_SECONDS = 2.0
"""Programs that copy write at least once a second; a card's writer caches for less."""
_LONG_AGO = timedelta(minutes=1)


class Settling:
    """Remembers how files looked; one for each folder that is watched."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[Path, tuple[int, int, int]] = {}

    def is_settled(self, file: Path, facts: os.stat_result) -> bool:
        """Tell whether size and time of the file are as they were at a look `SETTLE_SECONDS` ago.

        A file last written a minute ago or more is complete at the first look, so that a whole card need not
        wait. Whoever reads it compares again: this is a hint that spares work, not a proof.
        """
        now = self._clock.now()
        looks = (facts.st_size, facts.st_mtime_ns)
        age = now.wall - datetime.fromtimestamp(facts.st_mtime, UTC)
        if facts.st_size > 0 and age >= _LONG_AGO:
            return True
        size, written, since = self._seen.get(file, (-1, -1, 0))
        if (size, written) != looks:
            self._seen[file] = (*looks, now.monotonic_ns)
            return False
        return now.monotonic_ns - since >= SETTLE_SECONDS * 1e9

    def forget_all_but(self, files: set[Path]) -> None:
        """Forget what is no longer there."""
        self._seen = {file: facts for file, facts in self._seen.items() if file in files}

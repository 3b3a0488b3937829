"""How long an answer to a part may be in coming, by how fast the line took the part."""

from __future__ import annotations

SILENCE_S = 60.0
"""The longest silence where nothing is known of the line."""
PART_S = 30.0
"""The longest the centre may take to keep a part that is there."""
LONGEST_S = 240.0
"""On the slowest line the centre still takes a part from (4 KiB/s), what is held needs about as long."""
HELD_BYTES = 512 << 10
"""What the system is asked to hold at most of what left: what is shown as sent is then hardly more than what was sent, and
hardly more goes on in a pause. Linux takes twice as much, its bookkeeping included."""


class Pace:
    """Of one part that leaves block by block."""

    def __init__(self) -> None:
        self._bytes = 0
        self._seconds = 0.0

    def taken(self, count: int, seconds: float) -> None:
        """Note that a block was taken, and how long that took."""
        self._bytes += count
        self._seconds += seconds

    @property
    def patience_s(self) -> float:
        """Return the longest silence after the last block: what is held still has to go, twice as slowly maybe."""
        gone = self._bytes - 2 * HELD_BYTES
        if gone <= 0:
            return SILENCE_S
        return min(LONGEST_S, PART_S + 2 * (2 * HELD_BYTES) * self._seconds / gone)

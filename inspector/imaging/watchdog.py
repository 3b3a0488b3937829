"""Watches the live view for a lens that shows nothing: black, or the same picture for ever."""

from __future__ import annotations

from enum import StrEnum

SECONDS = 4.0
"""A real sensor's noise makes every frame another one; a driver that hangs repeats its last buffer."""
BLACK_BELOW = 16
"""Grey level of 255 no pixel of a reduced picture reaches with the lens covered; a dark hall has brighter spots."""
_RESTARTS = 3


class Trouble(StrEnum):
    """What is wrong with a live view."""

    BLACK = "black"
    FROZEN = "frozen"


class Watchdog:
    """Tells when the source should be started again; each trouble at most three times in a row.

    A closed shutter or a still virtual camera stays as it is: after that it is only told, never fought.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._last = 0
        self._since: dict[Trouble, float] = {}
        self._restarts = 0

    def look(self, fingerprint: int, brightest: int, at_s: float) -> Trouble | None:
        """Look at one frame: a hash of its bytes, its brightest grey level, a monotonic time in seconds.

        Returns:
            What has been wrong for long enough, or None.
        """
        seen = {Trouble.BLACK} if brightest < BLACK_BELOW else set()
        if fingerprint == self._last:
            seen.add(Trouble.FROZEN)
        self._last = fingerprint
        self._since = {trouble: self._since.get(trouble, at_s) for trouble in Trouble if trouble in seen}
        if not seen:
            self._restarts = 0
        lasting = (trouble for trouble, since in self._since.items() if at_s - since >= self._seconds)
        return next(lasting, None)

    @property
    def is_worried(self) -> bool:
        """Tell whether the last frame was black or the same again, though not for long."""
        return bool(self._since)

    def may_restart(self) -> bool:
        """Tell whether starting again is still worth a try, and count it."""
        self._since.clear()
        self._restarts += 1
        return self._restarts <= _RESTARTS

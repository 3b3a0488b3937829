"""Progress and cancelling of long work, without knowing who watches."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

Report = Callable[[int, int, str], None]
"""Called with (done, total, what), e.g. (3, 40, "IMG_0003.JPG")."""


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked to stop
    """The work stopped where it was asked to; what was acknowledged before stays."""


class Progress:
    """Handed into long work: it reports steps and stops at the next one after `cancel`."""

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._cancel = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; safe from any thread."""
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._cancel.is_set()

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report a step; raise `Cancelled` if asked to stop."""
        if self._cancel.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, what)

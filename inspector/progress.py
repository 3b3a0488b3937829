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
        self._goes_on = Event()
        self._goes_on.set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step, also while it pauses; safe from any thread."""
        self._cancel.set()
        self._goes_on.set()

    def pause(self) -> None:
        """Ask the work to wait at its next step until `resume` or `cancel`; safe from any thread."""
        if not self._cancel.is_set():
            self._goes_on.clear()

    def resume(self) -> None:
        """Let the work go on; safe from any thread."""
        self._goes_on.set()

    @property
    def is_paused(self) -> bool:
        """Tell whether somebody asked to wait."""
        return not self._goes_on.is_set()

    def rest(self, seconds: float) -> None:
        """Wait this long, or less if asked to stop."""
        self._cancel.wait(seconds)

    def unwatched(self) -> Progress:
        """Return one for work beside this: it pauses and stops with it and reports to nobody."""
        beside = Progress()
        beside._cancel, beside._goes_on = self._cancel, self._goes_on
        return beside

    @property
    def is_cancelled(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._cancel.is_set()

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report a step, wait while paused; raise `Cancelled` if asked to stop."""
        if self._cancel.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, what)
        if self.is_paused:
            self._goes_on.wait()
            if self._cancel.is_set():
                raise Cancelled

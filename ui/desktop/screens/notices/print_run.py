"""What is on its way to the printer: one thing at a time, counted page by page, stopped when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from inspector.progress import Cancelled, Progress
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.stand import Stand

if TYPE_CHECKING:
    from inspector.actions.ports import Device

T = TypeVar("T")


class PrintView(Protocol):
    """Where it is shown."""

    def show_progress(self, done: int, total: int) -> None:
        """Show how many pages the printer has; a total of 0 ends it."""

    def show_told(self, sentence: str) -> None:
        """Say what went to the printer, or why nothing did."""


class PrintRun:
    """Runs beside the work of the stand; a refusal comes back as a problem about `about`."""

    def __init__(self, stand: Stand, about: str, view: PrintView) -> None:
        self._stand = stand
        self._about = about
        self._view = view
        self._progress: Progress | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether the printer does not have everything yet."""
        return self._progress is not None

    def start(
        self, work: Callable[[Device, str, str, Progress], T], pages: int, told: Callable[[T], str]
    ) -> None:
        """Give the printer its pages; `told` says afterwards what went there, an empty text nothing."""

        def run(device: Device, inspection_id: str, by: str, progress: Progress) -> T | None:
            try:
                return work(device, inspection_id, by, progress)
            except Cancelled:
                return None

        def ended(value: T | None) -> None:
            self.end(tr("ui.print.stopped") if value is None else told(value))

        self._view.show_told("")
        self._view.show_progress(0, pages)
        self._progress = self._stand.work(
            self._about, run, ended, lambda done, total, _: self._view.show_progress(done, total)
        )

    def stop(self) -> None:
        """Let the printer drop what it has not printed yet."""
        if self._progress is not None:
            self._progress.cancel()

    def end(self, sentence: str) -> None:
        """Be ready for the next; say how it went."""
        self._progress = None
        self._view.show_progress(0, 0)
        self._view.show_told(sentence)

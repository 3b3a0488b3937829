"""The only way off the window's thread: plain callables on executors, results back by queued connection.

    tasks.run(lambda progress: read.today(device), owner=self, lane=Lane.READ,
              done=self._arrived, failed=self._view.show_problem)

`done`, `failed`, `stepped` and `cancelled` are called on the window's thread, after the caller has
returned, and never once the `owner` is gone.
"""

from __future__ import annotations

import logging
import math
import time
import traceback
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from threading import Lock
from types import MethodType
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from inspector.errors import BugError, InputError, InspectorError
from inspector.progress import Cancelled, Progress

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Lane(Enum):
    """Where work runs."""

    WRITE = "write"
    """One thread: whatever changes the record, in the order it was asked for."""
    READ = "read"
    """Two threads: reading and small pictures."""
    STANDING = "standing"
    """A thread of its own for work that lasts until it is cancelled, e.g. a live camera."""


_STEP_S = 0.04
"""Between two steps that are shown: faster nobody reads, and each costs the window a repaint."""
_THREADS = {Lane.WRITE: 1, Lane.READ: 2, Lane.STANDING: 6}


@dataclass(eq=False)
class _Job:
    """One piece of work and who hears of it."""

    work: Callable[[Progress], Any]
    owner: weakref.ref[QObject] | None
    done: Callable[[Any], None] | None
    failed: Callable[[InspectorError], None] | None
    stepped: Callable[[int, int, str], None] | None
    cancelled: Callable[[], None] | None
    is_long: bool
    lane: Lane
    progress: Progress = field(default_factory=Progress)
    turn: Lock = field(default_factory=Lock)
    newest_step: tuple[int, int, str] | None = None
    """The step not yet shown; a newer one replaces it, so that the window is never flooded."""
    shown_s: float = -_STEP_S
    """When one was shown last, by the monotonic clock."""

    def is_heard(self) -> bool:
        """Tell whether the owner still lives."""
        if self.owner is None:
            return True
        owner = self.owner()
        return owner is not None and shiboken6.isValid(owner)

    def let_go(self) -> None:
        """Drop what the callables name, on the window's thread: the working thread may be the last to hold the job."""
        self.work, self.done, self.failed, self.stepped, self.cancelled = _nothing, None, None, None, None


@dataclass(frozen=True)
class _Outcome:
    value: Any = None
    error: InspectorError | None = None
    was_cancelled: bool = False


class Tasks(QObject):
    """Runs work off the window's thread; lives as long as the application."""

    idle = Signal()
    """Everything asked for is done and delivered."""
    write_refused = Signal(object)
    """InspectorError: something that was to be written down was not; stopping it is no refusal."""
    _stepped = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors: dict[Lane, ThreadPoolExecutor] = {}
        self._running: set[_Job] = set()
        self._is_closed = False
        self._stepped.connect(self._show_step, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is running, waiting or undelivered."""
        return not self._running

    @property
    def has_stepped_work(self) -> bool:
        """Tell whether work that shows its steps, such as sending or importing, is under way."""
        return any(job.stepped is not None for job in self._running)

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[InspectorError], None] | None = None,
        stepped: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
        lane: Lane = Lane.WRITE,
    ) -> Progress:
        """Start `work(progress)` on a lane; call from the window's thread. The returned `Progress` cancels it.

        `owner` is the object the results are for (taken from `done` if that is a method of a QObject): when
        it is gone, nothing is called. Without `cancelled`, stopping is told to `failed` as
        `InputError("task.cancelled")`. An unexpected exception is told as `BugError("bug.unexpected")`.
        """
        if self._is_closed:
            raise BugError("task.closed")
        held = owner if owner is not None else _object_of(done)
        is_long = stepped is not None or lane is Lane.STANDING
        job = _Job(
            work, None if held is None else weakref.ref(held), done, failed, stepped, cancelled, is_long, lane
        )
        job.progress = Progress(lambda *step: self._note_step(job, step))
        self._running.add(job)
        self._executor(lane).submit(self._work, job)
        return job.progress

    def stop_long_work(self) -> None:
        """Cancel what shows its steps or stands; short work, such as writing down what was typed, goes on."""
        for job in self._running:
            if job.is_long:
                job.progress.cancel()

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more can be started: the program is closing or the device was locked."""
        return self._is_closed

    def close(self) -> None:
        """Cancel everything, wait for the threads to end, deliver nothing more; safe to call twice."""
        self._is_closed = True
        for job in self._running:
            job.progress.cancel()
        for executor in self._executors.values():
            executor.shutdown(wait=True, cancel_futures=True)
        self._executors.clear()
        self._running.clear()

    def _executor(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._executors:
            self._executors[lane] = ThreadPoolExecutor(
                _THREADS[lane], thread_name_prefix=f"tasks-{lane.value}"
            )
        return self._executors[lane]

    # -- on the working thread -------------------------------------------------------------------------

    def _work(self, job: _Job) -> None:
        try:
            if job.progress.is_cancelled:
                raise Cancelled
            outcome = _Outcome(value=job.work(job.progress))
        except Cancelled:
            outcome = _Outcome(was_cancelled=True)
        except InspectorError as error:
            outcome = _Outcome(error=error)
        except Exception as error:
            outcome = _Outcome(error=_unexpected(error))
        self._ended.emit(job, outcome)

    def _note_step(self, job: _Job, step: tuple[int, int, str]) -> None:
        with job.turn:
            is_first = job.newest_step is None
            job.newest_step = step
        if is_first:
            self._stepped.emit(job)

    # -- on the window's thread ------------------------------------------------------------------------

    def _show_step(self, job: _Job) -> None:
        early_s = job.shown_s + _STEP_S - time.monotonic()
        if early_s > 0:  # while one waits to be shown, the working thread only replaces it
            QTimer.singleShot(math.ceil(early_s * 1000), self, lambda: self._show_step(job))
            return
        self._show_newest(job)

    def _show_newest(self, job: _Job) -> None:
        job.shown_s = time.monotonic()
        with job.turn:
            step, job.newest_step = job.newest_step, None
        if step is not None and job.stepped is not None and not self._is_closed and job.is_heard():
            job.stepped(*step)

    def _deliver(self, job: _Job, outcome: _Outcome) -> None:
        if self._is_closed:
            return
        try:
            if outcome.error is not None and job.lane is Lane.WRITE and not job.is_long:
                self.write_refused.emit(outcome.error)
            self._show_newest(job)  # the last one is always shown
            if job.is_heard():
                _tell(job, outcome)
        finally:
            self._running.discard(job)
            job.let_go()
            if not self._running:
                self.idle.emit()


def _nothing(_: Progress) -> None:
    """What is left of a job that is over."""


def _tell(job: _Job, outcome: _Outcome) -> None:
    error = outcome.error
    if outcome.was_cancelled:
        if job.cancelled is not None:
            job.cancelled()
            return
        error = InputError("task.cancelled")
    if error is None:
        if job.done is not None:
            job.done(outcome.value)
    elif job.failed is not None:
        job.failed(error)
    else:
        _log.error("nobody hears of %s", error.code)


def _unexpected(error: Exception) -> BugError:
    """Turn a stray exception into ours: kind and place only, for its message may quote what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    _log.error(
        "unexpected %s\n%s",
        type(error).__name__,
        "\n".join(f"  {f.filename}:{f.lineno} {f.name}" for f in frames),
    )
    wrapped = BugError("bug.unexpected", kind=type(error).__name__, place=place)
    wrapped.__cause__ = error
    return wrapped


def _object_of(callback: object) -> QObject | None:
    if isinstance(callback, MethodType) and isinstance(callback.__self__, QObject):
        return callback.__self__
    return None

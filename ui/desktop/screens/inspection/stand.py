"""The open inspection as the workspace holds it: one lane for actions, the record read again after them.

Actions of one stand run one after the other, in the order the officer acted: a row is listed before it
is changed. The record is read again when the lane is empty, so that what was just typed never blinks
back to an older state. Reading and long work run beside the lane.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.desktop.screens.inspection.stand_now import StandNow, read_stand
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from inspector.actions.ports import Device

T = TypeVar("T")
ShowProgress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class _Action:
    """One thing the officer did, waiting for its turn."""

    about: str
    inspection_id: str
    """The stand it was done at: the officer may have turned to another one since."""
    by: str
    act: Callable[[Any, str, str], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[InspectorError], None] | None


class Stand(QObject):
    """Runs actions on one inspection off the window's thread and tells what the record says then."""

    shown = Signal(object)
    """StandNow: the record was read again."""
    failed = Signal(str, object)
    """(what it was about, InspectorError)"""
    succeeded = Signal(str)
    """What it was about: a sentence standing there may go."""
    idle = Signal()
    """Nothing is running or waiting."""
    left = Signal()
    """The stand was sealed; the workspace can be left."""
    followed = Signal(str)
    """Id of the record of later acts that was begun."""

    def __init__(self, device: Device, tasks: Tasks, acting_officer: Callable[[], str] = str) -> None:
        """`acting_officer` tells who acts now; where it tells nobody, the first officer of the stand does."""
        super().__init__()
        self._device = device
        self._tasks = tasks
        self._inspection_id = ""
        self._by = ""
        self._acting_officer = acting_officer
        self._waiting: deque[_Action] = deque()
        self._acting = False
        self._must_read = False
        self._running = 0
        self._asked = 0
        """Actions asked for so far: what was read before the last of them may be older than what it wrote."""

    @property
    def device(self) -> Device:
        """The unlocked device."""
        return self._device

    @property
    def inspection_id(self) -> str:
        """The inspection that is open; its record may still be on its way to the screen."""
        return self._inspection_id

    @property
    def is_closing(self) -> bool:
        """Tell whether nothing more can be asked for."""
        return self._tasks.is_closed

    @property
    def is_idle(self) -> bool:
        """Tell whether everything asked for is done and shown."""
        return self._running == 0 and not self._waiting

    @property
    def unrecorded(self) -> int:
        """Number of actions that are not durable yet."""
        return len(self._waiting) + self._acting

    def open(self, inspection_id: str) -> None:
        """Turn to an inspection and read it; what still runs for another one is not shown any more."""
        self._inspection_id = inspection_id
        self._by = ""
        self._read()

    def do(
        self,
        about: str,
        act: Callable[[Device, str, str], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[InspectorError], None] | None = None,
    ) -> None:
        """Run an action (device, inspection id, officer id) in its turn, then read the record again.

        Inspection and officer are those of now. What failed is told as `failed(about, …)`, too.
        """
        by = self._acting_officer() or self._by
        self._asked += 1
        self._waiting.append(_Action(about, self._inspection_id, by, act, then, failed))
        self._next()

    def load(
        self,
        look: Callable[[Device, str], T],
        then: Callable[[T], None],
        failed: Callable[[InspectorError], None] | None = None,
    ) -> None:
        """Read something (device, inspection id) beside the lane; what failed is told as `failed("load", …)`, too."""
        inspection_id = self._inspection_id

        def arrived(value: T) -> None:
            if inspection_id == self._inspection_id:
                then(value)

        def refused(error: InspectorError) -> None:
            self.failed.emit("load", error)
            if failed is not None:
                failed(error)

        self._start(lambda _: look(self._device, inspection_id), arrived, refused, lane=Lane.READ)

    def work(
        self,
        about: str,
        long: Callable[[Device, str, str, Progress], T],
        then: Callable[[T], None],
        show_progress: ShowProgress,
    ) -> Progress:
        """Start long work beside the lane; the returned `Progress` cancels it."""
        inspection_id, by = self._inspection_id, self._acting_officer() or self._by

        def done(value: T) -> None:
            then(value)
            self._read()

        def stopped(error: InspectorError) -> None:
            self.failed.emit(about, error)
            self._read()

        return self._start(
            lambda progress: long(self._device, inspection_id, by, progress),
            done,
            stopped,
            lane=Lane.STANDING,
            show_progress=show_progress,
        )

    def read_again(self) -> None:
        """Read the record again, for instance after the clock passed a deadline."""
        self._read()

    # -- the lane ----------------------------------------------------------------------------------

    def _next(self) -> None:
        if self._acting:
            return
        if not self._waiting:
            if self._must_read:
                self._must_read = False
                self._read()
            return
        action = self._waiting.popleft()
        inspection_id, by = action.inspection_id, action.by or self._by
        self._acting = True
        self._must_read = True

        def done(value: object) -> None:
            self._acting = False
            self.succeeded.emit(action.about)
            if action.then is not None:
                action.then(value)
            self._next()

        def refused(error: InspectorError) -> None:
            self._acting = False
            self.failed.emit(action.about, error)
            if action.failed is not None:
                action.failed(error)
            self._next()

        self._start(lambda _: action.act(self._device, inspection_id, by), done, refused, lane=Lane.WRITE)

    def _read(self) -> None:
        inspection_id, asked = self._inspection_id, self._asked

        def arrived(now: StandNow) -> None:
            if inspection_id != self._inspection_id:
                return
            self._by = now.by
            if self._acting or self._waiting:
                self._must_read = True
                return
            if asked != self._asked:
                return  # read before an action that is done by now; the reading after it is on its way
            self.shown.emit(now)

        self._start(
            lambda _: read_stand(self._device, inspection_id),
            arrived,
            lambda error: self.failed.emit("load", error),
            lane=Lane.READ,
        )

    def _start(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[InspectorError], None],
        *,
        lane: Lane,
        show_progress: ShowProgress | None = None,
    ) -> Progress:
        """Run on a lane of the one door, and count it until its result has been shown."""
        self._running += 1

        def ended() -> None:
            self._running -= 1
            if self.is_idle:
                self.idle.emit()

        def succeeded(value: T) -> None:
            try:
                done(value)
            finally:
                ended()

        def refused(error: InspectorError) -> None:
            try:
                failed(error)
            finally:
                ended()

        return self._tasks.run(
            work, done=succeeded, failed=refused, stepped=show_progress, owner=self, lane=lane
        )

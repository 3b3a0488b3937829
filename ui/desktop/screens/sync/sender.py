"""Sends over the network by itself once asked: pauses, obeys the network's rule, tries again and says when."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.clock import CHINA
from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.desktop.i18n import tr
from ui.desktop.network import Network, NetworkRule, may_send
from ui.desktop.screens.sync.passing import passage_words
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from sync.meter import Meter
    from ui.wiring import OpenDevice

_AGAIN = {"transport.unreachable", "transport.centre_busy"}
"""Faults that time or another network mends."""
Pause = Callable[[int, float, float], float]


class Stage(Enum):
    """What the sender is about."""

    IDLE = "idle"
    SENDING = "sending"
    WAITING = "waiting"
    """For the next try."""
    HELD = "held"
    """The rule does not let anything go over this network."""


class Sender(QObject):
    """Brings the outbox to the centre; everything it says is for the window's thread."""

    stepped = Signal(object, object, str)
    """Done, total, words; bytes go beyond the 2 GiB that an int of Qt holds."""
    waits = Signal(str, str)
    """Why nothing goes at the moment and when it will; what a person may do about it."""
    ended = Signal(object)
    """Deliveries as they stand: all that can be done now was done."""
    failed = Signal(object)
    """InspectorError that time alone does not mend."""
    stopped = Signal()

    def __init__(
        self,
        opened: OpenDevice,
        tasks: Tasks,
        by: Callable[[], str],
        *,
        network: Network,
        rule: NetworkRule,
        pause: Pause | None = None,
    ) -> None:
        from sync.retrying import pause_s

        super().__init__()
        self._opened, self._tasks, self._by = opened, tasks, by
        self._network = network
        self._pause_s = pause or pause_s
        self._rule = rule
        self._is_allowed = False
        """A person let this one run go whatever the network costs."""
        self._is_paused = False
        self._tries = 0
        self._meter: Meter | None = None
        self._progress: Progress | None = None
        self.stage = Stage.IDLE
        self.is_wanted = False
        """Somebody asked to send, and it has neither ended nor been stopped by hand; a lock stops it, and it stays
        wanted."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try)
        network.changed.connect(self._look_again)

    def start(self) -> None:
        """Send now; a person asked, so neither pause nor earlier failures count."""
        self.is_wanted = True
        if self.stage is not Stage.SENDING:
            self._tries = 0
            self._try()

    def allow(self) -> None:
        """Send now over this network, whatever it costs, until it ended."""
        self._is_allowed = True
        if self.stage is Stage.SENDING:
            self._hold_or_go()
        else:
            self.start()

    def set_rule(self, rule: NetworkRule) -> None:
        """Obey another rule from now on."""
        self._rule, self._is_allowed = rule, False
        self._look_again()

    def pause(self, is_paused: bool) -> None:
        """Hold what is under way, or let it go on."""
        self._is_paused = is_paused
        self._hold_or_go()

    def stop(self) -> None:
        """Stop for good; what was sent stays sent."""
        self._timer.stop()
        self.is_wanted = False
        if self._progress is not None:
            self._progress.cancel()
        elif self.stage is not Stage.IDLE:
            self._rest()
            self.stopped.emit()

    def leave(self) -> None:
        """Let go of waiting without a word: somebody takes the other way, by stick."""
        self._timer.stop()
        self._end()

    def _try(self) -> None:
        from sync.meter import Meter

        self._timer.stop()
        if not self._may_send():
            self.stage = Stage.HELD
            self.waits.emit(tr("ui.sync.held"), tr("ui.sync.send_anyway"))
            return
        self.stage = Stage.SENDING
        self._meter = meter = Meter()
        by = self._by()
        self._progress = self._tasks.run(
            lambda progress: self._opened.delivery.seal_and_send(by=by, progress=progress, meter=meter),
            lane=Lane.STANDING,
            owner=self,
            done=self._done,
            failed=self._failed,
            stepped=self._stepped,
            cancelled=self._cancelled,
        )
        self._is_paused = False

    def _stepped(self, done: int, total: int, what: str) -> None:
        if self._meter is not None and self._may_send():
            self.stepped.emit(*passage_words(done, total, what, self._meter.passage()))

    def _done(self, deliveries: object) -> None:
        self._end()
        self.ended.emit(deliveries)

    def _failed(self, error: InspectorError) -> None:
        self._progress = None
        if error.code not in _AGAIN:
            self._end()
            self.failed.emit(error)
            return
        self._tries = 1 if self._meter is not None and self._meter.moved else self._tries + 1
        pause = self._pause_s(self._tries, secrets.randbelow(1000) / 1000, _asked(error.facts))
        self.stage = Stage.WAITING
        self._timer.start(round(pause * 1000))
        at = self._opened.device.clock.now().wall + timedelta(seconds=pause)
        self.waits.emit(tr(f"ui.sync.next_try.{error.code}", time=_time(at, pause)), tr("ui.sync.try_now"))

    def _cancelled(self) -> None:
        self._rest()
        self.stopped.emit()

    def _end(self) -> None:
        self.is_wanted = False
        self._rest()

    def _rest(self) -> None:
        self._progress, self.stage, self._tries, self._is_allowed = None, Stage.IDLE, 0, False

    def _may_send(self) -> bool:
        return self._is_allowed or may_send(self._rule, self._network.is_metered)

    def _look_again(self) -> None:
        """The network or its rule changed: what waits for that need not wait any longer."""
        if self.stage is Stage.HELD or (self.stage is Stage.WAITING and self._network.is_there is not False):
            self._try()
        elif self.stage is Stage.SENDING:
            self._hold_or_go()

    def _hold_or_go(self) -> None:
        if self._progress is None:
            return
        if not self._may_send():
            self._progress.pause()
            self.waits.emit(tr("ui.sync.held"), tr("ui.sync.send_anyway"))
        elif self._is_paused:
            self._progress.pause()
        else:
            self._progress.resume()


def _asked(facts: dict[str, Any]) -> float:
    seconds = facts.get("retry_after_s", 0)
    return float(seconds) if isinstance(seconds, int) else 0.0


def _time(at: datetime, pause_s: float) -> str:
    local = at.astimezone(CHINA)
    return f"{local:%H:%M:%S}" if pause_s < 60 else f"{local:%H:%M}"

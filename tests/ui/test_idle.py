"""Nobody touches the device: it locks, work and a film that plays hold it off, and a film not for ever."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.desktop.idle import IDLE_MINUTES, MOST_WATCHED_ROUNDS, IdleWatch


class Seat(QObject):
    """What goes on before an empty chair."""

    def __init__(self) -> None:
        super().__init__()
        self.works = self.plays = False
        self.locks = 0
        self.watch = IdleWatch(self, lambda: self.works, lambda: self.plays)
        self.watch.went_idle.connect(self._lock)
        self.watch.start()

    def _lock(self) -> None:
        self.locks += 1

    def wait(self) -> None:
        """Let the minutes pass without a touch."""
        self.watch._time_is_up()


def test_ten_minutes_without_a_touch_lock(qtbot: QtBot) -> None:
    seat = Seat()
    assert seat.watch._timer.interval() == IDLE_MINUTES * 60_000
    seat.wait()
    assert seat.locks == 1


def test_work_holds_the_lock_off_however_long(qtbot: QtBot) -> None:
    seat = Seat()
    seat.works = True
    for _ in range(3 * MOST_WATCHED_ROUNDS):
        seat.wait()
    assert seat.locks == 0


def test_a_film_holds_it_off_for_an_hour_and_a_touch_begins_anew(qtbot: QtBot) -> None:
    seat = Seat()
    seat.plays = True
    for _ in range(MOST_WATCHED_ROUNDS - 1):
        seat.wait()
    assert seat.locks == 0
    seat.watch._touched()
    for _ in range(MOST_WATCHED_ROUNDS - 1):
        seat.wait()
    assert seat.locks == 0
    seat.wait()
    assert seat.locks == 1, "an hour without a touch"


def test_a_film_that_waits_or_ended_holds_nothing_off(qtbot: QtBot) -> None:
    seat = Seat()
    seat.plays = True
    seat.wait()
    seat.plays = False
    seat.wait()
    assert seat.locks == 1

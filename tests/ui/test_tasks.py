"""The one way off the window's thread."""

import logging
import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from inspector.errors import BugError, InputError, InspectorError
from inspector.progress import Progress
from ui.desktop.portrait import settle
from ui.desktop.tasks import Lane, Tasks


def test_work_runs_on_another_thread_and_its_result_arrives_on_this_one(tasks: Tasks) -> None:
    seen: list[tuple[str, int]] = []
    tasks.run(lambda _: threading.get_ident(), done=lambda worker: seen.append(("worker", worker)))
    assert seen == [], "nothing is delivered before the caller has returned"
    settle(tasks)
    assert seen[0][1] != threading.get_ident()


def test_what_changes_the_record_runs_in_the_order_it_was_asked_for(tasks: Tasks) -> None:
    order: list[int] = []
    for number in range(20):
        tasks.run(lambda _, number=number: order.append(number))
    settle(tasks)
    assert order == list(range(20))


def test_a_refusal_reaches_the_screen_as_it_is(tasks: Tasks) -> None:
    told: list[InspectorError] = []

    def refuse(_: Progress) -> None:
        raise InputError("inspection.two_officers")

    tasks.run(refuse, failed=told.append)
    settle(tasks)
    assert [error.code for error in told] == ["inspection.two_officers"]


def test_an_unexpected_exception_is_told_as_ours_without_what_was_typed(
    tasks: Tasks, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[InspectorError] = []

    def stumble(_: Progress) -> None:
        raise ValueError("9136 secret")

    with caplog.at_level(logging.ERROR):
        tasks.run(stumble, failed=told.append)
        settle(tasks)
    assert isinstance(told[0], BugError)
    assert told[0].code == "bug.unexpected"
    assert "secret" not in told[0].sentence() + caplog.text
    assert "stumble" in caplog.text


def test_progress_shows_the_newest_step_and_never_floods_the_window(tasks: Tasks) -> None:
    shown: list[tuple[int, int, str]] = []

    def count(progress: Progress) -> int:
        for number in range(10_001):
            progress.step(number, 10_000, "photo")
        return 10_000

    finished: list[int] = []
    tasks.run(count, stepped=lambda *step: shown.append(step), done=finished.append)
    settle(tasks)
    assert finished == [10_000]
    assert shown[-1] == (10_000, 10_000, "photo")
    assert len(shown) < 10_001


def test_cancelled_work_stops_at_its_next_step_and_says_so(tasks: Tasks) -> None:
    begun, go_on = threading.Event(), threading.Event()
    ended: list[str] = []

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(10)
        progress.step(1, 2)
        ended.append("went on")

    progress = tasks.run(work, cancelled=lambda: ended.append("cancelled"))
    assert begun.wait(10)
    progress.cancel()
    go_on.set()
    settle(tasks)
    assert ended == ["cancelled"]


def test_stopping_without_a_listener_is_told_as_a_failure(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[InspectorError] = []
    tasks.run(lambda _: gate.wait(10))
    progress = tasks.run(lambda _: None, failed=told.append)
    progress.cancel()
    gate.set()
    settle(tasks)
    assert [error.code for error in told] == ["task.cancelled"]


def test_nothing_is_called_once_the_owner_is_gone(tasks: Tasks) -> None:
    owner = QObject()
    gate = threading.Event()
    told: list[object] = []
    tasks.run(lambda _: gate.wait(10), owner=owner, done=told.append)
    shiboken6.delete(owner)
    gate.set()
    settle(tasks)
    assert told == []


def test_stopping_long_work_lets_what_was_typed_be_written(tasks: Tasks) -> None:
    begun, go_on = threading.Event(), threading.Event()
    ended: list[str] = []

    def long(progress: Progress) -> None:
        begun.set()
        go_on.wait(10)
        progress.step(1, 2)

    tasks.run(long, stepped=lambda *_: None, cancelled=lambda: ended.append("long stopped"), lane=Lane.READ)
    tasks.run(lambda _: "typed", done=ended.append)
    assert begun.wait(10)
    tasks.stop_long_work()
    go_on.set()
    settle(tasks)
    assert sorted(ended) == ["long stopped", "typed"]


def test_closing_ends_every_thread_and_delivers_nothing_more(qtbot: QtBot) -> None:
    tasks = Tasks()
    told: list[object] = []
    for lane in Lane:
        tasks.run(lambda _: 1, done=told.append, lane=lane)
    tasks.close()
    settle()
    assert told == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tasks-")]
    with pytest.raises(BugError, match=r"task\.closed"):
        tasks.run(lambda _: 1)


def test_idle_comes_after_the_last_result(tasks: Tasks) -> None:
    told: list[int] = []
    loop = QEventLoop()
    tasks.idle.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    tasks.run(lambda _: 1, done=told.append)
    loop.exec()
    assert told == [1]
    assert tasks.is_idle


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_painting_does_not_use_up_references_to_none(qapp: object) -> None:
    source, target = QPixmap(4, 4), QPixmap(8, 8)
    source.fill(Qt.GlobalColor.white)
    target.fill(Qt.GlobalColor.white)
    painter = QPainter(target)
    before = sys.getrefcount(None)
    for _ in range(300):
        painter.drawPixmap(0, 0, source)
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < 50, "PySide6 loses a reference with each call: see docs/adr/0003"

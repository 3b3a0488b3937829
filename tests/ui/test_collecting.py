"""Qt's objects are destroyed on the window's thread, whichever thread makes objects."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desktop.collecting import collect_all, collect_if_due, set_aside
from ui.desktop.portrait import settle
from ui.desktop.tasks import Tasks


class _Ring(QObject):
    """Refers to itself, as a screen does through its presenter: only a collection ends it."""

    def __init__(self, destroyed_on: list[threading.Thread]) -> None:
        super().__init__()
        self.ring = self
        self.destroyed.connect(
            lambda: destroyed_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
        )


def _many_objects(_: object = None) -> list[list[int]]:
    return [[number] for number in range(200_000)]


def test_what_a_working_thread_makes_sets_off_no_collection_there(qapp: QApplication) -> None:
    gc.collect()
    destroyed_on: list[threading.Thread] = []
    _Ring(destroyed_on)
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend(_many_objects()))
    worker.start()
    worker.join()
    assert destroyed_on == []
    collect_if_due()
    assert destroyed_on == [threading.main_thread()]


def test_a_collection_that_is_due_comes_by_itself(qapp: QApplication, tasks: Tasks, qtbot: QtBot) -> None:
    gc.collect()
    destroyed_on: list[threading.Thread] = []
    _Ring(destroyed_on)
    kept: list[list[list[int]]] = []
    tasks.run(_many_objects, done=kept.append)
    qtbot.waitUntil(lambda: destroyed_on == [threading.main_thread()])


def test_nothing_is_collected_before_it_is_due(qapp: QApplication) -> None:
    gc.collect()
    destroyed_on: list[threading.Thread] = []
    _Ring(destroyed_on)
    collect_if_due()
    assert destroyed_on == []


@pytest.mark.usefixtures("setting_aside")
def test_what_was_set_aside_waits_until_everything_is_collected(qapp: QApplication) -> None:
    gc.collect()
    destroyed_on: list[threading.Thread] = []
    _Ring(destroyed_on)
    set_aside()
    gc.collect()
    assert destroyed_on == []
    collect_all()
    assert destroyed_on == [threading.main_thread()]


def test_what_only_a_job_names_goes_on_the_window_s_thread(qapp: QApplication, tasks: Tasks) -> None:
    destroyed_on: list[threading.Thread] = []

    def ask() -> None:
        held = QObject()
        held.destroyed.connect(
            lambda: destroyed_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
        )
        tasks.run(
            lambda _: held is None, done=lambda _: held.objectName(), failed=lambda _: held.objectName()
        )

    for _ in range(50):
        ask()
    settle(tasks)
    assert set(destroyed_on) == {threading.main_thread()}
    assert len(destroyed_on) == 50

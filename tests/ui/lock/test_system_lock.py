"""Sleep, lid and the desktop's lock, over a private bus, in a real window."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.clock import SystemClock
from tests.stand import PASSPHRASE, begin
from tests.ui.lock.buses import LOGIND, MANAGER, OWN_SESSION, Buses, private_buses
from ui.desktop.lock_watch import Why
from ui.desktop.lock_watch.linux import LinuxLockWatch
from ui.desktop.lock_watch.windows import cause_of
from ui.desktop.portrait import settle
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.session import Session
from ui.desktop.shell import Window

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"),
]

SAVER = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True)
GNOME = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
SLEEP = (LOGIND, MANAGER, "PrepareForSleep", True)
LOCK = (OWN_SESSION, "org.freedesktop.login1.Session", "Lock")
POWER = (
    "/org/freedesktop/UPower",
    "org.freedesktop.DBus.Properties",
    "PropertiesChanged",
    "org.freedesktop.UPower",
    {},
    [],
)


@pytest.fixture
def buses(qapp: object) -> Iterator[Buses]:
    with private_buses() as made:
        yield made


@pytest.fixture
def working(tmp_path: Path, buses: Buses, qtbot: QtBot) -> Iterator[Session]:
    """A device open on the screen, its stand shown, listening to the private bus."""
    stand = begin(tmp_path / "device")
    stand.opened.close()
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.addWidget(window)
    session = Session(
        stand.workplace, window, SystemClock(), listen=lambda _: LinuxLockWatch(buses.ours, buses.ours)
    )
    session.start()
    session.work(stand.workplace.unlock(PASSPHRASE))
    assert session.on_screen is not None
    session.on_screen.show_stand(stand.inspection.id)
    settle(session.on_screen.tasks)
    watch = session._system
    assert isinstance(watch, LinuxLockWatch)
    qtbot.waitUntil(lambda: watch.holds_sleep)
    yield session
    session.close()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (SLEEP, "电脑即将休眠，已自动锁定，内容已保存"),
        (POWER, "屏幕合上，已自动锁定，内容已保存"),
        (LOCK, "系统已锁屏，随之锁定，内容已保存"),
        (SAVER, "系统已锁屏，随之锁定，内容已保存"),
        (GNOME, "系统已锁屏，随之锁定，内容已保存"),
    ],
)
def test_what_locks_the_machine_locks_the_device_and_the_page_says_why(
    working: Session, buses: Buses, qtbot: QtBot, said: tuple[object, ...], word: str
) -> None:
    opened = working.on_screen.opened if working.on_screen else None
    buses.power.lid_is_closed = said is POWER
    with qtbot.waitSignal(working.locked):
        buses.say(*said)  # type: ignore[arg-type]
    view = working.window_.page
    assert isinstance(view, UnlockView)
    assert view._why.word == word
    assert opened is not None
    assert opened.keyring.is_locked


def test_the_machine_waits_for_the_lock_before_it_sleeps(
    working: Session, buses: Buses, qtbot: QtBot
) -> None:
    assert buses.logind.asked == [("sleep", "delay")]
    assert not buses.logind.is_let_go()
    with qtbot.waitSignal(working.locked):
        buses.say(*SLEEP)  # type: ignore[arg-type]
    qtbot.waitUntil(buses.logind.is_let_go)
    view = working.window_.page
    assert isinstance(view, UnlockView)
    view.secret_given.emit(PASSPHRASE)
    qtbot.waitUntil(lambda: len(buses.logind.asked) == 2)  # and again while the next device is open


@pytest.mark.parametrize(
    "said",
    [
        (LOGIND, MANAGER, "PrepareForSleep", False),
        (f"{LOGIND}/session/_99", "org.freedesktop.login1.Session", "Lock"),
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", False),
        POWER,
    ],
)
def test_waking_up_and_other_peoples_sessions_lock_nothing(
    working: Session, buses: Buses, qtbot: QtBot, said: tuple[object, ...]
) -> None:
    buses.say(*said)  # type: ignore[arg-type]
    watch = working._system
    assert watch is not None
    with qtbot.waitSignal(watch.lock_wanted) as heard:  # signals of one sender keep their order
        buses.say(*SAVER)  # type: ignore[arg-type]
    assert heard.args == [Why.SESSION]
    with qtbot.waitSignal(working.locked):
        pass


def test_a_machine_without_a_bus_is_listened_to_in_vain(qapp: object) -> None:
    from PySide6.QtDBus import QDBusConnection

    nowhere = QDBusConnection("no such bus")
    watch = LinuxLockWatch(nowhere, nowhere)
    watch.opened()
    assert not watch.holds_sleep
    watch.locked()


@pytest.mark.parametrize(
    ("message", "wparam", "lid", "why"),
    [
        (0x0218, 0x0004, None, Why.SLEEP),
        (0x0218, 0x8013, True, Why.LID),
        (0x0218, 0x8013, False, None),
        (0x0218, 0x0007, None, None),
        (0x02B1, 0x7, None, Why.SESSION),
        (0x02B1, 0x8, None, None),
        (0x0010, 0x4, None, None),
    ],
)
def test_windows_messages_by_the_manual(message: int, wparam: int, lid: bool | None, why: Why | None) -> None:
    assert cause_of(message, wparam, lid) is why

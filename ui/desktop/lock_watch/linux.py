"""Linux: logind's sleep and lock signals, UPower's lid, the desktops' screen savers, all over D-Bus.

While a device is open a *delay* inhibitor is held, so that the machine waits (five seconds at most, by
logind's own rule) until keys are wiped before it sleeps. Anybody on the bus may send such a signal:
the worst that comes of it is a lock. Nothing here waits for an answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from ui.desktop.lock_watch.causes import Why

_LOGIND = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver")


@dataclass(frozen=True)
class _Place:
    """Whom to ask on the bus."""

    service: str
    path: str
    interface: str


_LOGIN = _Place(_LOGIND, "/org/freedesktop/login1", _MANAGER)
_UPOWER = _Place("org.freedesktop.UPower", "/org/freedesktop/UPower", "org.freedesktop.DBus.Properties")


def _slot(name: str) -> Any:
    """Return a slot's name as D-Bus wants it: text, whatever the library's stubs say."""
    return SLOT(name)


def system_bus() -> QDBusConnection:
    """Return the bus of the machine, connected or not."""
    return QDBusConnection.systemBus()


def session_bus() -> QDBusConnection:
    """Return the bus of the desktop, connected or not."""
    return QDBusConnection.sessionBus()


class LinuxLockWatch(QObject):
    """Tells when the machine or the desktop wants everything locked."""

    lock_wanted = Signal(object)
    """Why"""
    inhibited = Signal()
    """The machine waits for us before it sleeps."""

    def __init__(self, system: QDBusConnection, session: QDBusConnection) -> None:
        super().__init__()
        self._system = system
        self._session = session
        self._own_session = ""
        self._hold: QDBusUnixFileDescriptor | None = None
        self._is_open = False
        self._asked: list[QDBusPendingCallWatcher] = []
        if system.isConnected():
            system.connect("", "", _MANAGER, "PrepareForSleep", self, _slot("_sleep(bool)"))
            system.connect("", "", f"{_LOGIND}.Session", "Lock", self, _slot("_lock(QDBusMessage)"))
            system.connect(
                "",
                _UPOWER.path,
                _UPOWER.interface,
                "PropertiesChanged",
                self,
                _slot("_power_changed(QDBusMessage)"),
            )
            self._ask("GetSession", [os.environ.get("XDG_SESSION_ID") or "auto"], self._session_told)
        if session.isConnected():
            for name in _SCREEN_SAVERS:
                session.connect("", "", name, "ActiveChanged", self, _slot("_screen_saver(bool)"))

    @property
    def holds_sleep(self) -> bool:
        """Tell whether the machine waits for us before it sleeps."""
        return self._hold is not None

    def opened(self) -> None:
        """A device was opened: from now on sleep waits until it is locked."""
        self._is_open = True
        if self._system.isConnected() and self._hold is None:
            self._ask("Inhibit", ["sleep", "inspector", "wipe keys", "delay"], self._inhibited)

    def locked(self) -> None:
        """The device is locked: let the machine sleep."""
        self._is_open = False
        self._hold = None  # the last copy of the descriptor goes with it

    # -- what the buses say ------------------------------------------------------------------------

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        if begins:
            self.lock_wanted.emit(Why.SLEEP)

    @Slot(QDBusMessage)
    def _lock(self, message: QDBusMessage) -> None:
        if self._own_session in {"", message.path()}:
            self.lock_wanted.emit(Why.SESSION)

    @Slot(QDBusMessage)
    def _power_changed(self, _: QDBusMessage) -> None:
        """Ask for the lid: what changed comes in a form that cannot be read from Python."""
        self._ask("Get", ["org.freedesktop.UPower", "LidIsClosed"], self._lid_told, to=_UPOWER)

    @Slot(bool)
    def _screen_saver(self, begins: bool) -> None:
        if begins:
            self.lock_wanted.emit(Why.SESSION)

    # -- what is asked -----------------------------------------------------------------------------

    def _ask(
        self, method: str, arguments: list[object], told: Callable[[object], None], *, to: _Place = _LOGIN
    ) -> None:
        call = QDBusMessage.createMethodCall(to.service, to.path, to.interface, method)
        call.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(call), self)
        self._asked.append(watcher)

        def finished() -> None:
            self._asked.remove(watcher)
            reply = watcher.reply()
            if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
                told(reply.arguments()[0])
            watcher.deleteLater()

        watcher.finished.connect(finished)

    def _session_told(self, path: object) -> None:
        self._own_session = path.path() if isinstance(path, QDBusObjectPath) else ""

    def _lid_told(self, value: object) -> None:
        said = value.variant() if isinstance(value, QDBusVariant) else value
        if said is True:
            self.lock_wanted.emit(Why.LID)

    def _inhibited(self, descriptor: object) -> None:
        if isinstance(descriptor, QDBusUnixFileDescriptor) and self._is_open:
            self._hold = descriptor
            self.inhibited.emit()

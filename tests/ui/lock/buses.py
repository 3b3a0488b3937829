"""A private D-Bus with an invented logind, UPower and screen saver on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import ClassInfo, Property, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
)

MANAGER = "org.freedesktop.login1.Manager"
LOGIND = "/org/freedesktop/login1"
OWN_SESSION = f"{LOGIND}/session/_31"


@ClassInfo({"D-Bus Interface": MANAGER})  # type: ignore[call-arg]
class InventedLogind(QObject):
    """Hands out one inhibitor and knows one session."""

    def __init__(self) -> None:
        super().__init__()
        self.inhibitor: int | None = None
        """Our end: at its end of file the inhibitor was let go."""
        self.asked: list[tuple[str, str]] = []

    @Slot(str, str, str, str, result="QDBusUnixFileDescriptor")
    def Inhibit(self, what: str, who: str, why: str, mode: str) -> QDBusUnixFileDescriptor:  # noqa: N802
        self.asked.append((what, mode))
        self.inhibitor, theirs = os.pipe()
        os.set_blocking(self.inhibitor, False)
        given = QDBusUnixFileDescriptor(theirs)
        os.close(theirs)
        return given

    @Slot(str, result=QDBusObjectPath)
    def GetSession(self, name: str) -> QDBusObjectPath:  # noqa: N802
        return QDBusObjectPath(OWN_SESSION)

    def is_let_go(self) -> bool:
        assert self.inhibitor is not None
        try:
            return os.read(self.inhibitor, 1) == b""
        except BlockingIOError:
            return False


@ClassInfo({"D-Bus Interface": "org.freedesktop.UPower"})  # type: ignore[call-arg]
class InventedPower(QObject):
    """Knows whether the lid is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.lid_is_closed = False

    def _lid(self) -> bool:
        return self.lid_is_closed

    LidIsClosed = Property(bool, _lid)


class Buses:
    """One bus stands for both, the machine's and the desktop's."""

    def __init__(self, address: str) -> None:
        self.ours = QDBusConnection.connectToBus(address, f"ours {address}")
        self._theirs = QDBusConnection.connectToBus(address, f"theirs {address}")
        self.logind = InventedLogind()
        option = QDBusConnection.RegisterOption.ExportAllContents
        self.power = InventedPower()
        for service, path, thing in (
            ("org.freedesktop.login1", LOGIND, self.logind),
            ("org.freedesktop.UPower", "/org/freedesktop/UPower", self.power),
        ):
            assert self._theirs.registerService(service)
            assert self._theirs.registerObject(path, thing, option)

    def say(self, path: str, interface: str, name: str, *arguments: object) -> None:
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(list(arguments))
        assert self._theirs.send(signal)

    def close(self) -> None:
        """Take the invented services away here: collected later, on another thread, Qt would warn of them."""
        for path, thing in ((LOGIND, self.logind), ("/org/freedesktop/UPower", self.power)):
            self._theirs.unregisterObject(path)
            shiboken6.delete(thing)


@contextmanager
def private_buses() -> Iterator[Buses]:
    """Run a bus of our own; the machine's is never touched."""
    program = shutil.which("dbus-daemon")
    assert program is not None
    with subprocess.Popen(
        [program, "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        buses = Buses(address)
        try:
            yield buses
        finally:
            buses.close()
            for name in (f"ours {address}", f"theirs {address}"):
                QDBusConnection.disconnectFromBus(name)
            daemon.terminate()

"""Windows: power and session messages through a native event filter. Written by the manual, not tried here.

WM_POWERBROADCAST tells of sleep and, once asked for, of the lid; WM_WTSSESSION_CHANGE of Win+L. Sources:
Win32 documentation of `RegisterPowerSettingNotification`, `WTSRegisterSessionNotification`.
"""

from __future__ import annotations

import ctypes
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

from ui.desktop.lock_watch.causes import Why

WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
PBT_APMSUSPEND, PBT_POWERSETTINGCHANGE = 0x0004, 0x8013
WTS_SESSION_LOCK = 0x7
LID_SWITCH = UUID("ba3e0f4d-b817-4094-a2d1-d56379e6a0f3")


class _Message(ctypes.Structure):
    """MSG of winuser.h, as far as it is read."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class _PowerSetting(ctypes.Structure):
    """POWERBROADCAST_SETTING with its first byte of data."""

    _fields_ = (("setting", ctypes.c_ubyte * 16), ("length", ctypes.c_uint), ("data", ctypes.c_ubyte))


def cause_of(message: int, wparam: int, lid_is_closed: bool | None) -> Why | None:
    """Tell what a window message means for the lock; `lid_is_closed` is None where it is not about the lid."""
    if message == WM_POWERBROADCAST and wparam == PBT_APMSUSPEND:
        return Why.SLEEP
    if message == WM_POWERBROADCAST and wparam == PBT_POWERSETTINGCHANGE and lid_is_closed:
        return Why.LID
    if message == WM_WTSSESSION_CHANGE and wparam == WTS_SESSION_LOCK:
        return Why.SESSION
    return None


class WindowsLockWatch(QObject):
    """Tells when the machine or the desktop wants everything locked."""

    lock_wanted = Signal(object)
    """Why"""

    def __init__(self, window: int) -> None:
        super().__init__()
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        libraries: Any = getattr(ctypes, "windll", None)
        if libraries is not None:
            libraries.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)
            lid = (ctypes.c_ubyte * 16)(*LID_SWITCH.bytes_le)
            libraries.user32.RegisterPowerSettingNotification(ctypes.c_void_p(window), ctypes.byref(lid), 0)

    def opened(self) -> None:
        """Nothing to hold: Windows waits about two seconds for every window by itself."""

    def locked(self) -> None:
        """Nothing to let go."""


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, watch: WindowsLockWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, address: int
    ) -> tuple[bool, int]:
        """Look at every message and swallow none."""
        message = _Message.from_address(int(address))
        lid: bool | None = None
        if message.message == WM_POWERBROADCAST and message.wparam == PBT_POWERSETTINGCHANGE:
            setting = _PowerSetting.from_address(message.lparam)
            lid = setting.data == 0 if bytes(setting.setting) == LID_SWITCH.bytes_le else None
        why = cause_of(message.message, message.wparam, lid)
        if why is not None:
            self._watch.lock_wanted.emit(why)
        return False, 0

"""What locks the device besides the officer: sleep, the lid, the lock of the whole desktop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias

from ui.desktop.lock_watch.causes import Why

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from ui.desktop.lock_watch.linux import LinuxLockWatch
    from ui.desktop.lock_watch.windows import WindowsLockWatch

__all__ = ["SystemWatch", "Why", "system_watch"]

SystemWatch: TypeAlias = "LinuxLockWatch | WindowsLockWatch"
"""Tells `lock_wanted(Why)`; is told when a device was `opened` and when it is `locked`."""
_SYSTEM: str = sys.platform


def system_watch(window: QWindow | None) -> SystemWatch | None:
    """Return what listens to this system; None where nothing can be heard (macOS: only idle and Ctrl+L lock)."""
    if _SYSTEM == "linux":
        from ui.desktop.lock_watch.linux import LinuxLockWatch, session_bus, system_bus

        return LinuxLockWatch(system_bus(), session_bus())
    if _SYSTEM == "win32" and window is not None:
        from ui.desktop.lock_watch.windows import WindowsLockWatch

        return WindowsLockWatch(int(window.winId()))
    return None

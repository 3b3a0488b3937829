"""Why a device is locked; the lock page says it."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """Why the device is locked."""

    STARTED = "started"
    ASKED = "asked"
    IDLE = "idle"
    SLEEP = "sleep"
    """The machine goes to sleep."""
    LID = "lid"
    SESSION = "session"
    """The desktop was locked, by its own key, its own idle time or another program."""

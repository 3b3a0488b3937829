"""How long the battery lasts, as the system tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Battery:
    """The battery now."""

    percent: int
    is_plugged: bool
    minutes_left: int | None
    """None while plugged in, and where the system does not know."""


def battery() -> Battery | None:
    """Return the battery's state; None on a machine without one, or where the system does not tell."""
    import psutil

    try:
        told = psutil.sensors_battery()
    except (
        AttributeError,
        OSError,
        ValueError,
    ):  # a driver that tells nonsense is a battery that is not told of
        return None
    if told is None:
        return None
    seconds = told.secsleft
    known = not told.power_plugged and isinstance(seconds, int) and seconds > 0
    return Battery(round(told.percent), bool(told.power_plugged), seconds // 60 if known else None)

"""Moments as an officer types them: 09:40 or 940 of the day, or a day with it. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from inspector.clock import CHINA

_TYPED = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})\s+)?(\d{1,2})[:：]?(\d{2})")


def moment_typed(text: str, day: date) -> datetime | None:
    """Return the moment in China that is meant, or None where nothing is typed.

    Raises:
        ValueError: if it is neither 09:40 nor 2026-11-20 09:40.
    """
    text = text.strip()
    if not text:
        return None
    found = _TYPED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, on, hour, minute = found.groups()
    meant = date(int(year), int(month), int(on)) if year else day
    return datetime.combine(meant, time(int(hour), int(minute)), CHINA).astimezone(UTC)


def moment_shown(moment: datetime | None) -> str:
    """Return a moment as it is typed with its day; nothing for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""

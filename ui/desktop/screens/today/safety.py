"""What today and the last look at a stand say of room and backup: pure, calm when fine, louder when not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from inspector.clock import CHINA
from inspector.space import Room
from ui.desktop.i18n import tr
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.backup_desk import VerifiedBackup
    from ui.wiring import OpenDevice

_FEW_DAYS = 2
_FEW_STANDS = 10
_MANY_STANDS = 500
_LONGEST_NAME = 8
"""Characters of the medium's name: the line must stay one line."""
_LATE = timedelta(days=3)
_TOO_LATE = timedelta(days=7)
_NEWS = timedelta(days=1)


def space_line(room: Room, *, is_reserve_used: bool = False) -> Line:
    """Say how many stands and days are left, never bytes."""
    if is_reserve_used:
        return Line("octagon-alert", tr("ui.space.reserve_used"), Tone.DANGER)
    if room.stands < 1 or not room.is_enough_to_start:
        return Line("octagon-alert", tr("ui.space.none", photos=room.photos), Tone.DANGER)
    few_days = room.days is not None and room.days <= _FEW_DAYS
    if room.stands < _FEW_STANDS or few_days:
        key = "ui.space.few" if room.days is None else "ui.space.few_days"
        return Line("triangle-alert", tr(key, stands=room.stands, days=room.days), Tone.WARN)
    if room.stands >= _MANY_STANDS:
        return Line("hard-drive", tr("ui.space.plenty", stands=_MANY_STANDS))
    key = "ui.space.left" if room.days is None else "ui.space.left_days"
    return Line("hard-drive", tr(key, stands=room.stands, days=room.days))


def backup_line(
    last: VerifiedBackup | None,
    now: datetime,
    *,
    taken: int,
    unsent: int,
    oldest_unsent: datetime | None,
) -> Line:
    """Say when a backup was last proven: quiet for a day, a warning after three, an alarm after seven."""
    if last is None:
        if not taken:
            return Line("shield-check", tr("ui.backup.none_needed"))
        is_late = bool(unsent) and oldest_unsent is not None and now - oldest_unsent > _TOO_LATE
        if is_late:
            return Line("octagon-alert", tr("ui.backup.never_late", count=unsent), Tone.DANGER)
        return Line("triangle-alert", tr("ui.backup.never"), Tone.WARN)
    age = now - last.at
    if age > _TOO_LATE and unsent:
        return Line("octagon-alert", tr("ui.backup.too_late", days=age.days, count=unsent), Tone.DANGER)
    if age > _LATE:
        return Line("triangle-alert", tr("ui.backup.late", days=age.days), Tone.WARN)
    at = last.at.astimezone(CHINA)
    shown = (
        f"{at:%H:%M}" if age < _NEWS and at.date() == now.astimezone(CHINA).date() else f"{at:%m-%d %H:%M}"
    )
    return Line("shield-check", tr("ui.backup.last", at=shown, medium=_short(last.medium)))


def _short(medium: str) -> str:
    return medium if len(medium) <= _LONGEST_NAME else medium[: _LONGEST_NAME - 1] + "…"


def leave_lines(opened: OpenDevice) -> tuple[Line, ...]:
    """Return room and backup for the last look at a stand."""
    now = opened.device.clock.now().wall
    room = opened.space.room_now()
    last = opened.backup.last_verified()
    lines = [] if room is None else [space_line(room, is_reserve_used=opened.space.was_given_up)]
    return (*lines, backup_line(last, now, taken=1, unsent=1, oldest_unsent=None))

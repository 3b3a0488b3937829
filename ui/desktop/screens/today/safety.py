"""What today and the last look at a stand say of room and backup: pure, calm when fine, louder when not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from inspector.actions import read
from inspector.clock import CHINA
from inspector.records import Dossier
from inspector.space import Room
from ui.desktop.i18n import tr
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone
from ui.power import Battery, battery

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
_STAND_MINUTES = 30
"""A stand with three papers, and as much again in hand."""
_LOW_PERCENT = 30
_EMPTY_PERCENT = 15


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


def leave_lines(opened: OpenDevice, inspection_id: str) -> tuple[Line, ...]:
    """Return, for the last look at a stand: its copy on a second medium, room and battery for the next one."""
    now = opened.device.clock.now().wall
    room = opened.space.room_now()
    last = opened.backup.last_verified()
    lines = [copy_line(last, _newest_evidence(read.dossier(opened.device, inspection_id)), now)]
    if room is not None:
        lines.append(space_line(room, is_reserve_used=opened.space.was_given_up))
    power = battery()
    if power is not None:
        lines.append(battery_line(power))
    return tuple(lines)


def copy_line(last: VerifiedBackup | None, newest: datetime, now: datetime) -> Line:
    """Say whether a stand's evidence is on a second medium: a proven backup made after the newest of it."""
    if last is None or last.at < newest:
        return Line("triangle-alert", tr("ui.leave.no_copy"), Tone.WARN)
    at = last.at.astimezone(CHINA)
    shown = f"{at:%H:%M}" if at.date() == now.astimezone(CHINA).date() else f"{at:%m-%d %H:%M}"
    return Line("shield-check", tr("ui.leave.copied", at=shown, medium=_short(last.medium)), Tone.OK)


def battery_line(power: Battery) -> Line:
    """Say whether the battery is good for another stand."""
    if power.is_plugged:
        return Line("battery", tr("ui.battery.plugged", percent=power.percent))
    left = power.minutes_left
    words = (
        tr("ui.battery.left", percent=power.percent)
        if left is None
        else tr("ui.battery.left_time", percent=power.percent, hours=left // 60, minutes=left % 60)
    )
    is_short = left is not None and left < _STAND_MINUTES
    if power.percent <= _EMPTY_PERCENT or is_short:
        return Line("octagon-alert", words + tr("ui.battery.charge"), Tone.DANGER)
    if power.percent <= _LOW_PERCENT:
        return Line("triangle-alert", words + tr("ui.battery.charge"), Tone.WARN)
    return Line("battery", words)


def _newest_evidence(dossier: Dossier) -> datetime:
    """Return when the newest photo or paper of a stand came about."""
    moments = [dossier.inspection.started]
    moments += [photo.arrived for photo in dossier.photos]
    moments += [notice.issued for notice in dossier.notices]
    return max(moments)

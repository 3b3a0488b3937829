"""What today's screen says, worked out of what was read: pure, so that every sentence is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from inspector.actions.read import StandLine, Today
from inspector.clock import CHINA
from inspector.records import Fair, InspectionState, Photo
from inspector.space import Room
from ui.desktop.i18n import tr
from ui.desktop.screens.today.ending import ending_lines
from ui.desktop.screens.today.line import Line
from ui.desktop.screens.today.safety import backup_line, space_line
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.backup_desk import VerifiedBackup

_CLOCK_TOLERANCE_MINUTES = 2
_MOST_KINDS = 3
"""More would not fit the line; the settings name them all."""


@dataclass(frozen=True)
class Health:
    """How the device is, one calm line each when all is fine."""

    room: Room
    now: datetime
    drift_minutes: int
    """How far the wall clock moved against the monotonic one since the window was opened."""
    confirmed: int
    oldest_unconfirmed: datetime | None
    missing_objects: int
    is_reserve_used: bool = False
    """The disk ran full and what was kept for the stand in work is being used."""
    backup: VerifiedBackup | None = None
    """The newest backup whose trial restore held."""
    mended_key_file: str = ""
    """Name of the copy of the key file that was damaged and has been written anew."""
    clock_steps: int = 0
    """Jumps of the wall clock journalled today."""
    log_behind: int = 0
    """Journal entries the copy beside the database lacks."""
    snapshot_fault: str = ""
    """Why no snapshot of the database could be taken, in words."""
    went_back: bool = False
    """Records this device once signed are gone, and the centre has not been told yet."""
    witness_fault: str = ""
    """Why the checkpoint outside the database could not be written."""
    numbers_low: tuple[str, ...] = ()
    """Classes of document numbers of which few are left, or none."""


@dataclass(frozen=True)
class StandRow:
    """One stand of a list."""

    id: str
    """Of the inspection; empty for what concerns the device as a whole."""
    title: str
    line: str
    since: str
    state: Line


@dataclass(frozen=True)
class FairShown:
    """The fair that counts today."""

    name: str
    venue: str
    days: str
    when: str


@dataclass(frozen=True)
class TodayShown:
    """Everything on today's screen."""

    day: str
    count: str
    fair: FairShown | None
    stands: tuple[StandRow, ...]
    health: tuple[Line, ...]


def today_shown(today: Today, health: Health) -> TodayShown:
    """Say today in words; open stands first, the newest on top."""
    day = health.now.astimezone(CHINA).date()
    lines = [*reversed(today.open), *reversed(today.sealed)]
    return TodayShown(
        day=tr(
            "ui.today.day",
            year=day.year,
            month=day.month,
            day=day.day,
            weekday=tr(f"ui.weekday.{day.isoweekday()}"),
        ),
        count=tr("ui.today.count", open=len(today.open), sealed=len(today.sealed)) if lines else "",
        fair=fair_shown(fair, day) if (fair := fair_of(today.fairs, day)) else None,
        stands=tuple(stand_row(line) for line in lines),
        health=(*ending_lines(today.endings, health.now), *health_lines(today.photos, health)),
    )


def fair_of(fairs: Sequence[Fair], day: date) -> Fair | None:
    """Return the fair in progress on `day`, else the one registered last."""
    running = [fair for fair in fairs if fair.opens <= day <= fair.closes]
    known = running or list(fairs)
    return known[-1] if known else None


def fair_shown(fair: Fair, day: date) -> FairShown:
    """Say a fair in words."""
    if day < fair.opens:
        when = tr("ui.today.fair_before", days=(fair.opens - day).days)
    elif day > fair.closes:
        when = tr("ui.today.fair_over")
    else:
        when = tr(
            "ui.today.fair_day", day=(day - fair.opens).days + 1, days=(fair.closes - fair.opens).days + 1
        )
    days = tr("ui.today.fair_days", opens=_short(fair.opens), closes=_short(fair.closes))
    return FairShown(fair.name, fair.venue, days, when)


def stand_row(line: StandLine) -> StandRow:
    """Say one stand in words."""
    inspection = line.inspection
    is_open = inspection.state is InspectionState.OPEN
    booth = tr("ui.later.of", booth=inspection.booth) if inspection.follows else inspection.booth
    state = (
        Line("circle-dot", tr("ui.today.state.open"), Tone.ACCENT)
        if is_open
        else Line("package-check", tr("ui.today.state.sealed"), Tone.OK)
    )
    return StandRow(
        id=inspection.id,
        title=tr("ui.today.stand", booth=booth, party=line.party_name or tr("ui.today.no_party")),
        line=tr("ui.today.line", photos=line.photos, items=line.items, notices=line.notices),
        since=tr("ui.today.since", time=f"{inspection.started.astimezone(CHINA):%m-%d %H:%M}"),
        state=state,
    )


def health_lines(photos: Sequence[Photo], health: Health) -> tuple[Line, ...]:
    """Say what is unsent, how much room is left, whether the clock can be believed."""
    lines = [_delivery_line(len(photos), health), _space_line(health), _clock_line(photos, health)]
    lines.append(_backup_line(len(photos), health))
    if health.missing_objects:
        alarm = Line("octagon-alert", tr("ui.today.missing", count=health.missing_objects), Tone.DANGER)
        lines.insert(0, alarm)
    if health.went_back:
        lines.insert(0, Line("octagon-alert", tr("ui.today.went_back"), Tone.DANGER))
    if health.mended_key_file:
        lines.append(
            Line("key-round", tr("ui.today.key_file_mended", file=health.mended_key_file), Tone.WARN)
        )
    if health.numbers_low:
        words = tr("ui.numbers.today", kinds="、".join(health.numbers_low[:_MOST_KINDS]))
        lines.append(Line("triangle-alert", words, Tone.WARN))
    lines += _safekeeping_lines(health)
    return tuple(lines)


def _safekeeping_lines(health: Health) -> list[Line]:
    lines = []
    if health.log_behind:
        lines.append(Line("triangle-alert", tr("ui.today.log_behind", entries=health.log_behind), Tone.WARN))
    if health.witness_fault:
        lines.append(
            Line("triangle-alert", tr("ui.today.witness_fault", why=health.witness_fault), Tone.WARN)
        )
    if health.snapshot_fault:
        lines.append(Line("triangle-alert", tr("ui.today.no_snapshot", why=health.snapshot_fault), Tone.WARN))
    return lines


def _delivery_line(taken: int, health: Health) -> Line:
    if not taken:
        return Line("cloud-upload", tr("ui.today.no_photos"))
    waiting = taken - health.confirmed
    if waiting == 0:
        return Line("circle-check", tr("ui.today.delivered", count=taken), Tone.OK)
    oldest = health.oldest_unconfirmed or health.now
    since = f"{oldest.astimezone(CHINA):%m-%d %H:%M}"
    return Line("cloud-upload", tr("ui.today.undelivered", count=waiting, since=since), Tone.WARN)


def _space_line(health: Health) -> Line:
    return space_line(health.room, is_reserve_used=health.is_reserve_used)


def _backup_line(taken: int, health: Health) -> Line:
    return backup_line(
        health.backup,
        health.now,
        taken=taken,
        unsent=taken - health.confirmed,
        oldest_unsent=health.oldest_unconfirmed,
    )


def _clock_line(photos: Sequence[Photo], health: Health) -> Line:
    if photos and health.now < max(photo.arrived for photo in photos):
        return Line("triangle-alert", tr("ui.today.clock_old"), Tone.DANGER)
    if abs(health.drift_minutes) >= _CLOCK_TOLERANCE_MINUTES:
        return Line("triangle-alert", tr("ui.today.clock_jump", minutes=abs(health.drift_minutes)), Tone.WARN)
    if health.clock_steps:
        words = tr(
            "ui.today.clock_stepped", count=health.clock_steps, now=f"{health.now.astimezone(CHINA):%H:%M}"
        )
        return Line("triangle-alert", words, Tone.WARN)
    return Line("clock", tr("ui.today.clock_ok", now=f"{health.now.astimezone(CHINA):%H:%M}"))


def _short(day: date) -> str:
    return tr("ui.today.short_day", month=day.month, day=day.day)

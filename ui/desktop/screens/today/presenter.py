"""Reads the day, opens fairs and stands, and tells the window where to go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions import open_fair, open_inspection, read
from inspector.actions.number_blocks import numbers_low
from inspector.actions.read import Today
from inspector.clock import CHINA, Instant
from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Exhibitor, Fair, Inspection
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.fair.shown import FairNow
from ui.desktop.screens.office.presenter import OfficeNow, OfficePresenter
from ui.desktop.screens.office.shown import OfficeShown
from ui.desktop.screens.today.forms import FairTyped, StartTyped
from ui.desktop.screens.today.shown import Health, fair_of, today_shown
from ui.desktop.screens.today.view import TodayView
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from inspector.law import LawPack
    from ui.delivery import DeliveryStatus
    from ui.wiring import OpenDevice

_FIELDS = {
    "fair.name_missing": "name",
    "fair.days_reversed": "closes",
    "inspection.place_missing": "booth",
    "inspection.subject_missing": "subject",
    "inspection.two_officers": "officer2",
}
"""Where on the form a refusal is mended."""


class TodayPresenter(QObject):
    """Knows the actions behind today's screen."""

    stand_opened = Signal(str, str)
    """(inspection id, title)"""
    read_done = Signal(object, object)
    """(Today, DeliveryStatus): for the window's frame."""
    office_read = Signal(object)
    """OfficeShown: what the office wants of a person"""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: TodayView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._started = opened.device.clock.now()
        self._today: Today | None = None
        self._told = ""
        self._roster = FairNow()
        self.office = OfficePresenter(opened, tasks, view.office)
        self.office.changed.connect(self.refresh)
        view.start_asked.connect(view.show_start_form)
        view.fair_asked.connect(view.show_fair_form)
        view.stand_chosen.connect(self._choose)
        view.start_form.started.connect(self._start)
        view.fair_form.saved.connect(self._save_fair)

    def refresh(self) -> None:
        """Read everything again."""
        self._tasks.run(self._read, lane=Lane.READ, owner=self, done=self._show, failed=self._failed)

    def show_roster(self, roster: FairNow) -> None:
        """Know who stands where, for the form that begins a stand."""
        self._roster = roster
        self._view.start_form.offer_roster(roster)

    def start_at(self, exhibitor: Exhibitor) -> None:
        """Begin a stand of the roster."""
        self._view.show_start_form()
        self._view.start_form.begin_with(exhibitor)

    def say(self, sentence: str) -> None:
        """Say something that concerns the whole device; it stays until the next lock."""
        self._told = sentence
        self._view.show_problem(sentence)

    def _read(self, _: Progress) -> tuple[Today, DeliveryStatus, Health, OfficeNow]:
        today = read.today(self._opened.device)
        status = self._opened.delivery.status()
        now = self._opened.device.clock.now()
        fault = self._opened.safekeeping.snapshot_fault
        health = Health(
            room=self._opened.space.room(today.photos),
            is_reserve_used=self._opened.space.was_given_up,
            backup=self._opened.backup.last_verified(),
            now=now.wall,
            drift_minutes=drift_minutes(self._started, now),
            confirmed=status.confirmed,
            oldest_unconfirmed=status.oldest_unconfirmed,
            missing_objects=len(self._opened.missing_objects),
            clock_steps=self._opened.delivery.clock_steps_since(_midnight(now.wall)),
            log_behind=self._opened.safekeeping.log_behind,
            snapshot_fault=fault.sentence(spoken()) if fault else "",
            mended_key_file=self._opened.keyring.damaged_copy,
            went_back=self._opened.watch.went_back,
            witness_fault=self._opened.watch.fault,
            numbers_low=numbers_low(self._opened.device, now.wall.astimezone(CHINA).year),
        )
        return today, status, health, self.office.read()

    def _show(self, what: tuple[Today, DeliveryStatus, Health, OfficeNow]) -> None:
        today, status, health, office = what
        is_first = self._today is None
        self._today = today
        day = health.now.astimezone(CHINA).date()
        self._view.show_problem(self._told)
        self._view.show_today(today_shown(today, health))
        self._show_office(self.office.show(office))
        self._view.start_form.offer(today.fairs, fair_of(today.fairs, day), today.officers)
        if is_first:
            self._view.fair_form.set_days(day, day + timedelta(days=2))
        own = today.bureau.division_code
        self._view.fair_form.offer_divisions(_divisions(self._opened.device.law, own), own)
        self.read_done.emit(today, status)

    def _show_office(self, shown: OfficeShown) -> None:
        self._view.show_office(shown)
        self.office_read.emit(shown)

    def _failed(self, error: InspectorError) -> None:
        self._view.show_problem(error.sentence(spoken()))

    def _choose(self, inspection_id: str) -> None:
        if self._today is None:
            return
        for line in (*self._today.open, *self._today.sealed):
            if line.inspection.id == inspection_id:
                self.stand_opened.emit(
                    inspection_id, f"{line.inspection.booth} · {line.party_name}".rstrip(" ·")
                )

    def _by(self) -> str:
        first = self._today.officers[0].id if self._today else ""
        return self._opened.ways_in.acting_officer or first

    def _start(self, typed: StartTyped) -> None:
        self._view.start_form.show_working()
        by = self._opened.ways_in.acting_officer or typed.officer_ids[0]
        known = self._roster.at(typed.hall, typed.booth, typed.party) if typed.party else None
        exhibitor = known or (Exhibitor(typed.party) if typed.party else None)

        def start(_: Progress) -> Inspection:
            photos = read.today(self._opened.device).photos
            self._opened.space.prepare_start(photos, is_risk_taken=typed.is_risk_taken)
            return open_inspection.open_inspection(
                self._opened.device,
                fair_id=typed.fair_id,
                hall=typed.hall,
                booth=typed.booth,
                place=typed.place,
                subject=typed.subject,
                officer_ids=typed.officer_ids,
                exhibitor=exhibitor,
                by=by,
            )

        self._tasks.run(start, owner=self, done=self._started_stand, failed=self._not_started)

    def _not_started(self, error: InspectorError) -> None:
        self._refused(self._view.start_form.show_problem, error)
        self._view.start_form.offer_risk(error.code == "space.too_little")

    def _started_stand(self, inspection: Inspection) -> None:
        self._view.start_form.show_problem("")
        self._view.start_form.clear()
        self._view.show_overview()
        self.refresh()
        self.stand_opened.emit(inspection.id, inspection.booth)

    def _save_fair(self, typed: FairTyped) -> None:
        self._view.fair_form.show_working()
        self._tasks.run(
            lambda _: open_fair.open_fair(
                self._opened.device,
                name=typed.name,
                venue=typed.venue,
                address=typed.address,
                opens=typed.opens,
                closes=typed.closes,
                organiser=typed.organiser,
                division_code=typed.division_code,
                by=self._by(),
            ),
            owner=self,
            done=self._saved_fair,
            failed=lambda error: self._refused(self._view.fair_form.show_problem, error),
        )

    def _saved_fair(self, _: Fair) -> None:
        self._view.fair_form.show_problem("")
        self._view.show_overview()
        self.refresh()

    def _refused(self, show: Callable[[str, str], None], error: InspectorError) -> None:
        show(error.sentence(spoken()), _FIELDS.get(error.code, ""))


def _divisions(law: LawPack, own: str) -> tuple[tuple[str, str], ...]:
    """Return what a fair's place may be: not known, the bureau's own area, and those the law pack lists."""
    known = law.code_lists.find("division")
    codes = {code.code: f"{code.zh}（{code.code}）" for code in known.codes} if known else {}
    own_words = tr("ui.fair.division.own", division=own)
    return (
        ("", tr("ui.fair.division.none")),
        (own, own_words),
        *((c, w) for c, w in codes.items() if c != own),
    )


def _midnight(now: datetime) -> datetime:
    """Return when the day began in China."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def drift_minutes(started: Instant, now: Instant) -> int:
    """Return how many minutes the wall clock moved against the clock that cannot be set."""
    if started.boot != now.boot:
        return 0
    passed = (now.monotonic_ns - started.monotonic_ns) / 1_000_000_000
    return round(((now.wall - started.wall).total_seconds() - passed) / 60)

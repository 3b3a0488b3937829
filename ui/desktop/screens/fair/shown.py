"""What the fair's screen says of its roster: pure, so that every sentence is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from inspector.actions.read import Encounter
from inspector.clock import CHINA
from inspector.lookup import Sought, found
from inspector.records import Exhibitor, Fair, InspectionState, Roster
from ui.desktop.i18n import tr
from ui.desktop.screens.today.line import Line
from ui.desktop.screens.today.shown import StandRow
from ui.desktop.theme import Tone

_MOST = 300
"""Rows shown at once; more are found by typing another letter."""


@dataclass(frozen=True)
class FairNow:
    """What was read for the screen."""

    fair: Fair | None = None
    rosters: tuple[Roster, ...] = ()
    encounters: tuple[Encounter, ...] = ()

    @cached_property
    def exhibitors(self) -> tuple[Exhibitor, ...]:
        """Everybody on the fair's rosters, by hall and booth."""
        everybody = [each for roster in self.rosters for each in roster.exhibitors]
        return tuple(sorted(everybody, key=lambda each: (each.hall, each.booth, each.name)))

    @cached_property
    def _sought(self) -> tuple[tuple[Sought, ...], ...]:
        return tuple(
            (Sought(each.booth), Sought(each.name), Sought(each.hall), Sought(each.credit_code))
            for each in self.exhibitors
        )

    def find(self, query: str) -> list[Exhibitor]:
        """Return who fits best: booth, name, first letters of the name, hall or credit code."""
        return [self.exhibitors[place] for place in found(query, self._sought, _MOST)]

    def at(self, hall: str, booth: str, name: str = "") -> Exhibitor | None:
        """Return who stands at a booth, if the roster names one only (or `name` says which)."""
        there = [
            each
            for each in self.exhibitors
            if each.booth.casefold() == booth.strip().casefold()
            and (not hall.strip() or not each.hall or each.hall == hall.strip())
            and (not name.strip() or each.name == name.strip())
        ]
        return there[0] if booth.strip() and len(there) == 1 else None

    def halls_of(self, booth: str) -> list[str]:
        """Return the halls that have a booth of this number."""
        number = booth.strip().casefold()
        return sorted({each.hall for each in self.exhibitors if number and each.booth.casefold() == number})

    def met(self, exhibitor: Exhibitor) -> tuple[Encounter, ...]:
        """Return earlier inspections of the same party: the same code or, where a code is missing, the same name."""
        return tuple(each for each in self.encounters if _is_same(each, exhibitor))


def _is_same(met: Encounter, exhibitor: Exhibitor) -> bool:
    if met.credit_code and exhibitor.credit_code:
        return met.credit_code == exhibitor.credit_code
    return met.party_name == exhibitor.name


def exhibitor_row(number: int, exhibitor: Exhibitor, now: FairNow) -> StandRow:
    """Say one exhibitor in words; its id is its place in the list."""
    met = now.met(exhibitor)
    facts = (
        exhibitor.hall,
        tr("ui.fair.code", number=exhibitor.credit_code) if exhibitor.credit_code else tr("ui.fair.no_code"),
        exhibitor.representative,
    )
    return StandRow(
        id=str(number),
        title=" · ".join(
            part for part in (exhibitor.booth or tr("ui.fair.no_booth"), exhibitor.name) if part
        ),
        line="　".join(part for part in facts if part),
        since=met[-1].inspection.started.astimezone(CHINA).strftime("%m-%d") if met else "",
        state=_state(met, now),
    )


def met_line(met: Sequence[Encounter]) -> Line | None:
    """Say how often a party was met before, louder where measures were taken; None for a new one."""
    if not met:
        return None
    measures = sum(each.measures for each in met)
    if measures:
        return Line(
            "triangle-alert", tr("ui.fair.met_measures", count=len(met), measures=measures), Tone.WARN
        )
    return Line("info", tr("ui.fair.met", count=len(met)))


def _state(met: Sequence[Encounter], now: FairNow) -> Line:
    here = [each for each in met if now.fair and each.inspection.fair_id == now.fair.id]
    if here and here[-1].inspection.state is InspectionState.OPEN:
        return Line("circle-dot", tr("ui.fair.open"), Tone.ACCENT)
    return met_line(met) or Line("circle", tr("ui.fair.new"))


def roster_line(roster: Roster) -> str:
    """Say one imported file in words."""
    at = roster.imported.astimezone(CHINA)
    return tr("ui.fair.file", file=roster.file_name, count=len(roster.exhibitors), at=f"{at:%m-%d %H:%M}")

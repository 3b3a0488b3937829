"""Step ④ for the screen: asks the gate, decides what it allows, writes down what was found and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from inspector.actions import decide_measure, describe_scene
from inspector.actions.ports import Device
from inspector.clock import CHINA
from inspector.law import Ruling
from inspector.records import Measure, MeasureKind, RightKind, RightLookup, SeizureForm
from ui.desktop.screens.inspection.case_presenter import corrected_words
from ui.desktop.screens.inspection.measure_shown import (
    Choice,
    MeasureShown,
    MeasureTyped,
    SceneTyped,
    choice_of,
    decided,
    gate_rows,
    lookup_rows,
    samples_of,
    scene_of,
    summary_of,
    typed_of,
    under_others,
)
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow


class MeasureView(Protocol):
    """What the presenter asks of the fourth step's view."""

    def show_measure(self, shown: MeasureShown) -> None:
        """Show the step as recorded; fields being typed into keep what is typed."""

    def show_approved(self, at: datetime) -> None:
        """Put a moment into the time of the approval."""

    def show_draft(self, findings: str) -> None:
        """Put a drafted text into the findings, so that one undo brings the former text back."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


class MeasurePresenter:
    """Asks the gate, decides what it allows, and writes down findings and statement."""

    def __init__(self, stand: Stand, view: MeasureView) -> None:
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._typed: MeasureTyped | None = None
        self._rulings: dict[RightKind, Ruling] = {}
        self._asked: tuple[object, ...] = ()

    def show(self, now: StandNow) -> None:
        """Show what is recorded, and ask the gate again where rights, day or approval changed."""
        before = self._now.dossier if self._now else None
        if before is None or now.dossier.inspection.id != before.inspection.id:
            self._typed, before = None, None
        self._now = now
        if self._typed is None or self._typed.choice is None:
            self._typed = typed_of(now, choice_of(now.dossier.measure))
        choice = self._typed.choice
        was_decided = before is not None and decided(before, choice) is not None
        if decided(now.dossier, choice) is not None or was_decided:
            self._typed = typed_of(now, choice)
        self._ask_gate()
        self._show()

    def show_problem(self, about: str, sentence: str) -> None:
        """Show what an action of this step could not do, where it was asked."""
        self._view.show_problem(about, sentence)

    def look_at(self, measure_id: str) -> None:
        """Turn to the measure a finding is about."""
        if self._now is None:
            return
        for measure in self._now.dossier.measures:
            if measure.id == measure_id:
                self._turn_to(choice_of(measure))

    def measure_typed(self, typed: MeasureTyped) -> None:
        """Decide, change or take back the measure as filled in; another choice turns to that measure."""
        if self._now is None or self._typed is None or typed == self._typed:
            return
        looked_at = self._typed.choice
        former = decided(self._now.dossier, looked_at)
        if self._now.goods_are_frozen:
            self._turn_to(typed.choice or looked_at)
            return
        items = tuple(i.id for i in self._now.dossier.items if i.id in typed.item_ids)
        if typed.choice != looked_at and not (looked_at is None and items):
            if typed.choice is None and former is not None:
                self._withdraw(former)
            left = (m for m in self._now.dossier.ordered_measures if m is not former)
            self._turn_to(typed.choice or choice_of(next(left, None)))
            return
        self._typed = typed
        if not items:
            if former is not None:
                self._withdraw(former)
            else:
                self._ask_gate()
                self._show()
            return
        self._stand.do(
            "measure",
            lambda device, inspection_id, by: _decide(device, inspection_id, typed, items, by),
        )

    def _turn_to(self, choice: Choice) -> None:
        if self._now is not None:
            self._typed = typed_of(self._now, choice)
            self._ask_gate()
            self._show()

    def _withdraw(self, measure: Measure) -> None:
        self._stand.do(
            "measure", lambda device, _, by: decide_measure.withdraw_measure(device, measure.id, by=by)
        )

    def scene_typed(self, typed: SceneTyped) -> None:
        """Write down findings, source of the goods, note on the evidence, and the statement."""
        if self._now is None or self._now.visit_is_frozen:
            return
        recorded = scene_of(self._now)
        if replace(typed, statement="") != replace(recorded, statement=""):
            self._stand.do(
                "findings",
                lambda device, inspection_id, by: describe_scene.describe_findings(
                    device,
                    inspection_id,
                    findings=typed.findings,
                    supplier_asked=typed.supplier_asked,
                    evidence_note=typed.evidence_note,
                    questioning_note=typed.questioning_note,
                    by=by,
                ),
            )
        if typed.statement.strip() and typed.statement.strip() != recorded.statement:
            self._stand.do(
                "statement",
                lambda device, inspection_id, by: describe_scene.record_statement(
                    device, inspection_id, text=typed.statement, by=by
                ),
            )

    def lookups_typed(self, lookups: tuple[RightLookup, ...]) -> None:
        """Write down what registers said; those of rights no row names any more stay as they are."""
        if self._now is None or self._now.visit_is_frozen:
            return
        recorded = self._now.dossier.inspection.lookups
        typed = {each.number for each in lookups}
        whole = (*lookups, *(each for each in recorded if each.number not in typed))
        if whole != recorded:
            self._stand.do(
                "lookups",
                lambda device, inspection_id, by: describe_scene.note_lookups(
                    device, inspection_id, whole, by=by
                ),
            )

    def approved_just_now(self) -> None:
        """Write down the device's own minute as that of the approval."""
        self._view.show_approved(self._stand.device.clock.now().wall)

    def draft_asked(self) -> None:
        """Draft the findings from rows and photos, for the officer to edit."""
        if self._now is not None and not self._now.visit_is_frozen:
            self._view.show_draft(describe_scene.draft_findings(self._now.dossier))

    def told(self, text: str) -> None:
        """Record that reasons, basis, rights and remedies were told on the spot, in these words."""
        if self._now is not None and text.strip():
            self._stand.do("measure_told", _tell(text))

    def _ask_gate(self) -> None:
        """Ask off the window's thread, once for each set of questions."""
        if self._now is None or self._typed is None:
            return
        rights = tuple(dict.fromkeys(item.alleged.kind for item in self._now.dossier.items))
        asked = (
            self._now.dossier.inspection.id,
            rights,
            self._typed.act_day,
            self._typed.approval.by_city_chief,
            self._typed.kind,
            self._typed.quality_grounds,
        )
        if asked == self._asked:
            return
        self._asked = asked
        typed = self._typed
        self._stand.load(
            lambda device, _: {
                right: decide_measure.rule_measure(
                    device,
                    right=right,
                    measure=typed.kind,
                    act_day=typed.act_day,
                    approval=typed.approval,
                    quality_grounds=typed.quality_grounds,
                )
                for right in rights
            },
            self._answered,
        )

    def _answered(self, rulings: dict[RightKind, Ruling]) -> None:
        self._rulings = rulings
        self._show()

    def _show(self) -> None:
        if self._now is None or self._typed is None:
            return
        self._view.show_measure(
            MeasureShown(
                gate=gate_rows(
                    self._now.dossier.items,
                    self._rulings,
                    self._typed.kind,
                    under_others(self._now.dossier, self._typed.choice),
                ),
                measure=self._typed,
                is_decided=bool(self._now.dossier.measures),
                summary=summary_of(self._now.dossier),
                samples=samples_of(self._now.dossier, self._typed),
                scene=scene_of(self._now),
                lookups=lookup_rows(self._now),
                day=self._now.read_at.astimezone(CHINA).date(),
                told_draft="" if self._now.is_later else self._now.wording["measure_told"],
                told=self._now.dossier.inspection.measure_told,
                is_frozen=self._now.goods_are_frozen,
                scene_is_frozen=self._now.visit_is_frozen or self._now.is_later,
                supplier_corrected=corrected_words(
                    self._now, "Inspection", self._now.dossier.inspection.case_id
                ).get("supplier_asked", ""),
            )
        )


def _decide(
    device: Device,
    inspection_id: str,
    typed: MeasureTyped,
    items: tuple[str, ...],
    by: str,
) -> Measure:
    return decide_measure.decide_measure(
        device,
        inspection_id,
        kind=typed.kind,
        form=typed.choice if isinstance(typed.choice, SeizureForm) else SeizureForm.TAKE_AWAY,
        item_ids=items,
        act_day=typed.act_day,
        approval=typed.approval,
        days=typed.days,
        place=typed.place,
        keeping=typed.keeping,
        not_sealed_by_others=typed.not_sealed_by_others,
        unrelated_or_necessities=typed.unrelated_or_necessities,
        reason=typed.reason if typed.kind is MeasureKind.REGISTER else "",
        is_kept_in_place=typed.kind is MeasureKind.REGISTER and typed.is_kept_in_place,
        quality_grounds=typed.quality_grounds if typed.kind is MeasureKind.SEIZE else "",
        samples=typed.samples,
        purpose=typed.purpose,
        method=typed.method,
        sampled_by=typed.sampled_by,
        keeper=typed.keeper,
        by=by,
    )


def _tell(text: str) -> Callable[[Device, str, str], object]:
    def tell(device: Device, inspection_id: str, by: str) -> object:
        return describe_scene.tell_measure(device, inspection_id, text=text, by=by)

    return tell

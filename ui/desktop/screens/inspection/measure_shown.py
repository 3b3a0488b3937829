"""What step ④ shows: the gate's answer for each kind of right, the measure looked at, findings and statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from inspector.clock import CHINA
from inspector.codes import as_read
from inspector.law import Ruling
from inspector.law.statute import joined
from inspector.records import (
    Approval,
    Dossier,
    Item,
    Measure,
    MeasureKind,
    RightKind,
    RightLookup,
    Sample,
    SeizureForm,
)
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.item_columns import plain_number
from ui.desktop.screens.inspection.stand_now import StandNow

Choice = SeizureForm | Literal[MeasureKind.REGISTER, MeasureKind.SAMPLE] | None
"""查封, 扣押, 先行登记保存, 抽样取证, or nothing; a stand may have one of each."""
MAY_BE_LOST, HARD_LATER = "可能灭失", "以后难以取得"
"""The two reasons the statute knows (行政处罚法 56), as form 19 prints them."""


@dataclass(frozen=True)
class GoodsRow:
    """One row of the goods, as it is offered for the measure."""

    id: str
    position: int
    name: str
    """As labelled, with quantity and unit."""
    under: str = ""
    """The other measure it is under now; ticked here, a seized or preserved row leaves that one."""


@dataclass(frozen=True)
class SampleShown:
    """One row of a sampling with what is written of its sample."""

    row: GoodsRow
    sample: Sample


@dataclass(frozen=True)
class GateRow:
    """One kind of right among the goods, and the gate's answer for the measure looked at."""

    right: RightKind
    kind: MeasureKind
    rows: tuple[GoodsRow, ...]
    is_allowed: bool
    is_confirmed: bool
    """False while the legal unit has not confirmed this reading of the law."""
    reason: str
    basis: str
    """Citations with the version in force on the day of the act."""
    instead: str
    warning: str

    @property
    def positions(self) -> str:
        """Positions in the list, runs drawn together, e.g. 1–4、7."""
        return runs([row.position for row in self.rows])


@dataclass(frozen=True)
class MeasureTyped:
    """What the officer fills in for a measure."""

    choice: Choice
    """None: no measure."""
    item_ids: frozenset[str]
    """Rows the measure covers."""
    act_day: date
    approval: Approval
    days: int = 30
    place: str = ""
    keeping: str = ""
    not_sealed_by_others: bool = False
    unrelated_or_necessities: bool = False
    reason: str = MAY_BE_LOST
    is_kept_in_place: bool = False
    quality_grounds: str = ""
    """Asked where a right may be seized for serious quality problems only (产品质量法 18(四))."""
    samples: tuple[Sample, ...] = ()
    purpose: str = ""
    method: str = ""
    sampled_by: str = ""
    keeper: str = ""

    @property
    def kind(self) -> MeasureKind:
        """What the gate is asked for; a seizure while nothing is chosen."""
        return self.choice if isinstance(self.choice, MeasureKind) else MeasureKind.SEIZE


@dataclass(frozen=True)
class SceneTyped:
    """Findings and what the party said."""

    findings: str = ""
    supplier_asked: str = ""
    evidence_note: str = ""
    questioning_note: str = ""
    statement: str = ""


@dataclass(frozen=True)
class LookupRow:
    """One right among the goods, and what its register said so far."""

    holder: str
    lookup: RightLookup
    """Without a word while nobody looked."""
    is_patent: bool


@dataclass(frozen=True)
class MeasureShown:
    """What the fourth step shows."""

    gate: tuple[GateRow, ...]
    measure: MeasureTyped
    is_decided: bool
    scene: SceneTyped
    lookups: tuple[LookupRow, ...]
    day: date
    """A time typed without a day is of this one."""
    told_draft: str
    """The sentence to be told on the spot, as the law words it."""
    told: str
    """As recorded; empty until it was told."""
    is_frozen: bool
    """The goods and the measure are printed on signed paper."""
    scene_is_frozen: bool
    """The findings are printed on signed paper."""
    supplier_corrected: str = ""
    """What a correction says of where the goods come from."""
    summary: str = ""
    """All measures decided at this stand, with their rows."""
    samples: tuple[SampleShown, ...] = ()
    """Rows of the sampling looked at."""


def gate_rows(
    items: tuple[Item, ...],
    rulings: dict[RightKind, Ruling],
    kind: MeasureKind = MeasureKind.SEIZE,
    under: dict[str, str] | None = None,
) -> tuple[GateRow, ...]:
    """Return one line for each kind of right whose ruling is known, in the order of the goods.

    `under` names the other measure an item is under, by the item's id.
    """
    english = spoken() is Language.ENGLISH
    return tuple(
        GateRow(
            right=right,
            kind=kind,
            rows=tuple(_goods_row(item, under or {}) for item in items if item.alleged.kind is right),
            is_allowed=ruling.allowed,
            is_confirmed=ruling.confirmed,
            reason=ruling.reason_en if english else ruling.reason_zh,
            basis=joined(ruling.basis),
            instead=ruling.instead_en if english else ruling.instead_zh,
            warning=ruling.warning_en if english else ruling.warning_zh,
        )
        for right in dict.fromkeys(item.alleged.kind for item in items)
        if (ruling := rulings.get(right)) is not None
    )


def choice_of(measure: Measure | None) -> Choice:
    """Return the choice by which a measure is looked at."""
    if measure is None:
        return None
    return measure.form if measure.kind is MeasureKind.SEIZE else measure.kind


def decided(dossier: Dossier, choice: Choice) -> Measure | None:
    """Return the measure decided under a choice."""
    return next((m for m in dossier.measures if choice is not None and choice_of(m) == choice), None)


def typed_of(now: StandNow, choice: Choice) -> MeasureTyped:
    """Return the measure decided under a choice, or what it starts with: day, approval and place of the one before."""
    measure, dossier = decided(now.dossier, choice), now.dossier
    if measure is None:
        start = MeasureTyped(choice, frozenset(), now.read_at.astimezone(CHINA).date(), Approval())
        known = dossier.measure
        if known is None:
            return _as_at_the_stand_before(start, now.measure_before)
        return replace(
            start,
            act_day=known.act_day,
            approval=known.approval,
            place=known.place,
            keeping=known.keeping,
            not_sealed_by_others=known.not_sealed_by_others,
        )
    return MeasureTyped(
        choice=choice,
        item_ids=frozenset(measure.item_ids),
        act_day=measure.act_day,
        approval=measure.approval,
        days=measure.days,
        place=measure.place,
        keeping=measure.keeping,
        not_sealed_by_others=measure.not_sealed_by_others,
        unrelated_or_necessities=measure.unrelated_or_necessities,
        reason=measure.reason or MAY_BE_LOST,
        is_kept_in_place=measure.is_kept_in_place,
        quality_grounds=measure.quality_grounds,
        samples=measure.samples,
        purpose=measure.purpose,
        method=measure.method,
        sampled_by=measure.sampled_by,
        keeper=measure.keeper,
    )


def _as_at_the_stand_before(start: MeasureTyped, before: Measure | None) -> MeasureTyped:
    """Begin with who approves and where goods are kept, as at the stand before; when it was approved is asked anew."""
    if before is None:
        return start
    approval = replace(start.approval, approver=before.approval.approver)
    return replace(start, approval=approval, place=before.place, keeping=before.keeping)


def under_others(dossier: Dossier, choice: Choice) -> dict[str, str]:
    """Return by item id what it is under besides the choice looked at; samples and lists do not shut each other out."""
    is_list = choice is not MeasureKind.SAMPLE
    return {
        item_id: choice_name(choice_of(measure))
        for measure in dossier.ordered_measures
        if measure.has_list == is_list and choice_of(measure) != choice
        for item_id in measure.item_ids
    }


def choice_name(choice: Choice) -> str:
    """Return what a choice is called on the screen."""
    names = {
        SeizureForm.SEAL_UP: "seal_up",
        SeizureForm.TAKE_AWAY: "take_away",
        MeasureKind.REGISTER: "register",
        MeasureKind.SAMPLE: "sample",
    }
    return tr(f"ui.measure.{names[choice]}" if choice is not None else "ui.measure.none")


def summary_of(dossier: Dossier) -> str:
    """Return all measures of a stand with their rows, e.g. 扣押第 1–3 行；抽样取证第 2 行."""
    return tr("ui.measure.and").join(
        tr(
            "ui.measure.of_rows",
            measure=choice_name(choice_of(measure)),
            rows=runs([item.position for item in dossier.measured_items(measure)]),
        )
        for measure in dossier.ordered_measures
    )


def samples_of(dossier: Dossier, typed: MeasureTyped) -> tuple[SampleShown, ...]:
    """Return the rows of the sampling looked at, each with what is written of its sample."""
    if typed.choice is not MeasureKind.SAMPLE:
        return ()
    written = {sample.item_id: sample for sample in typed.samples}
    return tuple(
        SampleShown(
            _goods_row(item, {}), written.get(item.id, Sample(item.id, item.quantity, taken=Decimal(0)))
        )
        for item in dossier.items
        if item.id in typed.item_ids
    )


def scene_of(now: StandNow) -> SceneTyped:
    """Return findings and statement as recorded."""
    inspection = now.dossier.inspection
    return SceneTyped(
        findings=inspection.findings,
        supplier_asked=inspection.supplier_asked,
        evidence_note=inspection.evidence_note,
        questioning_note=inspection.questioning_note,
        statement=inspection.statement.text if inspection.statement else "",
    )


def lookup_rows(now: StandNow) -> tuple[LookupRow, ...]:
    """Return one row for each registered right among the goods, in their order."""
    known = {as_read(each.number): each for each in now.dossier.inspection.lookups}
    named = [item.alleged for item in now.dossier.items if item.alleged.number.strip()]
    firsts = {as_read(alleged.number): alleged for alleged in reversed(named)}
    return tuple(
        LookupRow(
            alleged.holder,
            known.get(number, RightLookup(alleged.number.strip())),
            alleged.kind in {RightKind.DESIGN_PATENT, RightKind.COUNTERFEIT_PATENT},
        )
        for number in dict.fromkeys(as_read(alleged.number) for alleged in named)
        for alleged in [firsts[number]]
    )


def runs(positions: Sequence[int]) -> str:
    """Return ascending positions, three or more in a row drawn together, e.g. 1–4、7、8."""
    found: list[list[int]] = []
    for position in positions:
        if found and found[-1][-1] == position - 1:
            found[-1].append(position)
        else:
            found.append([position])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in found)


def _goods_row(item: Item, under: dict[str, str]) -> GoodsRow:
    name = f"{item.label_name}　{plain_number(item.quantity)} {item.unit}"
    return GoodsRow(item.id, item.position, name, under.get(item.id, ""))

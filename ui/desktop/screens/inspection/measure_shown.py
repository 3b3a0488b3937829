"""What step ④ shows: the gate's answer for each kind of right, the measure filled in, findings and statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspector.clock import CHINA
from inspector.codes import as_read
from inspector.law import Ruling
from inspector.law.statute import joined
from inspector.records import Approval, Item, MeasureKind, RightKind, RightLookup, SeizureForm
from ui.desktop.i18n import Language, spoken
from ui.desktop.screens.inspection.item_columns import plain_number
from ui.desktop.screens.inspection.stand_now import StandNow

Choice = SeizureForm | Literal[MeasureKind.REGISTER] | None
"""查封, 扣押, 先行登记保存, or nothing."""
MAY_BE_LOST, HARD_LATER = "可能灭失", "以后难以取得"
"""The two reasons the statute knows (行政处罚法 56), as form 19 prints them."""


@dataclass(frozen=True)
class GoodsRow:
    """One row of the goods, as it is offered for the measure."""

    id: str
    position: int
    name: str
    """As labelled, with quantity and unit."""


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

    @property
    def kind(self) -> MeasureKind:
        """What the gate is asked for; a seizure while nothing is chosen."""
        return MeasureKind.REGISTER if self.choice is MeasureKind.REGISTER else MeasureKind.SEIZE


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


def gate_rows(
    items: tuple[Item, ...], rulings: dict[RightKind, Ruling], kind: MeasureKind = MeasureKind.SEIZE
) -> tuple[GateRow, ...]:
    """Return one line for each kind of right whose ruling is known, in the order of the goods."""
    english = spoken() is Language.ENGLISH
    return tuple(
        GateRow(
            right=right,
            kind=kind,
            rows=tuple(_goods_row(item) for item in items if item.alleged.kind is right),
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


def typed_of(now: StandNow) -> MeasureTyped:
    """Return the measure as decided, or what the step starts with."""
    measure = now.dossier.measure
    if measure is None:
        return MeasureTyped(
            choice=None,
            item_ids=frozenset(),
            act_day=now.read_at.astimezone(CHINA).date(),
            approval=Approval(),
        )
    return MeasureTyped(
        choice=MeasureKind.REGISTER if measure.kind is MeasureKind.REGISTER else measure.form,
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


def _goods_row(item: Item) -> GoodsRow:
    return GoodsRow(item.id, item.position, f"{item.label_name}　{plain_number(item.quantity)} {item.unit}")

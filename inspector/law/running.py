"""How long a measure still runs: what the papers after it extend, leave out of the count, or lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.law.deadlines.calendar import Span
from inspector.law.deadlines.deadline import Deadline, deadline
from inspector.law.pack import LawPack
from inspector.records import Dossier, Measure, MeasureKind, NoticeState, Paper
from inspector.records.paper import day_of

EXTENDS, LEAVES_OUT = "22", "31"
_LIFTS = frozenset({"20", "23"})
_WHOLLY = "全部解除"
_OF_KIND = {
    "19": MeasureKind.REGISTER,
    "20": MeasureKind.REGISTER,
    "21": MeasureKind.SEIZE,
    "22": MeasureKind.SEIZE,
    "23": MeasureKind.SEIZE,
    "29": MeasureKind.SAMPLE,
    "31": MeasureKind.SEIZE,
}
"""The kind of measure a form speaks of."""
_RULE_OF = {MeasureKind.REGISTER: "C-07", MeasureKind.SEIZE: "C-08"}

_APPROVAL_OF = {MeasureKind.REGISTER: "C-04", MeasureKind.SEIZE: "C-05"}
"""Report and obtain the approval within 24 hours."""


@dataclass(frozen=True)
class Course:
    """What became of one measure's period, told by papers that stand: a paper set aside has no effect."""

    extended: int = 0
    """Days granted on top (form 22)."""
    excluded: tuple[Span, ...] = ()
    """Days of testing told to the party (form 31), which do not count (行政强制法 25③)."""
    is_lifted: bool = False
    """Wholly lifted (forms 20, 23)."""


def course_of(dossier: Dossier, measure: Measure) -> Course:
    """Return what the papers issued so far did to a measure's period."""
    extended, excluded, is_lifted = 0, [], False
    for paper in _standing(dossier):
        if paper.form not in {EXTENDS, LEAVES_OUT, *_LIFTS}:
            continue
        if named_measure(dossier, paper.form, paper.answers) != measure.id:
            continue
        starts, ends = (day_of(paper.answers.get(name, "")) for name in ("starts", "ends"))
        if paper.form in _LIFTS:
            is_lifted |= paper.answers.get("scope") == _WHOLLY
        elif starts is not None and ends is not None and starts <= ends:
            if paper.form == EXTENDS:
                extended += (ends - starts).days + 1
            else:
                excluded.append(Span(starts, ends))
    return Course(extended, tuple(excluded), is_lifted)


def end_of(pack: LawPack, measure: Measure, course: Course | None = None) -> Deadline | None:
    """Return when a measure ends by the law, after what became of its period.

    None for a sampling, and for a period the law does not allow (F-30). What the rule does not leave out of the
    count stays in it, and nothing is extended beyond what it allows.
    """
    rule = pack.deadlines.find(_RULE_OF.get(measure.kind, ""))
    if rule is None:
        return None
    if measure.kind is MeasureKind.SEIZE and not 1 <= measure.days <= rule.length:
        return None
    course = course or Course()
    return deadline(
        pack,
        rule.id,
        measure.decided,
        excluded=course.excluded if rule.excluded else (),
        extended=min(course.extended, rule.extension),
        fixed=measure.days if measure.kind is MeasureKind.SEIZE else None,
    )


def approval_end_of(pack: LawPack, measure: Measure) -> Deadline | None:
    """Return by when a measure taken on the spot needs its approval; None where it has it, or had it before."""
    approval = measure.approval
    rule = _APPROVAL_OF.get(measure.kind)
    if rule is None or not approval.urgent or (approval.approver.strip() and approval.at is not None):
        return None
    return deadline(pack, rule, measure.decided)


def named_measure(dossier: Dossier, form: str, answers: Mapping[str, str]) -> str:
    """Return the id of the measure a paper speaks of, or the empty string.

    It is the one whose document the paper names by number; without a number that is known, the first of its kind.
    """
    number = answers.get("number", "").strip()
    kind = _OF_KIND.get(form)
    measures = [measure for measure in dossier.ordered_measures if measure.kind is kind]
    for notice in dossier.notices:
        if number and notice.number == number and _OF_KIND.get(notice.form) is kind:
            named = [measure for measure in measures if notice.measure_id in {measure.id, ""}]
            if named:
                return named[0].id
    return measures[0].id if measures else ""


def _standing(dossier: Dossier) -> tuple[Paper, ...]:
    issued = {notice.paper_id for notice in dossier.notices if notice.state is NoticeState.ISSUED}
    return tuple(paper for paper in dossier.papers if paper.id in issued)

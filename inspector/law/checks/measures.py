"""Checks of measures: power, version of the law, approval, decision, period (F-09, F-10, F-24 to F-33, F-37)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from inspector.law.checks.finding import Examination, Finding, local, rows_text
from inspector.law.deadlines.deadline import deadline
from inspector.law.wording import rights_of, rulings
from inspector.records import Item, Measure, MeasureKind, RightKind, SeizureForm

_FORMS = {
    MeasureKind.SEIZE: frozenset({"9", "21", "24"}),
    MeasureKind.REGISTER: frozenset({"19", "24"}),
    MeasureKind.SAMPLE: frozenset({"29"}),
}
_HANDED_OVER = ("24", "21")
"""Handed over on the spot when goods are seized."""
_RECONSIDER = ("人民政府", "行政公署")
"""What the only body for reconsideration is called since 2024 (行政复议法 24); the forms of 2021 still offered a bureau."""
_TO_MAKE_GOOD = {MeasureKind.SEIZE: "C-05", MeasureKind.REGISTER: "C-04"}
"""The deadline in which an urgent measure is reported and approved."""
_PERIOD = "C-08"


def measures(case: Examination) -> Iterator[Finding]:
    """Judge every measure; a finding blocks only the forms by which that kind of measure is taken."""
    for measure in case.dossier.measures:
        for finding in _one(case, measure):
            forms = tuple(form for form in finding.forms if form in _FORMS[measure.kind])
            yield replace(finding, forms=forms, measures=(measure.id,))
    if any(measure.has_list for measure in case.dossier.measures):
        yield from _bureau(case)


def measure_name(measure: Measure) -> tuple[str, str]:
    """Return what the measure is called, in Chinese and English."""
    if measure.kind is MeasureKind.REGISTER:
        return "先行登记保存", "registered preservation"
    if measure.kind is MeasureKind.SAMPLE:
        return "抽样取证", "sampling"
    return measure.form.value, "sealing up" if measure.form is SeizureForm.SEAL_UP else "taking away"


def _one(case: Examination, measure: Measure) -> Iterator[Finding]:
    yield from _powers(case, measure)
    yield from _versions(case, measure)
    yield from _moment(case, measure)
    if measure.kind is not MeasureKind.SAMPLE:
        yield from _approval(case, measure)
    if measure.kind is MeasureKind.SEIZE:
        yield from _city_approval(case, measure)
        yield from _decision(case, measure)
    if measure.kind is MeasureKind.REGISTER:
        if not measure.reason.strip():
            yield case.finding("F-37", "no-reason", f"measure:{measure.id}.reason")
        yield from _keeping(case, measure)


def _powers(case: Examination, measure: Measure) -> Iterator[Finding]:
    field = f"measure:{measure.id}.items"
    zh, en = measure_name(measure)
    for right, ruling in rulings(case.pack, case.dossier, measure).items():
        rows = rows_text(_goods(case, measure, right))
        if not ruling.allowed:
            yield case.finding(
                "F-24",
                "forbidden",
                field,
                basis=ruling.basis,
                rows=rows,
                measure=zh,
                reason=ruling.reason_zh,
                facts_en={"measure": en, "reason": ruling.reason_en},
            )
        elif ruling.warning_zh:
            yield case.finding(
                "F-24",
                "caution",
                field,
                basis=ruling.basis,
                rows=rows,
                reason=ruling.warning_zh,
                facts_en={"reason": ruling.warning_en},
            )
        elif not ruling.confirmed:
            yield case.finding(
                "F-24",
                "unconfirmed",
                field,
                basis=ruling.basis,
                rows=rows,
                measure=zh,
                facts_en={"measure": en},
            )


def _goods(case: Examination, measure: Measure, right: RightKind) -> list[Item]:
    return [item for item in case.dossier.measured_items(measure) if item.alleged.kind is right]


def _versions(case: Examination, measure: Measure) -> Iterator[Finding]:
    field = f"measure:{measure.id}.act_day"
    decided = local(measure.decided).date()
    if measure.act_day > decided:
        yield case.finding("F-25", "future", field, day=measure.act_day.isoformat())
        return
    references = (
        reference
        for right in rights_of(case.dossier, measure)
        for reference in case.pack.powers[right, measure.kind].basis
    )
    for law in dict.fromkeys(reference.law for reference in references):
        statute = case.pack.statutes[law]
        if statute.version_on(measure.act_day) != statute.version_on(decided):
            yield case.finding("F-25", "changed", field, law=statute.zh, facts_en={"law": statute.en})


def _moment(case: Examination, measure: Measure) -> Iterator[Finding]:
    inspection = case.dossier.inspection
    field = f"measure:{measure.id}.decided"
    ended = inspection.ended or max(case.now, inspection.started)
    days = {local(inspection.started).date(), local(ended).date()}
    if local(measure.decided).date() not in days:
        yield case.finding("F-10", "other-day", field, day=local(measure.decided).date().isoformat())
    if not _minute(inspection.started) <= _minute(measure.decided) <= _minute(ended):
        yield case.finding("F-28", "outside", field, time=measure.decided)
    if measure.kind is MeasureKind.SEIZE:
        for form in _HANDED_OVER:
            yield from _handing_over(case, measure, form)


def _handing_over(case: Examination, measure: Measure, form: str) -> Iterator[Finding]:
    """A paper not issued yet would be handed over now; its date is that of the measure."""
    notice = case.dossier.issued(form, measure_id=measure.id)
    handed = notice.issued if notice else case.now
    field = f"measure:{measure.id}.decided"
    ended = case.dossier.inspection.ended
    if ended is not None and handed > ended:
        late = case.finding("F-28", "late", field, form=form, ended=ended)
        yield replace(late, forms=(form,))
    if local(handed).date() != local(measure.decided).date():
        day = local(measure.decided).date().isoformat()
        yield replace(case.finding("F-28", "other-day", field, form=form, day=day), forms=(form,))


def _minute(instant: datetime) -> datetime:
    """Forms print minutes, and the end is often keyed in by hand: seconds prove nothing here."""
    return instant.replace(second=0, microsecond=0)


def _approval(case: Examination, measure: Measure) -> Iterator[Finding]:
    field = f"measure:{measure.id}.approval"
    approval = measure.approval
    approved = approval.at if approval.approver.strip() else None
    if not approval.urgent:
        if approved is None:
            yield case.finding("F-26", "no-approver", field)
        elif approved > measure.decided:
            yield case.finding("F-26", "after", field, time=approved)
        return
    if not approval.urgent_reason.strip():
        yield case.finding("F-26", "no-reason", field)
    ends = deadline(case.pack, _TO_MAKE_GOOD[measure.kind], measure.decided)
    if approved is not None and not ends.is_over(approved):
        return
    is_overdue = approved is not None or ends.is_over(case.now)
    yield case.finding("F-26", "overdue" if is_overdue else "pending", field, deadline=ends.due)


def _city_approval(case: Examination, measure: Measure) -> Iterator[Finding]:
    """Prior approval only: whether 24 hours may be used here is unsettled, so the stricter reading holds."""
    goods = _goods(case, measure, RightKind.UNFAIR_COMPETITION)
    if not goods:
        return
    field = f"measure:{measure.id}.approval"
    approval = measure.approval
    if not approval.by_city_chief:
        yield case.finding("F-09", "no-approval", field, rows=rows_text(goods))
    elif approval.urgent or approval.at is None or approval.at > measure.decided:
        yield case.finding("F-09", "not-prior", field, rows=rows_text(goods))


def _decision(case: Examination, measure: Measure) -> Iterator[Finding]:
    path = f"measure:{measure.id}"
    period = case.pack.deadlines.find(_PERIOD)
    if period is not None and not 1 <= measure.days <= period.length:
        zh, en = measure_name(measure)
        yield case.finding(
            "F-30", "days", f"{path}.days", measure=zh, days=measure.days, facts_en={"measure": en}
        )
    if measure.unrelated_or_necessities:
        yield case.finding("F-32", "unrelated", f"{path}.unrelated_or_necessities")
    if not measure.not_sealed_by_others:
        yield case.finding("F-33", "not-asked", f"{path}.not_sealed_by_others")
    yield from _keeping(case, measure)


def _keeping(case: Examination, measure: Measure) -> Iterator[Finding]:
    if not measure.place.strip():
        yield case.finding("21-11", "missing", f"measure:{measure.id}.place")
    if not measure.keeping.strip():
        yield case.finding("21-13", "missing", f"measure:{measure.id}.keeping")


def _bureau(case: Examination) -> Iterator[Finding]:
    bureau = case.dossier.bureau
    if not bureau.name.strip():
        yield case.finding("F-27", "bureau", "bureau.name")
    if case.seizes and not bureau.government.strip():
        yield case.finding("F-27", "government", "bureau.government")
    elif case.seizes and not bureau.government.strip().endswith(_RECONSIDER):
        yield case.finding("F-59", "not-government", "bureau.government", named=bureau.government.strip())
    if case.seizes and not bureau.court.strip():
        yield case.finding("F-27", "court", "bureau.court")
    if not (bureau.contact.strip() and bureau.phone.strip()):
        yield case.finding("21-15", "missing", "bureau.contact")

"""The sentences a form prints that the law decides: told rights, suspicion, basis, period, remedies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from inspector.clock import CHINA
from inspector.law import remedies
from inspector.law.deadlines.deadline import deadline
from inspector.law.pack import LawPack
from inspector.law.powers import Ruling, rule_over_time
from inspector.law.statute import joined
from inspector.records import Dossier, Measure, MeasureKind, RightKind, SeizureForm

_MARKS = frozenset({RightKind.TRADEMARK, RightKind.GI_MARK})
_PATENTS = frozenset({RightKind.DESIGN_PATENT, RightKind.COUNTERFEIT_PATENT})

QUALITY_RIGHTS = frozenset({RightKind.GI_PRODUCT, RightKind.FALSE_ORIGIN, RightKind.SUBSTANDARD})
"""Seized under 产品质量法 18(四), which asks for grounds."""


def for_notice(pack: LawPack, dossier: Dossier, measure: Measure | None) -> dict[str, str]:
    """Return every sentence the forms ask the law for, "" where it does not apply.

    `suspicion` begins with 涉嫌; `basis` and `substantive` are citations without 依据 or 的规定;
    `measure_told` is what was told as recorded, or what is to be told if nothing is recorded yet.
    """
    sentence = pack.phrases.sentence
    inspection, bureau = dossier.inspection, dossier.bureau
    remedy = remedies.paragraph(pack, bureau)
    words = {
        "credentials_sentence": sentence["credentials"].format(
            bureau=bureau.name,
            officers="、".join(officer.name for officer in dossier.officers),
            certificates="、".join(officer.cert_no for officer in dossier.officers),
            subject=inspection.subject,
        ),
        "rights_sentence": sentence["rights"],
        "closing_sentence_checked": sentence["closing_checked"],
        "closing_sentence_read": sentence["closing_read"],
        "list_statement": sentence["list_statement"],
        "sample_sealed": sentence["sample_sealed"],
        "copies": sentence["copies"],
        "suspicion": "",
        "substantive": "",
        "basis": "",
        "measure_told": inspection.measure_told,
        "remedies": "",
        "period": "",
        "keeping": "",
    }
    if measure is None:
        return words
    words["suspicion"] = suspicion(pack, dossier, measure)
    words["substantive"] = substantive(pack, dossier, measure)
    words["basis"] = basis(pack, dossier, measure)
    words["period"] = _period(pack, measure)
    words["keeping"] = _keeping(pack, measure)
    if measure.kind is MeasureKind.SEIZE:
        words["remedies"] = remedy
    words["measure_told"] = inspection.measure_told or "\n".join(
        filter(None, (_told(pack, dossier, each, remedy) for each in dossier.ordered_measures))
    )
    return words


def _told(pack: LawPack, dossier: Dossier, measure: Measure, remedy: str) -> str:
    """Return what is told of one measure on the spot; of samples nothing has to be told."""
    sentence = pack.phrases.sentence
    if measure.kind is MeasureKind.SAMPLE:
        return ""
    said = {"suspicion": suspicion(pack, dossier, measure), "basis": basis(pack, dossier, measure)}
    if measure.kind is MeasureKind.REGISTER:
        return sentence["register_told"].format(reason=measure.reason, **said)
    return sentence["measure_told"].format(
        form=measure.form.value, days=measure.days, remedies=remedy, **said
    )


def rights_of(dossier: Dossier, measure: Measure) -> tuple[RightKind, ...]:
    """Return the rights the measured goods are said to infringe, each once, by position."""
    return tuple(dict.fromkeys(item.alleged.kind for item in dossier.measured_items(measure)))


def rulings(pack: LawPack, dossier: Dossier, measure: Measure) -> dict[RightKind, Ruling]:
    """Judge a measure for each right among its goods by the law of the act and of the measure."""
    return {
        right: rule_over_time(
            pack,
            right,
            measure.kind,
            dossier.bureau.level,
            act_day=measure.act_day,
            measure_day=measure.decided.astimezone(CHINA).date(),
            city_chief_approved=measure.approval.by_city_chief,
            serious_quality=bool(measure.quality_grounds.strip()),
        )
        for right in rights_of(dossier, measure)
    }


def suspicion(pack: LawPack, dossier: Dossier, measure: Measure) -> str:
    """Return 涉嫌… for all rights of a measure, with the numbers of marks and patents and the grounds of quality."""
    phrases = []
    for right in rights_of(dossier, measure):
        goods = (item for item in dossier.measured_items(measure) if item.alleged.kind is right)
        numbers = "、".join(dict.fromkeys(item.alleged.number for item in goods if item.alleged.number))
        phrase = pack.phrases.suspected(right).zh
        if numbers and right in _MARKS:
            phrase += pack.phrases.sentence["suspicion_numbers_mark"].format(numbers=numbers)
        elif numbers and right in _PATENTS:
            phrase += pack.phrases.sentence["suspicion_numbers_patent"].format(numbers=numbers)
        grounds = measure.quality_grounds.strip().rstrip("。；，")
        if grounds and right in QUALITY_RIGHTS:
            phrase += pack.phrases.sentence["suspicion_quality"].format(grounds=grounds)
        phrases.append(phrase)
    return "，".join(phrases)


def substantive(pack: LawPack, dossier: Dossier, measure: Measure) -> str:
    """Return the citations of the rules the acts would break, in the versions of the day of the act."""
    return joined(
        citation
        for right in rights_of(dossier, measure)
        for citation in pack.in_force(pack.phrases.suspected(right).basis, measure.act_day)
    )


def basis(pack: LawPack, dossier: Dossier, measure: Measure) -> str:
    """Return the citations of the powers used, of the day of the measure; a right that does not allow the measure adds none."""
    allowed = (ruling for ruling in rulings(pack, dossier, measure).values() if ruling.allowed)
    return joined(dict.fromkeys(citation for ruling in allowed for citation in ruling.basis))


def last_day(measure: Measure) -> date:
    """Return the last day of the period: the first day is not counted, and no holiday extends it."""
    return measure.decided.astimezone(CHINA).date() + timedelta(days=measure.days)


def _period(pack: LawPack, measure: Measure) -> str:
    first = _day_text(measure.decided.astimezone(CHINA).date())
    if measure.kind is MeasureKind.REGISTER:
        ends = deadline(pack, "C-07", measure.decided)
        name = "period_register_open" if ends.is_provisional else "period_register"
        return pack.phrases.sentence[name].format(first=first, last=_day_text(_day(ends.due)))
    if measure.kind is MeasureKind.SAMPLE:
        return ""
    return pack.phrases.sentence["period_seize"].format(
        days=measure.days, first=first, last=_day_text(last_day(measure))
    )


def _keeping(pack: LawPack, measure: Measure) -> str:
    if measure.kind is MeasureKind.SAMPLE:
        return ""
    if measure.kind is MeasureKind.REGISTER:
        name = "keeping_register"
    else:
        name = "keeping_seal_up" if measure.form is SeizureForm.SEAL_UP else "keeping_take_away"
    stated = measure.keeping.rstrip("。；，")
    return pack.phrases.sentence[name].format(keeping=f"{stated}。" if stated else "")


def _day(when: date | datetime) -> date:
    return when.astimezone(CHINA).date() if isinstance(when, datetime) else when


def _day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

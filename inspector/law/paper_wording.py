"""The sentences of papers an officer writes besides the record: what is told, and the remedies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from inspector.clock import CHINA
from inspector.law import remedies
from inspector.law.pack import LawPack
from inspector.law.running import course_of, end_of
from inspector.records import Dossier, Measure, MeasureKind, Notice, NoticeState

_PAPERS, _CITED = "paper_", "cite_"
_SEIZURE = "C-08"
"""The deadline that says by how many days a seizure can be extended, once."""


def for_papers(pack: LawPack, dossier: Dossier, day: date) -> dict[str, str]:
    """Return every sentence of the law pack that papers print, filled from the record.

    With them, as `cite_…`, the articles the papers cite, in the versions in force on the `day` they are made.
    """
    bureau, officers = dossier.bureau, dossier.officers
    cited = {f"{_CITED}{name}": pack.cited(name, day) for name in pack.phrases.citation}
    facts = cited | {
        "bureau": bureau.name,
        "government": bureau.government,
        "officers": "、".join(officer.name for officer in officers),
        "certificates": "、".join(officer.cert_no for officer in officers),
        "subject": dossier.inspection.subject,
        "remedies": remedies.paragraph(pack, bureau),
        "notice_remedies": remedies.paragraph(pack, bureau).replace("本决定", "本通知"),
    }
    sentences = {
        name: sentence.format_map(facts)
        for name, sentence in pack.phrases.sentence.items()
        if name.startswith(_PAPERS)
    }
    return cited | sentences | _of_measures(pack, dossier)


def last_issued(dossier: Dossier, form: str) -> Notice | None:
    """Return the notice of a form that stands, the newest where there are several."""
    standing = [n for n in dossier.notices if n.form == form and n.state is NoticeState.ISSUED]
    return max(standing, key=lambda notice: notice.issued, default=None)


def extendable(pack: LawPack, dossier: Dossier, measure: Measure | None) -> tuple[str, str]:
    """Return the first and the last day by which a seizure can be extended (行政强制法 25), "" where there is none.

    Days of testing told to the party have moved them on.
    """
    if measure is None or measure.kind is not MeasureKind.SEIZE:
        return "", ""
    course = replace(course_of(dossier, measure), extended=0)
    ends = end_of(pack, measure, course)
    rule = pack.deadlines.find(_SEIZURE)
    if ends is None or rule is None or isinstance(ends.alarm, datetime):
        return "", ""
    return f"{ends.alarm + timedelta(days=1)}", f"{ends.alarm + timedelta(days=rule.extension)}"


def _of_measures(pack: LawPack, dossier: Dossier) -> dict[str, str]:
    words = {}
    about = dossier.measure
    for name, form, kind in (
        ("seizure", "21", MeasureKind.SEIZE),
        ("register", "19", MeasureKind.REGISTER),
    ):
        alike = [measure for measure in dossier.ordered_measures if measure.kind is kind]
        measure = about if about in alike else next(iter(alike), None)
        notice = dossier.issued(form, measure_id=measure.id) if measure else None
        words[f"{_PAPERS}{name}_number"] = notice.number if notice else ""
        words[f"{_PAPERS}{name}_day"] = _day_text(notice.issued) if notice else ""
        if kind is MeasureKind.SEIZE:
            starts, ends = extendable(pack, dossier, measure)
            words |= {f"{_PAPERS}extension_starts": starts, f"{_PAPERS}extension_ends": ends}
    items = dossier.listed_items(about) if about else dossier.items
    goods = (
        f"{position}.{item.label_name}，{item.quantity.normalize():f}{item.unit}"
        for position, item in enumerate(items, 1)
    )
    return words | {f"{_PAPERS}goods": "\n".join(goods)}


def _day_text(moment: datetime) -> str:
    day = moment.astimezone(CHINA)
    return f"{day.year}年{day.month}月{day.day}日"

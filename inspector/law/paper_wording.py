"""The sentences of papers an officer writes besides the record: what is told, and the remedies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from inspector.clock import CHINA
from inspector.law import remedies
from inspector.law.pack import LawPack
from inspector.law.wording import last_day
from inspector.records import Dossier, MeasureKind, Notice, NoticeState

_PAPERS, _CITED = "paper_", "cite_"
LONGEST_EXTENSION = 30
"""Calendar days by which a seizure can be extended, once (行政强制法 25)."""


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
    return cited | sentences | _of_measures(dossier)


def last_issued(dossier: Dossier, form: str) -> Notice | None:
    """Return the notice of a form that stands, the newest where there are several."""
    standing = [n for n in dossier.notices if n.form == form and n.state is NoticeState.ISSUED]
    return max(standing, key=lambda notice: notice.issued, default=None)


def extendable(dossier: Dossier) -> tuple[str, str]:
    """Return the first and the last day by which a seizure can be extended (行政强制法 25), "" where there is none."""
    for measure in dossier.measures:
        if measure.kind is MeasureKind.SEIZE:
            ends = last_day(measure)
            return f"{ends + timedelta(days=1)}", f"{ends + timedelta(days=LONGEST_EXTENSION)}"
    return "", ""


def _of_measures(dossier: Dossier) -> dict[str, str]:
    words = {}
    for name, form in (("seizure", "21"), ("register", "19")):
        notice = last_issued(dossier, form)
        words[f"{_PAPERS}{name}_number"] = notice.number if notice else ""
        words[f"{_PAPERS}{name}_day"] = _day_text(notice.issued) if notice else ""
    starts, ends = extendable(dossier)
    measure = dossier.measure
    items = dossier.measured_items(measure) if measure else dossier.items
    goods = (
        f"{position}．{item.label_name}，{item.quantity.normalize():f}{item.unit}"
        for position, item in enumerate(items, 1)
    )
    return words | {
        f"{_PAPERS}extension_starts": starts,
        f"{_PAPERS}extension_ends": ends,
        f"{_PAPERS}goods": "\n".join(goods),
    }


def _day_text(moment: datetime) -> str:
    day = moment.astimezone(CHINA)
    return f"{day.year}年{day.month}月{day.day}日"

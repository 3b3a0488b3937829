"""Checks of papers handed over: served or signed for, goods given back, penalties, goods that go to the police (F-40, F-58, F-61, F-64, F-67, F-71)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from inspector.law.checks.finding import Examination, Finding, day_of
from inspector.law.deadlines.deadline import Deadline
from inspector.law.running import course_of, end_of, named_measure
from inspector.records import Notice, NoticeState, Paper, SignatureRole
from inspector.records.paper import moment_of

_SERVED = frozenset({"19", "20", "21", "22", "23", "24", "31", "33", "44"})
"""Papers made for the party."""
_PENALTY, _ORDER, _RECEIPT, _LIST, _TRANSFER = "44", "33", "50", "24", "5"
_WARNING = "警告"
_RELEASES = frozenset({"20", "23"})
_AFTER_THE_PERIOD = frozenset({"保存期限届满，自动解除", "期限已经届满"})
"""Grounds of a release that say the period has run out."""


def serving(case: Examination) -> Iterator[Finding]:
    """Judge how papers reached the party; none of this blocks a form."""
    yield from _receipts(case)
    yield from _releases(case)
    yield from _order(case)
    yield from _penalties(case)
    yield from _to_police(case)


def _standing(case: Examination) -> list[Notice]:
    return [notice for notice in case.dossier.notices if notice.state is NoticeState.ISSUED]


def signed_by_party(notice: Notice) -> bool:
    """Tell whether somebody signed for the party with ink."""
    return any(each.role is SignatureRole.PARTY and each.is_signed for each in notice.signatures)


def _receipts(case: Examination) -> Iterator[Finding]:
    """A paper signed for on its own face is served; any other needs a receipt that names it, not older than it."""
    standing = _standing(case)
    issued = {notice.paper_id for notice in standing if notice.form == _RECEIPT}
    receipts = [paper for paper in case.dossier.papers if paper.id in issued]
    for notice in standing:
        if notice.form not in _SERVED:
            continue
        named = [paper for paper in receipts if _names(paper, notice)]
        if not named and not signed_by_party(notice):
            yield case.finding("F-64", "not-served", f"notice:{notice.id}", number=_called(notice))
        for paper in named:
            served = moment_of(paper.answers.get("served", ""))
            if served is not None and served < _minute(notice.issued):
                field = f"paper:{paper.id}.served"
                yield case.finding("F-64", "earlier", field, number=_called(notice), time=served)


def _names(receipt: Paper, notice: Notice) -> bool:
    return bool(notice.number) and notice.number in receipt.answers.get("documents", "")


def _called(notice: Notice) -> str:
    return notice.number or f"文书{notice.form}"


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _releases(case: Examination) -> Iterator[Finding]:
    """The goods are given back against a signature, and the ground must be true (行政强制法 28, 程序规定 42)."""
    notices = {notice.paper_id: notice for notice in _standing(case) if notice.form in _RELEASES}
    for paper in case.dossier.papers:
        if paper.form not in _RELEASES:
            continue
        notice = notices.get(paper.id)
        if notice is not None and not signed_by_party(notice):
            yield case.finding("F-40", "unsigned", f"notice:{notice.id}", number=_called(notice))
        ends = _end_of_named(case, paper)
        said = notice.issued if notice else case.now
        if paper.answers.get("ground") in _AFTER_THE_PERIOD and ends is not None and not ends.is_over(said):
            yield case.finding("F-40", "too-early", f"paper:{paper.id}.ground", due=day_of(ends.due))


def _end_of_named(case: Examination, paper: Paper) -> Deadline | None:
    """Return when the measure ends whose document the paper names."""
    named = named_measure(case.dossier, paper.form, paper.answers)
    for measure in case.dossier.measures:
        if measure.id == named:
            return end_of(case.pack, measure, course_of(case.dossier, measure))
    return None


def _order(case: Examination) -> Iterator[Finding]:
    """The decision names the list: one issued later is not the list it names (行政强制法 24)."""
    for form, measure in ((form, measure) for measure in case.dossier.measures for form in ("19", "21")):
        listed = case.dossier.issued(_LIST, measure_id=measure.id)
        decision = case.dossier.issued(form, measure_id=measure.id)
        if listed is not None and decision is not None and decision.issued < listed.issued:
            number = _called(decision)
            yield case.finding("F-71", "order", f"notice:{decision.id}", number=number, list=_called(listed))


def _penalties(case: Examination) -> Iterator[Finding]:
    """Whoever is punished is also told to put it right (行政处罚法 28), and is fined once for one act (29)."""
    papers = [paper for paper in case.dossier.papers if paper.form == _PENALTY]
    if papers and not any(paper.form == _ORDER for paper in case.dossier.papers):
        yield case.finding("F-61", "no-order", f"paper:{papers[0].id}.violated")
    issued = {notice.paper_id for notice in _standing(case) if notice.form == _PENALTY}
    fines = [paper for paper in papers if paper.id in issued and paper.answers.get("penalty") != _WARNING]
    if len(fines) > 1:
        yield case.finding("F-58", "fined-twice", f"paper:{fines[-1].id}.fine", count=len(fines))


def _to_police(case: Examination) -> Iterator[Finding]:
    """The goods that go along are those of a list that stands (移送规定 6)."""
    lists = [notice.number for notice in _standing(case) if notice.form == _LIST]
    for paper in case.dossier.papers:
        named = paper.answers.get("goods", "")
        if paper.form == _TRANSFER and lists and not any(number in named for number in lists):
            yield case.finding("F-67", "other-list", f"paper:{paper.id}.goods", lists="、".join(lists))

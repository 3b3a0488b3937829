"""Checks of papers an officer fills in: what is asked and missing, what cannot be, what the law limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.checks.finding import Finding
from inspector.law.checks.origin import TRANSFERRED
from inspector.law.deadlines.calendar import Span
from inspector.law.pack import LawPack
from inspector.law.paper_wording import extendable, last_issued
from inspector.law.reading import Severity
from inspector.law.running import course_of, end_of
from inspector.law.statute import joined
from inspector.law.thresholds import Threshold
from inspector.records import (
    Ask,
    Dossier,
    MeasureKind,
    NoticeState,
    Paper,
    PaperSheet,
    PartyKind,
    SignatureRole,
)
from inspector.records.paper import amount_of, day_of, exchanges, moment_of, span_of


@dataclass(frozen=True)
class _Case:
    pack: LawPack
    sheet: PaperSheet
    paper: Paper
    dossier: Dossier
    now: datetime

    def said(self, name: str) -> str:
        return self.paper.answers.get(name, "").strip()

    def line(self, threshold: str) -> Threshold | None:
        return self.pack.thresholds.on(threshold, self.now.astimezone(CHINA).date())

    def finding(
        self, name: str, told: InputError, *, article: str = "", check: str = "", severity: Severity = "E"
    ) -> Finding:
        """Word one finding; `check` is its number in the review list, for rules that are more than a blank."""
        return Finding(
            id=check or f"{self.sheet.form}-{name}",
            severity=severity,
            article=article or self.sheet.basis,
            message_zh=told.sentence("zh"),
            message_en=told.sentence("en"),
            field=f"paper:{self.paper.id}.{name}",
            forms=(self.sheet.form,),
        )


def paper_findings(
    pack: LawPack,
    sheet: PaperSheet,
    paper: Paper,
    dossier: Dossier,
    blank: tuple[str, ...],
    now: datetime,
) -> tuple[Finding, ...]:
    """Return what keeps a paper from being issued.

    `dossier` speaks of the measure the paper names; `blank` are parts of the record it prints and that are empty.
    """
    case = _Case(pack, sheet, paper, dossier, now)
    found = [case.finding("record", InputError("paper.record_blank", label=label)) for label in blank]
    for ask in sheet.asks:
        if ask.applies(paper.answers):
            found += _answer(case, ask)
    found += _times(case)
    found += _needed(case)
    found += _names_its_document(case)
    match sheet.form:
        case "4":
            found += _transfer(case)
        case "14":
            found += _interview(case)
        case "22":
            found += _extension(case)
        case "31":
            found += _testing(case)
        case "44":
            found += _spot_penalty(case)
        case "50":
            found += _service(case)
    return tuple(found)


def _answer(case: _Case, ask: Ask) -> Iterator[Finding]:
    said, label = case.said(ask.name), ask.label
    if ask.kind == "photos":
        if ask.required and not case.paper.photo_ids:
            yield case.finding(ask.name, InputError("paper.missing", label=label, label_en=ask.en))
        return
    if not said:
        if ask.required:
            yield case.finding(ask.name, InputError("paper.missing", label=label, label_en=ask.en))
        return
    readable: object = True
    match ask.kind:
        case "choice":
            readable = said in ask.choices or None
        case "moment":
            readable = moment_of(said)
        case "day":
            readable = day_of(said)
        case "amount":
            readable = amount_of(said)
    if readable is None:
        yield case.finding(ask.name, InputError("paper.unreadable", label=label, label_en=ask.en))
    elif isinstance(readable, datetime) and readable > case.now:
        yield case.finding(ask.name, InputError("paper.future", label=label, label_en=ask.en))
    elif ask.kind == "day" and (day := day_of(said)) and day < case.now.astimezone(CHINA).date():
        yield case.finding(ask.name, InputError("paper.past_day", label=label, label_en=ask.en))


def _times(case: _Case) -> Iterator[Finding]:
    span = span_of(case.paper)
    if span is not None and span[0] >= span[1]:
        yield case.finding("ended", InputError("paper.ends_before"))


def _transfer(case: _Case) -> Iterator[Finding]:
    """Whoever received a case may not send it on: their common superior names who is competent (程序规定 14)."""
    if case.dossier.inspection.source == TRANSFERRED:
        told = InputError("paper.transferred_again")
        yield case.finding("reason", told, check="F-08", severity="M")


def _interview(case: _Case) -> Iterator[Finding]:
    asked = exchanges(case.said("dialogue"))
    unanswered = [str(number) for number, each in enumerate(asked, 1) if not each.answer]
    if unanswered:
        yield case.finding("dialogue", InputError("paper.unanswered", numbers="、".join(unanswered)))
    if any(mark in case.said("interviewee") for mark in "、，,;；/"):
        yield case.finding("interviewee", InputError("paper.one_person"), check="F-49")
    span = span_of(case.paper)
    for other in case.dossier.papers:
        theirs = span_of(other)
        if other.form != "14" or other.id == case.paper.id or not span or not theirs:
            continue
        if span[0] < theirs[1] and theirs[0] < span[1]:
            who = other.answers.get("interviewee", "") or "—"
            yield case.finding("started", InputError("paper.two_interviews", who=who), check="F-49")


def _needed(case: _Case) -> Iterator[Finding]:
    needs = case.sheet.needs
    if needs and not any(last_issued(case.dossier, form) for form in needs):
        titles = "、".join(f"《{title}》（{form}）" for form, title in needs.items())
        numbers = ", ".join(needs)
        yield case.finding("needs", InputError("paper.needs", titles=titles, numbers=numbers))


def _names_its_document(case: _Case) -> Iterator[Finding]:
    """What an extension, a release or a period of testing is of must be a document that stands, with its own day."""
    number, asks = case.said("number"), {ask.name for ask in case.sheet.asks}
    known = {
        notice.number: notice.issued.astimezone(CHINA).date()
        for form in case.sheet.needs
        for notice in case.dossier.notices
        if notice.form == form and notice.state is NoticeState.ISSUED
    }
    if "number" not in asks or not number or not known:
        return
    if number not in known:
        yield case.finding(
            "number", InputError("paper.no_such_document", number=number, known="、".join(known))
        )
    elif "day" in asks:
        issued, said = known[number], [int(part) for part in re.findall(r"[0-9]{1,4}", case.said("day"))]
        if len(said) >= 3 and said[:3] != [issued.year, issued.month, issued.day]:
            yield case.finding("day", InputError("paper.other_day", number=number, day=f"{issued}"))


def _testing(case: _Case) -> Iterator[Finding]:
    """A period counts from when the party is told of it, and only while the seizure runs (行政强制法 25③)."""
    starts, ends = day_of(case.said("starts")), day_of(case.said("ends"))
    if starts is not None and ends is not None and ends < starts:
        yield case.finding("ends", InputError("paper.ends_before"))
    measure = case.dossier.measure
    if measure is None or measure.kind is not MeasureKind.SEIZE or starts is None:
        return
    course = course_of(case.dossier, measure)
    runs = end_of(case.pack, measure, course)
    if runs is not None and not isinstance(runs.due, datetime) and starts > runs.due:
        yield case.finding("starts", InputError("paper.testing_late", day=f"{runs.due}"))
    elif ends is not None and starts <= ends:
        try:
            end_of(case.pack, measure, replace(course, excluded=(*course.excluded, Span(starts, ends))))
        except (
            InputError
        ) as told:  # once issued it would keep everything about this seizure from being counted
            yield case.finding("ends", told)


def _extension(case: _Case) -> Iterator[Finding]:
    measure = case.dossier.measure
    if measure is not None and measure.kind is MeasureKind.SEIZE:
        course = course_of(case.dossier, measure)
        runs = end_of(case.pack, measure, course)
        if course.extended:
            yield case.finding("starts", InputError("paper.extended_already"))
            return
        if runs is not None and runs.is_over(case.now):
            yield case.finding("starts", InputError("paper.extension_late", day=f"{runs.due}"))
            return
    earliest, latest = extendable(case.pack, case.dossier, case.dossier.measure)
    starts, ends = day_of(case.said("starts")), day_of(case.said("ends"))
    if not earliest or starts is None or ends is None:
        return
    if f"{starts}" != earliest:
        told = InputError("paper.extension_starts", day=earliest)
        yield case.finding("starts", told, check="F-30", severity="V")
    if not starts <= ends or f"{ends}" > latest:
        told = InputError("paper.extension_ends", first=earliest, last=latest)
        yield case.finding("ends", told, check="F-30", severity="V")


def _spot_penalty(case: _Case) -> Iterator[Finding]:
    """A higher fine is no matter for the spot (行政处罚法 51); cash above a line needs a reason (68)."""
    fine = amount_of(case.said("fine"))
    if fine is None or case.said("penalty") == "警告":
        return
    party = case.dossier.party
    is_person = party is not None and party.kind is not PartyKind.COMPANY
    most = case.line("spot-fine-person" if is_person else "spot-fine-firm")
    if most is not None and not most.is_kept(fine):
        told = InputError("paper.fine_too_high", fine=str(fine), most=f"{most.amount:f}")
        yield case.finding("fine", told, article=_basis(case, most), check="F-62", severity="V")
    cash = case.line("cash-on-the-spot")
    in_cash = case.said("pay") == "当场收缴"
    if in_cash and cash is not None and not cash.is_kept(fine) and not case.said("why_cash"):
        told = InputError("paper.cash_unexplained", most=f"{cash.amount:f}")
        yield case.finding("why_cash", told, article=_basis(case, cash), check="F-63", severity="M")
    if case.said("pay") == "缴至银行" and not case.said("bank"):
        yield case.finding("bank", InputError("paper.bank_missing"))


def _basis(case: _Case, line: Threshold) -> str:
    day = case.now.astimezone(CHINA).date()
    return joined(case.pack.in_force(line.basis, day), short=True) or line.source


def _service(case: _Case) -> Iterator[Finding]:
    """Service that nobody signs for needs its proof; an electronic one the party's consent (程序规定 82)."""
    is_shown = bool(case.said("recording") or case.paper.photo_ids)
    match case.said("manner"):
        case "留置送达" if not (case.said("witness") or is_shown):
            told = InputError("paper.service_unwitnessed")
            yield case.finding("witness", told, check="F-64", severity="V")
        case "电子送达" | "公告送达" if not is_shown:
            yield case.finding("recording", InputError("paper.service_unproven"), check="F-64", severity="V")
    if case.said("manner") == "电子送达" and not _has_consented(case.dossier):
        yield case.finding("manner", InputError("paper.service_unconsented"), check="F-65", severity="V")


def _has_consented(dossier: Dossier) -> bool:
    signed = {
        notice.paper_id
        for notice in dossier.notices
        if notice.form == "10"
        and notice.state is NoticeState.ISSUED
        and any(each.role is SignatureRole.PARTY and each.is_signed for each in notice.signatures)
    }
    return any(paper.id in signed and paper.answers.get("electronic") == "是" for paper in dossier.papers)

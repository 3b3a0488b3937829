"""Checks of papers an officer fills in: what is asked and missing, what cannot be, what the law limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.checks.finding import Finding
from inspector.law.paper_wording import extendable, last_issued
from inspector.records import Ask, Dossier, Paper, PaperSheet, PartyKind
from inspector.records.paper import amount_of, day_of, exchanges, moment_of

MOST_OF_A_PERSON = Decimal(200)
MOST_OF_A_FIRM = Decimal(3000)
"""Yuan: a higher fine is no matter for a decision on the spot (行政处罚法 51)."""
MOST_IN_CASH = Decimal(100)
"""Yuan: more is collected on the spot only where it could hardly be collected later (行政处罚法 68)."""


@dataclass(frozen=True)
class _Case:
    sheet: PaperSheet
    paper: Paper
    dossier: Dossier
    now: datetime

    def said(self, name: str) -> str:
        return self.paper.answers.get(name, "").strip()

    def finding(self, name: str, told: InputError, *, article: str = "") -> Finding:
        return Finding(
            id=f"{self.sheet.form}-{name}",
            severity="E",
            article=article or self.sheet.basis,
            message_zh=told.sentence("zh"),
            message_en=told.sentence("en"),
            field=f"paper:{self.paper.id}.{name}",
            forms=(self.sheet.form,),
        )


def paper_findings(
    sheet: PaperSheet, paper: Paper, dossier: Dossier, blank: tuple[str, ...], now: datetime
) -> tuple[Finding, ...]:
    """Return what keeps a paper from being issued; `blank` are parts of the record it prints and that are empty."""
    case = _Case(sheet, paper, dossier, now)
    found = [case.finding("record", InputError("paper.record_blank", label=label)) for label in blank]
    for ask in sheet.asks:
        if ask.applies(paper.answers):
            found += _answer(case, ask)
    found += _times(case)
    found += _needed(case)
    match sheet.form:
        case "14":
            found += _interview(case)
        case "22":
            found += _extension(case)
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


def _span(paper: Paper) -> tuple[datetime, datetime] | None:
    started, ended = (moment_of(paper.answers.get(name, "")) for name in ("started", "ended"))
    return (started, ended) if started and ended else None


def _times(case: _Case) -> Iterator[Finding]:
    span = _span(case.paper)
    if span is not None and span[0] >= span[1]:
        yield case.finding("ended", InputError("paper.ends_before"))


def _interview(case: _Case) -> Iterator[Finding]:
    asked = exchanges(case.said("dialogue"))
    unanswered = [str(number) for number, each in enumerate(asked, 1) if not each.answer]
    if unanswered:
        yield case.finding("dialogue", InputError("paper.unanswered", numbers="、".join(unanswered)))
    if any(mark in case.said("interviewee") for mark in "、，,;；/"):
        yield case.finding("interviewee", InputError("paper.one_person"))
    span = _span(case.paper)
    for other in case.dossier.papers:
        theirs = _span(other)
        if other.form != "14" or other.id == case.paper.id or not span or not theirs:
            continue
        if span[0] < theirs[1] and theirs[0] < span[1]:
            who = other.answers.get("interviewee", "") or "—"
            yield case.finding("started", InputError("paper.two_interviews", who=who))


def _needed(case: _Case) -> Iterator[Finding]:
    needs = case.sheet.needs
    if needs and not any(last_issued(case.dossier, form) for form in needs):
        titles = "、".join(f"《{title}》（{form}）" for form, title in needs.items())
        numbers = ", ".join(needs)
        yield case.finding("needs", InputError("paper.needs", titles=titles, numbers=numbers))


def _extension(case: _Case) -> Iterator[Finding]:
    earliest, latest = extendable(case.dossier)
    starts, ends = day_of(case.said("starts")), day_of(case.said("ends"))
    if not earliest or starts is None or ends is None:
        return
    if f"{starts}" != earliest:
        yield case.finding("starts", InputError("paper.extension_starts", day=earliest))
    if not starts <= ends or f"{ends}" > latest:
        yield case.finding("ends", InputError("paper.extension_ends", first=earliest, last=latest))


def _spot_penalty(case: _Case) -> Iterator[Finding]:
    fine = amount_of(case.said("fine"))
    if fine is None or case.said("penalty") == "警告":
        return
    party = case.dossier.party
    is_person = party is not None and party.kind is not PartyKind.COMPANY
    most = MOST_OF_A_PERSON if is_person else MOST_OF_A_FIRM
    if not 0 < fine <= most:
        told = InputError("paper.fine_too_high", fine=str(fine), most=str(most))
        yield case.finding("fine", told, article="《中华人民共和国行政处罚法》第五十一条")
    if case.said("pay") == "当场收缴" and fine > MOST_IN_CASH and not case.said("why_cash"):
        told = InputError("paper.cash_unexplained", most=str(MOST_IN_CASH))
        yield case.finding("why_cash", told, article="《中华人民共和国行政处罚法》第六十八条")
    if case.said("pay") == "十五日内缴至银行" and not case.said("bank"):
        yield case.finding("bank", InputError("paper.bank_missing"))


def _service(case: _Case) -> Iterator[Finding]:
    is_shown = bool(case.said("recording") or case.paper.photo_ids)
    match case.said("manner"):
        case "留置送达" if not (case.said("witness") or is_shown):
            yield case.finding("witness", InputError("paper.service_unwitnessed"))
        case "电子送达" | "公告送达" if not is_shown:
            yield case.finding("recording", InputError("paper.service_unproven"))

"""The list of received inspections, one inspection whole, and what is due."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from inspector.actions.office_edits import CORRECTABLE
from inspector.records import CaseFieldName, CaseStatus, standing_corrections
from sync.central.console.cases import Case, Cases, Line, Wanted
from sync.central.console.pages import page, root_of
from sync.central.console.visitors import CaseEditor, CaseReader, Fields

router = APIRouter()
PAGE_SIZE = 50


@router.get("/cases")
def listed(
    request: Request,
    visitor: CaseReader,
    q: str = "",
    state: str = "",
    first: str = "",
    last: str = "",
    page_number: int = 1,
) -> Response:
    """List what is looked for, the latest first."""
    wanted = asked_for(q, state, first, last)
    lines = found(request, wanted)
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    number = min(max(1, page_number), pages)
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    visitor.tell("cases.listed", shown=str(len(shown)), found=str(len(lines)))
    return page(
        request,
        "cases.html",
        account=visitor.account,
        lines=shown,
        count=len(lines),
        number=number,
        pages=pages,
        asked={"q": q, "state": state, "first": first, "last": last},
        is_asked=wanted != Wanted(),
    )


@router.get("/cases/{device}/{inspection}")
def opened(request: Request, visitor: CaseReader, device: str, inspection: str) -> Response:
    """Show one inspection by its steps, with what holds it and what the checks find."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    visitor.tell("case.opened", device=device, inspection=inspection)
    return page(
        request,
        "case.html",
        account=visitor.account,
        case=case,
        known=case.dossier,
        findings=cases.findings(case),
        line=_line_of(cases, device, inspection),
        law=cases.law.version,
        titles=_titles(case),
        corrections=standing_corrections(case.dossier.corrections),
        correctable={kind: fields for kind, (_, fields) in CORRECTABLE.items()},
        rows={item.id: item for item in case.dossier.items},
        officers={officer.id: officer.name for officer in case.dossier.officers},
        place=f"{device}/{inspection}",
        mark=visitor.mark(inspection),
        statuses=tuple(CaseStatus),
        now=visitor.centre.clock.now().wall,
    )


@router.post("/cases/{device}/{inspection}/office")
def edited(request: Request, visitor: CaseEditor, fields: Fields, device: str, inspection: str) -> Response:
    """Write what the office says of a case; the device hears of it with the feed."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    said = {name: fields[name.value] for name in CaseFieldName if name.value in fields}
    seen = {name: fields[f"seen.{name}"] for name in CaseFieldName if f"seen.{name}" in fields}
    changed = cases.edit(case, said, seen=seen, by=visitor.account.name)
    if changed:
        visitor.tell("case.edited", device=device, inspection=inspection, fields=" ".join(changed))
    return RedirectResponse(f"{root_of(request)}/cases/{device}/{inspection}#office", 303)


@router.get("/deadlines")
def due(request: Request, visitor: CaseReader) -> Response:
    """Show what ends when: hours first, then days, what is over on top of each."""
    lines = [line for line in found(request, Wanted()) if line.dues]
    ends = sorted(
        ((each, line) for line in lines for each in line.dues),
        key=lambda pair: (not pair[0].is_in_hours, pair[0].moment()),
    )
    visitor.tell("deadlines.read")
    now = visitor.centre.clock.now().wall
    return page(request, "deadlines.html", account=visitor.account, ends=ends, now=now)


def found(request: Request, wanted: Wanted) -> list[Line]:
    """Return the lines that are looked for."""
    cases: Cases = request.app.state.cases
    return [line for line in cases.every() if wanted.fits(line)]


def asked_for(q: str, state: str, first: str, last: str) -> Wanted:
    """Return what the fields of a search say."""
    return Wanted(q[:200], state, _day(first), _day(last))


def _line_of(cases: Cases, device: str, inspection: str) -> Line | None:
    mine = (line for line in cases.every() if (line.device, line.inspection) == (device, inspection))
    return next(mine, None)


def _titles(case: Case) -> dict[str, str]:
    """Return what the forms of its notices are called."""
    from inspector.notices.catalogue import title_of

    return {notice.form: title_of(notice.form) for notice in case.dossier.notices if notice.form.isdecimal()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Taking copies out: each is on the trail before its first byte leaves."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from inspector.errors import InputError, InspectorError
from sync.central.console.arrivals import receipt_for
from sync.central.console.cases import Case, Cases
from sync.central.console.exports import bag, case_json, publicity_csv, publicity_workbook, review_pdf
from sync.central.console.exports.bag import bag_name
from sync.central.console.routes.cases import asked_for, found
from sync.central.console.visitors import CaseReader, Exporter, Fields, Visitor

router = APIRouter()
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 2000
"""Of one table of 双公示: more is a slip, and every row is a case read through."""


@router.post("/cases/{device}/{inspection}/bag")
def bagged(
    request: Request, visitor: Exporter, _fields: Fields, device: str, inspection: str
) -> StreamingResponse:
    """Stream the case as a BagIt folder in a zip."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    findings, now = cases.findings(case), visitor.centre.clock.now().wall
    review = review_pdf(case, findings, cases.law, now)
    visitor.tell("export.bag", device=device, inspection=inspection)
    pieces = bag(visitor.centre, case, findings, cases.law.version, review)
    return StreamingResponse(
        _told_at_the_end(visitor, case, pieces),
        media_type="application/zip",
        headers=_as_file(f"{bag_name(case)}.zip"),
    )


@router.post("/cases/{device}/{inspection}/json")
def as_json(request: Request, visitor: Exporter, _fields: Fields, device: str, inspection: str) -> Response:
    """Give the case as JSON."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    content = case_json(case, cases.findings(case), law=cases.law.version, at=visitor.centre.now())
    visitor.tell("export.json", device=device, inspection=inspection)
    return Response(content, media_type="application/json", headers=_as_file(f"{bag_name(case)}.json"))


@router.post("/cases/{device}/{inspection}/review")
def reviewed(request: Request, visitor: Exporter, _fields: Fields, device: str, inspection: str) -> Response:
    """Give the review sheet as PDF."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    content = review_pdf(case, cases.findings(case), cases.law, visitor.centre.clock.now().wall)
    visitor.tell("export.review", device=device, inspection=inspection)
    return Response(content, media_type="application/pdf", headers=_as_file(f"{bag_name(case)}-review.pdf"))


@router.post("/publicity")
def publicity(request: Request, visitor: Exporter, fields: Fields) -> Response:
    """Give what was looked for as a table in the columns of 双公示."""
    wanted = asked_for(*(fields.get(name, "") for name in ("q", "state", "first", "last")))
    lines = [line for line in found(request, wanted) if not line.code and not line.follows]
    if len(lines) > MOST_ROWS:
        raise InputError("console.too_many_rows", most=MOST_ROWS)
    cases: Cases = request.app.state.cases
    rows = [cases.case(line.device, line.inspection) for line in lines]
    is_book = fields.get("form") == "xlsx"
    visitor.tell("export.publicity", form="xlsx" if is_book else "csv", rows=str(len(rows)))
    if is_book:
        return Response(publicity_workbook(rows), media_type=_SHEET, headers=_as_file("shuanggongshi.xlsx"))
    return Response(publicity_csv(rows), media_type="text/csv", headers=_as_file("shuanggongshi.csv"))


@router.get("/receipts/{bundle}")
def receipt(visitor: CaseReader, bundle: str) -> Response:
    """Give the signed receipt of a bundle, as the device has it."""
    statement = receipt_for(visitor.centre, bundle)
    visitor.tell("receipt.opened", bundle=bundle)
    return Response(statement.encoded(), media_type="application/json", headers=_as_file(f"{bundle}.receipt"))


def _told_at_the_end(visitor: Visitor, case: Case, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass the pieces on, and tell whether all of them left."""
    of = {"device": case.device, "inspection": case.dossier.inspection.id}
    try:
        yield from pieces
    except (InspectorError, OSError, GeneratorExit):
        visitor.tell("export.bag_broken_off", **of)
        raise
    visitor.tell("export.bag_finished", **of)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}

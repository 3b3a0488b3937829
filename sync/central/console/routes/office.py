"""The office's own pages: how bundles arrive, who looked at what, who may sign in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from inspector.errors import InputError
from sync.central.console import trail
from sync.central.console.accounts import every_account, lock_account
from sync.central.console.arrivals import arrivals
from sync.central.console.cases import Cases
from sync.central.console.pages import language_in, page, root_of
from sync.central.console.visitors import AccountsRunner, ArrivalsReader, Fields, TrailReader

router = APIRouter()
_STEPS = 100


@router.get("/arrivals")
def arriving(request: Request, visitor: ArrivalsReader) -> Response:
    """Show what is not in, and why."""
    cases: Cases = request.app.state.cases
    cases.catch_up()
    waiting = arrivals(visitor.centre)
    reasons = {each.bundle: each.why(language_in(request)) for each in waiting}
    return page(request, "arrivals.html", account=visitor.account, arrivals=waiting, reasons=reasons)


@router.get("/trail")
def trod(request: Request, visitor: TrailReader, page_number: int = 1) -> Response:
    """Show who did what, the latest first, and whether the trail is whole."""
    number = min(max(1, page_number), 10**9)
    steps, count = trail.steps(visitor.centre, page=number, size=_STEPS)
    broken = trail.first_broken(visitor.centre)
    visitor.tell("trail.read", page=str(number))
    pages = max(1, -(-count // _STEPS))
    return page(
        request,
        "trail.html",
        account=visitor.account,
        steps=steps,
        count=count,
        number=number,
        pages=pages,
        broken=broken,
    )


@router.get("/accounts")
def listed(request: Request, visitor: AccountsRunner) -> Response:
    """Show who may sign in."""
    known = every_account(visitor.centre)
    return page(request, "accounts.html", account=visitor.account, accounts=known)


@router.post("/accounts/{account}/{verb}")
def changed(request: Request, visitor: AccountsRunner, _fields: Fields, account: str, verb: str) -> Response:
    """Lock or unlock somebody; nobody locks himself out."""
    if verb not in {"lock", "unlock"} or account == visitor.account.id:
        raise InputError("console.no_account", name="")
    done = lock_account(visitor.centre, account, is_locked=verb == "lock")
    visitor.tell(f"account.{verb}ed", account=done.name)
    return RedirectResponse(f"{root_of(request)}/accounts", 303)

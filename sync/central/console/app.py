"""The console as one application, mounted beside the intake and apart from it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from inspector.errors import InputError, InspectorError, SystemFault
from inspector.law import load
from sync.central.centre import Centre
from sync.central.console.cases import Cases
from sync.central.console.guard import Guard
from sync.central.console.pages import language_in, page, root_of
from sync.central.console.photos import Pictures, Times
from sync.central.console.routes import ROUTERS
from sync.central.watching import NO_TELEMETRY

_STATUS = {
    "bundle.altered": 422,
    "bundle.unknown": 404,
    "case.changed": 409,
    "central.unknown_object": 404,
    "console.case_unreadable": 422,
    "console.form_foreign": 403,
    "console.no_account": 404,
    "console.no_case": 404,
    "console.not_allowed": 403,
    "console.no_page": 404,
}


def make_console(centre: Centre) -> FastAPI:
    """Return the console over an open centre; what it holds is let go of when the centre is closed."""
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=NO_TELEMETRY
    )
    pictures = Pictures(centre)
    centre.closing.callback(pictures.close)
    app.state.centre, app.state.cases = centre, Cases(centre, load())
    app.state.pictures, app.state.times = pictures, Times(centre)
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(Guard)
    app.add_exception_handler(InspectorError, _said)
    app.add_exception_handler(HTTPException, _no_page)
    app.add_exception_handler(RequestValidationError, _no_page)
    return app


def _said(request: Request, error: Exception) -> Response:
    if not isinstance(error, InspectorError):
        raise error
    if error.code == "console.signed_out":
        place = request.url.path if request.method == "GET" else ""
        return RedirectResponse(f"{root_of(request)}/sign-in?back={quote(place)}", 303)
    usual = 503 if isinstance(error, SystemFault) else 400
    return _error_page(request, error, _STATUS.get(error.code, usual))


def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _error_page(request, InputError("console.no_page"), status)


def _error_page(request: Request, error: InspectorError, status: int) -> Response:
    sentence = error.sentence(language_in(request))
    account = getattr(request.state, "account", None)
    return page(request, "error.html", account=account, sentence=sentence, code=error.code, status=status)

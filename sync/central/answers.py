"""What the centre answers over HTTP, and under which status; the same words stand in the OpenAPI document."""

from __future__ import annotations

import traceback
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from inspector.errors import BugError, InputError, InspectorError, SystemFault
from sync.central.watching import log

_STATUS = {
    "bundle.altered": 422,
    "bundle.fork": 409,
    "bundle.id_taken": 409,
    "bundle.incomplete": 409,
    "bundle.key_unknown": 422,
    "bundle.object_missing": 422,
    "bundle.other_device": 403,
    "bundle.quarantined": 403,
    "bundle.unknown": 404,
    "bundle.waiting_previous": 409,
    "central.disk_full": 507,
    "enrol.code": 403,
    "enrol.other_key": 403,
    "enrol.revoked": 403,
    "feed.device_unknown": 404,
    "feed.other_bureau": 403,
    "feed.other_device": 403,
    "part.digest": 422,
    "part.too_long": 413,
    "part.unknown": 404,
    "request.cut": 400,
    "request.too_large": 413,
    "request.too_slow": 408,
    "request.unknown": 404,
    "request.unsigned": 401,
}
_MEANING = {
    400: "Not what this address takes / 请求内容不符合格式",
    401: "Not signed by an enrolled device / 没有由已接入的设备签署",
    403: "Not for this device / 不属于这台设备",
    404: "Not known here, or to this device / 中心端没有，或不属于这台设备",
    405: "No such method / 没有这种方法",
    408: "The body came too slowly / 请求内容来得太慢",
    409: "It contradicts or waits for something / 与已有的矛盾，或者在等别的",
    413: "Too large / 太大",
    422: "The content is not what was signed / 内容与签名不符",
    500: "A fault of the program / 程序错误",
    503: "Try again later / 请稍后再试",
    507: "No room / 空间不足",
}


class Refusal(BaseModel):
    """Why not: a stable code and a sentence in both languages."""

    code: str = Field(examples=["bundle.incomplete"])
    zh: str
    en: str
    facts: dict[str, int | str] = {}


class Standing(BaseModel):
    """How a bundle stands at the centre."""

    state: str = Field(examples=["receiving", "complete", "accepted", "refused", "quarantined"])
    missing: list[int] = Field(description="numbers of the parts that are not durable yet")


class Stored(BaseModel):
    """A part is durable."""

    number: int


class Signed(BaseModel):
    """A statement (FORMAT.md section 5): canonical JSON as text, and its Ed25519 signature in base64."""

    text: str
    signature: str


class Health(BaseModel):
    """The centre runs."""

    centre: str
    v: int


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what one address may refuse with, for the OpenAPI document; the last three may come from any."""
    return {
        status: {"model": Refusal, "description": _MEANING[status]} for status in (*statuses, 405, 500, 503)
    }


def refuse(error: InspectorError, status: int | None = None) -> JSONResponse:
    """Return the answer that tells an error."""
    usual = 503 if isinstance(error, SystemFault) else 400
    facts = {key: value for key, value in error.facts.items() if isinstance(value, int | str)}
    said = Refusal(code=error.code, zh=error.sentence("zh"), en=error.sentence("en"), facts=facts)
    return JSONResponse(said.model_dump(), status or _STATUS.get(error.code, usual))


def answer_errors(app: FastAPI) -> None:
    """Let every failure of an application be answered as a `Refusal`."""
    app.add_exception_handler(InspectorError, _said)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(HTTPException, _no_address)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _bug)


def _said(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, InspectorError):
        raise error
    request.state.code = error.code
    return refuse(error)


def _gone(_request: Request, _error: Exception) -> JSONResponse:
    """A connection that was cut in the middle of a body is no fault of ours; nobody hears this, it is counted."""
    return refuse(InputError("request.cut"))


def _no_address(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 404
    answer = refuse(InputError("request.unknown"), status)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _unreadable(_request: Request, _error: Exception) -> JSONResponse:
    """A path that can be no bundle or part names nothing there is."""
    return refuse(InputError("request.unknown"))


def _bug(request: Request, error: Exception) -> JSONResponse:
    # where, not what: an exception's text may hold what a request held
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    log("bug", level="error", kind=type(error).__name__, places=places)
    return refuse(BugError("central.bug"), 500)

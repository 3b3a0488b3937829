"""The centre over HTTP: thin; every answer is made by the same functions as for a carried folder."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from inspector.errors import InputError, InspectorError, SystemFault
from sync.bundle.envelope import base64_text, key_id
from sync.bundle.layout import FOOT_LIMIT, TRAILER_SIZE, USUAL_PART
from sync.central.accepting import accept, receipt_of
from sync.central.centre import Centre
from sync.central.console.app import make_console
from sync.central.enrolling import device_key, enrol_device
from sync.central.receiving import Reception, announce, put_part, standing
from sync.statement import make_statement
from sync.transport.protocol import request_message

ENROL_LIMIT = 64 << 10
_DEVICE = re.compile(r"[0-9a-f]{32}")
_STATUS = {
    "bundle.altered": 422,
    "bundle.fork": 409,
    "bundle.id_taken": 409,
    "bundle.incomplete": 409,
    "bundle.key_unknown": 422,
    "bundle.object_missing": 422,
    "bundle.other_device": 403,
    "bundle.unknown": 404,
    "bundle.waiting_previous": 409,
    "central.disk_full": 507,
    "enrol.code": 403,
    "enrol.other_key": 403,
    "part.digest": 422,
    "part.too_long": 413,
    "part.unknown": 404,
    "request.too_large": 413,
    "request.unsigned": 401,
}


def _caller(request: Request) -> str:
    """Return the enrolled device that signed this request."""
    device, _, signature = request.headers.get("Inspector-Signature", "").partition(" ")
    centre: Centre = request.app.state.centre
    public_key = device_key(centre, device) if _DEVICE.fullmatch(device) else None
    if public_key is None:
        raise InputError("request.unsigned")
    message = request_message(request.method, request.url.path)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError) as error:
        raise InputError("request.unsigned") from error
    return device


def _body(limit: int) -> Callable[[Request], Awaitable[bytes]]:
    """Return a dependency that reads the body and stops at `limit`, whatever its header said."""

    async def read(request: Request) -> bytes:
        declared = request.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > limit:
            raise InputError("request.too_large", limit=limit)
        body = bytearray()
        async for block in request.stream():
            body += block
            if len(body) > limit:
                raise InputError("request.too_large", limit=limit)
        return bytes(body)

    return read


Caller = Annotated[str, Depends(_caller)]
EnrolBody = Annotated[bytes, Depends(_body(ENROL_LIMIT))]
EndBody = Annotated[bytes, Depends(_body(FOOT_LIMIT + TRAILER_SIZE))]
PartBody = Annotated[bytes, Depends(_body(USUAL_PART))]


def make_app(centre: Centre) -> FastAPI:
    """Return the application over an open centre, which the caller closes."""
    app = FastAPI(title="inspector centre", version="1", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_exception_handler(InspectorError, _error_answer)
    app.add_exception_handler(HTTPException, _plain_http_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.state.centre = centre

    @app.get("/health")
    def health() -> JSONResponse:
        return JSONResponse({"centre": centre.name, "v": 1})

    @app.get("/v1/keys")
    def keys() -> Response:
        public = centre.keys.recipient_public
        statement = make_statement(
            "keys",
            {
                "v": 1,
                "centre": centre.name,
                "receipt_key": base64_text(centre.keys.receipt_public),
                "recipients": [{"id": key_id(public), "kem": 1, "key": base64_text(public)}],
                "at": centre.now(),
            },
            centre.keys.signing.sign,
        )
        return _statement(statement.encoded())

    @app.post("/v1/enrol")
    def enrol(body: EnrolBody) -> Response:
        return _statement(enrol_device(centre, body).encoded())

    @app.post("/v1/bundles")
    def announced(device: Caller, body: EndBody) -> JSONResponse:
        try:
            reception = announce(centre, body, caller=device)
        except InputError as error:
            # nothing was taken in yet: here it is the request that is malformed, not a kept bundle
            return _answer(error, 400) if error.code == "bundle.altered" else _answer(error)
        return _reception(reception)

    @app.put("/v1/bundles/{bundle}/parts/{number}")
    def part(bundle: str, number: int, device: Caller, body: PartBody) -> JSONResponse:
        is_new = put_part(centre, bundle, number, body, caller=device)
        return JSONResponse({"number": number}, 201 if is_new else 200)

    @app.get("/v1/bundles/{bundle}")
    def state(bundle: str, device: Caller) -> JSONResponse:
        return _reception(standing(centre, bundle, caller=device))

    @app.post("/v1/bundles/{bundle}/commit")
    def commit(bundle: str, device: Caller) -> Response:
        return _statement(accept(centre, bundle, caller=device).encoded())

    @app.get("/v1/receipts/{bundle}")
    def receipt(bundle: str, device: Caller) -> Response:
        return _statement(receipt_of(centre, bundle, caller=device).encoded())

    app.mount("/console", make_console(centre))
    return app


def _statement(encoded: bytes) -> Response:
    return Response(encoded, media_type="application/json")


def _reception(reception: Reception) -> JSONResponse:
    answer = {"state": reception.state, "missing": list(reception.missing)}
    return JSONResponse(answer, 201 if reception.is_new else 200)


def _answer(error: InspectorError, status: int | None = None) -> JSONResponse:
    usual = 503 if isinstance(error, SystemFault) else 400
    answer = {"code": error.code, "zh": error.sentence("zh"), "en": error.sentence("en")}
    facts = {key: value for key, value in error.facts.items() if isinstance(value, int | str)}
    return JSONResponse({**answer, "facts": facts}, status or _STATUS.get(error.code, usual))


def _error_answer(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, InspectorError):
        raise error
    return _answer(error)


def _plain_http_error(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _answer(InputError("request.unknown"), status)


def _bad_request(_request: Request, _error: Exception) -> JSONResponse:
    return _answer(InputError("request.unknown"), 404)

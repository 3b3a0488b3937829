"""One bureau over HTTP: thin; every answer is made by the same functions as for a carried folder.

The OpenAPI document at `/openapi.json` says everything that may be asked and answered; FORMAT.md section 8
says what it means.
"""

from __future__ import annotations

import re
from base64 import b64decode
from functools import partial
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, Depends, FastAPI, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader

from inspector.errors import InputError, InspectorError, SystemFault
from sync.bundle.envelope import base64_text, key_id
from sync.bundle.layout import FOOT_LIMIT, PARTS_LIMIT, TRAILER_SIZE, USUAL_PART
from sync.central import verifying
from sync.central.accepting import accept, receipt_of
from sync.central.answers import Health, Signed, Standing, Stored, answer_errors, refusals, refuse
from sync.central.awaiting import Awaiting
from sync.central.bodies import Bodies, Body, body_within
from sync.central.centre import MAIN, Centre
from sync.central.console.app import make_console
from sync.central.enrolling import device_key, enrol_device
from sync.central.feed_pages import answer
from sync.central.receiving import Reception, announce, put_part, standing
from sync.central.watching import NO_TELEMETRY, Figures
from sync.statement import Statement, make_statement
from sync.transport.protocol import request_message

ENROL_LIMIT = 64 << 10
TAKEN_IN_AT_ONCE = 8
"""Bundles verified at once: each takes a processor for a while, and parts that come meanwhile want an answer sooner."""
PATIENCE_S = 25.0
"""How long an intake node waits for a verifier before it tells the device to ask again."""
_DEVICE = re.compile(r"[0-9a-f]{32}")
_SIGNED = APIKeyHeader(
    name="Inspector-Signature",
    scheme_name="device",
    description='`<device> <base64>`: Ed25519 over `"ipb/1 request" ‖ 0x00 ‖ method ‖ 0x20 ‖ path`',
    auto_error=False,
)


async def _caller(request: Request, header: Annotated[str | None, Depends(_SIGNED)] = None) -> str:
    """Return the enrolled device that signed this request."""
    device, _, signature = (header or "").partition(" ")
    centre: Centre = request.app.state.centre
    public_key = centre.device_keys.get(device)
    if public_key is None and _DEVICE.fullmatch(device):
        public_key = await run_in_threadpool(device_key, centre, device)
    if public_key is None:
        raise InputError("request.unsigned")
    # the device signs the path under the address it was given, which may end with its bureau
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    message = request_message(request.method, path)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError) as error:
        raise InputError("request.unsigned") from error
    request.state.device = device
    return device


async def _centre(request: Request) -> Centre:
    # async, though nothing is awaited: FastAPI would send it through a thread else
    centre: Centre = request.app.state.centre
    return centre


Here = Annotated[Centre, Depends(_centre)]
Caller = Annotated[str, Depends(_caller)]
Bundle = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Number = Annotated[int, Path(ge=0, lt=PARTS_LIMIT)]
EnrolBody = Annotated[Body, Depends(body_within(ENROL_LIMIT))]
EndBody = Annotated[Body, Depends(body_within(FOOT_LIMIT + TRAILER_SIZE))]

intake_api = APIRouter()
"""Bundles and receipts: no private key is needed, and an intake node has none."""
office_api = APIRouter()
"""What is signed or opened on the spot."""


def make_app(centre: Centre, figures: Figures | None = None) -> FastAPI:
    """Return the application over an open bureau, which the caller closes."""
    app = FastAPI(
        title="inspector centre", version="1", docs_url=None, redoc_url=None, telemetry=NO_TELEMETRY
    )
    figures = figures or Figures()
    app.state.centre, app.state.figures, app.state.bodies = centre, figures, Bodies(figures)
    app.state.awaiting = Awaiting(centre)
    app.state.taking_in = CapacityLimiter(TAKEN_IN_AT_ONCE)
    answer_errors(app)
    app.include_router(intake_api)
    if centre.bureau == MAIN:
        app.include_router(watch_api)
    if not centre.is_intake:
        app.include_router(office_api)
        app.mount("/console", make_console(centre))
    return app


def _takes(what: str, limit: int) -> dict[str, Any]:
    """Describe a raw body, which FastAPI cannot see."""
    schema = {"type": "string", "format": "binary", "maxLength": limit}
    content = {"application/octet-stream": {"schema": schema}}
    return {"requestBody": {"required": True, "description": what, "content": content}}


@office_api.get("/v1/keys", response_model=Signed, responses=refusals())
def keys(centre: Here) -> Response:
    """Tell whom to seal bundles for and whose receipts to believe, signed."""
    held = centre.keys
    public = held.recipient_public
    statement = make_statement(
        "keys",
        {
            "v": 1,
            "centre": centre.name,
            "receipt_key": base64_text(held.receipt_public),
            "recipients": [{"id": key_id(public), "kem": 1, "key": base64_text(public)}],
            "at": centre.now(),
        },
        held.signing.sign,
    )
    return _statement(statement.encoded())


@office_api.post(
    "/v1/enrol",
    response_model=Signed,
    responses=refusals(400, 403, 408, 413),
    openapi_extra=_takes("statement `enrol`", ENROL_LIMIT),
)
def enrol(centre: Here, body: EnrolBody) -> Response:
    """Enrol a device by the code of its invitation."""
    return _statement(enrol_device(centre, body.read()).encoded())


@office_api.post(
    "/v1/feed",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
        **refusals(400, 401, 403, 404, 408, 413),
    },
    openapi_extra=_takes("statement `feed-request`", ENROL_LIMIT),
)
def feed(centre: Here, device: Caller, body: EnrolBody) -> Response:
    """Give what the office has said to a device, sealed for it."""
    _, page = answer(centre, body.read(), caller=device)
    return Response(page, media_type="application/octet-stream")


@intake_api.post(
    "/v1/bundles",
    response_model=Standing,
    responses={201: {"model": Standing}, **refusals(400, 401, 403, 408, 409, 413, 507)},
    openapi_extra=_takes("FOOT ‖ SIGNATURE ‖ LENGTH ‖ TAIL", FOOT_LIMIT + TRAILER_SIZE),
)
def announced(centre: Here, device: Caller, body: EndBody) -> JSONResponse:
    """Take note of a bundle and tell which parts are missing."""
    try:
        reception = announce(centre, body.read(), caller=device)
    except InputError as error:
        # nothing was taken in yet: here it is the request that is malformed, not a kept bundle
        return refuse(error, 400) if error.code == "bundle.altered" else refuse(error)
    return _reception(reception)


@intake_api.put(
    "/v1/bundles/{bundle}/parts/{number}",
    response_model=Stored,
    responses={201: {"model": Stored}, **refusals(401, 404, 408, 413, 422, 507)},
    openapi_extra={**_takes("the bytes of the part", USUAL_PART), "security": [{_SIGNED.scheme_name: []}]},
)
async def part(request: Request, bundle: Bundle, number: Number) -> Response:
    """Keep one part; it is durable when this is answered."""
    # most of all requests are this one: what FastAPI would solve as dependencies is called in its place
    state = request.app.state
    device = await _caller(request, request.headers.get(_SIGNED.model.name))
    async with state.bodies.read(request, USUAL_PART) as body:
        size, is_new = await run_in_threadpool(_kept, state.centre, bundle, number, body, device)
    if is_new:
        state.figures.received.inc(size)
    return JSONResponse({"number": number}, 201 if is_new else 200)


def _kept(centre: Centre, bundle: str, number: int, body: Body, device: str) -> tuple[int, bool]:
    content = body.view()
    return len(content), put_part(centre, bundle, number, content, caller=device)


@intake_api.get("/v1/bundles/{bundle}", response_model=Standing, responses=refusals(401, 404))
def state(centre: Here, bundle: Bundle, device: Caller) -> JSONResponse:
    """Tell how a bundle stands."""
    return _reception(standing(centre, bundle, caller=device))


@intake_api.post(
    "/v1/bundles/{bundle}/commit", response_model=Signed, responses=refusals(401, 403, 404, 409, 422, 507)
)
async def commit(request: Request, centre: Here, bundle: Bundle, device: Caller) -> Response:
    """Have everything verified and taken in, whole or not at all; the answer is the receipt."""
    figures: Figures = request.app.state.figures
    try:
        receipt = await _taken_in(request, centre, bundle, device)
    except InspectorError as error:
        figures.refused.labels(centre.bureau, error.code).inc()
        raise
    figures.accepted.labels(centre.bureau).inc()
    return _statement(receipt.encoded())


@intake_api.get("/v1/receipts/{bundle}", response_model=Signed, responses=refusals(401, 404))
def receipt(centre: Here, bundle: Bundle, device: Caller) -> Response:
    """Give the receipt of a bundle again, also after years."""
    return _statement(receipt_of(centre, bundle, caller=device).encoded())


@intake_api.get("/health", response_model=Health, responses=refusals())
@intake_api.get("/health/live", response_model=Health, responses=refusals())
def live(centre: Here) -> JSONResponse:
    """Tell that the process runs; nothing else is asked."""
    return JSONResponse({"centre": centre.name, "v": 1})


@intake_api.get("/health/ready", response_model=Health, responses=refusals(507))
def ready(centre: Here) -> JSONResponse:
    """Tell whether a bundle could be taken in now: database and store are asked."""
    with centre.transaction():
        pass
    centre.store.check()
    return JSONResponse({"centre": centre.name, "v": 1})


async def _taken_in(request: Request, centre: Centre, bundle: str, device: str) -> Statement:
    """Verify here where the keys are, else have it verified and wait a while for the outcome."""
    if not centre.is_intake:
        verify = partial(accept, centre, bundle, caller=device)
        return await to_thread.run_sync(verify, limiter=request.app.state.taking_in)
    awaiting: Awaiting = request.app.state.awaiting
    await run_in_threadpool(verifying.ask, centre, bundle, caller=device)
    said = await run_in_threadpool(verifying.outcome, centre, bundle, caller=device)
    if said is None and await awaiting.until_settled(bundle, PATIENCE_S):
        said = await run_in_threadpool(verifying.outcome, centre, bundle, caller=device)
    if said is not None:
        return said
    raise SystemFault("central.verifying")


watch_api = APIRouter()


@watch_api.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **refusals()},
)
def metrics(request: Request) -> Response:
    """Give the figures of this node in Prometheus' text form; for the inside of the network only."""
    figures: Figures = request.app.state.figures
    return Response(figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _statement(encoded: bytes) -> Response:
    return Response(encoded, media_type="application/json")


def _reception(reception: Reception) -> JSONResponse:
    said = {"state": reception.state, "missing": list(reception.missing)}
    return JSONResponse(said, 201 if reception.is_new else 200)

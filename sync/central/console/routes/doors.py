"""Coming and going: set-up with a one-time code, sign-in, sign-out, language, the style sheet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from inspector.errors import InputError
from sync.central.centre import Centre
from sync.central.console import sessions, totp, trail
from sync.central.console.accounts import SET_UP_DAYS, beginning, finish
from sync.central.console.pages import LANGUAGE_COOKIE, icon_file, page, root_of, style_sheet
from sync.central.console.passwords import SHORTEST
from sync.central.console.roles import May, allows
from sync.central.console.sign_in import count_try, sign_in
from sync.central.console.visitors import (
    AnyVisitor,
    Fields,
    address_of,
    cookie_name,
    local,
    set_cookie,
    stranger,
)
from sync.central.console.words import LANGUAGES

router = APIRouter()
_YEAR_S = 365 * 24 * 3600
_REFUSED = {"console.wait": 429}


@router.get("/")
def first(request: Request, visitor: AnyVisitor) -> Response:
    """Lead to what this role comes for."""
    place = "cases" if allows(visitor.account.role, May.SEE_CASES) else "arrivals"
    return RedirectResponse(f"{root_of(request)}/{place}", 303)


@router.get("/sign-in")
def asked(request: Request, back: str = "") -> Response:
    """Show the form."""
    return _sign_in_page(request, back=back)


@router.post("/sign-in")
def signed_in(request: Request, fields: Fields) -> Response:
    """Open a session under a new token; whatever cookie came before is worth nothing."""
    centre: Centre = request.app.state.centre
    name = fields.get("name", "")
    try:
        account = sign_in(
            centre, name, fields.get("password", ""), fields.get("code", ""), address_of(request)
        )
    except InputError as error:
        trail.tell(centre, "sign_in.refused", address=address_of(request), code=error.code)
        return _sign_in_page(request, back=fields.get("back", ""), name=name, error=error)
    token = sessions.begin(centre, account)
    who = {"who": account.name, "role": account.role.value}
    trail.tell(centre, "signed_in", **who, address=address_of(request))
    answer = RedirectResponse(local(request, fields.get("back", "")), 303)
    set_cookie(request, answer, token)
    return answer


@router.post("/sign-out")
def signed_out(request: Request, visitor: AnyVisitor, _fields: Fields) -> Response:
    """End the session, here and at the server."""
    sessions.end(visitor.centre, request.cookies.get(cookie_name(request), ""))
    visitor.tell("signed_out")
    answer = RedirectResponse(f"{root_of(request)}/sign-in", 303)
    answer.delete_cookie(cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True)
    return answer


@router.get("/set-up")
def set_up(request: Request) -> Response:
    """Ask for the one-time code."""
    cookie = stranger(request)
    answer = page(request, "set_up.html", error=None, name="", days=SET_UP_DAYS)
    set_cookie(request, answer, cookie)
    return answer


@router.post("/set-up")
def code_shown(request: Request, fields: Fields) -> Response:
    """Show the square for the telephone once the code is right, and take password and first code."""
    centre: Centre = request.app.state.centre
    stranger(request)
    name, code = fields.get("name", "").strip(), fields.get("set_up", "")
    try:
        count_try(centre, name, address_of(request))
        secret = beginning(centre, name, code)
    except InputError as error:
        trail.tell(centre, "set_up.refused", address=address_of(request), code=error.code)
        status = _REFUSED.get(error.code, 400)
        return page(request, "set_up.html", error=error, name=name, days=SET_UP_DAYS, status=status)
    problem = None
    if "password" in fields:
        try:
            account = finish(
                centre, name, code, fields["password"], fields.get("again", ""), fields.get("code", "")
            )
        except InputError as error:
            problem = error
        else:
            trail.tell(centre, "account.set_up", who=account.name, role=account.role.value)
            return RedirectResponse(f"{root_of(request)}/sign-in", 303)
    return page(
        request,
        "telephone.html",
        name=name,
        set_up=code,
        secret=totp.written(secret),
        square=_square(totp.address(secret, name, centre.name)),
        least=SHORTEST,
        error=problem,
        status=400 if problem else 200,
    )


@router.post("/language")
def language(request: Request, fields: Fields) -> Response:
    """Remember the language in this browser."""
    answer = RedirectResponse(local(request, fields.get("back", "")), 303)
    if fields.get("language") in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, fields["language"], _YEAR_S, path=root_of(request) or "/", samesite="lax"
        )
    return answer


@router.get("/static/console.css")
def style() -> Response:
    """Give the style sheet, which says nothing of anybody."""
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "public, max-age=86400"})


@router.get("/static/icon.svg")
def tab_icon() -> Response:
    """Give the drawing for the browser's tab."""
    return Response(
        icon_file(), media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )


def _sign_in_page(
    request: Request, *, back: str, name: str = "", error: InputError | None = None
) -> Response:
    cookie = stranger(request)
    status = 200 if error is None else _REFUSED.get(error.code, 401)
    answer = page(request, "sign_in.html", back=local(request, back), name=name, error=error, status=status)
    set_cookie(request, answer, cookie)
    if error is not None and "minutes" in error.facts:
        answer.headers["Retry-After"] = str(int(str(error.facts["minutes"])) * 60)
    return answer


def _square(address: str) -> Markup:
    """Return the square code as our own drawing inside the page: no picture of it is ever kept."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(
        scale=5, border=4, omitsize=True, dark="#000", light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - squares only, drawn here

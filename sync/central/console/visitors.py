"""Who is asking: the cookie, the form's token, what the role allows."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response

from inspector.errors import InputError
from sync.central.centre import MAIN, Centre
from sync.central.console import sessions, trail
from sync.central.console.accounts import Account
from sync.central.console.pages import root_of
from sync.central.console.roles import May, allows

_FORM_TYPE = "application/x-www-form-urlencoded"
_FIELDS_LIMIT = 20
_LOCAL = re.compile(r"[\w/?=&.%+-]*", re.ASCII)


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, at this request."""

    account: Account
    centre: Centre
    cookie: str

    def mark(self, what: str) -> str:
        """Return the mark for the pictures of a page that is told of."""
        return sessions.mark(self.centre, self.cookie, what)

    def has_mark(self, shown: str, what: str) -> bool:
        """Tell whether a page of this session gave the mark."""
        return hmac.compare_digest(shown.encode(), self.mark(what).encode())

    def tell(self, what: str, **of: str) -> None:
        """Add a step of this person's to the trail."""
        trail.tell(self.centre, what, who=self.account.name, role=self.account.role.value, **of)


def cookie_name(request: Request) -> str:
    """Return the session cookie's name: one for each bureau, bound to this very host where the connection is encrypted."""
    centre: Centre = request.app.state.centre
    name = "inspector-console" if centre.bureau == MAIN else f"inspector-console-{centre.bureau}"
    return f"__Host-{name}" if request.url.scheme == "https" else name


def set_cookie(request: Request, response: Response, value: str) -> None:
    """Give the browser its session, or the mark by which a stranger's form is known; gone with the window."""
    response.set_cookie(
        cookie_name(request),
        value,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def stranger(request: Request) -> str:
    """Return the cookie by which a stranger's forms are known, a new one where there is none."""
    cookie = request.cookies.get(cookie_name(request), "") or f"s.{secrets.token_urlsafe(24)}"
    request.state.form_token = sessions.form_token(request.app.state.centre, cookie)
    return cookie


def _visitor(request: Request) -> Visitor:
    centre: Centre = request.app.state.centre
    token = request.cookies.get(cookie_name(request), "")
    account = sessions.account_in(centre, token) if token else None
    if account is None:
        raise InputError("console.signed_out")
    request.state.form_token = sessions.form_token(centre, token)
    request.state.account = account
    return Visitor(account, centre, token)


def _may(what: May) -> Callable[[Visitor], Visitor]:
    def check(visitor: Annotated[Visitor, Depends(_visitor)]) -> Visitor:
        if not allows(visitor.account.role, what):
            visitor.tell("access.refused", needed=what.value)
            raise InputError("console.not_allowed")
        return visitor

    return check


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form that our own page sent from this browser.

    Raises:
        InputError: `console.form_foreign` for any other.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise InputError("console.form_foreign")
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _FORM_TYPE:
        raise InputError("console.form_foreign")
    try:
        text = (await request.body()).decode("ascii")
        fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_LIMIT))
    except ValueError as error:
        raise InputError("console.form_foreign") from error
    cookie = request.cookies.get(cookie_name(request), "")
    if not cookie or not sessions.is_form_token(request.app.state.centre, cookie, fields.get("token", "")):
        raise InputError("console.form_foreign")
    return fields


def local(request: Request, address: str) -> str:
    """Return an address of this console as it is, anything else as the console's first page."""
    root = root_of(request)
    is_ours = address.startswith(f"{root}/") and "//" not in address and _LOCAL.fullmatch(address)
    return address if is_ours else f"{root}/"


def address_of(request: Request) -> str:
    """Return the network address of whoever asks."""
    return request.client.host if request.client else ""


AnyVisitor = Annotated[Visitor, Depends(_visitor)]
CaseReader = Annotated[Visitor, Depends(_may(May.SEE_CASES))]
Exporter = Annotated[Visitor, Depends(_may(May.EXPORT))]
ArrivalsReader = Annotated[Visitor, Depends(_may(May.SEE_ARRIVALS))]
TrailReader = Annotated[Visitor, Depends(_may(May.SEE_TRAIL))]
CaseEditor = Annotated[Visitor, Depends(_may(May.EDIT_CASES))]
AccountsRunner = Annotated[Visitor, Depends(_may(May.RUN_ACCOUNTS))]
Fields = Annotated[dict[str, str], Depends(_form)]

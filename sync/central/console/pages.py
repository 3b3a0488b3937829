"""Pages from templates: escaped always, in the visitor's language, without a script."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from inspector.clock import CHINA
from sync.central.console.roles import May, allows
from sync.central.console.words import language_of, say

if TYPE_CHECKING:
    from sync.central.console.accounts import Account

LANGUAGE_COOKIE = "inspector-language"


def page(
    request: Request, template: str, *, account: Account | None = None, status: int = 200, **facts: Any
) -> HTMLResponse:
    """Return a page; `facts` are what its template asks for."""
    language = language_in(request)
    centre = request.app.state.centre

    def t(code: str, **told: object) -> str:
        return say(language, code, **told)

    html = (
        _environment()
        .get_template(template)
        .render(
            **facts,
            t=t,
            language=language,
            root=root_of(request),
            here=_here(request),
            centre_name=centre.name,
            account=account,
            may=lambda what: account is not None and allows(account.role, May(what)),
            form_token=form_token_in(request),
            style=f"{root_of(request)}/static/console.css?{_style_version()}",
        )
    )
    return HTMLResponse(html, status)


def root_of(request: Request) -> str:
    """Return the path the console is mounted at, e.g. /console."""
    return str(request.scope.get("root_path", ""))


def language_in(request: Request) -> str:
    """Return the language to answer in."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return language_of(chosen, request.headers.get("Accept-Language", ""))


def form_token_in(request: Request) -> str:
    """Return what forms on the page bring back; see `visitors`."""
    return str(getattr(request.state, "form_token", ""))


def style_sheet() -> bytes:
    """Return the one style sheet."""
    return (resources.files("sync.central.console") / "static" / "console.css").read_bytes()


def icon_file() -> bytes:
    """Return the drawing for the browser's tab, in the accent's colour."""
    drawing = (resources.files("resources") / "icons" / "store.svg").read_bytes()
    return drawing.replace(b"currentColor", b"#1F5FA8")


@cache
def _style_version() -> str:
    return hashlib.sha256(style_sheet()).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sync.central.console"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["icon"] = _icon
    environment.filters["minute"] = _minute
    environment.filters["second"] = _second
    environment.filters["day"] = _day
    environment.filters["yuan"] = _yuan
    return environment


@cache
def _icon(name: str) -> Markup:
    """Return one of our own drawings, for the eye only: a word always stands beside it."""
    drawing = (resources.files("resources") / "icons" / f"{name}.svg").read_text("utf-8")
    return Markup(drawing.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - our file


def _minute(moment: datetime | str | None) -> str:
    return _shown(moment, "%Y-%m-%d %H:%M")


def _second(moment: datetime | str | None) -> str:
    return _shown(moment, "%Y-%m-%d %H:%M:%S")


def _day(moment: datetime | str | None) -> str:
    return _shown(moment, "%Y-%m-%d")


def _yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


def _shown(moment: datetime | str | None, form: str) -> str:
    if not moment:
        return "—"
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return known.astimezone(CHINA).strftime(form)


def _here(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")

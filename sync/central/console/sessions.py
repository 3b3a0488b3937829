"""Sessions: kept at the server, named by a random cookie, new at every sign-in, over after a pause or a working day."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from inspector.records.plain import instant_text
from sync.central.centre import Centre
from sync.central.console.accounts import Account, account_of
from sync.central.console.sealing import derived
from sync.central.console.tables import accounts, sessions

IDLE = timedelta(minutes=20)
LONGEST = timedelta(hours=10)
_NOTED_EVERY = timedelta(seconds=30)
"""How often it is written down that somebody is still there."""


def begin(centre: Centre, account: Account) -> str:
    """Open a session and return its token; what is over is forgotten on the way."""
    token, now = secrets.token_urlsafe(32), centre.clock.now().wall
    idle, old = instant_text(now - IDLE), instant_text(now - LONGEST)
    row = {"token_sha256": _digest(token), "account": account.id, "made": centre.now(), "seen": centre.now()}
    with centre.transaction() as connection:
        connection.execute(delete(sessions).where(or_(sessions.c.seen < idle, sessions.c.made < old)))
        connection.execute(insert(sessions).values(**row))
    return token


def account_in(centre: Centre, token: str) -> Account | None:
    """Return whose session a token names, while it lasts."""
    query = (
        select(sessions.c.made, sessions.c.seen, accounts)
        .join(accounts, accounts.c.account == sessions.c.account)
        .where(sessions.c.token_sha256 == _digest(token), accounts.c.is_locked.is_(False))
    )
    with centre.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    made, seen = datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1])
    now = centre.clock.now().wall
    if now - seen > IDLE or now - made > LONGEST:
        end(centre, token)
        return None
    if now - seen > _NOTED_EVERY:
        with centre.transaction() as connection:
            mine = update(sessions).where(sessions.c.token_sha256 == _digest(token))
            connection.execute(mine.values(seen=centre.now()))
    return account_of(row)


def end(centre: Centre, token: str) -> None:
    """End one session."""
    with centre.transaction() as connection:
        connection.execute(delete(sessions).where(sessions.c.token_sha256 == _digest(token)))


def form_token(centre: Centre, cookie: str) -> str:
    """Return what a form must bring back to count as sent from our own page by the holder of the cookie."""
    return hmac.digest(derived(centre.keys, "console forms"), cookie.encode(), "sha256").hex()


def is_form_token(centre: Centre, cookie: str, token: str) -> bool:
    """Tell whether a form came from our own page."""
    return hmac.compare_digest(form_token(centre, cookie).encode(), token.encode())


def mark(centre: Centre, cookie: str, what: str) -> str:
    """Return what a page puts on the address of a picture: its holder has been told of on the trail, for `what`."""
    key = derived(centre.keys, "console pictures")
    return hmac.digest(key, f"{cookie}\n{what}".encode(), "sha256").hex()[:32]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Signing in: name, password and the code of the telephone at once; who guesses waits longer each time."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from inspector.errors import InputError
from inspector.records.plain import instant_text
from sync.central.centre import Centre
from sync.central.console import totp
from sync.central.console.accounts import Account, account_of, name_key, plain_name
from sync.central.console.passwords import is_password
from sync.central.console.tables import accounts, tries
from sync.central.database import insert_or

_FREE = 5
"""Failures in a row that cost nothing but the typing."""
_FREE_FOR_ADDRESS = 30
"""A whole office may sit behind one address."""
_FIRST_WAIT = timedelta(seconds=30)
_FORGOTTEN_AFTER = timedelta(days=1)
_LONGEST_WAIT = timedelta(minutes=15)
"""Nobody is locked out for good by a stranger who guesses."""


def sign_in(centre: Centre, name: str, password: str, shown: str, address: str) -> Account:
    """Return the account; which of the three was wrong is not told.

    Raises:
        InputError: `console.wait` with `minutes`; `console.wrong` .
    """
    # counted before anything is looked at, so that many tries at once gain nothing
    _count(centre, name_key(name), _FREE)
    _count(centre, address_key(address), _FREE_FOR_ADDRESS)
    with centre.reading() as connection:
        row = connection.execute(select(accounts).where(accounts.c.name == plain_name(name))).first()
    is_right = is_password(password, row.password if row is not None else None)
    if row is None or not is_right or row.is_locked or row.wrapped_totp is None:
        raise InputError("console.wrong")
    now = centre.clock.now().wall
    step = totp.step_shown(centre.keys.unwrap(row.wrapped_totp), shown, now, row.totp_step)
    if step is None:
        raise InputError("console.wrong")
    with centre.transaction() as connection:
        mine = update(accounts).where(accounts.c.account == row.account, accounts.c.totp_step < step)
        if connection.execute(mine.values(totp_step=step)).rowcount != 1:
            raise InputError("console.wrong")  # the same code came twice at once
        keys = (name_key(name), address_key(address))
        connection.execute(delete(tries).where(tries.c.key.in_(keys)))
    return account_of(row)


def count_try(centre: Centre, name: str, address: str) -> None:
    """Count a try with a set-up code; raises as `sign_in`."""
    _count(centre, name_key(name), _FREE)
    _count(centre, address_key(address), _FREE_FOR_ADDRESS)


def address_key(address: str) -> str:
    """Return the key under which tries from one address are counted."""
    return hashlib.sha256(f"address {address}".encode()).hexdigest()


def _count(centre: Centre, key: str, free: int) -> None:
    now = centre.clock.now().wall
    one = tries.c.key == key
    with centre.transaction() as connection:
        begun = insert_or(connection, tries).values(key=key, failures=0, last=instant_text(now))
        if connection.execute(begun.on_conflict_do_nothing()).rowcount:
            old = instant_text(now - _FORGOTTEN_AFTER)
            connection.execute(delete(tries).where(tries.c.last < old))
        # the row is held until it is counted: of many tries at once each sees those before it, on any database
        row = connection.execute(select(tries).where(one).with_for_update()).one()
        wait = _wait_after(row.failures, free)
        ready = datetime.fromisoformat(row.last) + wait
        if wait and now < ready:
            raise InputError("console.wait", minutes=max(1, -(-int((ready - now).total_seconds()) // 60)))
        counted = {"failures": row.failures + 1, "last": instant_text(now)}
        connection.execute(update(tries).where(one).values(**counted))


def _wait_after(failures: int, free: int) -> timedelta:
    if failures < free:
        return timedelta()
    return min(_FIRST_WAIT * (1 << min(failures - free, 10)), _LONGEST_WAIT)

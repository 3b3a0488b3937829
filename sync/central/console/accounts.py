"""Accounts: made by a command, finished by their owner with a one-time code, locked by an administrator."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from inspector.errors import InputError
from inspector.records.plain import instant_text
from sync.central.centre import Centre
from sync.central.console import totp
from sync.central.console.passwords import hashed, require_password
from sync.central.console.roles import Role
from sync.central.console.tables import accounts, sessions, tries

SET_UP_DAYS = 3
NAME_LIMIT = 40


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: str
    name: str
    role: Role
    is_ready: bool
    """Password and telephone are set up."""
    is_locked: bool
    made: str


def make_account(centre: Centre, name: str, role: Role) -> str:
    """Make an account and return its one-time set-up code, to be handed over in person.

    Raises:
        InputError: `console.name_form`, `console.name_taken`.
    """
    plain, code = plain_name(name), _new_code()
    if not plain or len(plain) > NAME_LIMIT or any(unicodedata.category(ch)[0] == "C" for ch in plain):
        raise InputError("console.name_form", most=NAME_LIMIT)
    row = {"account": centre.ids.object(), "name": plain, "role": role.value}
    try:
        with centre.transaction() as connection:
            connection.execute(
                insert(accounts).values(**row, **_open_set_up(centre, code), made=centre.now())
            )
    except IntegrityError as error:
        raise InputError("console.name_taken", name=plain) from error
    return code


def reset_account(centre: Centre, name: str) -> str:
    """Take password and telephone away, end every session, and return a new set-up code.

    Raises:
        InputError: `console.no_account`.
    """
    account, code = account_named(centre, name), _new_code()
    nothing = {"password": None, "wrapped_totp": None, "is_locked": False}
    with centre.transaction() as connection:
        one = update(accounts).where(accounts.c.account == account.id)
        connection.execute(one.values(**nothing, **_open_set_up(centre, code)))
        connection.execute(delete(sessions).where(sessions.c.account == account.id))
    return code


def lock_account(centre: Centre, account_id: str, *, is_locked: bool) -> Account:
    """Lock or unlock an account; a locked one is signed out at once.

    Raises:
        InputError: `console.no_account`.
    """
    account = account_with(centre, account_id)
    if account is None:
        raise InputError("console.no_account", name="")
    with centre.transaction() as connection:
        connection.execute(
            update(accounts).where(accounts.c.account == account_id).values(is_locked=is_locked)
        )
        if is_locked:
            connection.execute(delete(sessions).where(sessions.c.account == account_id))
    return account


def beginning(centre: Centre, name: str, code: str) -> bytes:
    """Return the secret for the telephone, once the set-up code is right; it stays the same until finished.

    Raises:
        InputError: `console.set_up_code`.
    """
    row = _row(centre, name)
    if not _is_set_up_code(centre, row, code):
        raise InputError("console.set_up_code")
    assert row is not None  # its code was right
    if row.wrapped_totp is not None:
        return centre.keys.unwrap(row.wrapped_totp)
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    with centre.transaction() as connection:
        one = update(accounts).where(accounts.c.account == row.account)
        connection.execute(one.values(wrapped_totp=centre.keys.wrap(secret)))
    return secret


def finish(centre: Centre, name: str, code: str, password: str, again: str, shown: str) -> Account:
    """Set password and telephone; the set-up code is used up.

    Raises:
        InputError: `console.set_up_code`, `console.password_*`, `console.wrong_code`.
    """
    secret = beginning(centre, name, code)
    require_password(password, plain_name(name))
    if password != again:
        raise InputError("console.password_differs")
    step = totp.step_shown(secret, shown, centre.clock.now().wall, 0)
    if step is None:
        raise InputError("console.wrong_code")
    done = {"password": hashed(password), "totp_step": step, "set_up_sha256": None, "set_up_until": None}
    with centre.transaction() as connection:
        one = update(accounts).where(accounts.c.name == plain_name(name))
        connection.execute(one.where(accounts.c.set_up_sha256 == _digest(code)).values(**done))
        connection.execute(delete(tries).where(tries.c.key == name_key(name)))
    return account_named(centre, name)


def account_named(centre: Centre, name: str) -> Account:
    """Return an account; `InputError("console.no_account")`."""
    row = _row(centre, name)
    if row is None:
        raise InputError("console.no_account", name=name)
    return account_of(row)


def account_with(centre: Centre, account_id: str) -> Account | None:
    """Return an account by its id."""
    with centre.reading() as connection:
        row = connection.execute(select(accounts).where(accounts.c.account == account_id)).first()
    return None if row is None else account_of(row)


def every_account(centre: Centre) -> tuple[Account, ...]:
    """Return all accounts by name."""
    query = select(accounts).order_by(accounts.c.name)
    with centre.reading() as connection:
        return tuple(account_of(row) for row in connection.execute(query))


def account_of(row: Row[Any]) -> Account:
    """Return what a row says."""
    is_ready = row.password is not None and row.wrapped_totp is not None
    return Account(row.account, row.name, Role(row.role), is_ready, row.is_locked, row.made)


def plain_name(name: str) -> str:
    """Return one form of a name: 王内勤 typed on any keyboard is the same person."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def name_key(name: str) -> str:
    """Return the key under which tries with a name are counted, known or not."""
    return _digest(f"name {plain_name(name)}")


def _row(centre: Centre, name: str) -> Row[Any] | None:
    with centre.reading() as connection:
        return connection.execute(select(accounts).where(accounts.c.name == plain_name(name))).first()


def _is_set_up_code(centre: Centre, row: Row[Any] | None, code: str) -> bool:
    if row is None or row.set_up_sha256 is None or row.is_locked:
        return False
    is_in_time = centre.now() <= row.set_up_until
    return is_in_time and secrets.compare_digest(row.set_up_sha256, _digest(code))


def _open_set_up(centre: Centre, code: str) -> dict[str, str]:
    until = centre.clock.now().wall + timedelta(days=SET_UP_DAYS)
    return {"set_up_sha256": _digest(code), "set_up_until": instant_text(until)}


def _new_code() -> str:
    """Return 100 random bits in letters that are read aloud without error, in fours."""
    letters = b32encode(secrets.token_bytes(15)).decode()[:20]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _digest(text: str) -> str:
    plain = text.strip().upper().replace(" ", "") if "-" in text else text
    return hashlib.sha256(plain.encode()).hexdigest()

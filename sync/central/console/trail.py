"""The trail: who looked at what. It only grows, and each entry seals the one before it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from inspector.canonical import Json, canonical
from inspector.errors import SystemFault
from sync.central.centre import Centre
from sync.central.console.sealing import derived
from sync.central.console.tables import trail

_BEGINNING = "0" * 64
_BATCH = 500
_PATIENCE = 50
"""Other nodes' steps that may come in between."""


@dataclass(frozen=True)
class Step:
    """One thing somebody did at the console."""

    number: int
    at: str
    who: str
    """Name of the account; for a try that failed, nobody's."""
    role: str
    what: str
    """E.g. "photo.looked_at"."""
    of: dict[str, str]
    """Ids and hashes of what it was done to; never a word of the case."""


def tell(centre: Centre, what: str, *, who: str = "", role: str = "", **of: str) -> None:
    """Add one step, durable before this returns."""
    for _ in range(_PATIENCE):
        try:
            _add(centre, what, who, role, of)
        except IntegrityError:
            continue  # another node took this number: ours comes after it
        return
    raise SystemFault("central.busy")


def _add(centre: Centre, what: str, who: str, role: str, of: dict[str, str]) -> None:
    key = derived(centre.keys, "console trail")
    with centre.transaction() as connection:
        number, before = _end(connection)
        content: dict[str, Json] = {
            "number": number + 1,
            "at": centre.now(),
            "who": who,
            "role": role,
            "what": what,
            "of": dict(of),
        }
        text = canonical(content).decode()
        values = {"number": number + 1, "text": text, "mac": _mac(key, before, text)}
        connection.execute(insert(trail).values(**values))


def steps(centre: Centre, *, page: int = 1, size: int = 100) -> tuple[tuple[Step, ...], int]:
    """Return one page of the steps, the newest first, and how many there are."""
    with centre.reading() as connection:
        count = connection.execute(select(func.count()).select_from(trail)).scalar_one()
        query = select(trail.c.text).order_by(trail.c.number.desc())
        texts = connection.execute(query.limit(size).offset((page - 1) * size)).scalars().all()
    return tuple(Step(**json.loads(text)) for text in texts), count


def first_broken(centre: Centre) -> int | None:
    """Return the number of the first step that is not as it was written or does not follow; None if all do.

    That the newest steps were cut off shows only against a number noted elsewhere.
    """
    key = derived(centre.keys, "console trail")
    before = _BEGINNING
    for expected, (number, text, mac) in enumerate(_all(centre), 1):
        told = json.loads(text).get("number")
        if (number, told) != (expected, expected) or not hmac.compare_digest(mac, _mac(key, before, text)):
            return expected
        before = mac
    return None


def length(centre: Centre) -> int:
    """Return how many steps the trail has."""
    with centre.reading() as connection:
        return _end(connection)[0]


def _all(centre: Centre) -> Iterator[tuple[int, str, str]]:
    after = 0
    while True:
        with centre.reading() as connection:
            query = select(trail).where(trail.c.number > after).order_by(trail.c.number).limit(_BATCH)
            rows = connection.execute(query).all()
        yield from ((row.number, row.text, row.mac) for row in rows)
        if len(rows) < _BATCH:
            return
        after = rows[-1].number


def _end(connection: Connection) -> tuple[int, str]:
    last = connection.execute(select(trail).order_by(trail.c.number.desc()).limit(1)).first()
    return (last.number, last.mac) if last else (0, _BEGINNING)


def _mac(key: bytes, before: str, text: str) -> str:
    return hmac.digest(key, f"{before}\n{text}".encode(), "sha256").hex()

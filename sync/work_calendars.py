"""The state calendar alone, signed by the centre: a year's notice reaches devices whatever their law pack (FORMAT.md 12)."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector.actions.ports import Device, Journal, UnitOfWork
from inspector.canonical import Json
from inspector.errors import BugError, InputError
from inspector.law import LawPack
from inspector.law.deadlines.calendar import CalendarYear
from inspector.law.reading import calendar_years
from sync.enrolment import pinned
from sync.statement import Statement, make_statement, read_statement, verified

KIND = "work-calendar"
IMPORTED = "law.calendar_imported"
"""Journalled when a signed calendar was believed: facts `years`, `sha256`, `statement` (base64)."""


@dataclass(frozen=True)
class SignedCalendar:
    """Years of the state calendar and what their issuer says about them."""

    years: tuple[CalendarYear, ...]
    text: str
    """The table as it was signed."""
    issuer: str
    """Name of the centre that signed it."""
    issued: str
    """The centre's time, UTC with milliseconds; the later of two statements holds for a year both fix."""
    sha256: str
    """Of the file, for people to compare."""

    @property
    def named(self) -> str:
        """The years as people read them, e.g. 2026、2027."""
        return "、".join(str(year.year) for year in self.years)


def sign_calendar(text: str, *, issuer: str, at: str, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign a table such as `calendar.toml` with the centre's receipt key, once it is sound.

    Raises:
        InputError: `law.pack_refused` with the fault.
    """
    _sound(text)
    content: dict[str, Json] = {"v": 1, "centre": issuer, "at": at, "calendar": text}
    return make_statement(KIND, content, sign)


def read_calendar(raw: bytes, key: bytes) -> SignedCalendar:
    """Return a calendar only if the raw Ed25519 `key` signed it and it is sound.

    Raises:
        InputError: `law.pack_form`, `law.pack_signature`, `law.pack_refused`.
    """
    try:
        content = verified(read_statement(raw), KIND, key)
    except InputError as error:
        code = "law.pack_signature" if error.code == "statement.signature" else "law.pack_form"
        raise InputError(code) from error
    return _signed(content, raw)


def calendar_readable_here(device: Device, raw: bytes) -> SignedCalendar:
    """Return the calendar this device would import, without importing it.

    Raises:
        InputError: `device.not_enrolled`, `law.calendar_not_newer`, and those of `read_calendar`.
    """
    centre = pinned(device)
    if centre is None:
        raise InputError("device.not_enrolled")
    signed = read_calendar(raw, centre.key_of(raw, KIND))
    newest = max((kept.issued for kept in kept_calendars(device.journal)), default="")
    if signed.issued <= newest:
        raise InputError("law.calendar_not_newer", years=signed.named)
    return signed


def import_calendar(device: Device, raw: bytes, *, by: str) -> SignedCalendar:
    """Believe a calendar of the pinned centre; it applies from the next opening. Raises as `calendar_readable_here`."""
    with device.unit() as unit:
        signed = note_calendar(device, unit, raw, by=by)
        unit.commit()
    return signed


def note_calendar(device: Device, unit: UnitOfWork, raw: bytes, *, by: str) -> SignedCalendar:
    """Believe a calendar within a transaction; raises as `calendar_readable_here`."""
    signed = calendar_readable_here(device, raw)
    facts: dict[str, Json] = {
        "years": signed.named,
        "sha256": signed.sha256,
        "statement": b64encode(raw).decode(),
    }
    unit.note(IMPORTED, device.id, facts, by=by)
    return signed


def kept_calendars(journal: Journal) -> tuple[SignedCalendar, ...]:
    """Return every imported calendar this program can still read, by the time it was issued."""
    told = (json.loads(entry)["facts"] for entry in journal.entries_of_change(IMPORTED))
    kept = (signed for facts in told if (signed := _kept(facts)) is not None)
    return tuple(sorted(kept, key=lambda signed: signed.issued))


def with_calendars(pack: LawPack, issued: str, journal: Journal) -> LawPack:
    """Return the pack with the years imported alone.

    `issued` says when the pack itself was signed, "" for the one that ships: of two that fix a year the later
    holds, and a year the pack does not know is always added.
    """
    calendar = pack.calendar
    own = {year.year for year in calendar.years}
    for kept in kept_calendars(journal):
        years = tuple(year for year in kept.years if kept.issued > issued or year.year not in own)
        calendar = calendar.with_years(years)
    return pack if calendar is pack.calendar else replace(pack, calendar=calendar)


def _kept(facts: dict[str, str]) -> SignedCalendar | None:
    try:
        raw = b64decode(facts["statement"])
        return _signed(json.loads(read_statement(raw).text), raw)
    except (InputError, ValueError, KeyError):
        return None  # of a version this program does not read any more


def _signed(content: dict[str, Json], raw: bytes) -> SignedCalendar:
    text, issuer, issued = content.get("calendar"), content.get("centre"), content.get("at")
    if not isinstance(text, str) or not isinstance(issuer, str) or not isinstance(issued, str):
        raise InputError("law.pack_form")
    return SignedCalendar(_sound(text), text, issuer, issued, hashlib.sha256(raw).hexdigest())


def _sound(text: str) -> tuple[CalendarYear, ...]:
    try:
        years = calendar_years(text)
    except BugError as error:
        raise InputError("law.pack_refused", file=error.facts["file"], why=error.facts["why"]) from error
    if not years:
        raise InputError("law.pack_form")
    return years

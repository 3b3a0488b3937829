"""What the bodies of a feed say, each kind as a frozen value; fields a later centre adds are passed over (FORMAT.md 13.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import ValidationError

from inspector.errors import InputError
from inspector.records import CaseFieldName, Exhibitor, Fair, NumberBlock, Officer
from inspector.typed import converted
from sync.feed.entry import CarriedEntry, body_of

B = TypeVar("B")


@dataclass(frozen=True)
class CaseBody:
    """Administrative fields of a case the office wrote."""

    inspection: str
    fields: dict[CaseFieldName, str]
    """Only those that were written; an empty value takes one away."""
    over: dict[CaseFieldName, str] = field(default_factory=dict)
    """What the office had of the device's when it wrote."""


@dataclass(frozen=True)
class CorrectionBody:
    """A fact of the stand the office asks to be corrected."""

    record_kind: str
    record: str
    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class OfficerBody:
    """One line of the roster of officers; `id` counts only where the device does not know the certificate yet."""

    officer: Officer


@dataclass(frozen=True)
class NumbersBody:
    """Blocks of document numbers for this device alone."""

    blocks: tuple[NumberBlock, ...]


@dataclass(frozen=True)
class RosterBody:
    """Who stands where at a fair."""

    fair: Fair
    file_name: str
    file_sha256: str
    exhibitors: tuple[Exhibitor, ...]


@dataclass(frozen=True)
class StatementBody:
    """A signed statement carried along: a law pack, a calendar, a certificate."""

    statement: str


@dataclass(frozen=True)
class RecipientBody:
    """One key bundles may be sealed for."""

    key: str
    since: str
    until: str
    certificate: str = ""


@dataclass(frozen=True)
class RecipientsBody:
    """Every key bundles may be sealed for from now on."""

    keys: tuple[RecipientBody, ...]


@dataclass(frozen=True)
class ReceiptKeyBody:
    """The key that signs from the next entry on."""

    key: str
    since: str
    former_until: str
    """Until when the former key may have signed; empty: it is in strange hands, and nothing it signed is believed."""
    certificate: str = ""


@dataclass(frozen=True)
class RootBody:
    """The bureau's root, for devices that were enrolled before there was one."""

    root_key: str


@dataclass(frozen=True)
class RevokedBody:
    """A device or an officer taken off the list."""

    what: str
    """`device` or `officer`."""
    subject: str
    """Device id, or certificate number."""
    since: str
    """UTC with milliseconds."""
    reason: str


@dataclass(frozen=True)
class RestartBody:
    """The root's word that the centre begins anew; see `restart.py`."""

    statement: str


def read_body(entry: CarriedEntry, kind: type[B]) -> B:
    """Return a body as a value; `InputError("feed.body")` if it does not have that form."""
    try:
        return converted(body_of(entry), kind)
    except ValidationError as error:
        raise InputError("feed.body") from error

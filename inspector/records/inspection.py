"""One inspection of one stand: states S2 to S8 of the on-site procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector.records.right import RightLookup

FOLLOWED = "inspection.followed"
"""Journalled when later acts of a sealed visit begin: the one change by which such a record comes to be."""


class InspectionState(StrEnum):
    """Open until the stand is left; then sealed, and only corrections follow."""

    OPEN = "open"
    SEALED = "sealed"


class PresenceKind(StrEnum):
    """通知当事人到场情况 (S4)."""

    PARTY = "party"
    """当事人到场"""
    SITE_MANAGER = "site-manager"
    """现场负责人到场"""
    NOTIFIED_ABSENT = "notified-absent"
    """已电话通知未到"""
    UNREACHABLE = "unreachable"
    """无法通知"""

    @property
    def is_absent(self) -> bool:
        """Tell whether nobody of the party was there, so that a witness must sign."""
        return self in {PresenceKind.NOTIFIED_ABSENT, PresenceKind.UNREACHABLE}


class ClosingManner(StrEnum):
    """How the record was given to the party at the end."""

    CHECKED = "checked"
    """核对"""
    READ_OUT = "read-out"
    """宣读"""


@dataclass(frozen=True)
class CredentialsShown:
    """亮证 (S3): both certificates shown, and the party's answer."""

    at: datetime
    cert_nos: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class RightsTold:
    """告知陈述、申辩、申请回避的权利 (S3), and the party's answer."""

    at: datetime
    answer: str
    recusal_requested: bool = False


@dataclass(frozen=True)
class Presence:
    """Who of the party was there (S4)."""

    kind: PresenceKind
    person: str = ""
    note: str = ""
    """Required when nobody came: how and when they were told."""
    recording: str = ""
    """Number of the recording that proves it."""


@dataclass(frozen=True)
class Witness:
    """见证人: mandatory for a coercive measure while the party is absent."""

    name: str
    id_number: str
    contact: str


@dataclass(frozen=True)
class Statement:
    """当事人的陈述和申辩, word for word; 「未提出」 when nothing was said."""

    text: str


@dataclass(frozen=True)
class Closing:
    """以上…请核对/已向你宣读 with the party's answer."""

    manner: ClosingManner
    answer: str


@dataclass(frozen=True)
class Inspection:
    """The record of one stand; steps may be filled in any order, the gate is at signing."""

    id: str
    fair_id: str
    bureau_id: str
    hall: str
    booth: str
    place: str
    """Full address with hall and booth."""
    subject: str
    """检查事由: what the inspection is about."""
    officer_ids: tuple[str, ...]
    started: datetime
    ended: datetime | None = None
    state: InspectionState = InspectionState.OPEN
    credentials: CredentialsShown | None = None
    rights: RightsTold | None = None
    presence: Presence | None = None
    party_id: str | None = None
    findings: str = ""
    """现场情况"""
    measure_told: str = ""
    """行政强制措施告知: reasons, basis, rights and remedies as told."""
    statement: Statement | None = None
    witness: Witness | None = None
    closing: Closing | None = None
    supplier_asked: str = ""
    """上家/下家: what the party said of where the goods came from."""
    evidence_note: str = ""
    """Why the evidence suffices without a certificate or the holder's identification."""
    source: str = ""
    """案件来源: a code of the law pack's list "case-source"; empty while nobody said."""
    lead_received: datetime | None = None
    """When the complaint, report or transferred case came in: begins the period of 程序规定 18."""
    lookups: tuple[RightLookup, ...] = ()
    """What registers said of the rights, one for each number."""
    questioning_note: str = ""
    """Why nobody of the party is questioned on record (程序规定 29)."""
    follows: str = ""
    """Id of the sealed visit whose later acts this records; empty for a visit itself."""

    @property
    def case_id(self) -> str:
        """Id of the visit it belongs to: goods, measures and party are that one's."""
        return self.follows or self.id

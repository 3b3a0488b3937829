"""Each entry of the feed as one transaction of the device: what it brings, and that it came, or why it is set aside."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from inspector.actions.import_roster import keep_roster
from inspector.actions.number_blocks import allot_in
from inspector.actions.office_edits import (
    BY,
    OfficeWord,
    ask_correction,
    officer_fields,
    take_case_edit,
    take_officer,
)
from inspector.actions.ports import Device, UnitOfWork
from inspector.errors import InputError
from inspector.records import (
    Fair,
    FeedEntry,
    FeedState,
    FormerKey,
    Officer,
    PinnedCentre,
    RecipientKey,
    Roster,
)
from sync.bundle.envelope import base64_text, bureau_id
from sync.feed.bodies import (
    CaseBody,
    CorrectionBody,
    NumbersBody,
    OfficerBody,
    ReceiptKeyBody,
    RecipientsBody,
    RestartBody,
    RevokedBody,
    RootBody,
    RosterBody,
    StatementBody,
    read_body,
)
from sync.feed.entry import ENTRY, CarriedEntry, Head, Kind
from sync.feed.restart import read_restart
from sync.law_packs import note_law_pack
from sync.statement import is_signed
from sync.strict_json import base64_bytes
from sync.trust import Role, require_certified
from sync.work_calendars import note_calendar

_HELD_ELSEWHERE = {Kind.LAW, Kind.CALENDAR, Kind.ROSTER}
"""Kinds whose body is large and in another entry of the journal once it was applied."""
_NOTHING_NEW = {"law.pack_not_newer", "law.calendar_not_newer", "roster.same_file"}
"""The device has it already: nothing is left to be done."""


@dataclass(frozen=True)
class _Given:
    """What applying one entry has at hand."""

    device: Device
    unit: UnitOfWork
    centre: PinnedCentre
    head: Head
    entry: CarriedEntry

    @property
    def word(self) -> OfficeWord:
        return OfficeWord(self.head.by, self.head.at, self.entry.id)


def apply_entry(device: Device, head: Head, entry: CarriedEntry) -> FeedEntry:
    """Apply one verified entry, or set it aside with the reason; either way it is durable afterwards."""
    kept = FeedEntry(
        id=entry.id,
        bureau=head.bureau,
        epoch=head.epoch,
        seq=head.seq,
        kind=head.kind,
        subject=head.subject,
        by=head.by,
        at=head.at,
        text=entry.text,
        signature=entry.signature,
        body=entry.body,
        received=device.clock.now().wall,
        state=FeedState.APPLIED,
    )
    try:
        with device.unit() as unit:
            return _applied(device, unit, head, kept)
    except InputError as error:
        if error.code not in _NOTHING_NEW:
            kept = replace(kept, state=FeedState.SET_ASIDE)
        with device.unit() as unit:
            return _kept(unit, replace(kept, code=error.code))


def try_again(device: Device, kept: FeedEntry, head: Head) -> FeedEntry:
    """Apply an entry that was set aside, if that has become possible; else nothing is written.

    What the office said of the same thing later holds: the older word is then noted as superseded.
    """
    try:
        with device.unit() as unit:
            again = replace(kept, state=FeedState.APPLIED, code="")
            if any(_is_later(each, kept) for each in unit.all(FeedEntry)):
                return _kept(unit, replace(again, code="feed.superseded"))
            return _applied(device, unit, head, again)
    except InputError as error:
        return replace(kept, code=error.code)


def _is_later(other: FeedEntry, kept: FeedEntry) -> bool:
    is_same = (other.bureau, other.kind, other.subject) == (kept.bureau, kept.kind, kept.subject)
    is_applied = other.state is FeedState.APPLIED
    return is_same and bool(kept.subject) and other.order > kept.order and is_applied


def _is_heard(other: FeedEntry, kept: FeedEntry, head: Head) -> bool:
    """Tell whether an entry says again, in a new epoch, what the device was told before: the same word of the same moment."""
    is_same = (other.kind, other.subject, other.by, other.at) == (kept.kind, kept.subject, kept.by, kept.at)
    is_done = other.state is FeedState.APPLIED and other.epoch < kept.epoch
    return is_same and is_done and json.loads(other.text)["body_sha256"] == head.body_sha256


def _applied(device: Device, unit: UnitOfWork, head: Head, kept: FeedEntry) -> FeedEntry:
    do = _KINDS.get(head.kind)
    if do is None:
        raise InputError("feed.kind_unknown", kind=head.kind)
    if head.epoch > 1 and any(_is_heard(each, kept, head) for each in unit.all(FeedEntry)):
        return _kept(unit, replace(kept, code="feed.heard_before"))
    centre = unit.get(PinnedCentre, device.id)
    do(_Given(device, unit, centre, head, CarriedEntry(kept.text, kept.signature, kept.body)))
    if head.kind in _HELD_ELSEWHERE:
        kept = replace(kept, body="")
    return _kept(unit, kept)


def _kept(unit: UnitOfWork, kept: FeedEntry) -> FeedEntry:
    unit.save(kept, change=f"feed.{kept.state}", by=BY)
    unit.commit()
    return kept


def _case(given: _Given) -> None:
    body = read_body(given.entry, CaseBody)
    take_case_edit(given.unit, given.device.ids, body.inspection, body.fields, body.over, given.word)


def _correction(given: _Given) -> None:
    body = read_body(given.entry, CorrectionBody)
    place = body.record_kind, body.record, body.field
    ask_correction(given.unit, given.device.ids, place, body.value, body.reason, given.word)


def _officer(given: _Given) -> None:
    officer = read_body(given.entry, OfficerBody).officer
    said = [
        read_body(CarriedEntry(each.text, each.signature, each.body), OfficerBody).officer
        for each in sorted(given.unit.all(FeedEntry), key=lambda each: each.order)
        if each.kind == Kind.OFFICER and each.subject == officer.cert_no and each.state is FeedState.APPLIED
    ]
    base = officer_fields(said[-1]) if said else {}
    take_officer(given.unit, given.device.ids, officer, base, given.word)


def _numbers(given: _Given) -> None:
    body = read_body(given.entry, NumbersBody)
    allot_in(given.unit, given.device.press.numbering(), body.blocks, by=BY)


def _roster(given: _Given) -> None:
    body = read_body(given.entry, RosterBody)
    fairs = given.unit.all(Fair)
    same = (each for each in fairs if (each.name, each.opens) == (body.fair.name, body.fair.opens))
    fair = given.unit.find(Fair, body.fair.id) or next(same, None)
    if fair is None:
        fair = body.fair
        given.unit.save(fair, change="feed.fair", by=BY)
    roster = Roster(
        id=given.device.ids.record(),
        fair_id=fair.id,
        file_name=body.file_name,
        file_sha256=body.file_sha256,
        imported=given.device.clock.now().wall,
        exhibitors=body.exhibitors,
    )
    keep_roster(given.unit, fair, roster, by=BY)


def _law(given: _Given) -> None:
    raw = read_body(given.entry, StatementBody).statement.encode()
    note_law_pack(given.device, given.unit, raw, by=BY)


def _calendar(given: _Given) -> None:
    raw = read_body(given.entry, StatementBody).statement.encode()
    note_calendar(given.device, given.unit, raw, by=BY)


def _recipients(given: _Given) -> None:
    body, centre = read_body(given.entry, RecipientsBody), given.centre
    if not body.keys or any(base64_bytes(each.key, 32) is None for each in body.keys):
        raise InputError("feed.body")
    for each in body.keys:
        _require_root(centre, each.certificate, Role.RECIPIENT, each.key)
    keys = tuple(RecipientKey(each.key, each.since, each.until) for each in body.keys)
    _save(given, replace(centre, recipients=keys))


def _receipt_key(given: _Given) -> None:
    body, centre = read_body(given.entry, ReceiptKeyBody), given.centre
    if base64_bytes(body.key, 32) is None:
        raise InputError("feed.body")
    _require_root(centre, body.certificate, Role.RECEIPT, body.key)
    former = FormerKey(centre.receipt_key, body.former_until)
    after = replace(
        centre,
        receipt_key=body.key,
        receipt_since=body.since,
        former_receipt_keys=(*centre.former_receipt_keys, former),
    )
    _save(given, after)


def _restart(given: _Given) -> None:
    """Believe the key that signed this entry, which was verified by the root's word, and note who began anew and why."""
    centre = given.centre
    root = base64_bytes(centre.root_key, 32) or b""
    said = read_restart(read_body(given.entry, RestartBody).statement.encode(), root)
    if said.receipt_key != centre.receipt_key and is_signed(
        given.entry.statement, ENTRY, base64_bytes(said.receipt_key, 32) or b""
    ):
        former = (*centre.former_receipt_keys, FormerKey(centre.receipt_key, said.at))
        centre = replace(
            centre,
            receipt_key=said.receipt_key,
            receipt_since=said.at,
            former_receipt_keys=tuple(each for each in former if each.key != said.receipt_key),
        )
    _save(given, centre)


def _root(given: _Given) -> None:
    root = read_body(given.entry, RootBody).root_key
    raw = base64_bytes(root, 32)
    if raw is None or bureau_id(raw) != given.head.bureau:
        raise InputError("feed.body")
    if given.centre.root_key not in {"", root}:
        raise InputError("feed.root_known")
    _save(given, replace(given.centre, root_key=root, bureau=given.head.bureau))


def _certificate(given: _Given) -> None:
    statement = read_body(given.entry, StatementBody).statement
    key = base64_text(given.device.signer.public_key)
    found = _require_root(given.centre, statement, Role.DEVICE, key)
    if found != given.device.id:
        raise InputError("trust.certificate")
    _save(given, replace(given.centre, certificate=statement))


def _revoked(given: _Given) -> None:
    body = read_body(given.entry, RevokedBody)
    if body.what == "device" and body.subject == given.device.id:
        _save(given, replace(given.centre, revoked=body.since))
    elif body.what == "officer":
        last = date.fromisoformat(body.since[:10]) - timedelta(days=1)
        for officer in given.unit.all(Officer):
            if officer.cert_no == body.subject and officer.valid_to > last:
                given.unit.save(replace(officer, valid_to=last), change="feed.officer", by=BY)


def _require_root(centre: PinnedCentre, certificate: str, role: Role, key: str) -> str:
    """Make sure that the pinned root certified a key, and return whose it is."""
    root = base64_bytes(centre.root_key, 32)
    if root is None:
        return ""  # enrolled before there was a root: the receipt key vouches alone
    return require_certified(certificate, root, bureau=centre.bureau, role=role, key=key).subject


def _save(given: _Given, centre: PinnedCentre) -> None:
    given.unit.save(centre, change=f"feed.{given.head.kind}", by=BY)


_KINDS: dict[str, Callable[[_Given], None]] = {
    Kind.CASE: _case,
    Kind.CORRECTION: _correction,
    Kind.OFFICER: _officer,
    Kind.NUMBERS: _numbers,
    Kind.ROSTER: _roster,
    Kind.LAW: _law,
    Kind.CALENDAR: _calendar,
    Kind.RECIPIENTS: _recipients,
    Kind.RECEIPT_KEY: _receipt_key,
    Kind.ROOT: _root,
    Kind.CERTIFICATE: _certificate,
    Kind.REVOKED: _revoked,
    Kind.RESTART: _restart,
}

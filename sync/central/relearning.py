"""What this centre once told a device comes back in the device's journal: a restored database learns it again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from inspector.errors import BugError, InputError
from inspector.records import FeedEntry, FeedState
from inspector.records.plain import from_plain
from sync.bundle.entries import Entry
from sync.central.cases import learn_lines
from sync.central.centre import Centre
from sync.central.certifying import receipt_keys
from sync.central.database import insert_or
from sync.central.feed_tables import feed_entries, number_blocks, revocations
from sync.feed.bodies import CaseBody, NumbersBody, RevokedBody, read_body
from sync.feed.entry import CarriedEntry, Head, Kind, head_of, require_signed

_LEARNT = {Kind.NUMBERS, Kind.REVOKED, Kind.CASE}
"""What must not be forgotten: numbers would be allotted twice, who was taken off the list would stand again, and a case
would wait for a decision on two words that the office itself said one after the other."""


def record_told(connection: Connection, centre: Centre, device: str, accepted: Iterable[Entry]) -> None:
    """Take back in what this centre's own signature proves that it said to a device; in calm days nothing is missing."""
    for entry in accepted:
        if entry.kind != "FeedEntry" or entry.record is None or entry.record.get("kind") not in _LEARNT:
            continue
        try:
            kept = from_plain(FeedEntry, entry.record)
            carried = CarriedEntry(kept.text, kept.signature, kept.body)
            head = head_of(carried)
        except (BugError, InputError):
            continue  # of a later version of the program; the entry itself is kept as it is
        is_ours = (head.bureau, head.device) == (centre.keys.bureau, device)
        mine = select(feed_entries.c.seq).where(feed_entries.c.device == device)
        if connection.execute(mine.where(feed_entries.c.entry == carried.id)).first() is not None:
            continue  # nothing was lost
        if not is_ours or not _is_signed_here(connection, centre, carried, head):
            continue
        if head.kind == Kind.NUMBERS and kept.state is FeedState.APPLIED:
            _learn_numbers(connection, device, head, read_body(carried, NumbersBody))
        elif head.kind == Kind.REVOKED:
            _learn_revoked(connection, centre, read_body(carried, RevokedBody))
        elif head.kind == Kind.CASE and kept.state is FeedState.APPLIED:
            body = read_body(carried, CaseBody)
            said = body.inspection, body.fields
            learn_lines(connection, centre.keys, device, *said, by=head.by, at=head.at)


def _is_signed_here(connection: Connection, centre: Centre, carried: CarriedEntry, head: Head) -> bool:
    """Tell whether one of this centre's keys signed it while it counted; what the backup does not know is no proof."""
    for public, _, until in receipt_keys(connection, centre.keys):
        if until and head.at >= until:
            continue
        try:
            require_signed(carried, public, head.seq)
        except InputError:
            continue
        return True
    return False


def _learn_numbers(connection: Connection, device: str, head: Head, body: NumbersBody) -> None:
    for block in body.blocks:
        row = insert_or(connection, number_blocks).values(
            kind=block.kind,
            year=block.year,
            first=block.first,
            last=block.last,
            device=device,
            told=head.at,
        )
        connection.execute(row.on_conflict_do_nothing())


def _learn_revoked(connection: Connection, centre: Centre, body: RevokedBody) -> None:
    row = insert_or(connection, revocations).values(
        what=body.what,
        subject=body.subject,
        since=body.since,
        sealed_reason=centre.keys.seal(body.reason.encode()),
    )
    connection.execute(row.on_conflict_do_nothing())

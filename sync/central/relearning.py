"""What this centre once told a device comes back in the device's journal: a restored database learns it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from inspector.errors import BugError, InputError
from inspector.records import FeedEntry, FeedState
from inspector.records.plain import from_plain
from sync.bundle.entries import Entry
from sync.central.cases import learn_lines
from sync.central.centre import Centre
from sync.central.certifying import receipt_keys
from sync.central.database import insert_or
from sync.central.feed_tables import feed_entries, number_blocks, revocations
from sync.central.feeding import Told, lock_feeds, standing_devices, tell_in
from sync.feed.bodies import CaseBody, NumbersBody, RevokedBody, read_body
from sync.feed.entry import CarriedEntry, Head, Kind, body_of, head_of, require_signed

_LEARNT = {Kind.NUMBERS, Kind.REVOKED, Kind.CASE}
"""What must not be forgotten: numbers would be allotted twice, who was taken off the list would stand again, and a case
would wait for a decision on two words that the office itself said one after the other."""


@dataclass(frozen=True)
class LostWord:
    """Something this centre said to a device, proved by its own signature, and no longer knows."""

    is_applied: bool
    carried: CarriedEntry
    head: Head


def lost_words(
    connection: Connection, centre: Centre, device: str, accepted: Iterable[Entry]
) -> tuple[LostWord, ...]:
    """Return what is to be taken back in of a device's journal; nothing in calm days.

    Who was taken off the list concerns everybody: then all feeds are locked until the transaction ends. Ask this before
    any one of them is, so that no two transactions wait for each other.
    """
    found = tuple(_lost(connection, centre, device, accepted))
    if any(each.head.kind == Kind.REVOKED for each in found):
        lock_feeds(connection, standing_devices(connection))
    return found


def take_back(connection: Connection, centre: Centre, device: str, lost: Iterable[LostWord]) -> bool:
    """Take it in again; tells whether the list of signers is another one now."""
    is_another = False
    for each in lost:
        if each.head.kind == Kind.REVOKED:
            is_another |= _learn_revoked(connection, centre, each)
        elif each.is_applied and each.head.kind == Kind.NUMBERS:
            _learn_numbers(connection, device, each.head, read_body(each.carried, NumbersBody))
        elif each.is_applied:
            body = read_body(each.carried, CaseBody)
            said = body.inspection, body.fields
            learn_lines(connection, centre.keys, device, *said, by=each.head.by, at=each.head.at)
    return is_another


def _lost(
    connection: Connection, centre: Centre, device: str, accepted: Iterable[Entry]
) -> Iterator[LostWord]:
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
        if is_ours and _is_signed_here(connection, centre, carried, head):
            yield LostWord(kept.state is FeedState.APPLIED, carried, head)


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


def _learn_revoked(connection: Connection, centre: Centre, word: LostWord) -> bool:
    """Say it to everybody once more, word for word: who heard it passes it over, who is enrolled later hears it."""
    head, body = word.head, read_body(word.carried, RevokedBody)
    mine = revocations.c.what == body.what, revocations.c.subject == body.subject
    if connection.execute(select(revocations.c.since).where(*mine)).first() is not None:
        return False
    again = Told(Kind.REVOKED, body_of(word.carried), head.by, head.subject, head.at)
    tell_in(connection, centre, again)
    sealed = centre.keys.seal(body.reason.encode())
    values = {"what": body.what, "subject": body.subject, "since": body.since, "sealed_reason": sealed}
    connection.execute(insert(revocations).values(**values))
    return True

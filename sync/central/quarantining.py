"""Bundles of a revoked device that nothing proves to be from before: kept whole until a person decides."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from inspector.records.plain import instant_text
from sync.bundle import open_bundle
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.feed_tables import quarantine, revocations
from sync.central.revoking import require_reason, revoked_since
from sync.central.store.folder import disk_faults
from sync.central.tables import bundles, devices

QUARANTINED = "quarantined"
"""State of a bundle that waits for a person."""


@dataclass(frozen=True)
class QuarantinedBundle:
    """A bundle of a revoked device that nothing proves to be from before."""

    bundle: str
    device: str
    name: str
    sequence: int
    announced: str
    """When the centre first had its FOOT."""
    revoked: str
    reason: str
    """Why the device was taken off the list."""
    decided: str
    """Empty while it waits, else `admitted` or `refused`."""
    note: str
    """Why it was decided so; empty while it waits, as the two below."""
    by: str
    at: str


@dataclass(frozen=True)
class QuarantinedContent:
    """What lies in such a bundle, for the person who decides; the times are the device's own and prove nothing."""

    created: str
    first: int
    last: int
    size: int
    """Bytes of the bundle file."""
    records: dict[str, int]
    """Entries by kind of record; those without a record under an empty kind."""
    stands: tuple[str, ...]
    """Inspections it writes in, by id."""


def quarantined_bundles(centre: Centre) -> tuple[QuarantinedBundle, ...]:
    """Return every bundle that waits or was decided on, oldest first."""
    gone = select(revocations).where(revocations.c.what == "device").subquery()
    query = (
        select(
            bundles,
            devices.c.name,
            quarantine.c.decided,
            quarantine.c.sealed_note,
            gone.c.since.label("revoked"),
            gone.c.sealed_reason,
        )
        .join(quarantine, quarantine.c.bundle == bundles.c.bundle)
        .join(devices, devices.c.device == bundles.c.device)
        .join(gone, gone.c.subject == bundles.c.device)
        .order_by(quarantine.c.since, bundles.c.bundle)
    )
    with centre.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(_quarantined(centre, row) for row in rows)


def quarantined_bundle(centre: Centre, said: str) -> QuarantinedBundle:
    """Return the one bundle in quarantine whose id begins with `said`; `InputError("quarantine.unknown")`."""
    found = [each for each in quarantined_bundles(centre) if said and each.bundle.startswith(said)]
    if len(found) != 1:
        raise InputError("quarantine.unknown", bundle=said)
    return found[0]


def look_into(centre: Centre, bundle: str) -> QuarantinedContent:
    """Open a quarantined bundle and say what is in it; nothing of it is taken in.

    Raises:
        InputError: `bundle.altered`, `bundle.key_unknown`.
        SystemFault: `central.io`, `central.no_key`.
    """
    with disk_faults(), centre.store.open(bundle) as file:
        file.verify()
        entries = list(open_bundle(file, centre.keys.opening_for(file.foot.recipients)).entries())
        foot, size = file.foot, file.foot.offset + len(file.end)
    return QuarantinedContent(
        created=instant_text(datetime.fromtimestamp(foot.created_ms / 1000, UTC)),
        first=foot.first,
        last=foot.last,
        size=size,
        records=dict(sorted(Counter(each.kind for each in entries).items())),
        stands=tuple(sorted({each.subject for each in entries if each.kind == "Inspection"})),
    )


def require_from_before(connection: Connection, centre: Centre, bundle: str) -> None:
    """Let a bundle of a revoked device through only if it is proved to be from before, or a person admitted it.

    Its FOOT fixes every byte; what the centre had of it before the revocation cannot have been made afterwards.

    Raises:
        InputError: `bundle.quarantined`: the bundle is kept whole and waits for a person.
    """
    row = connection.execute(select(bundles).where(bundles.c.bundle == bundle)).one()
    since = revoked_since(connection, row.device)
    if not since or row.announced < since:
        return
    mine = select(quarantine.c.decided).where(quarantine.c.bundle == bundle)
    decided = connection.execute(mine).scalar()
    if decided != "admitted":
        raise InputError("bundle.quarantined", since=since)


def keep_in_quarantine(connection: Connection, centre: Centre, bundle: str) -> None:
    """Note that a bundle waits for a person; asking again changes nothing."""
    row = insert_or(connection, quarantine).values(
        bundle=bundle, since=centre.now(), decided="", sealed_note=centre.keys.seal(b"{}")
    )
    connection.execute(row.on_conflict_do_nothing())


def decide_bundle(centre: Centre, bundle: str, *, is_admitted: bool, note: str, by: str) -> None:
    """Admit a quarantined bundle, so that it is taken in when it is asked for again, or refuse it for good; it is kept.

    Raises:
        InputError: `quarantine.unknown`, `quarantine.decided`, `feed.reason_missing`.
    """
    require_reason(note)
    decided = "admitted" if is_admitted else "refused"
    with centre.transaction() as connection:
        row = connection.execute(select(quarantine).where(quarantine.c.bundle == bundle)).first()
        if row is None:
            raise InputError("quarantine.unknown", bundle=bundle)
        if row.decided:
            raise InputError("quarantine.decided", bundle=bundle)
        said: dict[str, Json] = {"note": note, "by": by, "at": centre.now()}
        sealed = centre.keys.seal(canonical(said))
        mine = update(quarantine).where(quarantine.c.bundle == bundle)
        connection.execute(mine.values(decided=decided, sealed_note=sealed))


def _quarantined(centre: Centre, row: Row[Any]) -> QuarantinedBundle:
    said = json.loads(centre.keys.unseal(row.sealed_note))
    return QuarantinedBundle(
        bundle=row.bundle,
        device=row.device,
        name=row.name,
        sequence=row.sequence,
        announced=row.announced,
        revoked=row.revoked,
        reason=centre.keys.unseal(row.sealed_reason).decode(),
        decided=row.decided,
        note=str(said.get("note", "")),
        by=str(said.get("by", "")),
        at=str(said.get("at", "")),
    )

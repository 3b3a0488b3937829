"""Taking a device or an officer off the list, and what happens to bundles of a device that was."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.enrolling import write_signers
from sync.central.feed_tables import quarantine, revocations
from sync.central.feeding import Told, tell_in
from sync.central.tables import bundles, devices
from sync.feed.entry import Kind

QUARANTINED = "quarantined"
"""State of a bundle that waits for a person."""
_DEVICE, _OFFICER = "device", "officer"


@dataclass(frozen=True)
class QuarantinedBundle:
    """A bundle of a revoked device that nothing proves to be from before."""

    bundle: str
    device: str
    name: str
    sequence: int
    announced: str
    revoked: str
    decided: str
    """Empty while it waits, else `admitted` or `refused`."""


def revoke_device(centre: Centre, device: str, *, reason: str, by: str, since: str = "") -> tuple[str, ...]:
    """Take a device off the list; `since` may lie in the past, e.g. when it was lost.

    Every device is told, this one last of all. Returns the bundles that were accepted between `since` and now: a
    person should look at them.

    Raises:
        InputError: `feed.device_unknown`, `feed.reason_missing`, `feed.revoked_already`.
    """
    since = since or centre.now()
    _require_reason(reason)
    with centre.transaction() as connection:
        known = connection.execute(select(devices.c.device).where(devices.c.device == device)).first()
        if known is None:
            raise InputError("feed.device_unknown", device=device)
        if revoked_since(connection, device):
            raise InputError("feed.revoked_already", subject=device)
        _tell(connection, centre, _DEVICE, device, since, reason, by)
        _keep(connection, centre, _DEVICE, device, since, reason)
        later = bundles.c.device == device, bundles.c.state == "accepted", bundles.c.announced >= since
        accepted = tuple(connection.execute(select(bundles.c.bundle).where(*later)).scalars())
    write_signers(centre)
    return accepted


def revoke_officer(centre: Centre, cert_no: str, *, reason: str, by: str, since: str = "") -> None:
    """End an officer's certificate on every device: it is not valid from that day on.

    Raises:
        InputError: `feed.reason_missing`.
    """
    since = since or centre.now()
    _require_reason(reason)
    with centre.transaction() as connection:
        _tell(connection, centre, _OFFICER, cert_no, since, reason, by)
        _keep(connection, centre, _OFFICER, cert_no, since, reason)


def revoked_since(connection: Connection, device: str) -> str:
    """Return when a device was taken off the list, empty if it stands."""
    mine = revocations.c.what == _DEVICE, revocations.c.subject == device
    return str(connection.execute(select(revocations.c.since).where(*mine)).scalar() or "")


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


def quarantined_bundles(centre: Centre) -> tuple[QuarantinedBundle, ...]:
    """Return every bundle that waits or was decided on, oldest first."""
    query = (
        select(bundles, devices.c.name, quarantine.c.decided, quarantine.c.since)
        .join(quarantine, quarantine.c.bundle == bundles.c.bundle)
        .join(devices, devices.c.device == bundles.c.device)
        .order_by(quarantine.c.since, bundles.c.bundle)
    )
    with centre.reading() as connection:
        return tuple(
            QuarantinedBundle(
                row.bundle,
                row.device,
                row.name,
                row.sequence,
                row.announced,
                revoked_since(connection, row.device),
                row.decided,
            )
            for row in connection.execute(query).all()
        )


def decide_bundle(centre: Centre, bundle: str, *, is_admitted: bool, note: str, by: str) -> None:
    """Admit a quarantined bundle, so that it is taken in when it is asked for again, or refuse it for good; it is kept.

    Raises:
        InputError: `quarantine.unknown`, `quarantine.decided`, `feed.reason_missing`.
    """
    _require_reason(note)
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


def _tell(
    connection: Connection, centre: Centre, what: str, subject: str, since: str, reason: str, by: str
) -> None:
    body: dict[str, Json] = {"what": what, "subject": subject, "since": since, "reason": reason}
    tell_in(connection, centre, Told(Kind.REVOKED, body, by, subject))


def _keep(connection: Connection, centre: Centre, what: str, subject: str, since: str, reason: str) -> None:
    row = insert_or(connection, revocations).values(
        what=what, subject=subject, since=since, sealed_reason=centre.keys.seal(reason.encode())
    )
    connection.execute(
        row.on_conflict_do_update(index_elements=["bureau", "what", "subject"], set_={"since": since})
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InputError("feed.reason_missing")

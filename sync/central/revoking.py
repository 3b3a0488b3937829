"""Taking a device or an officer off the list: everybody is told, and signatures count until that moment."""

from __future__ import annotations

from sqlalchemy import Connection, select

from inspector.canonical import Json
from inspector.errors import InputError
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.enrolling import write_signers
from sync.central.feed_tables import revocations
from sync.central.feeding import Told, tell_in
from sync.central.tables import bundles, devices
from sync.feed.entry import Kind

_DEVICE, _OFFICER = "device", "officer"


def revoke_device(centre: Centre, device: str, *, reason: str, by: str, since: str = "") -> tuple[str, ...]:
    """Take a device off the list; `since` may lie in the past, e.g. when it was lost.

    Every device is told, this one last of all. Returns the bundles that were accepted between `since` and now: a
    person should look at them.

    Raises:
        InputError: `feed.device_unknown`, `feed.reason_missing`, `feed.revoked_already`; `feed.since_ahead` if `since` is not
            yet: what came until then would count as from before.
    """
    now = centre.now()
    since = since or now
    require_reason(reason)
    if since > now:
        raise InputError("feed.since_ahead", since=since, now=now)
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
    require_reason(reason)
    with centre.transaction() as connection:
        _tell(connection, centre, _OFFICER, cert_no, since, reason, by)
        _keep(connection, centre, _OFFICER, cert_no, since, reason)


def revoked_since(connection: Connection, device: str) -> str:
    """Return when a device was taken off the list, empty if it stands."""
    mine = revocations.c.what == _DEVICE, revocations.c.subject == device
    return str(connection.execute(select(revocations.c.since).where(*mine)).scalar() or "")


def seen_first(connection: Connection, centre: Centre, device: str) -> str:
    """Return the moment to note for a bundle nobody saw before: not before its device was revoked, whatever the clock says.

    A centre's clock that was set back would otherwise make what comes after a theft look as if it came before.
    """
    return max(centre.now(), revoked_since(connection, device))


def _tell(
    connection: Connection, centre: Centre, what: str, subject: str, since: str, reason: str, by: str
) -> None:
    body: dict[str, Json] = {"what": what, "subject": subject, "since": since, "reason": reason}
    tell_in(connection, centre, Told(Kind.REVOKED, body, by, subject))


def _keep(connection: Connection, centre: Centre, what: str, subject: str, since: str, reason: str) -> None:
    values = {"since": since, "sealed_reason": centre.keys.seal(reason.encode())}
    row = insert_or(connection, revocations).values(what=what, subject=subject, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["bureau", "what", "subject"], set_=values))


def require_reason(reason: str) -> None:
    """Let nothing that cannot be taken back pass without a word; `InputError("feed.reason_missing")`."""
    if not reason.strip():
        raise InputError("feed.reason_missing")

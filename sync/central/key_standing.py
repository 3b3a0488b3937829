"""How a centre's keys stand: which is in use, how long those before it still count, which devices know the newest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import not_, or_, select

from sync.bundle.envelope import fingerprint, key_id
from sync.central.centre import Centre
from sync.central.feed_tables import centre_keys, feed_entries, feed_positions, revocations
from sync.central.keys import CentralKeys, has_root
from sync.central.standing import is_acknowledged
from sync.central.tables import devices
from sync.feed.entry import Kind
from sync.trust import Role

_TOLD_BY = {Role.RECIPIENT: Kind.RECIPIENTS, Role.RECEIPT: Kind.RECEIPT_KEY}


@dataclass(frozen=True)
class KeyAtCentre:
    """One key of the centre, as the root certified it."""

    role: Role
    id: str
    """First 16 hex digits of its hash, as FOOT and `central keys` call it."""
    fingerprint: str
    since: str
    until: str
    """Until when it counts; empty: no end is set."""
    is_in_use: bool


@dataclass(frozen=True)
class KeyStanding:
    """Every key of a role, oldest first, and who has not heard of the newest."""

    keys: tuple[KeyAtCentre, ...]
    waiting: tuple[str, ...]
    """Names of the devices that stand and have not said that they know the newest."""


def root_at_hand(centre: Centre) -> bool:
    """Tell whether the bureau's private root lies in the data folder, rather than in a safe."""
    return has_root(centre.data / "keys")


def key_standing(centre: Centre, role: Role) -> KeyStanding:
    """Return how the keys of a role stand: `Role.RECEIPT` or `Role.RECIPIENT`."""
    keys = centre.keys
    rows_of_role = select(centre_keys).where(centre_keys.c.role == role).order_by(centre_keys.c.number)
    gone = select(revocations.c.subject).where(revocations.c.what == "device")
    has_not = or_(feed_positions.c.acknowledged.is_(None), not_(is_acknowledged()))
    behind = (
        select(devices.c.name)
        .distinct()
        .join(feed_entries, feed_entries.c.device == devices.c.device)
        .outerjoin(feed_positions, feed_positions.c.device == devices.c.device)
        .where(feed_entries.c.kind == _TOLD_BY[role], devices.c.device.not_in(gone), has_not)
        .order_by(devices.c.name)
    )
    with centre.reading() as connection:
        rows = connection.execute(rows_of_role).all()
        waiting = tuple(connection.execute(behind).scalars())
    found = tuple(
        KeyAtCentre(
            role,
            key_id(row.public_key),
            fingerprint(row.public_key),
            row.since,
            row.until,
            row is rows[-1],
        )
        for row in rows
    )
    return KeyStanding(found or (_first(keys, role),), waiting)


def _first(keys: CentralKeys, role: Role) -> KeyAtCentre:
    """Return the key a centre begins with; it is certified when the first device is invited."""
    public = keys.receipt_public if role is Role.RECEIPT else keys.recipient_public
    return KeyAtCentre(role, key_id(public), fingerprint(public), "", "", is_in_use=True)

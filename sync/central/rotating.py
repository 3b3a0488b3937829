"""Keys that follow one another: to seal for, with overlap; to sign with, announced by the former one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records.plain import instant_text
from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.certifying import certified, certify_first, keep_key, recipients_body
from sync.central.enrolling import write_signers
from sync.central.feed_tables import centre_keys, feed_entries
from sync.central.feeding import Told, tell_in
from sync.central.keys import CentralKeys, load_root, make_key
from sync.central.tables import bundles, devices
from sync.feed.entry import Kind
from sync.trust import Role

GRACE = timedelta(hours=1)
"""How long a receipt key that was followed by another may still sign: another process may not have noticed yet."""
_LONG_AGO = "2000-01-01T00:00:00.000Z"
OVERLAP_DAYS = 90
"""For how long bundles may still come sealed to a key that was followed by another; opened they are for ever."""


def certify_device(centre: Centre, device: str, *, by: str, root: Path | None = None) -> None:
    """Certify a device where the root was not at hand when it was enrolled, and tell it so.

    Raises:
        InputError: `central.root_absent`, `central.root_other`, `feed.device_unknown`.
    """
    keys, private = centre.keys, load_root(centre.data / "keys", root)
    with centre.transaction() as connection:
        row = connection.execute(select(devices).where(devices.c.device == device)).first()
        if row is None:
            raise InputError("feed.device_unknown", device=device)
        given = certified(centre, keys, Role.DEVICE, row.public_key, private, subject=device, name=row.name)
        tell_in(connection, centre, Told(Kind.CERTIFICATE, {"statement": given}, by), device=device)


def rotate_recipient(centre: Centre, *, by: str, days: int = OVERLAP_DAYS, root: Path | None = None) -> str:
    """Make a new key to seal for and tell every device; the former one opens what is on its way. Returns its id.

    Raises:
        InputError: `central.root_absent`, `central.root_other`.
    """
    keys, private = centre.keys, load_root(centre.data / "keys", root)
    name, public = make_key(centre.data / "keys", "recipient")
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        until = instant_text(centre.clock.now().wall + timedelta(days=days))
        open_ended = centre_keys.c.role == Role.RECIPIENT, centre_keys.c.until == ""
        connection.execute(update(centre_keys).where(*open_ended).values(until=until))
        keep_key(connection, centre, keys, Role.RECIPIENT, name, public, private)
        told = Told(Kind.RECIPIENTS, recipients_body(connection, centre, keys), by)
        tell_in(connection, centre, told)
    centre.keys_changed()
    return name


def rotate_receipt(centre: Centre, *, by: str, is_given_away: bool = False, root: Path | None = None) -> str:
    """Make a new key to sign with; the former one announces it, unless it is in strange hands. Returns its id.

    Raises:
        InputError: `central.root_absent`, `central.root_other`.
    """
    keys, private = centre.keys, load_root(centre.data / "keys", root)
    name, public = make_key(centre.data / "keys", "receipt")
    now = centre.clock.now().wall
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        former_until = "" if is_given_away else instant_text(max(now, _signed_last(connection)) + GRACE)
        former = centre_keys.c.role == Role.RECEIPT, centre_keys.c.until == ""
        # a key that was given away ends where it began: nothing it signed counts
        ends = centre_keys.c.since if is_given_away else former_until
        connection.execute(update(centre_keys).where(*former).values(until=ends))
        certificate = keep_key(connection, centre, keys, Role.RECEIPT, name, public, private)
        body: dict[str, Json] = {
            "key": base64_text(public),
            "since": instant_text(now),
            "former_until": former_until,
            "certificate": certificate,
        }
        signing = keys.signed_by(centre.data / "keys", name) if is_given_away else keys
        _tell_each(connection, centre, Told(Kind.RECEIPT_KEY, body, by), signing)
    centre.keys_changed()
    write_signers(centre)
    return name


def _signed_last(connection: Connection) -> datetime:
    """Return the latest moment this centre ever signed with: its clock may have been ahead, and that word still counts."""
    told = connection.execute(select(func.max(feed_entries.c.told))).scalar() or _LONG_AGO
    signed = select(bundles.c.receipt_text).where(bundles.c.receipt_text.is_not(None))
    received = (str(json.loads(text)["received"]) for text in connection.execute(signed).scalars())
    return datetime.fromisoformat(max((told, *received)))


def _tell_each(connection: Connection, centre: Centre, told: Told, keys: CentralKeys) -> None:
    """Tell every device that is enrolled now; one enrolled later begins with the key that is in use then."""
    for device in connection.execute(select(devices.c.device)).scalars().all():
        try:
            tell_in(connection, centre, told, device=device, keys=keys)
        except InputError as error:
            if error.code != "feed.device_unknown":  # it was taken off the list
                raise

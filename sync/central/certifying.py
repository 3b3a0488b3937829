"""What the bureau's root has certified at this centre: its keys, one after the other, and its devices."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, insert, select

from inspector.canonical import Json
from inspector.errors import InputError
from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.feed_tables import centre_keys
from sync.central.keys import CentralKeys, load_root
from sync.central.tables import devices
from sync.trust import Certificate, Role, certify


def certify_first(connection: Connection, centre: Centre, keys: CentralKeys) -> None:
    """Have the root certify the keys the centre began with, once."""
    for role, public in ((Role.RECEIPT, keys.receipt_public), (Role.RECIPIENT, keys.recipient_public)):
        rows = select(func.count()).select_from(centre_keys).where(centre_keys.c.role == role)
        if connection.execute(rows).scalar_one() == 0:
            root = load_root(centre.data / "keys")
            keep_key(connection, centre, keys, role, "", public, root)


def recipients_body(connection: Connection, centre: Centre, keys: CentralKeys) -> dict[str, Json]:
    """Return the body that names every key bundles may be sealed for."""
    certify_first(connection, centre, keys)
    rows = select(centre_keys).where(centre_keys.c.role == Role.RECIPIENT).order_by(centre_keys.c.number)
    return {
        "keys": [
            {
                "key": base64_text(row.public_key),
                "since": row.since,
                "until": row.until,
                "certificate": row.certificate,
            }
            for row in connection.execute(rows)
        ]
    }


def certificate_of_device(connection: Connection, centre: Centre, keys: CentralKeys, device: str) -> str:
    """Return the root's certificate of an enrolled device; empty while the root is not at hand."""
    try:
        root = load_root(centre.data / "keys")
    except InputError:
        return ""  # it follows by `certify_device`, where the root is
    row = connection.execute(select(devices).where(devices.c.device == device)).one()
    return certified(centre, keys, Role.DEVICE, row.public_key, root, subject=device, name=row.name)


def receipt_keys(connection: Connection, keys: CentralKeys) -> list[tuple[bytes, str, str]]:
    """Return every key this centre has signed with: raw key, since (empty for the first), until (empty for the present).

    One that was given away ends where it began, the first one too: at no time does what it signed count.
    """
    rows = connection.execute(
        select(centre_keys).where(centre_keys.c.role == Role.RECEIPT).order_by(centre_keys.c.number)
    ).all()
    found = [
        (row.public_key, row.since if row.number > 1 or row.until == row.since else "", row.until)
        for row in rows
    ]
    return found or [(keys.receipt_public, "", "")]


def keep_key(
    connection: Connection,
    centre: Centre,
    keys: CentralKeys,
    role: Role,
    name: str,
    public: bytes,
    root: Ed25519PrivateKey,
) -> str:
    """Note a key the root certifies, in use from now on, and return the certificate."""
    numbers = select(func.coalesce(func.max(centre_keys.c.number), 0)).where(centre_keys.c.role == role)
    certificate = certified(centre, keys, role, public, root, name=centre.name)
    connection.execute(
        insert(centre_keys).values(
            role=role,
            number=connection.execute(numbers).scalar_one() + 1,
            file_id=name,
            public_key=public,
            since=centre.now(),
            until="",
            certificate=certificate,
        )
    )
    return certificate


def certified(
    centre: Centre,
    keys: CentralKeys,
    role: Role,
    public: bytes,
    root: Ed25519PrivateKey,
    *,
    subject: str = "",
    name: str,
) -> str:
    """Return the root's certificate of a raw public key, as it is carried."""
    certificate = Certificate(
        bureau=keys.bureau,
        number=centre.ids.object(),
        role=role,
        subject=subject,
        name=name,
        public_key=base64_text(public),
        since=centre.now(),
        until="",
    )
    return certify(certificate, root.sign).encoded().decode()

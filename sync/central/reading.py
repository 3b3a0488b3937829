"""Reading back what was taken in: the plain bytes of an object, the entries of a device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from inspector.errors import InputError, SystemFault
from inspector.records import ConfirmedObject
from sync.bundle import OpenedBundle
from sync.bundle.entries import Entry
from sync.bundle.manifest import ManifestObject
from sync.bundle.opening import manifest_of
from sync.central.centre import Centre
from sync.central.tables import bundles, objects


def stored_objects(data: Path) -> tuple[ConfirmedObject, ...]:
    """Return every object the centre holds with the hash of its plain bytes."""
    with Centre(data) as centre, centre.reading() as connection:
        rows = connection.execute(select(objects.c.object, objects.c.sha256).order_by(objects.c.object))
        return tuple(ConfirmedObject(row.object, row.sha256) for row in rows)


def read_object(data: Path, object_id: str) -> bytes:
    """Return the plain bytes of one object, verified against its hash.

    Raises:
        InputError: `central.unknown_object`; `bundle.altered` if the kept bundle was damaged.
    """
    with Centre(data) as centre:
        return b"".join(object_pieces(centre, object_id))


def object_pieces(centre: Centre, object_id: str, device: str | None = None) -> Iterator[bytes]:
    """Yield the plain bytes of one object, of one device if it is named; they are whole only when this has run out.

    Raises:
        InputError: `central.unknown_object`; `bundle.altered` if the kept bundle was damaged.
    """
    one = select(objects).where(objects.c.object == object_id)
    with centre.reading() as connection:
        row = connection.execute(one if device is None else one.where(objects.c.device == device)).first()
    if row is None:
        raise InputError("central.unknown_object")
    bundle_key = _bundle_key(centre, row.bundle)
    with centre.store.open(row.bundle) as file:
        opened = OpenedBundle(file, bundle_key, manifest_of(file, bundle_key))
        region = next(region for region in file.foot.regions() if region.object_id == object_id)
        known = ManifestObject(object_id, centre.keys.unwrap(row.wrapped_key), row.sha256, row.size)
        yield from opened.plain(region, known)


def entries_in(centre: Centre, bundle: str) -> Iterator[Entry]:
    """Yield the entries of one accepted bundle; `bundle.altered` if the kept bundle was damaged."""
    key = _bundle_key(centre, bundle)
    with centre.store.open(bundle) as file:
        yield from OpenedBundle(file, key, manifest_of(file, key)).entries()


def read_entries(data: Path, device: str) -> Iterator[bytes]:
    """Yield the entries of one device in order, decrypted from the bundles they came in, epoch after epoch.

    Entries that two branches have in common come once.
    """
    seen: set[bytes] = set()
    with Centre(data) as centre:
        accepted = select(bundles.c.bundle).where(bundles.c.device == device, bundles.c.state == "accepted")
        with centre.reading() as connection:
            names = list(connection.execute(accepted.order_by(bundles.c.epoch, bundles.c.sequence)).scalars())
        for name in names:
            for entry in entries_in(centre, name):
                if entry.leaf not in seen:
                    seen.add(entry.leaf)
                    yield entry.raw


def _bundle_key(centre: Centre, bundle: str) -> bytes:
    with centre.reading() as connection:
        wrapped = connection.execute(select(bundles.c.wrapped_key).where(bundles.c.bundle == bundle)).scalar()
    if wrapped is None:
        raise SystemFault("central.damaged", what="central.db")
    return centre.keys.unwrap(wrapped)

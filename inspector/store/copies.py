"""Reading a copy of the database that nobody has open: what a backup proves before it is believed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from inspector.errors import SystemFault
from inspector.records import SealedObject
from inspector.store.checking import looked_at
from inspector.store.database_file import SCHEMA, engine_of, raw_key, store_faults
from inspector.store.migrating import bring_forward, known_schema_of
from inspector.store.snapshot import examine
from inspector.store.tables import sealed_object, thumbnail

_SEALED = ("id", "sha256", "size", "cipher_sha256", "cipher_size", "wrapped_key")


def length_of_sound_copy(path: Path, database_key: bytes, device: str) -> int:
    """Read every page, entry and row of a copy and return the number of its entries.

    One of an older schema is read as it will be once it is opened; the file itself stays as it is.

    Raises:
        SystemFault: `store.snapshot_flawed`, `store.newer_schema`, `store.missing`, `store.empty`, `store.damaged`,
            `store.io`.
    """
    key_hex = raw_key(database_key)
    with store_faults():
        found = known_schema_of(path, key_hex)
    if found == SCHEMA:
        length, flaws = examine(path, key_hex, device)
    else:
        with looked_at(path) as copy:
            with store_faults():
                bring_forward(copy, key_hex, found)
            length, flaws = examine(copy, key_hex, device)
    if flaws:
        raise SystemFault("store.snapshot_flawed", what=flaws[0].what, where=flaws[0].where)
    return length


def objects_in_copy(path: Path, database_key: bytes) -> tuple[SealedObject, ...]:
    """Return what opens each vault object a copy names, small pictures included, in the order of the ids.

    An original that was released is not among them: it is at the centre.

    Raises:
        SystemFault: `store.damaged`, `store.io`.
    """
    with store_faults():
        engine = engine_of(path, raw_key(database_key))
        try:
            with engine.connect() as connection:
                found = {}
                for table in (sealed_object, thumbnail):
                    query = select(*(table.c[name] for name in _SEALED)).where(table.c.wrapped_key != b"")
                    for row in connection.execute(query):
                        found[row.id] = SealedObject(**row._mapping)
                return tuple(found[name] for name in sorted(found))
        finally:
            engine.dispose()

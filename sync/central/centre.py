"""One centre: its folder, keys, database and clock, shared by HTTP and folder intake."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from inspector.canonical import Json
from inspector.clock import Clock, SystemClock
from inspector.durable import write_file
from inspector.errors import InputError, SystemFault
from inspector.ids import Ids
from inspector.records.plain import instant_text
from sync.bundle.foot import Foot
from sync.central.database import Database, SqliteDatabase
from sync.central.keys import load_keys, make_keys
from sync.central.store import BundleStore, FolderStore

MAIN = "main"
"""The bureau of a centre that has one."""
_FEET = 32
"""Bundles growing at once whose FOOT one node keeps in memory; a usual one is some 30 KiB."""
UNNAMED = "未命名案件中心"
"""What a centre calls itself on receipts until somebody names it."""


def create_central(data: Path, name: str | None = None, *, clock: Clock | None = None) -> None:
    """Make a centre in `data`; one that is there already stays as it is, but takes a name that is given."""
    about = data / "centre.json"
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    make_keys(data / "keys")
    for folder in ("incoming", "bundles"):
        (data / folder).mkdir(exist_ok=True)
    given = (name or "").strip()
    if not about.exists():
        made = instant_text((clock or SystemClock()).now().wall)
        _describe(about, {"v": 1, "name": given or UNNAMED, "made": made})
    elif given:
        _describe(about, {**json.loads(about.read_text("utf-8")), "name": given})


def _describe(about: Path, content: dict[str, Json]) -> None:
    write_file(about, json.dumps(content, ensure_ascii=False).encode())


class Centre:
    """An open centre; safe from many threads, one process for each data folder."""

    def __init__(self, data: Path, *, clock: Clock | None = None) -> None:
        """Open what `create_central` made.

        Raises:
            SystemFault: `central.damaged` if it was never made or a key file is unusable.
        """
        self.data = data
        self.clock = clock or SystemClock()
        self.ids = Ids(self.clock)
        self.keys = load_keys(data / "keys")
        try:
            self.name = str(json.loads((data / "centre.json").read_text("utf-8"))["name"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SystemFault("central.damaged", what="centre.json") from error
        self.database: Database = SqliteDatabase(data / "central.db", MAIN)
        self.store: BundleStore = FolderStore(data)
        self._feet = lru_cache(_FEET)(self._read_foot)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def transaction(self) -> AbstractContextManager[Connection]:
        """Open one transaction on this bureau's rows; see `Database`."""
        return self.database.transaction()

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction on this bureau's rows that only reads; see `Database`."""
        return self.database.reading()

    def foot(self, bundle: str, digest: str) -> Foot:
        """Return FOOT of a bundle at the store; the last few are kept, since every part is judged by it.

        Raises:
            SystemFault: as `BundleStore`; `central.io` if what lies there is not the bundle of this digest.
        """
        return self._feet(bundle, digest)

    def _read_foot(self, bundle: str, digest: str) -> Foot:
        try:
            with self.store.open(bundle) as growing:
                if growing.foot_sha256 == digest:
                    return growing.foot
        except InputError as error:
            raise SystemFault("central.io", why=error.code) from error
        raise SystemFault("central.io", why="bundle.id_taken")

    def lock(self, device: str) -> threading.Lock:
        """Return the lock under which one device's bundles are taken in, one after the other."""
        return self._locks[device]

    def now(self) -> str:
        """Return the centre's time as text."""
        return instant_text(self.clock.now().wall)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""One centre: its folder, keys, database and clock, shared by HTTP and folder intake."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from inspector.canonical import Json
from inspector.clock import Clock, SystemClock
from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.ids import Ids
from inspector.records.plain import instant_text
from sync.central.keys import load_keys, make_keys
from sync.central.tables import open_database

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
        self._engine = open_database(data / "central.db")
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open one transaction: committed at the end, rolled back by any exception."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads; it never waits for a writer."""
        with self._engine.connect().execution_options(reads=True) as connection, connection.begin():
            yield connection

    def lock(self, device: str) -> threading.Lock:
        """Return the lock under which one device's bundles are taken in, one after the other."""
        return self._locks[device]

    def now(self) -> str:
        """Return the centre's time as text."""
        return instant_text(self.clock.now().wall)

    def incoming(self, bundle: str) -> Path:
        """Return where a bundle grows."""
        return self.data / "incoming" / f"{bundle}.ipb.part"

    def kept(self, bundle: str) -> Path:
        """Return where an accepted bundle is kept, to the byte as the device signed it."""
        return self.data / "bundles" / f"{bundle}.ipb"

    def file_of(self, bundle: str) -> Path:
        """Return where a bundle lies now; a crash may have left an unrecorded one under its final name."""
        return self.kept(bundle) if self.kept(bundle).exists() else self.incoming(bundle)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

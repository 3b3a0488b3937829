"""One bureau at a centre: its folder, keys, database, bundles and clock, shared by HTTP and folder intake."""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
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
from sync.central.current_keys import CurrentKeys
from sync.central.database import Database, insert_or
from sync.central.keys import CentralKeys, make_keys
from sync.central.memory import DeviceKeys, Feet, Gathered, Together
from sync.central.settings import Ground, is_intake
from sync.central.store import BundleStore
from sync.central.tables import parts

MAIN = "main"
"""The bureau of a centre that has one; its folder is the centre's own."""
BUREAUS = "bureaus"
"""The folder of the others: each has its own name, keys and, embedded, its own database and bundles."""
_BUREAU = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
UNNAMED = "未命名案件中心"
"""What a centre calls itself on receipts until somebody names it."""


def create_central(data: Path, name: str | None = None, *, clock: Clock | None = None) -> None:
    """Make a centre in `data`; one that is there already stays as it is, but takes a name that is given."""
    bureau_of(data)
    about = data / "centre.json"
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    if not is_intake(node_folder(data)):
        make_keys(data / "keys")
    for folder in ("incoming", "bundles"):
        (data / folder).mkdir(exist_ok=True)
    given = (name or "").strip()
    if not about.exists():
        made = instant_text((clock or SystemClock()).now().wall)
        _describe(about, {"v": 1, "name": given or UNNAMED, "bureau": bureau_of(data), "made": made})
    elif given:
        _describe(about, {**json.loads(about.read_text("utf-8")), "name": given})


def bureau_of(data: Path) -> str:
    """Return the id of the bureau a folder is for; `InputError("central.bureau")` if it can be none."""
    if data.parent.name != BUREAUS:
        return MAIN
    if not _BUREAU.fullmatch(data.name) or data.name == MAIN:
        raise InputError("central.bureau", bureau=data.name)
    return data.name


def node_folder(data: Path) -> Path:
    """Return the folder of the whole centre, which holds what its bureaus share."""
    return data if bureau_of(data) == MAIN else data.parent.parent


def _describe(about: Path, content: dict[str, Json]) -> None:
    write_file(about, json.dumps(content, ensure_ascii=False).encode())


class Centre:
    """An open bureau; safe from many threads, and beside other processes on the same folder or database."""

    def __init__(self, data: Path, *, clock: Clock | None = None, ground: Ground | None = None) -> None:
        """Open what `create_central` made, on a ground that others share, or on one of its own.

        Raises:
            SystemFault: `central.damaged` if it was never made or a key file is unusable; as `Ground`.
        """
        self.data = data
        self.clock = clock or SystemClock()
        self.ids = Ids(self.clock)
        try:
            self.name = str(json.loads((data / "centre.json").read_text("utf-8"))["name"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SystemFault("central.damaged", what="centre.json") from error
        self.bureau = bureau_of(data)
        with ExitStack() as opening:
            ground = ground or opening.enter_context(Ground(node_folder(data)))
            self.is_intake = ground.is_intake
            """This node holds no private key: it takes bundles and has them verified elsewhere."""
            self._keys = None if self.is_intake else CurrentKeys(data / "keys", self.reading)
            self.database: Database = ground.database(data, self.bureau)
            opening.callback(self.database.close)
            self.store: BundleStore = ground.store(data, self.bureau)
            self._open = opening.pop_all()
        self.closing = ExitStack()
        """What parts of the centre let go of when it is closed."""
        self.device_keys = DeviceKeys()
        self.signers_written = Together()
        self.feet = Feet(self._read_foot)
        self.parts_held = Gathered(self._hold_parts)
        """Parts that are durable, each by its bundle and number; noted together by those who bring them at once."""
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @property
    def keys(self) -> CentralKeys:
        """Return the keys in use; take them once for what has to fit together, they may be followed by others.

        Raises:
            SystemFault: `central.no_key` at an intake node, `central.damaged`.
        """
        if self._keys is None:
            raise SystemFault("central.no_key", what="keys")
        return self._keys.now()

    def keys_changed(self) -> None:
        """Ask anew which keys are in use."""
        if self._keys is not None:
            self._keys.forget()

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
        return self.feet.get(bundle, digest)

    def _hold_parts(self, held: list[tuple[str, int]]) -> None:
        with self.transaction() as connection:
            # two workers may bring the same part: the bytes are the same, proved by the digest
            taken = insert_or(connection, parts).on_conflict_do_nothing()
            connection.execute(taken, [{"bundle": bundle, "number": number} for bundle, number in held])

    def _read_foot(self, bundle: str, digest: str) -> Foot:
        try:
            with self.store.open(bundle) as growing:
                if growing.foot_sha256 == digest:
                    return growing.foot
        except InputError as error:
            raise SystemFault("central.io", why=error.code) from error
        raise SystemFault("central.io", why="bundle.id_taken")

    @contextmanager
    def lock(self, device: str) -> Iterator[None]:
        """Hold the lock under which one device's bundles are laid out and taken in, one after the other.

        Raises:
            SystemFault: as `BundleStore.alone`.
        """
        with self._locks[device], self.store.alone(device):
            yield

    def now(self) -> str:
        """Return the centre's time as text."""
        return instant_text(self.clock.now().wall)

    def close(self) -> None:
        """Let go of everything, the database last."""
        self.closing.close()
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

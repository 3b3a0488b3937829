"""Which keys a centre uses now: another process, or another node, may have changed them a moment ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, select

from sync.central.feed_tables import centre_keys
from sync.central.keys import CentralKeys, load_keys

_ASKED_AGAIN_S = 1.0
"""A key that was followed by another stays good for an hour (`rotating.GRACE`), so a second costs nothing."""


class CurrentKeys:
    """The keys by what the database says, asked at most once a second."""

    def __init__(self, folder: Path, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._folder = folder
        self._reading = reading
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._ids: tuple[str, str] | None = None
        self._keys: CentralKeys = load_keys(folder)  # first of all tells which file is damaged

    def now(self) -> CentralKeys:
        """Return the keys in use; `SystemFault("central.damaged")` if one's file is not there."""
        with self._lock:
            if time.monotonic() - self._asked >= _ASKED_AGAIN_S:
                ids = self._ask()
                if ids != self._ids:
                    self._keys = load_keys(self._folder, *ids)
                    self._ids = ids
                self._asked = time.monotonic()
            return self._keys

    def forget(self) -> None:
        """Ask again at the next use."""
        with self._lock:
            self._asked = float("-inf")

    def _ask(self) -> tuple[str, str]:
        with self._reading() as connection:
            return in_use(connection, "receipt"), in_use(connection, "recipient")


def in_use(connection: Connection, role: str) -> str:
    """Return the id of the key of a role that is in use, empty for the first one."""
    mine = select(centre_keys.c.file_id).where(centre_keys.c.role == role)
    newest = mine.order_by(centre_keys.c.number.desc()).limit(1)
    return str(connection.execute(newest).scalar() or "")

"""What a centre stands on: without `node.toml` a folder alone, with it PostgreSQL, an S3 store, or both.

```toml
[database]
url = "postgresql://inspector_centre@db.example/inspector"   # the password: PGPASSFILE or PGPASSWORD
[store]
url = "s3://bucket/prefix"                                   # keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
endpoint = "https://s3.example"
region = "us-east-1"
[node]
role = "intake"                                              # takes bundles, holds no private key (verifying.py)
```

Each part may be left out. The file holds no secret.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from inspector.errors import SystemFault
from sync.central.database import Database, SqliteDatabase
from sync.central.store import BundleStore, FolderStore

if TYPE_CHECKING:
    from obstore.store import S3Store
    from sqlalchemy import Engine

FILE = "node.toml"
_KEYS = {"database": {"url"}, "store": {"url", "endpoint", "region"}, "node": {"role"}}
INTAKE = "intake"


class Ground:
    """The database and the store all bureaus of one node share; close it after use."""

    def __init__(self, data: Path) -> None:
        """Read the settings of a node's data folder and reach what they name.

        Raises:
            SystemFault: `central.settings` naming what is wrong in the file; `central.*` as `engine_at`.
        """
        said = read_settings(data)
        self.is_intake = "node" in said
        self._engine: Engine | None = None
        self._bucket: S3Store | None = None
        if store := said.get("store"):
            from sync.central.store.s3 import bucket_at

            self._bucket = bucket_at(store["url"], store.get("endpoint", ""), store.get("region", ""))
        if database := said.get("database"):
            from sync.central.database.postgres import engine_at

            self._engine = engine_at(database["url"])

    @property
    def is_store_elsewhere(self) -> bool:
        """Tell whether bundles lie in an object store, not in the data folder."""
        return self._bucket is not None

    def database(self, data: Path, bureau: str) -> Database:
        """Return the rows of one bureau, whose folder is `data`."""
        if self._engine is None:
            return SqliteDatabase(data / "central.db", bureau)
        from sync.central.database.postgres import PostgresDatabase

        return PostgresDatabase(self._engine, bureau)

    def store(self, data: Path, bureau: str) -> BundleStore:
        """Return the bundles of one bureau, whose folder is `data`."""
        if self._bucket is None:
            return FolderStore(data)
        from sync.central.store.s3 import ObjectStore

        return ObjectStore(self._bucket, bureau)

    def close(self) -> None:
        """Close every connection."""
        if self._engine is not None:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_intake(data: Path) -> bool:
    """Return whether the node of a data folder holds no private key; raises as `read_settings`."""
    return "node" in read_settings(data)


def read_settings(data: Path) -> Mapping[str, Mapping[str, str]]:
    """Return what `node.toml` says, empty where there is none; `SystemFault("central.settings")`."""
    try:
        said = tomllib.loads((data / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SystemFault("central.settings", what=FILE) from error
    for part, values in said.items():
        if part not in _KEYS or not isinstance(values, dict) or (part != "node" and "url" not in values):
            raise SystemFault("central.settings", what=part)
        for key, value in values.items():
            if key not in _KEYS[part] or not isinstance(value, str):
                raise SystemFault("central.settings", what=f"{part}.{key}")
    if said.get("node", {"role": INTAKE}) != {"role": INTAKE}:
        raise SystemFault("central.settings", what="node.role")
    return said

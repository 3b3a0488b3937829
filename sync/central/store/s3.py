"""Bundles in an S3-compatible store: each part is an object, put only if absent (docs/adr/0140).

`<prefix>/<bureau>/<bundle>/end` is FOOT to the last byte; `…/000000` and so on are the parts. HEAD follows
from FOOT. Nothing is local: any node may take any part, and any node may read.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError, SystemFault
from sync.bundle.foot import Foot
from sync.bundle.layout import Part
from sync.bundle.reader import BundleFile, judge_end

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore.store import S3Store

_BUFFER = 1 << 20
_PATIENCE = timedelta(seconds=30)
_END = "end"
_SAYS_FULL = re.compile(
    r"status code: 507|<Code>(?:XMinioStorageFull|QuotaExceeded|InsufficientStorage|StorageFull)</Code>"
)
"""How stores say that they have no room: MinIO and others by 507, Ceph by its quota. SeaweedFS says nothing but 500."""


def bucket_at(url: str, endpoint: str, region: str) -> S3Store:
    """Return the store at `s3://bucket/prefix`; its keys come from the environment (`AWS_ACCESS_KEY_ID`, …).

    Raises:
        SystemFault: `central.settings` where the address makes no sense, `central.no_extra`.
    """
    try:
        from obstore.exceptions import BaseError
        from obstore.store import S3Store
    except ImportError as error:
        raise SystemFault("central.no_extra", what="obstore") from error
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    try:
        return S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint or None,
            region=region or "us-east-1",
            virtual_hosted_style_request=False,
            client_options={"allow_http": endpoint.startswith("http://"), "timeout": _PATIENCE},
            # the device tries again anyway: it should hear soon that the store is away
            retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
        )
    except (BaseError, ValueError) as error:
        raise SystemFault("central.settings", what="store.url") from error


class ObjectStore:
    """One bureau's bundles under a prefix of its own."""

    def __init__(self, bucket: S3Store, bureau: str) -> None:
        self._bucket = bucket
        self._bureau = bureau

    def alone(self, device: str) -> AbstractContextManager[None]:
        """See `BundleStore`: objects are put whole and never moved, so nobody needs to wait."""
        return nullcontext()

    def lay_out(self, foot: Foot, end: bytes) -> None:
        """See `BundleStore`: only the end is kept, the parts need no room made."""
        with store_faults():
            self._bucket.put(self._key(foot.bundle, _END), end, use_multipart=False)

    def put(self, foot: Foot, part: Part, content: bytes | memoryview) -> None:
        """See `BundleStore`: what is there already has the same digest."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with store_faults():
            try:
                key = self._key(foot.bundle, _name(part))
                self._bucket.put(key, content, mode="create", use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                return

    def drop(self, foot: Foot, parts: tuple[Part, ...]) -> None:
        """See `BundleStore`."""
        with store_faults():
            for part in parts:
                self._bucket.delete(self._key(foot.bundle, _name(part)))

    def open(self, bundle: str) -> BundleFile:
        """See `BundleStore`: a part that is not there reads as zeros, like a hole in a file."""
        name = Path(f"{bundle}.ipb")
        end = self._get(bundle, _END)
        if end is None:
            raise InputError("bundle.not_a_bundle", file=name.name)
        foot, _ = judge_end(end)
        stream = io.BufferedReader(_Parts(self, foot, end), _BUFFER)
        return BundleFile(name, stream)

    def keep(self, bundle: str) -> None:
        """See `BundleStore`: it lies there already."""

    def bundles(self) -> Iterator[str]:
        """See `BundleStore`."""
        with store_faults():
            folders = self._bucket.list_with_delimiter(f"{self._bureau}/")["common_prefixes"]
        yield from sorted(folder.rstrip("/").rpartition("/")[2] for folder in folders)

    def place(self, bundle: str) -> str:
        """See `BundleStore`."""
        return self._key(bundle, "")

    def check(self) -> None:
        """See `BundleStore`: one small object, written anew each time."""
        with store_faults():
            self._bucket.put(f"{self._bureau}/ready", b"ready", use_multipart=False)

    def part(self, bundle: str, part: Part) -> bytes:
        """Return what is kept of one part, in its length."""
        kept = self._get(bundle, _name(part)) or b""
        return kept[: part.size].ljust(part.size, b"\0")

    def _get(self, bundle: str, name: str) -> bytes | None:
        with store_faults():
            try:
                return bytes(self._bucket.get(self._key(bundle, name)).bytes())
            except FileNotFoundError:
                return None

    def _key(self, bundle: str, name: str) -> str:
        return f"{self._bureau}/{bundle}/{name}"


class _Parts(io.RawIOBase):
    """A bundle's bytes in order, fetched part by part; the last one read stays in memory."""

    def __init__(self, store: ObjectStore, foot: Foot, end: bytes) -> None:
        self._store = store
        self._foot = foot
        self._parts = tuple(foot.all_parts())
        self._starts = [part.offset for part in self._parts]
        self._edges = {-1: foot.head(), len(self._parts): end}
        self._at = 0
        self._held: tuple[int, bytes] = (-1, foot.head())

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        size = self._foot.offset + len(self._edges[len(self._parts)])
        self._at = {0: 0, 1: self._at, 2: size}[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        number = len(self._parts)
        start = self._foot.offset
        if self._at < start:
            number = bisect_right(self._starts, self._at) - 1
            start = self._starts[number] if number >= 0 else 0
        target = memoryview(buffer).cast("B")
        piece = self._piece(number)[self._at - start :][: len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _piece(self, number: int) -> bytes:
        if number in self._edges:
            return self._edges[number]
        if self._held[0] != number:
            self._held = number, self._store.part(self._foot.bundle, self._parts[number])
        return self._held[1]


@contextmanager
def store_faults() -> Iterator[None]:
    """Turn what the store's client raises into our words."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        # the text may hold addresses and keys: it is looked through and goes nowhere
        if _SAYS_FULL.search(str(error)):
            raise SystemFault("central.disk_full") from error
        raise SystemFault("central.store", why=type(error).__name__) from error


def _name(part: Part) -> str:
    return f"{part.number:06d}"

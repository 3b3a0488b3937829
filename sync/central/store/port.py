"""What the centre asks of the place where bundles grow and are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from sync.bundle.foot import Foot
from sync.bundle.layout import Part
from sync.bundle.reader import BundleFile


class BundleStore(Protocol):
    """One bureau's bundles; any node may call it, and every call may be repeated without harm.

    What returns is durable. Each raises `SystemFault`: `central.disk_full`, `central.io` (the disk),
    `central.store` (the object store); then nothing was acknowledged.
    """

    def alone(self, device: str) -> AbstractContextManager[None]:
        """Hold off every other process that would lay out or keep a bundle of this device, where that could do harm.

        Raises:
            SystemFault: `central.busy` if the other one did not finish.
        """
        ...

    def lay_out(self, foot: Foot, end: bytes) -> None:
        """Prepare the place of a bundle from its FOOT and the end of its file; what lay there is begun anew."""
        ...

    def put(self, foot: Foot, part: Part, content: bytes | memoryview) -> None:
        """Keep one part, whose digest was checked."""
        ...

    def drop(self, foot: Foot, parts: tuple[Part, ...]) -> None:
        """Forget parts that are not what was put: what comes next takes their place."""
        ...

    def open(self, bundle: str) -> BundleFile:
        """Open a bundle, growing or kept; a part that never came, or was lost, does not have its digest.

        Raises:
            InputError: as `BundleFile` where its frame is not whole.
        """
        ...

    def keep(self, bundle: str) -> None:
        """Give a whole bundle its final place; it stays there to the byte as the device signed it."""
        ...

    def bundles(self) -> Iterator[str]:
        """Yield the id of everything that lies there, growing or kept."""
        ...

    def place(self, bundle: str) -> str:
        """Return where a bundle lies, for people."""
        ...

    def check(self) -> None:
        """Return if the store can be written now: for readiness."""
        ...

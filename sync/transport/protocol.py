"""What every way to the centre can do, and what the centre can say."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector.actions.ports import Signer
from inspector.progress import Progress
from sync.bundle.reader import BundleFile
from sync.meter import Meter

_REQUEST = b"ipb/1 request\0"


@dataclass(frozen=True)
class Standing:
    """The centre knows the bundle and lacks these parts."""

    missing: tuple[int, ...]


@dataclass(frozen=True)
class Carried:
    """The bundle lies whole on the stick; the receipt comes back the same way."""


@dataclass(frozen=True)
class Incomplete:
    """The centre lacks parts that had arrived, or were thought to have: it has to be asked which."""


@dataclass(frozen=True)
class Waiting:
    """The centre has all bytes and waits for something else, e.g. an earlier bundle."""

    reason: str


@dataclass(frozen=True)
class Accepted:
    """The centre answered with a receipt, not verified yet."""

    receipt: bytes


@dataclass(frozen=True)
class Refused:
    """The centre does not take the bundle."""

    code: str
    zh: str
    en: str


Said = Standing | Carried | Incomplete | Waiting | Accepted | Refused

Answers = Callable[[], Said]
"""Waits until all parts that left were answered, and tells how the bundle stands then."""


@dataclass(frozen=True)
class Caller:
    """Who asks: the device with its signing key."""

    device: str
    signer: Signer

    def authorisation(self, method: str, path: str) -> str:
        """Return the `Inspector-Signature` header for one request."""
        signature = self.signer.sign(request_message(method, path))
        return f"{self.device} {b64encode(signature).decode()}"


class Transport(Protocol):
    """One way to the centre; every call may be repeated without harm.

    Each raises `SystemFault("transport.…")` when the way is cut: nothing is lost, the next try goes on.
    """

    def announce(self, caller: Caller, bundle: BundleFile) -> Said:
        """Tell the centre of the bundle and hear how it stands."""
        ...

    def send(
        self, caller: Caller, bundle: BundleFile, missing: tuple[int, ...], progress: Progress, meter: Meter
    ) -> Answers:
        """Let the named parts leave, and nothing else; return when the last is on its way.

        What is returned says `Refused` if the centre turned one down. The bundle stays open until it was called.
        """
        ...

    def commit(self, caller: Caller, bundle: BundleFile) -> Said:
        """Ask the centre to take the bundle in."""
        ...

    def receipt(self, caller: Caller, bundle: str) -> bytes | None:
        """Return what is there as the receipt of a bundle, by its id; nothing is believed yet."""
        ...


def request_message(method: str, path: str) -> bytes:
    """Return what the device signs to show who asks (FORMAT.md section 8)."""
    return _REQUEST + f"{method} {path}".encode()

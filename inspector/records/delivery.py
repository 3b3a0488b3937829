"""Deliveries: which part of the journal went out in which bundle, and what the centre signed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FORK = "bundle.fork"
"""How a centre's reason begins when a bundle contradicts an accepted one: an old state was put back, or a copy works."""


class DeliveryState(StrEnum):
    """Only `CONFIRMED` is green, and only a verified receipt leads there."""

    WRITTEN = "written"
    """The bundle is on disk, read back and verified."""
    SENT = "sent"
    """All bytes left the device; this proves nothing yet."""
    CONFIRMED = "confirmed"
    """A receipt signed by the centre names every object."""
    REFUSED = "refused"
    """The centre answered with a reason; the bundle stays."""
    LOST = "lost"
    """The centre confirmed it, went back in time, and what it lost cannot be given again: an original has left the device."""
    DROPPED = "dropped"
    """The bundle's file was lost or damaged before anyone confirmed it: its run goes out in a new bundle."""


@dataclass(frozen=True)
class RecipientKey:
    """A key bundles are sealed for, and the days it is meant for; the centre opens with it longer than that."""

    key: str
    """X25519, base64."""
    since: str
    """UTC with milliseconds."""
    until: str = ""
    """Planned end; empty: none is planned."""


@dataclass(frozen=True)
class FormerKey:
    """A receipt key that was replaced: what it signed before `until` is believed still."""

    key: str
    """Ed25519, base64."""
    until: str
    """UTC with milliseconds, by the centre's clock; empty: it was given away, and nothing it signed is believed."""


@dataclass(frozen=True)
class PinnedCentre:
    """The one centre this device believes and seals for; kept where only the unlocked device can change it."""

    id: str
    """The device's own id: it has one centre at a time, and the journal keeps the earlier ones."""
    name: str
    url: str
    """Empty where bundles are only carried."""
    receipt_key: str
    """Ed25519, base64: whose receipts are believed."""
    recipient_key: str
    """X25519, base64: whom bundles are sealed for."""
    request: str = ""
    """The signed request, to be carried along while the centre has had no other way to receive it."""
    epoch: int = 1
    """Raised each time the device is enrolled anew after a fork; every entry from then on carries it."""
    bureau: str = ""
    """Id of the bureau at that centre, 32 hex digits; empty where an older centre named none."""
    root_key: str = ""
    """Ed25519, base64: the bureau's root, which certifies every other key; empty until it is known."""
    recipients: tuple[RecipientKey, ...] = ()
    """As the feed told; empty: `recipient_key` alone."""
    former_receipt_keys: tuple[FormerKey, ...] = ()
    receipt_since: str = ""
    """Since when the receipt key is the one; empty: since the enrolment."""
    revoked: str = ""
    """When the bureau took this device off its list; empty: it stands."""
    certificate: str = ""
    """This device's certificate by the root, a signed statement; empty until one came."""


@dataclass(frozen=True)
class Delivery:
    """One bundle: a run of journal entries and every object they brought in."""

    id: str
    """Bundle id, 32 hex digits."""
    sequence: int
    """1, 2, 3… in this epoch of the device; the centre takes them in order."""
    first_entry: int
    last_entry: int
    object_ids: tuple[str, ...]
    foot_sha256: str
    """Names the bundle's exact bytes; the next bundle repeats it."""
    size: int
    created: datetime
    state: DeliveryState = DeliveryState.WRITTEN
    reason: str = ""
    """Why the centre refused, why it was set aside while the rest went on, or why it was dropped."""
    missing_ids: tuple[str, ...] = ()
    """Objects of the run that could no longer be read and did not go along; never confirmed by this bundle."""
    epoch: int = 1
    put_bytes: int = 0
    """Bytes of parts that left over a network, over all tries."""
    resent_bytes: int = 0
    """How many of them the centre had to be sent again, known once all parts are there."""

    @property
    def is_forked(self) -> bool:
        """Tell whether the centre refused it because it contradicts what this device delivered before."""
        return self.state is DeliveryState.REFUSED and self.reason.startswith(FORK)

    @property
    def order(self) -> tuple[int, int]:
        """Return the place among all deliveries of this device."""
        return self.epoch, self.sequence


@dataclass(frozen=True)
class ConfirmedObject:
    """One object named by a receipt."""

    object_id: str
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """A verified receipt of the centre; `text` is kept to the byte so that it can be shown to anyone."""

    id: str
    """Same as the delivery's."""
    text: str
    """Canonical JSON as signed."""
    signature: str
    """Ed25519 over the text, base64."""
    received: datetime
    objects: tuple[ConfirmedObject, ...]

"""A device enrolled at a running centre, and the questions tests ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.records import Delivery
from sync.bundle import BundleFile
from sync.enrolment import CentreKeys
from sync.outbox import PhotoState, open_outgoing, photo_states, seal_bundle
from tests.stand import Stand


@dataclass(frozen=True)
class Site:
    """A device with photos, enrolled at a running centre."""

    stand: Stand
    data: Path
    url: str
    centre: CentreKeys
    outbox: Path

    def seal(self) -> Delivery:
        delivery = seal_bundle(self.stand.device, self.centre, self.outbox, by=self.stand.by)
        assert delivery is not None
        return delivery

    def bundle(self, delivery: Delivery) -> BundleFile:
        return open_outgoing(self.stand.device, self.outbox, delivery)

    def whole(self, delivery: Delivery) -> bytes:
        with self.bundle(delivery) as bundle:
            return bundle.whole().read()

    def recorded(self, delivery: Delivery) -> Delivery:
        with self.stand.device.reading() as unit:
            return unit.get(Delivery, delivery.id)

    def states(self) -> set[PhotoState]:
        with self.stand.device.reading() as unit:
            return set(photo_states(unit).values())

    def originals(self) -> dict[str, bytes]:
        device = self.stand.device
        with device.reading() as unit:
            return {name: device.vault.read(unit.sealed_object(name)) for name in photo_states(unit)}

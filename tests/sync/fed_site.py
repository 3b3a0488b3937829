"""A device enrolled at a centre whose office talks to it: asked by function calls, by the network or by stick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector.actions.ports import Device
from inspector.actions.settle_task import Decision, settle_tasks
from inspector.records import (
    CaseField,
    CaseFieldName,
    CaseFile,
    Choice,
    FeedEntry,
    FeedState,
    OfficeTask,
    PinnedCentre,
    TaskState,
)
from sync.central import Centre
from sync.central.enrolling import enrol_device, new_invitation
from sync.central.feed_pages import answer
from sync.enrolment import enrol, pin
from sync.feed.fetching import Fetched, fetch
from sync.outbox import seal_bundle
from sync.transport.protocol import Caller
from tests.stand import Stand

NUMBER, PLACE, STATUS = CaseFieldName.NUMBER, CaseFieldName.STORAGE_PLACE, CaseFieldName.STATUS
WHO = "王样本"


@dataclass(frozen=True)
class FedSite:
    """The centre as an office uses it, and the one device of these tests."""

    stand: Stand
    data: Path
    centre: Centre

    @property
    def device(self) -> Device:
        return self.stand.device

    @property
    def case(self) -> str:
        return self.stand.inspection.id

    def page(self, request: bytes) -> bytes:
        """Answer a request without a network."""
        return answer(self.centre, request, caller=self.device.id)[1]

    def fetch(self) -> Fetched:
        return fetch(self.device, self.page)

    def deliver(self, outbox: Path) -> None:
        """Bring what is new to the centre, as the network would."""
        from sync.central.accepting import accept
        from sync.central.receiving import announce, put_part
        from sync.confirming import apply_receipt
        from sync.enrolment import pinned
        from sync.outbox import open_outgoing

        keys = pinned(self.device)
        assert keys is not None
        delivery = seal_bundle(self.device, keys, outbox, by=self.stand.by)
        if delivery is None:
            return
        with open_outgoing(self.stand.device, outbox, delivery) as bundle:
            announce(self.centre, bundle.end, caller=self.device.id)
            for part in bundle.foot.all_parts():
                put_part(self.centre, delivery.id, part.number, bundle.part(part), caller=self.device.id)
        receipt = accept(self.centre, delivery.id, caller=self.device.id)
        keys = pinned(self.device)
        assert keys is not None
        apply_receipt(self.device, keys, delivery, receipt.encoded(), by=self.stand.by)

    @property
    def caller(self) -> Caller:
        return Caller(self.device.id, self.device.signer)

    def file(self) -> CaseFile:
        with self.device.reading() as unit:
            return unit.get(CaseFile, self.case)

    def field(self, name: CaseFieldName) -> CaseField:
        found = self.file().field(name)
        assert found is not None
        return found

    def tasks(self, state: TaskState = TaskState.OPEN) -> list[OfficeTask]:
        with self.device.reading() as unit:
            return [task for task in unit.all(OfficeTask) if task.state is state]

    def settle(self, task: OfficeTask, choice: Choice, *, value: str = "", note: str = "") -> None:
        settle_tasks(self.device, [Decision(task.id, choice, value, note)], by=self.stand.by)

    def heard(self) -> list[FeedEntry]:
        with self.device.reading() as unit:
            return sorted(unit.all(FeedEntry), key=lambda each: each.order)

    def set_aside(self) -> list[str]:
        return [each.code for each in self.heard() if each.state is FeedState.SET_ASIDE]

    def pinned(self) -> PinnedCentre:
        with self.device.reading() as unit:
            return unit.get(PinnedCentre, self.device.id)


@contextmanager
def fed_site(stand: Stand, data: Path) -> Iterator[FedSite]:
    """Open a centre that was created, and enrol the device there without a network."""
    with Centre(data, clock=stand.clock) as centre:
        made = FedSite(stand, data, centre)
        pin(
            stand.device,
            enrol(stand.device, "样本局", new_invitation(centre, ""), ByHand(centre)),
            by=stand.by,
        )
        yield made


class ByHand:
    """An enrolment handed in without a network."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def enrol(self, request: bytes) -> bytes:
        return enrol_device(self._centre, request).encoded()

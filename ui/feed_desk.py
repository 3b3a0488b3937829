"""What comes back from the centre, for desktop and command line: fetched, carried, shown, and decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from inspector.actions.settle_task import Decision, may_reopen, open_tasks, reopen_task, settle_tasks
from inspector.errors import InputError, InspectorError
from inspector.records import (
    FeedEntry,
    FeedState,
    Inspection,
    Item,
    Officer,
    OfficeTask,
    Party,
    PinnedCentre,
)

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from sync.feed.fetching import Fetched
    from sync.transport.http import HttpTransport

WARNED_AHEAD = timedelta(days=14)
"""How long before a recipient key ends one should fetch the next."""
_NEWS = timedelta(days=7)
"""How long today's screen tells of an officer who was taken off the list."""
_LATEST = 4
"""Entries of the feed that are named in the settings."""
_LATELY = 12
"""Decided tasks that are shown."""


@dataclass(frozen=True)
class KeyStanding:
    """The keys this device believes and seals for."""

    root: str
    """Fingerprint, hex; empty where an older centre named none."""
    receipt: str
    """Fingerprint, hex."""
    receipt_since: str
    """UTC with milliseconds; empty: since the enrolment."""
    former: int
    """Receipt keys before the present one."""
    recipient: str
    """Key id, 16 hex digits."""
    recipient_since: str
    recipient_until: str
    """Planned end; empty: none is planned."""
    is_certified: bool
    """This device has a certificate of the root."""
    revoked: str
    """When the bureau took this device off its list; empty: it stands."""


@dataclass(frozen=True)
class Anew:
    """The centre had an older backup put back, and its root let it begin anew."""

    epoch: int
    by: str
    at: str
    """UTC with milliseconds."""
    reason: str


@dataclass(frozen=True)
class FeedStatus:
    """How the feed stands on this device."""

    keys: KeyStanding | None
    """None while not enrolled."""
    entries: int
    last: datetime | None
    """When the last entry came."""
    asked: datetime | None
    """When the centre was last heard to the end since the device was opened."""
    latest: tuple[FeedEntry, ...]
    """What came last, newest first."""
    set_aside: tuple[FeedEntry, ...]
    problem: InspectorError | None
    """Why the last fetch did not come to its end."""
    is_ending: bool
    """The key bundles are sealed for ends soon and no other is known."""
    anew: Anew | None
    """The centre began anew in the last days; None: it did not."""


@dataclass(frozen=True)
class Withdrawn:
    """An officer whose certificate the office ended."""

    name: str
    cert_no: str
    since: str
    """UTC with milliseconds."""
    reason: str


@dataclass(frozen=True)
class SettledTask:
    """What was decided, and whether one may decide once more."""

    task: OfficeTask
    may_reopen: bool


@dataclass(frozen=True)
class OfficeBoard:
    """What waits for a person, what was decided lately, and the records it is about, for the screen."""

    tasks: tuple[OfficeTask, ...]
    """Oldest first."""
    settled: tuple[SettledTask, ...]
    """The last ones, newest first."""
    stands: Mapping[str, Inspection]
    """By id."""
    parties: Mapping[str, Party]
    items: Mapping[str, Item]
    """Only the rows a task is about."""
    officers: Mapping[str, Officer]
    withdrawn: tuple[Withdrawn, ...]
    """Of the last days."""


class FeedDesk:
    """The device's ear for the centre."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._problem: InspectorError | None = None
        self._asked: datetime | None = None
        self._turn = Lock()
        """An entry is taken once, whoever fetches beside whom."""

    def fetch(self) -> Fetched:
        """Fetch what is new over the network.

        Raises:
            InputError: `device.not_enrolled`; `feed.…` if what came cannot be believed, and nothing of it was.
            SystemFault: `transport.…`
        """
        from sync.enrolment import pinned
        from sync.transport.http import HttpTransport

        centre = pinned(self._device)
        if centre is None:
            raise InputError("device.not_enrolled")
        with HttpTransport(centre.url) as transport:
            return self._fetch(transport)

    def fetch_beside(self, transport: HttpTransport) -> None:
        """Fetch on the way of a delivery, which goes on whatever comes of it; the status says what went wrong.

        Raises:
            SystemFault: `transport.unreachable`: the delivery would only wait for the same.
        """
        try:
            self._fetch(transport)
        except InspectorError as error:
            if error.code == "transport.unreachable":
                raise

    def carry_request(self, stick: Path) -> None:
        """Write to a stick what this device asks for; raises `transport.stick…`."""
        from sync.feed.fetching import request_of
        from sync.transport.folder import FolderTransport

        FolderTransport(stick).carry_feed_request(self._device.id, request_of(self._device))

    def take_from(self, stick: Path) -> Fetched | None:
        """Take in what a stick brought back, None if it brought nothing.

        Raises:
            InputError: as `fetch`.
            SystemFault: `transport.stick`.
        """
        from sync.feed.fetching import take_page
        from sync.transport.folder import FolderTransport

        page = FolderTransport(stick).feed(self._device.id)
        if page is None:
            return None
        try:
            with self._turn:
                found = take_page(self._device, page)
        except InputError as error:
            self._problem = error
            raise
        self._problem = None
        return found

    def take_beside(self, stick: Path) -> None:
        """Take it in on the way of collecting receipts, which goes on whatever comes of it; the status says what went wrong.

        Raises:
            SystemFault: `transport.stick`.
        """
        with suppress(InputError):
            self.take_from(stick)

    def status(self) -> FeedStatus:
        """Return keys, dates, what came last and what could not be applied."""
        with self._device.reading() as unit:
            centre = unit.find(PinnedCentre, self._device.id)
            entries = unit.all(FeedEntry)
        keys = _standing(centre, self._device.clock.now().wall) if centre else None
        now = self._device.clock.now().wall
        return FeedStatus(
            keys=keys,
            entries=len(entries),
            last=max((each.received for each in entries), default=None),
            asked=self._asked,
            latest=tuple(sorted(entries, key=lambda each: (each.received, each.seq), reverse=True)[:_LATEST]),
            set_aside=tuple(each for each in entries if each.state is FeedState.SET_ASIDE),
            problem=self._problem,
            is_ending=bool(
                keys
                and keys.recipient_until
                and datetime.fromisoformat(keys.recipient_until) - now <= WARNED_AHEAD
            ),
            anew=_anew(entries, now),
        )

    def board(self) -> OfficeBoard:
        """Return what waits for a person, what was decided lately, and what it is about."""
        now = self._device.clock.now().wall
        with self._device.reading() as unit:
            waiting = open_tasks(unit)
            done = [each for each in unit.all(OfficeTask) if each.settled is not None]
            done.sort(key=lambda each: each.settled.at if each.settled else "", reverse=True)
            done = done[:_LATELY]
            about = {each.record_id for each in (*waiting, *done)}
            officers = {each.id: each for each in unit.all(Officer)}
            return OfficeBoard(
                tasks=waiting,
                settled=tuple(SettledTask(each, may_reopen(unit, each)) for each in done),
                stands={each.id: each for each in unit.all(Inspection)},
                parties={each.id: each for each in unit.all(Party)},
                items={each.id: each for each in unit.all(Item) if each.id in about},
                officers=officers,
                withdrawn=_withdrawn(unit.all(FeedEntry), officers.values(), now),
            )

    def settle(self, decisions: Iterable[Decision], *, by: str) -> tuple[OfficeTask, ...]:
        """Decide tasks; raises as `settle_tasks`."""
        return settle_tasks(self._device, decisions, by=by)

    def reopen(self, task_ids: Iterable[str], *, by: str) -> None:
        """Open settled tasks for another decision; raises as `reopen_task`."""
        for task_id in task_ids:
            reopen_task(self._device, task_id, by=by)

    def _fetch(self, transport: HttpTransport) -> Fetched:
        from sync.feed.fetching import fetch
        from sync.transport.protocol import Caller

        caller = Caller(self._device.id, self._device.signer)
        try:
            with self._turn:
                found = fetch(self._device, lambda request: transport.feed(caller, request))
        except InspectorError as error:
            self._problem = error
            raise
        self._problem, self._asked = None, self._device.clock.now().wall
        return found


def _anew(entries: Iterable[FeedEntry], now: datetime) -> Anew | None:
    """Return what the root said when it let the centre begin anew lately; it was verified when it came."""
    from sync.feed.bodies import RestartBody, read_body
    from sync.feed.entry import CarriedEntry, Kind
    from sync.statement import content_of, read_statement

    begun = [each for each in entries if each.kind == Kind.RESTART and now - each.received < _NEWS]
    last = max(begun, key=lambda each: each.order, default=None)
    if last is None:
        return None
    body = read_body(CarriedEntry(last.text, last.signature, last.body), RestartBody)
    said = content_of(read_statement(body.statement.encode()))
    return Anew(last.epoch, str(said["by"]), str(said["at"]), str(said["reason"]))


def _withdrawn(
    entries: Iterable[FeedEntry], officers: Iterable[Officer], now: datetime
) -> tuple[Withdrawn, ...]:
    """Return the officers the office took off the list lately."""
    from sync.feed.bodies import RevokedBody, read_body
    from sync.feed.entry import CarriedEntry, Kind

    names = {each.cert_no: each.name for each in officers}
    found = []
    for entry in entries:
        if entry.kind == Kind.REVOKED and entry.state is FeedState.APPLIED and now - entry.received < _NEWS:
            body = read_body(CarriedEntry(entry.text, entry.signature, entry.body), RevokedBody)
            if body.what == "officer" and body.subject in names:
                found.append(Withdrawn(names[body.subject], body.subject, body.since, body.reason))
    return tuple(found)


def _standing(centre: PinnedCentre, now: datetime) -> KeyStanding:
    from base64 import b64decode

    from sync.bundle.envelope import base64_text, fingerprint, key_id
    from sync.enrolment import keys_of

    keys = keys_of(centre)
    used = keys.recipient_at(now)
    told = next((each for each in centre.recipients if each.key == base64_text(used)), None)
    return KeyStanding(
        root=fingerprint(b64decode(centre.root_key)) if centre.root_key else "",
        receipt=keys.fingerprint,
        receipt_since=centre.receipt_since,
        former=len(centre.former_receipt_keys),
        recipient=key_id(used),
        recipient_since=told.since if told else "",
        recipient_until=told.until if told else "",
        is_certified=bool(centre.certificate),
        revoked=centre.revoked,
    )

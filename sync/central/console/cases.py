"""The cases of a bureau as the office sees them: one line for each inspection, and everything of one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, select

from inspector.actions.ports import Records
from inspector.actions.read import Ending, approvals, dossier_in, endings
from inspector.clock import CHINA
from inspector.errors import InputError, InspectorError
from inspector.law import Finding, LawPack, examine
from inspector.records import CaseFieldName, Dossier, Inspection, InspectionState, PhotoLayer
from inspector.typed import decoder_of
from sync.central.cases import CaseLine, case_of
from sync.central.centre import Centre
from sync.central.console.catalogue import DeviceRecords, place_of, read_in, unread_bundles
from sync.central.console.sealing import Seal
from sync.central.console.tables import case_bundles, lines
from sync.central.database import insert_or
from sync.central.office import edit_case
from sync.central.tables import bundles, devices, objects

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_FORM = 2
"""Raised when a line holds something new: lines made before are made again."""


@dataclass(frozen=True)
class Due:
    """When a measure ends, or by when its approval has to be made good."""

    rule: str
    kind: str
    form: str
    due: str
    """A day, or an instant where the period counts in hours."""
    alarm: str
    """The earlier one to act on."""
    is_provisional: bool

    @property
    def is_in_hours(self) -> bool:
        """Tell whether it counts in hours."""
        return "T" in self.due

    def moment(self) -> datetime:
        """Return the last moment to act: the minute, or the end of the day in China."""
        if "T" in self.alarm:
            return datetime.fromisoformat(self.alarm)
        return datetime.combine(date.fromisoformat(self.alarm), datetime.max.time(), CHINA)


@dataclass(frozen=True)
class Line:
    """One inspection in the list."""

    device: str
    inspection: str
    started: datetime | None = None
    is_sealed: bool = False
    follows: str = ""
    hall: str = ""
    booth: str = ""
    fair: str = ""
    party: str = ""
    officers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Of its documents."""
    case_number: str = ""
    """As the office or the officers wrote it."""
    items: int = 0
    notices: int = 0
    photos: int = 0
    photos_held: int = 0
    dues: tuple[Due, ...] = ()
    code: str = ""
    """Why the record cannot be shown; empty where it can."""

    @property
    def day(self) -> date | None:
        """The day it began, in China."""
        return None if self.started is None else self.started.astimezone(CHINA).date()

    def haystack(self) -> str:
        """Return all that a search looks through."""
        return plain(
            " ".join(
                (
                    self.party,
                    self.hall,
                    self.booth,
                    self.fair,
                    self.case_number,
                    *self.officers,
                    *self.numbers,
                )
            )
        )


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the list; empty means all."""

    words: str = ""
    state: str = ""
    """"open", "sealed", or "lacking" for photos that are not there."""
    first: date | None = None
    last: date | None = None

    def fits(self, line: Line) -> bool:
        """Tell whether a line is looked for."""
        if self.state == "lacking" and line.photos_held >= line.photos and not line.code:
            return False
        if self.state in {"open", "sealed"} and (line.is_sealed != (self.state == "sealed") or line.code):
            return False
        if self.first is not None and (line.day is None or line.day < self.first):
            return False
        if self.last is not None and (line.day is None or line.day > self.last):
            return False
        searched = line.haystack()
        return all(word in searched for word in plain(self.words).split())


@dataclass(frozen=True)
class HeldObject:
    """A photo's, recording's or notice's bytes as the centre holds them, proved when they were taken in."""

    sha256: str
    bundle: str
    received: str


@dataclass(frozen=True)
class Case:
    """Everything of one inspection, with how its files are held."""

    device: str
    device_name: str
    dossier: Dossier
    held: Mapping[str, HeldObject]
    """By object id."""
    bundles: tuple[tuple[str, str], ...]
    """Ids of the bundles that told of it and when each was announced, the oldest first."""
    later: tuple[Inspection, ...] = field(default=())
    """Later acts on record in the same case."""
    office: Mapping[CaseFieldName, CaseLine] = field(default_factory=dict)
    """What office and officers wrote about the case."""

    def layers_of(self, photo_id: str) -> tuple[PhotoLayer, ...]:
        """Return the marks drawn over one photo."""
        return tuple(layer for layer in self.dossier.layers if layer.photo_id == photo_id and layer.marks)


class Cases:
    """The cases of one centre; safe from many threads."""

    def __init__(self, centre: Centre, law: LawPack) -> None:
        self.centre = centre
        self.law = law
        self._seal = Seal(centre.keys)
        self._known: dict[bytes, Line] = {}
        self._turn = Lock()
        self._is_checked = False

    def every(self) -> tuple[Line, ...]:
        """Return the line of every inspection, the latest first, after reading what is new."""
        self.catch_up()
        with self.centre.reading() as connection:
            rows = connection.execute(select(lines)).all()
        known, fresh = self._known, dict[bytes, Line]()  # never changed once others can see it
        for row in rows:
            nonce = bytes(row.body[:12])
            line = known.get(nonce)
            if line is None:
                body = self._seal.open(row.body, place_of(row.device, "line", row.inspection))
                line = decoder_of(Line).decode(body)
            fresh[nonce] = line
        self._known = fresh
        return tuple(sorted(fresh.values(), key=_by_start, reverse=True))

    def catch_up(self) -> None:
        """Read the bundles accepted since, and make the lines they change; lines of another law are made again."""
        with self._turn:
            with self.centre.reading() as connection:
                unread = unread_bundles(connection)
            for row in unread:
                touched = read_in(self.centre, self._seal, row.bundle, row.device)
                self._make_lines({(row.device, inspection) for inspection in touched})
            if not self._is_checked:
                with self.centre.reading() as connection:
                    old = select(lines.c.device, lines.c.inspection).where(lines.c.made_by != self._made_by)
                    outdated = {(row.device, row.inspection) for row in connection.execute(old)}
                self._make_lines(outdated)
                self._is_checked = True

    def case(self, device: str, inspection: str) -> Case:
        """Return everything of one inspection.

        Raises:
            InputError: `console.no_case`; `console.case_unreadable` if the bundle with its record cannot be read.
        """
        self.catch_up()
        with self.centre.reading() as connection:
            here = DeviceRecords(connection, self._seal, device)
            if here.find(Inspection, inspection) is None:
                mine = lines.c.device == device, lines.c.inspection == inspection
                is_known = connection.execute(select(lines.c.device).where(*mine)).first() is not None
                raise InputError("console.case_unreadable") if is_known else InputError("console.no_case")
            known = dossier_in(here, inspection)
            held = _held(connection, device, known)
            known = replace(
                known,
                layers=here.all(PhotoLayer, inspection_id=inspection),
                damaged=frozenset(photo.id for photo in known.photos if photo.id not in held),
            )
            name = connection.execute(select(devices.c.name).where(devices.c.device == device)).scalar()
            mine = case_bundles.c.device == device, case_bundles.c.inspection == inspection
            told = select(bundles.c.bundle, bundles.c.announced).join(
                case_bundles, case_bundles.c.bundle == bundles.c.bundle
            )
            came = connection.execute(told.where(*mine).order_by(bundles.c.epoch, bundles.c.sequence)).all()
            later = tuple(each for each in here.all(Inspection) if each.follows == inspection)
        office = self._office(device, known.inspection.case_id)
        came_in = tuple((row[0], row[1]) for row in came)
        return Case(device, name or "", known, held, came_in, later, office)

    def edit(
        self,
        case: Case,
        fields: Mapping[CaseFieldName, str],
        *,
        seen: Mapping[CaseFieldName, str] | None = None,
        by: str,
    ) -> tuple[CaseFieldName, ...]:
        """Write what the office says where it differs, tell the device, and return the fields.

        `seen` is what stood on the page: a field left as it was says nothing, and what somebody else wrote meanwhile
        is never overwritten unread.

        Raises:
            InputError: `case.changed`, and nothing is written; as `edit_case`.
        """
        visit, changed = case.dossier.inspection.case_id, dict[CaseFieldName, str]()
        for name, text in fields.items():
            value, stands = text.strip(), case.office.get(name, CaseLine()).value
            before = (seen or {}).get(name, stands)
            if value in {before.strip(), stands}:
                continue
            if before != stands:
                raise InputError("case.changed", value=stands)
            changed[name] = value
        if changed:
            edit_case(self.centre, visit, changed, by=by)
            self._make_lines({(case.device, visit)})
        return tuple(changed)

    def _office(self, device: str, visit: str) -> Mapping[CaseFieldName, CaseLine]:
        """Return what was written about a case; nothing if another device delivered an inspection of this id first."""
        found = case_of(self.centre, visit)
        return found.fields if found.device == device else {}

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Run every check of case quality as it stands now."""
        return examine(self.law, case.dossier, self.centre.clock.now().wall)

    @property
    def _made_by(self) -> str:
        return f"{_LINE_FORM} {self.law.version}"

    def _make_lines(self, wanted: Iterable[tuple[str, str]]) -> None:
        waiting, done = set(wanted), set[tuple[str, str]]()
        while waiting:
            device, inspection = waiting.pop()
            done.add((device, inspection))
            with self.centre.transaction() as connection:
                mine = lines.c.device == device, lines.c.inspection == inspection
                # of two processes that make one line, the later one has to read what the first one read too
                connection.execute(select(lines.c.device).where(*mine).with_for_update())
                line = self._line(connection, device, inspection)
                _keep_line(connection, self._seal, line, self._made_by)
            if line.follows and (device, line.follows) not in done:
                waiting.add((device, line.follows))  # later acts move the periods of the visit

    def _line(self, connection: Connection, device: str, inspection: str) -> Line:
        here = DeviceRecords(connection, self._seal, device)
        try:
            line = line_of(self.law, here, device, inspection, connection)
            number = self._office(device, line.follows or inspection).get(CaseFieldName.NUMBER, CaseLine())
            return replace(line, case_number=number.value)
        except InspectorError as error:
            return Line(device, inspection, code=error.code)


def line_of(law: LawPack, here: Records, device: str, inspection: str, connection: Connection) -> Line:
    """Return the line of one inspection; raises what its records raise that cannot be read."""
    known = dossier_in(here, inspection)
    about = known.inspection
    dues = () if about.follows else (*approvals(law, known), *endings(law, known))
    held = _held(connection, device, known)
    return Line(
        device=device,
        inspection=inspection,
        started=about.started,
        is_sealed=about.state is InspectionState.SEALED,
        follows=about.follows,
        hall=about.hall,
        booth=about.booth,
        fair=known.fair.name,
        party=known.party.name if known.party else "",
        officers=tuple(officer.name for officer in known.officers),
        numbers=tuple(notice.number for notice in known.own_notices if notice.number),
        items=len(known.items),
        notices=len(known.own_notices),
        photos=len(known.photos),
        photos_held=sum(photo.id in held for photo in known.photos),
        dues=tuple(map(_due, dues)),
    )


def plain(text: str) -> str:
    """Return text as it is searched: full width and half width, large and small are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _by_start(line: Line) -> tuple[float, str]:
    """Sort by when it began; what cannot be read comes first in the list, where somebody sees it."""
    return (float("inf") if line.started is None else line.started.timestamp(), line.inspection)


def _due(ending: Ending) -> Due:
    end, measure = ending.end, ending.measure
    due, alarm = (moment.isoformat() for moment in (end.due, end.alarm))
    return Due(end.rule.id, measure.kind.value, measure.form.value, due, alarm, end.is_provisional)


def _held(connection: Connection, device: str, known: Dossier) -> dict[str, HeldObject]:
    """Return what is held of the photos and notices, where record and object agree on the hash."""
    expected = {photo.id: photo.sha256 for photo in known.photos}
    expected |= {recording.id: recording.sha256 for recording in known.recordings}
    expected |= {notice.pdf_object_id: notice.pdf_sha256 for notice in known.notices}
    query = select(objects.c.object, objects.c.sha256, objects.c.bundle)
    mine = objects.c.device == device, objects.c.object.in_(list(expected))
    rows = [row for row in connection.execute(query.where(*mine)) if row.sha256 == expected[row.object]]
    received = _received(connection, {row.bundle for row in rows})
    return {row.object: HeldObject(row.sha256, row.bundle, received[row.bundle]) for row in rows}


def _received(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return by bundle when the centre signed for it."""
    query = select(bundles.c.bundle, bundles.c.receipt_text).where(bundles.c.bundle.in_(list(names)))
    rows = connection.execute(query)
    return {row.bundle: str(msgspec.json.decode(row.receipt_text)["received"]) for row in rows}


def _keep_line(connection: Connection, seal: Seal, line: Line, made_by: str) -> None:
    body = seal.close(msgspec.json.encode(line), place_of(line.device, "line", line.inspection))
    values = {"made_by": made_by, "body": body}
    kept = insert_or(connection, lines).values(device=line.device, inspection=line.inspection, **values)
    key = ["bureau", "device", "inspection"]
    connection.execute(kept.on_conflict_do_update(index_elements=key, set_=values))

"""What step ⑤ shows: the papers and their state, the open paper, who signs it and what was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from inspector.actions.decide_measure import LIST, PAPER_OF
from inspector.actions.notice_readiness import Readiness
from inspector.actions.number_blocks import ClassYear
from inspector.law.checks import Finding
from inspector.law.checks.measures import measure_name
from inspector.records import Closing, InkFault, NoticeState, Signature, SignatureRole
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.quality import QualityLine, quality
from ui.desktop.screens.inspection.stand_now import StandNow, clock_text

Strokes = tuple[tuple[tuple[int, int, int], ...], ...]
_NAMES_THE_LIST = frozenset(PAPER_OF.values())
"""These name the list by its number: set aside, the list takes them along."""
_UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""Ink is judged before anybody asks when it was drawn."""


@dataclass(frozen=True)
class SetAside:
    """A paper that was issued once and holds no more; it and its number are kept."""

    number: str
    reason: str


@dataclass(frozen=True)
class NoticeLine:
    """One paper of the list on the left."""

    form: str
    title: str
    number: str
    missing: int
    is_issued: bool
    is_frozen: bool
    """The stand is sealed: nothing can be issued or set aside any more."""
    to_scan: int = 0
    """Pages signed by hand that are not back yet."""
    key: str = ""
    """Tells papers of one form apart."""
    about: str = ""
    """Whom or what a paper is about, where there may be several."""
    set_aside: tuple[SetAside, ...] = ()
    """Former issues of this form, oldest first."""


@dataclass(frozen=True)
class Signer:
    """One place where somebody signs."""

    role: SignatureRole
    name: str
    """Empty where the party's person has to be typed."""
    cert_no: str = ""


@dataclass(frozen=True)
class SignedPlace:
    """What was given at one place: ink, or a refusal with its proof."""

    signer: Signer
    strokes: Strokes = ()
    refusal: str = ""
    recording: str = ""
    pressure: tuple[tuple[int, ...], ...] = ()
    """At each point of the strokes, where a pen gave it."""
    on_paper: bool = False
    """To be signed by hand on the printed page."""
    pages: tuple[str, ...] = ()
    """Hashes of the pages that were shown while it was given."""

    @property
    def ink_fault(self) -> InkFault | None:
        """Tell what is odd about what was drawn, by the record's own measure."""
        return Signature(self.signer.role, self.signer.name, _UNDATED, self.strokes).ink_fault

    @property
    def is_given(self) -> bool:
        """Tell whether there is ink enough, a refusal with its recording, or paper to sign on."""
        is_refused = bool(self.refusal.strip() and self.recording.strip())
        return self.on_paper or self.ink_fault is None or is_refused


@dataclass(frozen=True)
class NoticeShown:
    """The paper that is open."""

    line: NoticeLine
    paper: str
    """What its ink is kept under: no other paper of any stand has it."""
    missing: tuple[QualityLine, ...]
    """What the law still misses; the page is not shown then."""
    has_page: bool
    """The page can be looked at: nothing is missing but the party's answer to it."""
    signers: tuple[Signer, ...]
    closing: Closing | None
    asks_closing: bool
    """The record is checked by, or read out to, the party before it is signed."""
    ended: str
    next_form: str
    """The paper to issue next; empty when all are issued."""
    next_title: str
    goes_too: tuple[str, ...]
    """Titles of the issued papers that are set aside with this one."""
    needs_signing: bool
    """False where only the organ's seal belongs on the paper."""
    still_valid: tuple[str, ...]
    """Titles of the other papers issued: what they print stays as it is."""


def notice_line(now: StandNow, ready: Readiness) -> NoticeLine:
    """Return one paper as a line of the list."""
    paper_id = ready.paper.id if ready.paper else ""
    measures = {"", ready.measure.id} if ready.measure else {""}
    return NoticeLine(
        form=ready.form,
        title=ready.title,
        number=ready.issued.number if ready.issued else "",
        missing=0 if ready.issued else len(ready.missing),
        is_issued=ready.issued is not None,
        is_frozen=now.is_sealed or _is_of_another_record(now, ready),
        to_scan=len(ready.issued.unscanned) if ready.issued and ready.issued.waits_for_scans else 0,
        key=ready.key,
        about=_about(ready),
        set_aside=tuple(
            SetAside(notice.number, notice.superseded_reason)
            for notice in sorted(now.dossier.notices, key=lambda notice: notice.issued)
            if (notice.form, notice.paper_id) == (ready.form, paper_id)
            and notice.measure_id in measures
            and notice.state is NoticeState.SUPERSEDED
        ),
    )


def _is_of_another_record(now: StandNow, ready: Readiness) -> bool:
    """Tell whether a paper was issued before or after this record in its case: it is only looked at here."""
    return ready.issued is not None and ready.issued.inspection_id != now.dossier.inspection.id


def _about(ready: Readiness) -> str:
    """Tell papers of one form apart: by whom they are about, or by their measure where several have one."""
    if ready.measure is not None and ready.is_one_of_several:
        zh, en = measure_name(ready.measure)
        return en if spoken() is Language.ENGLISH else zh
    paper, sheet = ready.paper, ready.sheet
    return paper.answers.get(sheet.party, "") if paper and sheet and sheet.party else ""


def ink_key(now: StandNow, ready: Readiness) -> str:
    """Return what the ink of a paper is kept under."""
    return f"{now.dossier.inspection.id}/{ready.key}"


def notice_shown(now: StandNow, key: str) -> NoticeShown:
    """Return the open paper's state."""
    ready = next(line for line in now.readiness if line.key == key)
    form = ready.form
    inspection = now.dossier.inspection
    missing: tuple[Finding, ...] = () if ready.issued else ready.missing
    lines = quality(missing, spoken())
    others = [line for line in now.readiness if line.issued and line.key != key]
    waiting = next((line for line in now.readiness if line.issued is None and line.key != key), None)
    return NoticeShown(
        line=notice_line(now, ready),
        paper=ink_key(now, ready),
        missing=lines.blocking + lines.advice,
        has_page=has_page(ready),
        signers=signers(now) if ready.paper is None else paper_signers(now, ready),
        closing=inspection.closing,
        needs_signing=ready.sheet is None or bool(paper_signers(now, ready)),
        asks_closing=form == "9" and ready.issued is None,
        ended=clock_text(inspection.ended) if inspection.ended else "",
        next_form=waiting.key if waiting else "",
        next_title=waiting.title if waiting else "",
        goes_too=tuple(line.title for line in others if _goes_with(line, ready)),
        still_valid=tuple(line.title for line in others if not _goes_with(line, ready)),
    )


def _goes_with(line: Readiness, set_aside: Readiness) -> bool:
    """Tell whether an issued paper names the list that would be set aside."""
    return (
        set_aside.form == LIST
        and line.form in _NAMES_THE_LIST
        and line.measure is not None
        and set_aside.measure is not None
        and line.measure.id == set_aside.measure.id
    )


def numbers_left(shown: ClassYear) -> str:
    """Say that few numbers of a paper's class are left, or none; nothing while there are enough."""
    if shown.refusal is not None:
        return shown.refusal.sentence(spoken())
    return tr("ui.numbers.left", count=shown.left) if shown.is_low else ""


def has_page(ready: Readiness) -> bool:
    """Tell whether there is a page to look at: the record is shown before the party is asked about it."""
    waits_for_party = {"inspection.closing", "inspection.ended"}
    if ready.paper is not None:
        return True
    return ready.issued is not None or all(finding.field in waits_for_party for finding in ready.missing)


def signers(now: StandNow) -> tuple[Signer, ...]:
    """Return who signs: the party or, where the party is absent, the witness; then the officers."""
    inspection = now.dossier.inspection
    presence, witness = inspection.presence, inspection.witness
    officers = tuple(Signer(SignatureRole.OFFICER, o.name, o.cert_no) for o in now.dossier.officers)
    if presence is not None and presence.kind.is_absent:
        return (Signer(SignatureRole.WITNESS, witness.name if witness else ""), *officers)
    return (Signer(SignatureRole.PARTY, presence.person if presence else ""), *officers)


def paper_signers(now: StandNow, ready: Readiness) -> tuple[Signer, ...]:
    """Return who signs a paper an officer filled in: who it asks for, and the witness it names."""
    paper, sheet, presence = ready.paper, ready.sheet, now.dossier.inspection.presence
    if paper is None or sheet is None:
        return ()
    roles = sheet.signs_for(paper.answers)
    found = []
    if "party" in roles:
        named = paper.answers.get(sheet.party, "") or (presence.person if presence else "")
        found.append(Signer(SignatureRole.PARTY, named))
    if witness := sheet.witness_of(paper.answers):
        found.append(Signer(SignatureRole.WITNESS, witness))
    if "officer" in roles:
        found += [Signer(SignatureRole.OFFICER, o.name, o.cert_no) for o in now.dossier.officers]
    return tuple(found)


def as_signature(place: SignedPlace, at: datetime) -> Signature:
    """Return what was given at one place as the record keeps it."""
    return Signature(
        role=place.signer.role,
        name=place.signer.name,
        at=at,
        strokes=() if place.refusal else place.strokes,
        refusal=place.refusal.strip(),
        recording=place.recording.strip(),
        cert_no=place.signer.cert_no,
        pressure=() if place.refusal else place.pressure,
        pages=place.pages,
        on_paper=place.on_paper,
    )

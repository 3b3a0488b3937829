"""Step ⑤ for the screen: which papers, how they will look, who signs, and the issue itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtGui import QImage

from inspector.actions import describe_scene, issue_notice, read
from inspector.actions.issue_notice import Readiness
from inspector.actions.ports import Device
from inspector.law.checks import Finding
from inspector.records import Closing, ClosingManner, Signature, SignatureRole
from ui.desktop.screens.inspection.quality import QualityLine, quality
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow, clock_text
from ui.desktop.widgets.pdf_pages import rendered

Strokes = tuple[tuple[tuple[int, int, int], ...], ...]
PAGE_WIDTH = 640
"""Pixels a page is wide beside list and signatures at 1366×768."""
_DENSITY = 1.5
_UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""Ink is judged before anybody asks when it was drawn."""


@dataclass(frozen=True)
class NoticeLine:
    """One paper of the list on the left."""

    form: str
    title: str
    number: str
    missing: int
    is_issued: bool
    is_frozen: bool
    """The stand is sealed: nothing can be issued any more."""


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

    @property
    def has_ink(self) -> bool:
        """Tell whether something was really drawn, by the record's own measure."""
        return Signature(self.signer.role, self.signer.name, _UNDATED, self.strokes).has_ink

    @property
    def is_given(self) -> bool:
        """Tell whether there is ink enough or a refusal with its recording."""
        return self.has_ink or bool(self.refusal.strip() and self.recording.strip())


@dataclass(frozen=True)
class NoticeShown:
    """The paper that is open."""

    line: NoticeLine
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


class NoticesView(Protocol):
    """What the presenter asks of the papers' view."""

    def show_list(self, lines: Sequence[NoticeLine], chosen: str) -> None:
        """Show the papers that fit the decision."""

    def show_notice(self, notice: NoticeShown) -> None:
        """Show one paper's state: what is missing, who signs, or that it is issued."""

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages themselves; none while there are none."""

    def clear_signatures(self) -> None:
        """Empty the pads after the paper was issued."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


class NoticesPresenter:
    """Previews, collects signatures and issues; a paper the law refuses is never shown as one."""

    def __init__(self, stand: Stand, view: NoticesView) -> None:
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._form = ""
        self._is_visible = False
        self._shown_page: object = None

    def show(self, now: StandNow) -> None:
        """Show the list and the open paper as they stand."""
        if self._now is None or self._now.dossier.inspection.id != now.dossier.inspection.id:
            self._form, self._shown_page = "", None
            self._view.clear_signatures()
        self._now = now
        if self._form not in {line.form for line in now.readiness}:
            self._form = _first_open(now.readiness)
        self._show()

    def step_entered(self) -> None:
        """Load the page only when somebody looks at it."""
        self._is_visible = True
        self._load_page()

    def step_left(self) -> None:
        """Stop loading pages."""
        self._is_visible = False

    def notice_chosen(self, form: str) -> None:
        """Open one paper."""
        if form != self._form:
            self._form = form
            self._view.clear_signatures()
            self._view.show_problem("issue", "")
            self._show()

    def record_closed(self, manner: ClosingManner, answer: str) -> None:
        """Record that the party checked the record or had it read out, and what was answered."""
        if answer.strip():
            self._stand.do(
                "closing",
                lambda device, inspection_id, by: describe_scene.close_record(
                    device, inspection_id, manner=manner, answer=answer, by=by
                ),
            )

    def issue_asked(self, places: Sequence[SignedPlace]) -> None:
        """Issue the open paper with what was signed; what is missing comes back in words."""
        if self._now is None:
            return
        form, given = self._form, tuple(places)

        def issue(device: Device, inspection_id: str, by: str) -> object:
            at = device.clock.now().wall
            signatures = tuple(as_signature(place, at) for place in given if place.strokes or place.refusal)
            return issue_notice.issue_notice(device, inspection_id, form, signatures=signatures, by=by)

        self._stand.do("issue", issue, lambda _: self._issued())

    def show_problem(self, about: str, sentence: str) -> None:
        """Say why the paper was not issued, in place."""
        self._view.show_problem(about, sentence)

    def _issued(self) -> None:
        """Keep the issued paper open: the officer sees it as it was sealed."""
        self._view.clear_signatures()

    def _show(self) -> None:
        if self._now is None:
            return
        lines = [notice_line(ready, self._now.is_sealed) for ready in self._now.readiness]
        self._view.show_list(lines, self._form)
        self._view.show_notice(notice_shown(self._now, self._form))
        if self._is_visible:
            self._load_page()

    def _load_page(self) -> None:
        """Print off the window's thread; the same page is not printed twice for an unchanged record."""
        if self._now is None:
            return
        ready = next(line for line in self._now.readiness if line.form == self._form)
        issued = ready.issued
        key = (self._form, issued.id if issued else self._now.dossier)
        if key == self._shown_page:
            return
        self._shown_page = key
        if issued is not None:
            notice_id = issued.id
            self._stand.load(
                lambda device, _: drawn(read.notice_pdf(device, notice_id)),
                lambda pages: self._drawn(key, pages),
            )
        elif not has_page(ready):
            self._view.show_pages(())
        else:
            form = self._form
            self._stand.load(
                lambda device, inspection_id: drawn(
                    issue_notice.preview_notice(device, inspection_id, form).pdf
                ),
                lambda pages: self._drawn(key, pages),
            )

    def _drawn(self, key: object, pages: Sequence[QImage]) -> None:
        if key == self._shown_page:
            self._view.show_pages(pages)


def drawn(pdf: bytes) -> list[QImage]:
    """Draw the pages, off the window's thread, sharp enough for a dense screen."""
    return rendered(pdf, PAGE_WIDTH, _DENSITY)


def notice_line(ready: Readiness, is_frozen: bool) -> NoticeLine:
    """Return one paper as a line of the list."""
    return NoticeLine(
        form=ready.form,
        title=ready.title,
        number=ready.issued.number if ready.issued else "",
        missing=0 if ready.issued else len(ready.missing),
        is_issued=ready.issued is not None,
        is_frozen=is_frozen,
    )


def notice_shown(now: StandNow, form: str) -> NoticeShown:
    """Return the open paper's state."""
    ready = next(line for line in now.readiness if line.form == form)
    inspection = now.dossier.inspection
    missing: tuple[Finding, ...] = () if ready.issued else ready.missing
    lines = quality(missing)
    waiting = next((line for line in now.readiness if line.issued is None and line.form != form), None)
    return NoticeShown(
        line=notice_line(ready, now.is_sealed),
        missing=lines.blocking + lines.advice,
        has_page=has_page(ready),
        signers=signers(now),
        closing=inspection.closing,
        asks_closing=form == "9" and ready.issued is None,
        ended=clock_text(inspection.ended) if inspection.ended else "",
        next_form=waiting.form if waiting else "",
        next_title=waiting.title if waiting else "",
    )


def has_page(ready: Readiness) -> bool:
    """Tell whether there is a page to look at: the record is shown before the party is asked about it."""
    waits_for_party = {"inspection.closing", "inspection.ended"}
    return ready.issued is not None or all(finding.field in waits_for_party for finding in ready.missing)


def signers(now: StandNow) -> tuple[Signer, ...]:
    """Return who signs: the party or, where the party is absent, the witness; then the officers."""
    inspection = now.dossier.inspection
    presence, witness = inspection.presence, inspection.witness
    officers = tuple(Signer(SignatureRole.OFFICER, o.name, o.cert_no) for o in now.dossier.officers)
    if presence is not None and presence.kind.is_absent:
        return (Signer(SignatureRole.WITNESS, witness.name if witness else ""), *officers)
    return (Signer(SignatureRole.PARTY, presence.person if presence else ""), *officers)


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
    )


def _first_open(readiness: Sequence[Readiness]) -> str:
    """Return the paper to look at first: the next one to issue, else the last."""
    return next((line.form for line in readiness if line.issued is None), readiness[-1].form)

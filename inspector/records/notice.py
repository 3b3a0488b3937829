"""Notices: what was printed, who signed it or refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector.records.evidence import Photo
from inspector.records.seal import NoticeSeal


class NoticeState(StrEnum):
    """A notice is issued with its signatures, never edited; a correction supersedes it."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"


class InkFault(StrEnum):
    """Why strokes are no signature; the values are part of the words said on the screen."""

    BLANK = "blank"
    SMALL = "small"
    """A dot, or a mark no larger than one."""
    LINE = "line"
    """One straight line; a cross has two."""


_FEWEST_POINTS = 8
_LEAST_EXTENT = 40
"""Width and height together, in 1/1000 of the pad's width."""
_STRAIGHT = 6
"""A stroke no point of which lies farther from its chord is a line; in 1/1000 of the pad's width."""


class SignatureRole(StrEnum):
    """In what capacity somebody signs."""

    PARTY = "party"
    OFFICER = "officer"
    WITNESS = "witness"


@dataclass(frozen=True)
class Signature:
    """A drawn signature, or the reason there is none."""

    role: SignatureRole
    name: str
    at: datetime
    strokes: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    """Each stroke a run of (x, y, milliseconds since the first point); x and y in 1/1000 of the pad's width."""
    refusal: str = ""
    """拒签原因; then `recording` names the proof (程序规定 43)."""
    recording: str = ""
    """Number of the audio-visual recording of the refusal."""
    cert_no: str = ""
    """For officers."""
    pressure: tuple[tuple[int, ...], ...] = ()
    """Pressure at each point of `strokes` in 1/1000 of the pen's most; empty where the device gives none."""
    pages: tuple[str, ...] = ()
    """SHA-256 of each page as it stood when this was signed, without ink: signature and page belong together."""
    on_paper: bool = False
    """Signed by hand on the printed page: the ink is on the scan of that page, the place in the PDF stays empty."""

    @property
    def is_refused(self) -> bool:
        """Tell whether this is a refusal rather than a signature."""
        return bool(self.refusal)

    @property
    def is_signed(self) -> bool:
        """Tell whether somebody signed, on the screen or on the printed page."""
        return self.on_paper or self.has_ink

    @property
    def has_ink(self) -> bool:
        """Tell whether something was really drawn: a dot is not a signature."""
        return self.ink_fault in {None, InkFault.LINE}  # the screen asks again for a line, the law does not

    @property
    def ink_fault(self) -> InkFault | None:
        """Tell what is odd about what was drawn, so that the person is asked again; None for a signature."""
        points = [point for stroke in self.strokes for point in stroke]
        if not points:
            return InkFault.BLANK
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if len(points) < _FEWEST_POINTS or max(xs) - min(xs) + max(ys) - min(ys) < _LEAST_EXTENT:
            return InkFault.SMALL
        drawn = [stroke for stroke in self.strokes if len(stroke) > 1]
        return InkFault.LINE if len(drawn) == 1 and _is_straight(drawn[0]) else None


def _is_straight(stroke: tuple[tuple[int, int, int], ...]) -> bool:
    (x0, y0, _), (x1, y1, _) = stroke[0], stroke[-1]
    chord = math.hypot(x1 - x0, y1 - y0)
    if chord == 0:
        return False
    return all(abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) <= _STRAIGHT * chord for x, y, _ in stroke)


@dataclass(frozen=True)
class PageScan:
    """A page signed by hand on paper and scanned back; the scan is a photo like any other."""

    page: int
    """From 1."""
    photo_id: str
    sha256: str
    turned: int
    """Degrees the sheet lay turned clockwise in the scan."""
    at: datetime
    by: str
    """Officer id."""


@dataclass(frozen=True)
class Notice:
    """One issued document; its PDF is sealed in the vault under `pdf_object_id`."""

    id: str
    inspection_id: str
    form: str
    """Number of the form among the 56, e.g. "21"."""
    number: str
    """文书编号; empty for forms that carry none."""
    issued: datetime
    pdf_object_id: str
    pdf_sha256: str
    pages: int
    signatures: tuple[Signature, ...] = ()
    state: NoticeState = NoticeState.ISSUED
    superseded_reason: str = ""
    seals: tuple[NoticeSeal, ...] = ()
    """Electronic seals in the PDF; none on notices issued before there were any."""
    scans: tuple[PageScan, ...] = ()
    """Pages that came back with signatures on paper."""
    paper_id: str = ""
    """The paper it prints; empty for forms that print the record of the visit alone."""
    measure_id: str = ""
    """The measure it is of; empty for other papers, and where there was but one measure a stand."""

    @property
    def is_set_aside(self) -> bool:
        """Tell whether it stands no more, for the reason it gives."""
        return self.state is NoticeState.SUPERSEDED

    @property
    def is_signed_on_paper(self) -> bool:
        """Tell whether somebody signs the printed pages by hand."""
        return any(signature.on_paper for signature in self.signatures)

    @property
    def unscanned(self) -> tuple[int, ...]:
        """Return the pages that did not come back yet."""
        back = {scan.page for scan in self.scans}
        return tuple(page for page in range(1, self.pages + 1) if page not in back)

    @property
    def waits_for_scans(self) -> bool:
        """Tell whether pages signed by hand are still out: until they are back nothing shows that somebody signed."""
        is_in_force = self.state is NoticeState.ISSUED
        return is_in_force and self.is_signed_on_paper and bool(self.unscanned)


PhotoForPaper = Callable[[Photo, float], bytes | None]
"""Gives an upright JPEG of a photo as fine as its longer side on paper, in millimetres, asks; None if it cannot be shown."""


@dataclass(frozen=True)
class PrintedNotice:
    """A finished document."""

    pdf: bytes
    pages: int
    page_sha256: tuple[str, ...] = ()
    """Of what is printed on each page, without ink, page number and clock."""

"""Notices: what was printed, who signed it or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector.records.seal import NoticeSeal


class NoticeState(StrEnum):
    """A notice is issued with its signatures, never edited; a correction supersedes it."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"


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

    @property
    def is_refused(self) -> bool:
        """Tell whether this is a refusal rather than a signature."""
        return bool(self.refusal)

    @property
    def has_ink(self) -> bool:
        """Tell whether something was really drawn: a dot is not a signature."""
        points = [point for stroke in self.strokes for point in stroke]
        if len(points) < 8:
            return False
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return max(xs) - min(xs) + max(ys) - min(ys) >= 40


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


@dataclass(frozen=True)
class PrintedNotice:
    """A finished document."""

    pdf: bytes
    pages: int
    page_sha256: tuple[str, ...] = ()
    """Of what is printed on each page, without ink, page number and clock."""

"""Papers printed and sealed, as the actions need it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inspector.actions.ports.photos import Modules
from inspector.records import (
    Dossier,
    FoundSeal,
    Paper,
    PaperSheet,
    PhotoForPaper,
    PrintedNotice,
    ScaleCard,
    SealRole,
    Signature,
)
from inspector.records.numbering import Numbering
from inspector.records.review import ReviewSheet


class Press(Protocol):
    """Prints a form of the 56 from the one record."""

    def print(
        self,
        form: str,
        dossier: Dossier,
        *,
        number: str,
        printed: datetime,
        wording: Mapping[str, str],
        signatures: tuple[Signature, ...],
        picture: PhotoForPaper,
        paper: Paper | None = None,
        code: str = "",
        is_sample: bool = False,
    ) -> PrintedNotice:
        """Return the PDF of `form`; `wording` holds the sentences the law decides, ready to print.

        With a `code` each page carries it with its number, so that a scan is matched to its page.

        Raises:
            SystemFault: `notice.glyph_missing` if no font has a character: never a blank box.
        """
        ...

    def labels(self, dossier: Dossier, stock: str, *, printed: datetime, skip: int = 0) -> tuple[bytes, int]:
        """Return a PDF with a label for each listed item, and how many there are.

        Raises:
            InputError: `print.stock`, `print.no_labels`, `print.skip`.
        """
        ...

    def review(
        self, dossier: Dossier, sheet: ReviewSheet, *, printed: datetime, is_sample: bool = False
    ) -> bytes:
        """Return the PDF of a review sheet, the version of the law pack under every page."""
        ...

    def scale_cards(self, cards: Sequence[tuple[ScaleCard, Modules]], *, printed: datetime) -> bytes:
        """Return the PDF of one page with each scale card at its true size, and a ruler to check it by."""
        ...

    def calibration(self, *, printed: datetime) -> bytes:
        """Return the PDF, front and back, that shows whether a printer keeps size and place."""
        ...

    def blank_fields(
        self,
        form: str,
        dossier: Dossier,
        *,
        number: str,
        printed: datetime,
        wording: Mapping[str, str],
        paper: Paper | None = None,
    ) -> tuple[str, ...]:
        """Return what the required parts are called that would be printed empty."""
        ...

    def numbering(self) -> Numbering:
        """Return how this bureau writes document numbers; `InputError("notice.overlay")` if its own way is faulty."""
        ...

    def own_wording(self) -> Mapping[str, str]:
        """Return the sentences of the law pack this bureau words otherwise, by name; raises as `numbering`."""
        ...

    def sheet(self, form: str) -> PaperSheet:
        """Return what an officer fills in on a form, and who signs it."""
        ...

    def proposed(
        self, form: str, dossier: Dossier, *, printed: datetime, wording: Mapping[str, str]
    ) -> dict[str, str]:
        """Return what each ask of a form begins with, from the record and the law."""
        ...


@dataclass(frozen=True)
class HeldSeal:
    """A key that seals notices, as the unlocked keyring lends it; the private half stays there."""

    role: SealRole
    holder: str
    """Id of the device or the officer."""
    certificate: bytes
    """X.509, DER, of a P-256 key."""
    sign: Callable[[bytes], bytes]
    """ECDSA over SHA-256 of the message, DER; `SystemFault("keys.locked")` once the device is locked."""
    name: str = ""
    """As the PDF says it."""


class NoticeSealer(Protocol):
    """Closes a printed notice with electronic seals, and reads them again."""

    def make_ready(self) -> None:
        """Load what sealing needs, so that the first seal comes at once."""
        ...

    def seal(self, pdf: bytes, keys: Sequence[HeldSeal], *, at: datetime, place: str) -> bytes:
        """Return the PDF with one increment for each key; what was printed is its beginning."""
        ...

    def read(self, pdf: bytes) -> tuple[FoundSeal, ...]:
        """Return every seal in the file; `SystemFault("seal.unreadable")` if it is no PDF."""
        ...

    def timestamped_copy(self, original: bytes, ask: Callable[[bytes], bytes]) -> bytes:
        """Return a copy that begins with the original and ends with an authority's timestamp (RFC 3161).

        Raises:
            SystemFault: `seal.timestamp_refused`.
        """
        ...

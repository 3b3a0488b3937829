"""What the actions need from the world, as small interfaces.

`Device` is an unlocked device: the parts every action works with. Real parts are joined in
`ui/wiring.py`; contract tests hold fakes and real parts to the same promises.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import BinaryIO, Protocol, Self, TypeVar

from inspector.actions.print_copies import PrintCopies
from inspector.canonical import Json
from inspector.clock import Clock
from inspector.ids import Ids
from inspector.law import LawPack
from inspector.records import (
    CopyWords,
    Dossier,
    Drawing,
    FoundCode,
    FoundSeal,
    Length,
    Look,
    Paper,
    PaperSheet,
    Photo,
    PhotoFacts,
    PhotoForPaper,
    PhotoRemark,
    PlayedPicture,
    PlayedSound,
    Point,
    PrintedNotice,
    Record,
    Recording,
    RecordingFacts,
    ScaleCard,
    SealedObject,
    SealRole,
    SeenInPhoto,
    Signature,
)
from inspector.records.numbering import Numbering
from inspector.records.review import ReviewSheet

R = TypeVar("R", bound=Record)
Modules = Sequence[Sequence[int]]
"""Rows of squares, 1 for black."""


class Records(Protocol):
    """Records as they stand, to read: on a device, or of a device as they reached the centre."""

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record; `InputError("store.unknown")` if there is none."""
        ...

    def find(self, kind: type[R], record_id: str) -> R | None:
        """Return one record or None."""
        ...

    def all(self, kind: type[R], *, inspection_id: str | None = None) -> tuple[R, ...]:
        """Return the records of a kind, oldest first; only those of one inspection if it is named."""
        ...


class UnitOfWork(Records, Protocol):
    """One transaction over records and journal: all of it is durable at `commit`, or none."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""
        ...

    def photo_with(self, sha256: str) -> Photo | None:
        """Return the photo whose original has this hash, if the device holds it already."""
        ...

    def recording_with(self, sha256: str) -> Recording | None:
        """Return the recording whose original has this hash, if the device holds it already."""
        ...

    def save(self, record: Record, *, change: str, by: str) -> None:
        """Write the record and its journal entry; `change` such as "item.listed", `by` an officer's id."""
        ...

    def remove(self, kind: type[R], record_id: str, *, change: str, by: str) -> None:
        """Take a record off the list; the journal keeps that it was there."""
        ...

    def note(self, change: str, subject: str, facts: dict[str, Json], *, by: str) -> None:
        """Journal an event that changes no record."""
        ...

    def keep_object(self, sealed: SealedObject) -> None:
        """Keep what opens one vault object."""
        ...

    def replace_object(self, sealed: SealedObject) -> None:
        """Keep what opens a known vault object from now on: the same bytes were sealed again."""
        ...

    def release_objects(self, object_ids: Collection[str]) -> None:
        """Destroy what opens these originals; `BugError("store.release_unproven")` if no receipt names one."""
        ...

    def sealed_object(self, object_id: str) -> SealedObject:
        """Return what opens one vault object; `InputError("store.unknown")` if there is none."""
        ...

    def keep_thumbnail(self, photo_id: str, sealed: SealedObject) -> None:
        """Keep a derived small picture; not journalled, it can be made again."""
        ...

    def thumbnail(self, photo_id: str) -> SealedObject | None:
        """Return the small picture of a photo, if it has been made."""
        ...

    def commit(self) -> None:
        """Make everything durable (fsync) before returning."""
        ...


class PlainFile(Protocol):
    """A sealed file opened for reading anywhere in it; what is read is authenticated first."""

    @property
    def size(self) -> int:
        """Return the plain bytes there are."""
        ...

    def read_at(self, offset: int, count: int) -> bytearray:
        """Return up to `count` bytes from there; who asked wipes them. `SystemFault("vault.altered")`."""
        ...

    def close(self) -> None:
        """Wipe what is held and let go of the key; may be called again, from any thread."""
        ...


class Vault(Protocol):
    """Sealed files: nothing plain ever touches the disk."""

    def put(self, object_id: str, source: BinaryIO, *, spares_reserve: bool = False) -> SealedObject:
        """Seal the stream to its end: hash, encrypt, fsync, rename, fsync the folder; then return.

        What `spares_reserve` never takes the room that is kept for the stand in work.
        """
        ...

    def plain_file(self, sealed: SealedObject) -> PlainFile:
        """Open a sealed file for reading anywhere in it, as a player does; close what is returned."""
        ...

    def read(self, sealed: SealedObject) -> bytes:
        """Return the plain bytes, every segment and the hash verified; `SystemFault("vault.altered")`."""
        ...

    def chunks(self, sealed: SealedObject) -> Iterator[bytes]:
        """Yield verified plain segments of at most 256 KiB."""
        ...

    def ciphertext(self, sealed: SealedObject) -> AbstractContextManager[BinaryIO]:
        """Open the sealed file as it lies on disk, for bundling."""
        ...

    def object_key(self, sealed: SealedObject) -> bytes:
        """Return the unwrapped AES-256 key of one object, for the bundle's encrypted manifest."""
        ...

    def discard(self, object_id: str) -> None:
        """Remove a file whose transaction did not come about; never one that was acknowledged."""
        ...

    def forget(self, object_ids: Iterable[str]) -> None:
        """Remove the sealed files of originals whose keys were destroyed."""
        ...

    def set_aside(self, object_id: str) -> None:
        """Keep a damaged file elsewhere, so that the same bytes can be put again under its id."""
        ...


class Journal(Protocol):
    """The hash chain of everything that happened on this device."""

    def length(self) -> int:
        """Return the number of entries."""
        ...

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the canonical bytes of entries `first` to `last`, both included, counted from 1."""
        ...

    def entries_of_change(self, change: str) -> Iterator[bytes]:
        """Yield the entries that tell of one kind of change, oldest first."""
        ...

    def root(self, size: int) -> bytes:
        """Return the Merkle tree hash over the first `size` entries."""
        ...

    def inclusion_proof(self, seq: int, size: int) -> tuple[bytes, ...]:
        """Return the audit path of entry `seq` in the tree over the first `size` entries."""
        ...

    def checkpoint(self, size: int | None = None) -> str:
        """Return a signed note over the first `size` entries, over all if none is said (FORMAT.md, section 3)."""
        ...


class Signer(Protocol):
    """The device's own Ed25519 key; the private part stays inside."""

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...


class LookedAt(Protocol):
    """One photo held open in a process of its own; tiles of 512 pixels are all that comes out of it."""

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the upright original."""
        ...

    def tile(self, factor: int, column: int, row: int) -> tuple[int, int, bytes]:
        """Return width, height and RGB of one tile of the picture shrunk `factor` times (a power of two)."""
        ...

    def close(self) -> None:
        """Let go of the photo and end its process; may be called again, from any thread."""
        ...


class PhotoReader(Protocol):
    """Looks at photo files without trusting them."""

    def examine(self, source: BinaryIO, file_name: str) -> PhotoFacts:
        """Tell what the file is, from its headers; leaves the stream anywhere.

        Raises:
            InputError: `photo.empty`, `photo.not_an_image`, `photo.too_large`, `photo.too_many_pixels`,
                `photo.damaged_header`, each with `file`.
        """
        ...

    def thumbnail(self, original: bytes, orientation: int) -> bytes:
        """Return an upright JPEG of at most 320×320; decodes in a limited worker process.

        Raises:
            InputError: `photo.cannot_decode` if the picture is damaged; the original is kept all the same.
        """
        ...

    def print_copy(self, original: bytes, orientation: int, longer_side: float) -> bytes:
        """Return an upright JPEG as fine as its `longer_side` on paper, in millimetres, asks; raises as `thumbnail`."""
        ...

    def shows_scale(self, original: bytes, orientation: int) -> bool:
        """Tell whether a scale card is in the photo at all; raises as `thumbnail`."""
        ...

    def working_copy(self, original: bytes, orientation: int) -> bytes:
        """Return the upright JPEG that is read and measured, of at most 2600 pixels a side; raises as `thumbnail`."""
        ...

    def end_reading(self) -> None:
        """End the process that reads characters; the next reading starts another."""
        ...

    def scale_cards(self) -> tuple[tuple[ScaleCard, Modules], ...]:
        """Return the cards that are looked for, each with the pattern to print."""
        ...

    def straightened(self, original: bytes, orientation: int) -> bytes:
        """Return a JPEG of the card's plane as seen from straight above, for the eye; raises as `scale`."""
        ...

    def scale(self, original: bytes, orientation: int) -> SeenScale:
        """Return the scale card in the photo.

        Raises:
            InputError: `scale.no_card`, `scale.card_hidden`, `scale.two_planes`; else as `thumbnail`.
        """
        ...

    def remarks(self, original: bytes, orientation: int) -> tuple[PhotoRemark, ...]:
        """Return what makes the picture worth a second look, e.g. blur; raises as `thumbnail`."""
        ...

    def read_text(
        self,
        original: bytes,
        orientation: int,
        part: tuple[Point, Point] | None = None,
        look: Look | None = None,
    ) -> SeenInPhoto:
        """Return characters and codes in the photo or in a part of it, read in a limited worker process.

        Raises:
            SystemFault: `reading.failed`; else as `thumbnail`.
        """
        ...

    def pictures_in_pdf(self, source: BinaryIO, file_name: str) -> tuple[bytes, ...]:
        """Return the JPEG of each page of a scanner's PDF, as it lies there; nothing for any other file.

        Raises:
            InputError: `scan.pdf_large`, `scan.pdf_unreadable`, `scan.pdf_page`.
        """
        ...

    def page_codes(self, original: bytes, orientation: int) -> tuple[FoundCode, ...]:
        """Return the square codes printed on a scanned page, however it lies; raises as `thumbnail`."""
        ...

    def annotated_copy(self, original: bytes, orientation: int, drawing: Drawing, words: CopyWords) -> bytes:
        """Return a JPEG with the marks burnt in that says it is a copy; `layer.*`, else raises as `thumbnail`."""
        ...

    def look(self, original: bytes, orientation: int) -> LookedAt:
        """Hold a photo open, to be read in tiles; close what is returned; raises as `thumbnail`."""
        ...


class PlayedRecording(Protocol):
    """One recording being played by a process of its own; used by one thread, closed by any."""

    def begin(self) -> None:
        """Open it; before that nothing is known of it.

        Raises:
            InputError: `recording.cannot_play`.
            SystemFault: `imaging.no_worker`, `imaging.closed`, `vault.*`.
        """
        ...

    @property
    def duration_ms(self) -> int:
        """Return the length, 0 if the file does not tell."""
        ...

    @property
    def has_picture(self) -> bool:
        """Tell whether there are pictures."""
        ...

    @property
    def has_sound(self) -> bool:
        """Tell whether there is sound."""
        ...

    def next(self) -> PlayedPicture | PlayedSound | None:
        """Return what comes next, None at the end; `recording.cannot_play`."""
        ...

    def seek(self, at_ms: int) -> None:
        """Go on from there, or from the nearest place before it that can be decoded; raises as `next`."""
        ...

    def close(self) -> None:
        """End the process and wipe what is held; may be called again, from any thread."""
        ...


class RecordingReader(Protocol):
    """Looks at film and sound without trusting them."""

    def examine(self, source: BinaryIO) -> RecordingFacts | None:
        """Tell what a recording is from its headers, None if it is none; leaves the stream anywhere."""
        ...

    def poster(self, plain: PlainFile, media_type: str) -> bytes:
        """Return a JPEG of at most 320×320 of a film's beginning; `recording.cannot_play`."""
        ...

    def play(self, plain: PlainFile, media_type: str, box: tuple[int, int]) -> PlayedRecording:
        """Make a recording ready for playing, pictures no larger than `box`; it closes `plain` when it is closed."""
        ...


class SeenScale(Protocol):
    """A scale card as it lies in one photo."""

    @property
    def tilt(self) -> int:
        """Return the degrees by which the card was photographed aslant."""
        ...

    @property
    def outline(self) -> tuple[Point, ...]:
        """Return the card's four corners in the picture."""
        ...

    def require_flat(self) -> None:
        """Refuse a card by which nothing can be measured: `scale.too_small`, `too_steep`, `bent`."""
        ...

    def length(self, start: Point, end: Point) -> Length:
        """Return the distance of two points in the card's plane.

        Raises:
            InputError: `scale.too_small`, `scale.too_steep`, `scale.bent`, `scale.behind`, `scale.too_far`,
                `scale.too_uncertain`.
        """
        ...


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


def room_for_any(_: int) -> None:
    """Refuse nothing: for a device whose disk nobody watches."""


def no_seals() -> tuple[HeldSeal, ...]:
    """Return no seals: for a device whose keyring has none yet."""
    return ()


@dataclass(frozen=True)
class Device:
    """An unlocked device with all its parts, as every action receives it."""

    id: str
    """32 hex digits."""
    unit: Callable[[], UnitOfWork]
    """Open a transaction for writing."""
    reading: Callable[[], UnitOfWork]
    """Open a transaction that only reads; it never waits for a writer."""
    vault: Vault
    journal: Journal
    signer: Signer
    clock: Clock
    ids: Ids
    law: LawPack
    photos: PhotoReader
    recordings: RecordingReader
    press: Press
    sealer: NoticeSealer
    seals: Callable[[], tuple[HeldSeal, ...]] = no_seals
    """The seals at hand now: the device's, and the officer's who is logged in."""
    room_for: Callable[[int], None] = room_for_any
    """Refuse so many bytes of a large file before they are read: `InputError("space.recording")`."""
    is_sample: bool = False
    """True on a demo device: every printed page says 样本."""
    copies: PrintCopies = field(default_factory=PrintCopies, repr=False, compare=False)
    """Copies of photos for paper, while it is open."""

"""Drafts: what is typed but cannot be recorded yet, kept sealed beside the database for each officer.

A draft is no evidence: it is written over, it has no journal entry, and it is gone once it was recorded. It
has a file of its own and not a table (docs/adr/0074), so that a damaged draft never holds up a database.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import msgspec

from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.records import SignatureRole
from inspector.typed import decoder_of

_MAGIC = b"IPD1"
_NONCE_BYTES = 12


@dataclass(frozen=True)
class TypedText:
    """One field whose text is not in the record."""

    field: str
    """Page, caption and place among fields of that caption."""
    text: str


@dataclass(frozen=True)
class TypedCell:
    """A cell of the goods table that is still open."""

    item_id: str
    """Empty for the blank row."""
    column: int
    text: str
    cursor: int


@dataclass(frozen=True)
class Strokes:
    """What somebody put down on a paper that is not issued yet: a signature, begun or given, or a refusal."""

    name: str
    """Of who signs, as it was given."""
    strokes: tuple[tuple[tuple[int, int, int], ...], ...]
    pressure: tuple[tuple[int, ...], ...] = ()
    """At each point of the strokes, where a pen gave it."""
    paper: str = ""
    """The paper it belongs to; it is shown on no other."""
    pages: tuple[str, ...] = ()
    """Hashes of the pages it was put on."""
    role: SignatureRole | None = None
    asked: str = ""
    """The name the sheet asked for."""
    cert_no: str = ""
    refusal: str = ""
    recording: str = ""
    on_paper: bool = False
    is_given: bool = False


@dataclass(frozen=True)
class LostShot:
    """A photo that was asked for and not sealed when the screens went: told by name, so that it is taken again."""

    inspection_id: str
    item_id: str
    """Empty for the stand as a whole."""
    tag: str
    at: datetime
    """When it was given up."""
    why: str
    """The sentence the officer would have read."""


@dataclass(frozen=True)
class ImportChoices:
    """What was chosen on the import page."""

    paths: tuple[str, ...]
    """What was looked at: a card, a folder or files."""
    place: str = ""
    """The card among what was plugged in; empty for a folder or files."""
    source: str = ""
    left_out: tuple[str, ...] = ()
    group: str = ""
    is_automatic: bool = False
    is_open: bool = False
    """The page filled the work area."""


@dataclass(frozen=True)
class Draft:
    """Where an officer was, and what had not been recorded there."""

    place: str = ""
    stand: str = ""
    step: int = 0
    form: str = ""
    """`start` or `fair` while one of today's forms is open."""
    marks: tuple[str, ...] = ()
    """Ticks and answers set on pages with unrecorded texts."""
    texts: tuple[TypedText, ...] = ()
    row: str = ""
    """Id of the row of the goods the cursor stood in."""
    cell: TypedCell | None = None
    signatures: tuple[Strokes, ...] = ()
    focus: str = ""
    cursor: int = 0
    import_rest: tuple[str, ...] = ()
    """Files and folders an import did not reach, with their paths."""
    import_page: ImportChoices | None = None
    lost_shots: tuple[LostShot, ...] = ()
    was_delivering: bool = False
    """Bundling, sending or copying was stopped."""
    was_sending: bool = False
    """What was stopped was sending over the network, or waiting for the next try: it is taken up again by itself."""

    @property
    def is_unrecorded(self) -> bool:
        """Tell whether anything would be lost with the draft."""
        left = self.texts or self.cell or self.signatures or self.import_rest or self.lost_shots
        is_picked = self.import_page is not None and bool(self.import_page.left_out)
        return bool(left) or is_picked or self.was_delivering or bool(self.form)


class DraftBook:
    """The drafts of one device; every officer reads their own. Safe to use from any thread."""

    def __init__(self, path: Path, key: Callable[[], bytes], device_id: str) -> None:
        self._path = path
        self._key = key
        self._context = b"inspector/1 drafts " + bytes.fromhex(device_id)
        self._turn = Lock()

    def of(self, officer: str) -> Draft:
        """Return an officer's draft, an empty one if there is none.

        Raises:
            SystemFault: `drafts.damaged`: the file is set aside under another name; `drafts.io`.
        """
        with self._turn:
            return self._read().get(officer, Draft())

    def put(self, officer: str, draft: Draft) -> None:
        """Keep an officer's draft in the place of the one before; durable when it returns.

        Raises:
            SystemFault: `drafts.damaged`, `drafts.io`: the one before is as it was.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with self._turn:
            known = self._read()
            if not officer:
                return  # nobody's draft was ever read
            if known.get(officer, Draft()) == draft:
                return
            known[officer] = draft
            kept = {name: each for name, each in known.items() if each != Draft()}
            nonce = os.urandom(_NONCE_BYTES)
            sealed = AESGCM(self._key()).encrypt(nonce, msgspec.json.encode(kept), self._context)
            try:
                write_file(self._path, _MAGIC + nonce + sealed)
            except OSError as error:
                raise SystemFault("drafts.io", why=error.strerror or "") from error

    def resealed(self, new_key: bytes) -> bytes:
        """Return the file as it is under another key; the drafts stay to the letter.

        Raises:
            SystemFault: `drafts.damaged`, `drafts.io`.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with self._turn:
            nonce = os.urandom(_NONCE_BYTES)
            plain = msgspec.json.encode(self._read())
            return _MAGIC + nonce + AESGCM(new_key).encrypt(nonce, plain, self._context)

    def _read(self) -> dict[str, Draft]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SystemFault("drafts.io", why=error.strerror or "") from error
        start = len(_MAGIC) + _NONCE_BYTES
        try:
            if not content.startswith(_MAGIC):
                raise ValueError(content[:4])
            nonce, sealed = content[len(_MAGIC) : start], content[start:]
            plain = AESGCM(self._key()).decrypt(nonce, sealed, self._context)
            return decoder_of(dict[str, Draft]).decode(plain)
        except (InvalidTag, ValueError, msgspec.ValidationError) as error:
            self._path.replace(self._path.with_name(self._path.name + ".damaged"))
            raise SystemFault("drafts.damaged", file=self._path.name + ".damaged") from error


def without_place(draft: Draft) -> Draft:
    """Return what is to be kept when the window is closed: only what would be lost."""
    return draft if draft.is_unrecorded else Draft()

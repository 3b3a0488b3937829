"""Signed law packs: made by the centre, believed by the device under the pinned key, kept in its journal (FORMAT.md 11)."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.actions.ports import Device, Journal, UnitOfWork
from inspector.canonical import Json
from inspector.errors import BugError, InputError
from inspector.law import LawPack
from inspector.law.pack import from_texts, order_of
from inspector.law.reading import texts_of
from sync.enrolment import pinned
from sync.statement import STATEMENT_LIMIT, Statement, make_statement, read_statement, verified
from sync.work_calendars import with_calendars

KIND = "law-pack"
IMPORTED = "law.imported"
"""Journalled when a signed pack was believed: facts `pack`, `sha256`, `statement` (zlib, base64)."""


@dataclass(frozen=True)
class SignedLawPack:
    """A pack with the texts of its tables and what its issuer says about it."""

    pack: LawPack
    texts: Mapping[str, str]
    issuer: str
    """Name of the centre that signed it."""
    issued: str
    """The centre's time, UTC with milliseconds."""
    sha256: str
    """Of the file, for people to compare."""


def sign_law_pack(folder: Path, *, issuer: str, at: str, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign the tables in a folder with the centre's receipt key, once they are sound.

    Raises:
        InputError: `law.pack_refused` with the file and the fault.
    """
    try:
        texts = texts_of(folder)
    except BugError as error:
        raise _refused(error) from error
    content: dict[str, Json] = {
        "v": 1,
        "pack": _sound(texts).version,
        "centre": issuer,
        "at": at,
        "tables": {**texts},
    }
    return make_statement(KIND, content, sign)


def read_law_pack(raw: bytes, key: bytes) -> SignedLawPack:
    """Return a pack only if the raw Ed25519 `key` signed it and its tables are sound.

    Raises:
        InputError: `law.pack_form`, `law.pack_signature`, `law.pack_refused`.
    """
    try:
        content = verified(read_statement(raw), KIND, key)
    except InputError as error:
        if error.code == "statement.signature":
            raise InputError("law.pack_signature") from error
        raise InputError("law.pack_form") from error
    return _signed(content, raw)


def import_law_pack(device: Device, raw: bytes, *, by: str) -> SignedLawPack:
    """Believe a pack signed by the pinned centre; it applies from the next opening, the earlier ones are kept.

    Raises:
        InputError: `device.not_enrolled`, `law.pack_not_newer`, and those of `read_law_pack`.
    """
    with device.unit() as unit:
        signed = note_law_pack(device, unit, raw, by=by)
        unit.commit()
    return signed


def note_law_pack(device: Device, unit: UnitOfWork, raw: bytes, *, by: str) -> SignedLawPack:
    """Believe a pack within a transaction; raises as `import_law_pack`."""
    signed = readable_here(device, raw)
    facts: dict[str, Json] = {
        "pack": signed.pack.version,
        "sha256": signed.sha256,
        "statement": b64encode(zlib.compress(raw, 9)).decode(),
    }
    unit.note(IMPORTED, device.id, facts, by=by)
    return signed


def readable_here(device: Device, raw: bytes) -> SignedLawPack:
    """Return the pack this device would import, without importing it; raises as `import_law_pack`."""
    centre = pinned(device)
    if centre is None:
        raise InputError("device.not_enrolled")
    signed = read_law_pack(raw, centre.key_of(raw, KIND))
    present = law_in_force(device.journal, device.law)
    if signed.pack.order <= present.order:
        raise InputError("law.pack_not_newer", version=signed.pack.version, present=present.version)
    return signed


def kept_law_packs(journal: Journal) -> tuple[SignedLawPack, ...]:
    """Return every imported pack this program can still read, oldest first.

    They were verified when they were imported, and the journal does not change: a centre that is changed for
    another later takes no law away.
    """
    return tuple(signed for told in _told(journal) if (signed := _kept(told)) is not None)


def law_in_force(journal: Journal, shipped: LawPack) -> LawPack:
    """Return the newest of the pack that ships and those imported, with the years of calendars imported alone."""
    for told in sorted(_told(journal), key=lambda facts: order_of(facts["pack"]), reverse=True):
        if order_of(told["pack"]) <= shipped.order:
            break
        if (kept := _kept(told)) is not None:
            return with_calendars(kept.pack, kept.issued, journal)
    return with_calendars(shipped, "", journal)


def _told(journal: Journal) -> list[dict[str, str]]:
    return [json.loads(entry)["facts"] for entry in journal.entries_of_change(IMPORTED)]


def _kept(facts: dict[str, str]) -> SignedLawPack | None:
    try:
        raw = zlib.decompressobj().decompress(b64decode(facts["statement"]), STATEMENT_LIMIT)
        return _signed(json.loads(read_statement(raw).text), raw)
    except (InputError, ValueError, KeyError, zlib.error):
        return None  # of a version whose tables this program does not read; what it ships is newer


def _signed(content: dict[str, Json], raw: bytes) -> SignedLawPack:
    tables, issuer, issued = content.get("tables"), content.get("centre"), content.get("at")
    if not isinstance(tables, dict) or not isinstance(issuer, str) or not isinstance(issued, str):
        raise InputError("law.pack_form")
    texts = {name: text for name, text in tables.items() if isinstance(text, str)}
    if len(texts) != len(tables):
        raise InputError("law.pack_form")
    pack = _sound(texts)
    if content.get("pack") != pack.version:
        raise InputError("law.pack_form")
    return SignedLawPack(pack, texts, issuer, issued, hashlib.sha256(raw).hexdigest())


def _sound(texts: Mapping[str, str]) -> LawPack:
    try:
        return from_texts(texts)
    except BugError as error:
        raise _refused(error) from error


def _refused(error: BugError) -> InputError:
    return InputError("law.pack_refused", file=error.facts["file"], why=error.facts["why"])

"""The proof of one entry: FORMAT.md section 10, in its order."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NamedTuple

from . import canonical, merkle, note, timestamp
from .canonical import exact_base64, is_whole
from .given import Given, key_id
from .note import Note
from .verdict import AlteredError, CannotTellError, Remark

VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_TEXTS = ("entry", "checkpoint", "signer", "centre", "timestamp", "sum")
_ENTRY_TEXTS = ("prev", "by", "change", "kind", "subject", "wall", "boot")
_HASH_IN_RECORD = {"Photo": "sha256", "Recording": "sha256", "Notice": "pdf_sha256"}
_ORIGINALS = {"Photo", "Recording"}
"""Kinds whose file has one hash as a whole; a notice may have been added to."""


class Proof(NamedTuple):
    """A proof whose every check held; who signed is another question."""

    entry: dict[str, Any]
    checkpoint: Note
    signer: bytes
    centre: bytes
    """Receipt key of the centre that cosigned, empty if none."""
    remarks: tuple[Remark, ...]

    @property
    def kind(self) -> str:
        """The kind of record the entry holds, e.g. "Photo"."""
        return str(self.entry["kind"])

    @property
    def subject(self) -> str:
        """Id of the record."""
        return str(self.entry["subject"])

    @property
    def sha256(self) -> str:
        """Hash of the photo, recording or notice the record names; empty if it names none."""
        record = self.entry["record"]
        found = record.get(_HASH_IN_RECORD.get(self.kind, "")) if isinstance(record, dict) else None
        return found if isinstance(found, str) and _HASH.fullmatch(found) else ""

    @property
    def set_aside(self) -> str:
        """Why the notice the record is of stands no more; empty for one that stands, and for other records."""
        record = self.entry["record"]
        is_notice = self.kind == "Notice" and isinstance(record, dict)
        if not is_notice or record.get("state") != "superseded":
            return ""
        return " ".join(str(record.get("superseded_reason") or "").split()) or "—"

    @property
    def is_original(self) -> bool:
        """Tell whether the record is of a photo or recording, whose file is compared as a whole."""
        return self.kind in _ORIGINALS

    @property
    def size(self) -> int | None:
        """Bytes of the photo or recording, None where the record does not say."""
        record = self.entry["record"]
        found = record.get("size") if isinstance(record, dict) else None
        return found if is_whole(found, 0, 2**53) else None


def read(raw: bytes, given: Given) -> Proof:
    """Check a proof.

    Raises:
        AlteredError: a check failed, at the place section 10 names.
        CannotTellError: it needs a newer reader.
    """
    said = _outer(raw)
    _require_known(said)
    entry = _entry(said["entry"])
    signer, centre = exact_base64(said["signer"]), exact_base64(said["centre"])
    if signer is None or len(signer) != 32:
        raise AlteredError("form", "signer")
    if centre is None or len(centre) not in {0, 32}:
        raise AlteredError("form", "centre")
    checkpoint = note.read(said["checkpoint"])
    device = f"inspector/device/{entry['device']}"
    names = [device, *([f"inspector/centre/{key_id(centre)}"] if centre else [])]
    if checkpoint.device != entry["device"] or checkpoint.size < entry["seq"]:
        raise AlteredError("checkpoint")
    if checkpoint.lines[0].name != device or not checkpoint.is_signed_by(device, signer):
        raise AlteredError("checkpoint")
    path = [bytes.fromhex(each) for each in said["path"]]
    leaf = merkle.leaf_hash(said["entry"].encode())
    if merkle.root_from(leaf, entry["seq"] - 1, checkpoint.size, path) != checkpoint.root:
        raise AlteredError("path")
    if [line.name for line in checkpoint.lines] != names:
        raise AlteredError("centre signature")
    if centre and not checkpoint.is_signed_by(names[1], centre):
        raise AlteredError("centre signature")
    token = exact_base64(said["timestamp"])
    if token is None:
        raise AlteredError("timestamp")
    remarks = timestamp.judge(token, checkpoint.text.encode(), given.authorities) if token else []
    rest = {key: value for key, value in said.items() if key != "sum"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != said["sum"]:
        raise AlteredError("sum")
    return Proof(entry, checkpoint, signer, centre, tuple(remarks))


def _outer(raw: bytes) -> dict[str, Any]:
    try:
        said = canonical.parse(raw)
    except ValueError as error:
        raise AlteredError("form") from error
    if not isinstance(said, dict):
        raise AlteredError("form")
    for key, is_right in (
        ("kind", said.get("kind") == "inspector-proof"),
        ("min_reader", is_whole(said.get("min_reader"), 1, 2**53)),
        ("critical", isinstance(said.get("critical"), list)),
    ):
        if not is_right:
            raise AlteredError("form", key)
    return said


def _require_known(said: dict[str, Any]) -> None:
    """Stop where a newer reader is needed, before anything else of the form is judged."""
    if said["min_reader"] > VERSION or said["critical"]:
        needed = ", ".join(map(str, said["critical"])) or f"version {said['min_reader']}"
        raise CannotTellError(
            f"证明文件由较新的格式写成（需要 {needed}），本核验程序无法判断。请使用较新的核验程序。",
            f"The proof uses a newer format (needs {needed}); use a newer verifier.",
        )
    if said.get("v") != VERSION or isinstance(said.get("v"), bool):
        raise AlteredError("form", "v")
    for key in _TEXTS:
        if not isinstance(said.get(key), str):
            raise AlteredError("form", key)
    path = said.get("path")
    if not isinstance(path, list) or not all(
        isinstance(each, str) and _HASH.fullmatch(each) for each in path
    ):
        raise AlteredError("form", "path")


def _entry(text: str) -> dict[str, Any]:
    try:
        entry = canonical.parse(text.encode())
        is_right = (
            entry["v"] == 1
            and re.fullmatch(r"[0-9a-f]{32}", entry["device"])
            and all(is_whole(entry[key], 1, 2**53) for key in ("epoch", "seq"))
            and is_whole(entry["mono_us"], 0, 2**53)
            and all(isinstance(entry[key], str) for key in _ENTRY_TEXTS)
            and (entry["record"] is None or isinstance(entry["record"], dict))
            and (entry["facts"] is None or isinstance(entry["facts"], dict))
        )
    except (ValueError, LookupError, TypeError) as error:
        raise AlteredError("entry") from error
    if not is_right:
        raise AlteredError("entry")
    found: dict[str, Any] = entry
    return found

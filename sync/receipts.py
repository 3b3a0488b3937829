"""Receipts: made by the centre, believed by the device only under the pinned key (FORMAT.md section 6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records import ConfirmedObject
from sync.statement import Statement, make_statement, read_statement, verified
from sync.strict_json import is_whole_number

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class ReceiptFacts:
    """What a receipt says."""

    bundle: str
    device: str
    epoch: int
    sequence: int
    first: int
    last: int
    foot_sha256: str
    objects: tuple[ConfirmedObject, ...]
    """Every object with the SHA-256 of its plain bytes as the centre decrypted them."""
    checkpoint: str
    """The bundle's checkpoint, cosigned by the centre."""
    centre: str
    received: str
    """The centre's time, UTC with milliseconds."""


def make_receipt(facts: ReceiptFacts, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign a receipt with the centre's receipt key."""
    objects: list[Json] = [{"id": each.object_id, "sha256": each.sha256} for each in facts.objects]
    content: dict[str, Json] = {
        "v": 1,
        "bundle": facts.bundle,
        "device": facts.device,
        "epoch": facts.epoch,
        "sequence": facts.sequence,
        "first": facts.first,
        "last": facts.last,
        "foot_sha256": facts.foot_sha256,
        "objects": objects,
        "checkpoint": facts.checkpoint,
        "centre": facts.centre,
        "received": facts.received,
    }
    return make_statement("receipt", content, sign)


def read_receipt(raw: bytes, receipt_key: bytes) -> tuple[Statement, ReceiptFacts]:
    """Return a receipt only if the raw Ed25519 `receipt_key` signed it.

    Raises:
        InputError: `receipt.form`, `receipt.signature`.
    """
    try:
        statement = read_statement(raw)
        content = verified(statement, "receipt", receipt_key)
    except InputError as error:
        raise InputError(error.code.replace("statement.", "receipt.")) from error
    facts = _facts(content)
    if facts is None:
        raise InputError("receipt.form")
    return statement, facts


def _facts(content: dict[str, Json]) -> ReceiptFacts | None:
    numbers = [content.get(key) for key in ("epoch", "sequence", "first", "last")]
    texts = [content.get(k) for k in ("bundle", "device", "foot_sha256", "checkpoint", "centre", "received")]
    whole = [number for number in numbers if is_whole_number(number, 1, 2**53)]
    words = [text for text in texts if isinstance(text, str)]
    listed = content.get("objects")
    if len(whole) != len(numbers) or len(words) != len(texts) or not isinstance(listed, list):
        return None
    objects = [found for item in listed if (found := _object(item)) is not None]
    if not _is_instant(words[5]):
        return None
    if len(objects) != len(listed) or len({each.object_id for each in objects}) != len(objects):
        return None
    return ReceiptFacts(
        bundle=words[0],
        device=words[1],
        epoch=whole[0],
        sequence=whole[1],
        first=whole[2],
        last=whole[3],
        foot_sha256=words[2],
        objects=tuple(objects),
        checkpoint=words[3],
        centre=words[4],
        received=words[5],
    )


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _object(item: Json) -> ConfirmedObject | None:
    object_id = item.get("id") if isinstance(item, dict) else None
    sha256 = item.get("sha256") if isinstance(item, dict) else None
    if not isinstance(object_id, str) or not isinstance(sha256, str):
        return None
    if not _ID.fullmatch(object_id) or not _SHA256.fullmatch(sha256):
        return None
    return ConfirmedObject(object_id, sha256)

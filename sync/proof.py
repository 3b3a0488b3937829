"""Proofs of single entries, made from the journal and what the centre signed for it (FORMAT.md 10)."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.actions.ports import Device, Journal
from inspector.canonical import Json, canonical
from inspector.errors import InputError
from inspector.records import Receipt
from sync.bundle.checkpoint import Checkpoint, read_checkpoint, read_cosigned
from sync.bundle.entries import STAMPED, Entry
from sync.bundle.envelope import base64_text
from sync.enrolment import pinned
from sync.statement import Statement


@dataclass(frozen=True)
class Anchor:
    """A checkpoint that a proof can hang on, and who vouches for it besides the device."""

    checkpoint: Checkpoint
    centre: bytes = b""
    """The receipt key of the centre that cosigned it, empty if none did."""
    token: bytes = b""
    """RFC 3161 token over its text, empty if there is none."""


def anchors(device: Device) -> tuple[Anchor, ...]:
    """Return every checkpoint that is kept, belongs to the journal as it stands, and somebody else vouches for."""
    tokens = dict(_tokens(device.journal))
    found = {}
    for checkpoint, centre in _noted(device):
        text = checkpoint.text
        if _is_ours(device.journal, checkpoint) and (centre or text not in found):
            found[text] = Anchor(checkpoint, centre, tokens.get(text, b""))
    return tuple(found.values())


def fresh_anchor(device: Device) -> Anchor:
    """Return the checkpoint over the journal as it stands, for which nobody else vouches yet."""
    return Anchor(read_checkpoint(device.journal.checkpoint(), device.signer.public_key))


def best_anchor(known: tuple[Anchor, ...], seq: int) -> Anchor | None:
    """Return what vouches best for entry `seq`: centre and time, centre, time; of those the one nearest to it."""
    reaching = [each for each in known if each.checkpoint.size >= seq]
    return min(
        reaching,
        key=lambda each: (not each.centre, not each.token, each.checkpoint.size),
        default=None,
    )


def make_proof(device: Device, entry: Entry, anchor: Anchor) -> bytes:
    """Return the proof file of one entry of this device's journal, hung on `anchor`."""
    path = device.journal.inclusion_proof(entry.seq, anchor.checkpoint.size)
    listed: list[Json] = [node.hex() for node in path]
    said: dict[str, Json] = {
        "v": 1,
        "kind": "inspector-proof",
        "min_reader": 1,
        "critical": [],
        "entry": entry.raw.decode(),
        "path": listed,
        "checkpoint": anchor.checkpoint.note,
        "signer": base64_text(device.signer.public_key),
        "centre": base64_text(anchor.centre),
        "timestamp": base64_text(anchor.token),
    }
    return canonical({**said, "sum": hashlib.sha256(canonical(said)).hexdigest()})


def newest_cosigned(device: Device) -> Anchor | None:
    """Return the longest checkpoint the centre has cosigned, with its token if it has one."""
    cosigned = [each for each in anchors(device) if each.centre]
    return max(cosigned, key=lambda each: each.checkpoint.size, default=None)


def _noted(device: Device) -> Iterator[tuple[Checkpoint, bytes]]:
    """Yield the notes on receipts and under timestamps that verify, with the centre's key or none."""
    signer, centre = device.signer.public_key, pinned(device)
    for entry in device.journal.entries_of_change(STAMPED):
        try:
            yield read_checkpoint(_device_s_own(json.loads(entry)["facts"]["note"]), signer), b""
        except InputError:
            continue  # of a key this device no longer has: it proves nothing under this one
    if centre is None:
        return
    with device.reading() as unit:
        receipts = unit.all(Receipt)
    for receipt in receipts:
        try:
            note = json.loads(receipt.text)["checkpoint"]
            statement = Statement(receipt.text, receipt.signature)
            key = centre.key_of(statement.encoded(), "receipt", "received")
            yield read_cosigned(note, signer, key), key
        except InputError:
            continue  # of an earlier centre


def _tokens(journal: Journal) -> Iterator[tuple[str, bytes]]:
    for entry in journal.entries_of_change(STAMPED):
        facts = json.loads(entry)["facts"]
        yield facts["note"].partition("\n\n")[0] + "\n", b64decode(facts["token"])


def _device_s_own(note: str) -> str:
    """Return the note with the device's line alone."""
    text, gap, lines = note.partition("\n\n")
    return text + gap + lines.partition("\n")[0] + "\n"


def _is_ours(journal: Journal, checkpoint: Checkpoint) -> bool:
    """Tell whether the journal as it stands begins with what the checkpoint was signed over."""
    return checkpoint.size <= journal.length() and journal.root(checkpoint.size) == checkpoint.root

"""A centre's signed word, receipt or refusal: FORMAT.md sections 5 and 6."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from . import canonical, note, signers
from .canonical import exact_base64, is_whole
from .ed25519 import is_valid
from .given import Given, key_id
from .note import Note
from .verdict import CANNOT_TELL, HELD, INTACT, OPEN, SIGNER_UNKNOWN, AlteredError, Remark, Verdict

MOST = 16 << 20
_CENTRE_LINE = re.compile(r"inspector/centre/([0-9a-f]{16})")
_NAMES = {"receipt": ("回执", "receipt"), "refusal": ("拒收通知", "refusal")}
_TOLD = ("bundle", "device", "sequence", "first", "last", "foot_sha256", "centre", "received", "code", "at")


class Statement(NamedTuple):
    """A statement as read, its signature not yet judged."""

    kind: str
    text: str
    signature: bytes
    content: dict[str, Any]
    checkpoint: Note | None
    """Of a receipt, None for a refusal."""

    @property
    def message(self) -> bytes:
        """What is under the signature."""
        return f"ipb/1 {self.kind}\0{self.text}".encode()

    @property
    def named_key(self) -> str:
        """The key id a receipt names in its checkpoint, empty if none."""
        lines = self.checkpoint.lines if self.checkpoint else []
        found = [_CENTRE_LINE.fullmatch(line.name) for line in lines]
        return next((each[1] for each in found if each), "")


def read(raw: bytes) -> Statement:
    """Read a statement of a centre.

    Raises:
        AlteredError: "form" or "checkpoint", if it is not exactly of the form of sections 5, 6 and 3.
    """
    try:
        outer = canonical.parse(raw)
        text, signature = outer["text"], exact_base64(outer["signature"])
        content = canonical.parse(text.encode())
        is_receipt = "received" in content
        _require(set(outer) == {"signature", "text"} and signature is not None and len(signature) == 64)
        _require(content["v"] == 1)
        _require(re.fullmatch(r"[0-9a-f]{32}", content["bundle"]))
        _require(re.fullmatch(r"[0-9a-f]{64}", content["foot_sha256"]))
        if is_receipt:
            _require_receipt(content)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise AlteredError("form") from error
    checkpoint = note.read(content["checkpoint"]) if is_receipt else None
    if checkpoint and (checkpoint.device, checkpoint.size) != (content["device"], content["last"]):
        raise AlteredError("checkpoint")
    return Statement("receipt" if is_receipt else "refusal", text, signature or b"", content, checkpoint)


def judge(raw: bytes, given: Given, list_used: signers.Listed) -> Verdict:
    """Give one of the four verdicts. Without the centre's key nothing can be told: it is not inside."""
    try:
        statement = read(raw)
        key = _key(statement, (*given.centre_keys, *list_used.centre_keys))
        remarks = _remarks(statement, list_used)
    except AlteredError as error:
        return error.verdict("回执", "receipt")
    content = statement.content
    details: dict[str, object] = {name: content[name] for name in _TOLD if name in content}
    if statement.kind == "receipt":
        details["objects"] = len(content["objects"])
    zh, en = _NAMES[statement.kind]
    if key is None:
        named = statement.named_key
        return Verdict(
            CANNOT_TELL,
            "",
            f"缺少中心端公钥{f'（编号 {named}）' if named else ''}，{zh}的签名无法核对。请把中心端的名单 signers.json 放在旁边，或用 --centre-key 给出公钥。",
            f"The key of the centre{f' (id {named})' if named else ''} is needed to check this {en}:"
            " put the centre's list signers.json beside it, or give the key with --centre-key.",
            details,
            list_used=list_used.path,
            kind=statement.kind,
        )
    is_given = key in given.centre_keys
    at = content.get("received" if statement.kind == "receipt" else "at")
    if not is_given and not list_used.key_counts(key, str(at)):
        return Verdict(
            SIGNER_UNKNOWN,
            "",
            f"{zh}完好，但按名单，签它的中心端密钥那时不算数：已经换下，或者已经泄露。",
            f"The {en} is intact, but by the list the centre's key that signed it did not count at that time:"
            " it was followed by another, or given away.",
            details,
            hashlib.sha256(key).hexdigest(),
            list_used.path,
            statement.kind,
            remarks=remarks,
        )
    return Verdict(
        INTACT,
        "",
        f"{zh}完好，由{'所给的' if is_given else '名单上的'}中心端公钥签署。",
        f"The {en} is intact and signed with the centre's key {'given' if is_given else 'on the list'}.",
        details,
        hashlib.sha256(key).hexdigest(),
        "" if is_given else list_used.path,
        statement.kind,
        remarks=remarks,
    )


def _key(statement: Statement, known: tuple[bytes, ...]) -> bytes | None:
    """Return the known key that signed, None if the one that must have signed is not known."""
    if statement.checkpoint is None:
        return next((each for each in known if is_valid(each, statement.message, statement.signature)), None)
    key = next((each for each in known if key_id(each) == statement.named_key), None)
    if key is None:
        return None
    if not is_valid(key, statement.message, statement.signature):
        raise AlteredError("signature")
    if not statement.checkpoint.is_signed_by(f"inspector/centre/{statement.named_key}", key):
        raise AlteredError("centre signature")
    return key


def _remarks(statement: Statement, listed: signers.Listed) -> tuple[Remark, ...]:
    checkpoint = statement.checkpoint
    if checkpoint is None:
        return ()
    name = f"inspector/device/{checkpoint.device}"
    known = [each for each in listed.devices if each.device == checkpoint.device]
    if not known:
        return (
            Remark(
                OPEN,
                "设备不在名单上，回执所载日志检查点的设备签名未核对。",
                "The device is not on the list: its own signature on the journal's checkpoint was not checked.",
            ),
        )
    found = next((each for each in known if checkpoint.is_signed_by(name, each.public_key)), None)
    if found is None:
        raise AlteredError("checkpoint")
    return (
        Remark(
            HELD,
            f"日志检查点（{checkpoint.size} 条）由设备“{found.name}”签名，并经中心端会签。",
            f"The journal's checkpoint ({checkpoint.size} entries) is signed by the device “{found.name}”"
            " and cosigned by the centre.",
        ),
    )


def _require_receipt(content: dict[str, Any]) -> None:
    for key in ("epoch", "sequence", "first", "last"):
        _require(is_whole(content[key], 1, 2**53))
    for key in ("device", "checkpoint", "centre", "received"):
        _require(isinstance(content[key], str))
    for each in content["objects"]:
        _require(re.fullmatch(r"[0-9a-f]{32}", each["id"]) and re.fullmatch(r"[0-9a-f]{64}", each["sha256"]))


def _require(condition: object) -> None:
    if not condition:
        raise ValueError

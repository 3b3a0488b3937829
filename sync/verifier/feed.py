"""An opened feed: what a centre told one device, entry after entry: FORMAT.md 13.9."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from . import canonical, certified, signers, statement
from .canonical import is_whole
from .feed_keys import Keys
from .given import Given
from .statement import Statement
from .verdict import HELD, INTACT, OPEN, SIGNER_UNKNOWN, AlteredError, CannotTellError, Remark, Verdict

MOST = 64 << 20
KIND = "inspector-feed"
NO_ENTRY = "0" * 64
UNASKED = "0" * 32
_ENDING = "feed head"
_NAMES = {"v", "kind", "certificates", "entries", "head", "request"}
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Entry(NamedTuple):
    """One entry of the right form; neither its place nor its signature is judged yet."""

    number: int
    """Place in the file, from 1."""
    signed: Statement
    body: str

    @property
    def head(self) -> dict[str, Any]:
        """What is signed."""
        return self.signed.content

    @property
    def id(self) -> str:
        """What the next entry names."""
        return hashlib.sha256(self.signed.text.encode()).hexdigest()

    def wrong(self, why: str) -> AlteredError:
        """Return the error for a check that failed here."""
        return AlteredError(f"feed entry {self.number}", why)


class Feed(NamedTuple):
    """A file of the right form."""

    entries: tuple[Entry, ...]
    ending: Statement
    request: Statement | None
    certificates: tuple[certified.Certificate, ...]


def judge(raw: bytes, given: Given, listed: signers.Listed) -> Verdict:
    """Give one of the four verdicts on what a device was told."""
    try:
        found = read(raw)
        first = found.entries[0].signed if found.entries else found.ending
        keys = Keys(first.content["bureau"], given, listed, found.certificates)
        for place, entry in enumerate(found.entries):
            _require_joined(found.entries[0], found.entries[place - 1] if place else None, entry)
            keys.require_signed(entry)
        _require_ending(found, keys)
    except AlteredError as error:
        return error.verdict("下发内容", "feed")
    except CannotTellError as error:
        return Verdict("cannot-tell", "", error.zh, error.en, list_used=listed.path)
    return _verdict(found, keys, listed)


def read(raw: bytes) -> Feed:
    """Read the file; `AlteredError` "form" if it is not exactly of the form of 13.9."""
    try:
        plain = canonical.parse(raw)
        if set(plain) != _NAMES or (plain["v"], plain["kind"]) != (1, KIND):
            raise ValueError("names")
        entries = tuple(_entry(number, each) for number, each in enumerate(plain["entries"], 1))
        ending = statement.of(plain["head"])
        _require_form(ending.content, {"bureau": _ID, "device": _ID, "head": _HASH, "nonce": _ID}, ("epoch",))
        if not is_whole(ending.content.get("length"), 0, 2**53) or not isinstance(
            ending.content.get("at"), str
        ):
            raise ValueError("length")
        request = statement.read(plain["request"]) if plain["request"] else None
        return Feed(entries, ending, request, tuple(map(certified.read, plain["certificates"])))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise AlteredError("form") from error


def _entry(number: int, plain: Any) -> Entry:
    if set(plain) != {"text", "signature", "body"} or not isinstance(plain["body"], str):
        raise ValueError("entry")
    signed = statement.of({"text": plain["text"], "signature": plain["signature"]})
    head = signed.content
    _require_form(head, {"bureau": _ID, "device": _ID, "prev": _HASH, "body_sha256": _HASH}, ("epoch", "seq"))
    if not all(isinstance(head.get(name), str) for name in ("kind", "subject", "by", "at")):
        raise ValueError("head")
    return Entry(number, signed, plain["body"])


def _require_form(
    content: dict[str, Any], patterns: dict[str, re.Pattern[str]], numbers: tuple[str, ...]
) -> None:
    for name, pattern in patterns.items():
        if not isinstance(content.get(name), str) or not pattern.fullmatch(content[name]):
            raise ValueError(name)
    for name in numbers:
        if not is_whole(content.get(name), 1, 2**53):
            raise ValueError(name)


def _require_joined(first: Entry, before: Entry | None, entry: Entry) -> None:
    head = entry.head
    if hashlib.sha256(entry.body.encode()).hexdigest() != head["body_sha256"]:
        raise entry.wrong("body_sha256")
    for name in ("bureau", "device"):
        if head[name] != first.head[name]:
            raise entry.wrong(name)
    if before is None:
        if head["seq"] == 1 and head["prev"] != NO_ENTRY:
            raise entry.wrong("prev")
        return
    last = before.head
    if head["epoch"] > last["epoch"] and head["kind"] == "restart":
        expected = {"epoch": head["epoch"], "seq": 1, "prev": NO_ENTRY}
    else:
        expected = {"epoch": last["epoch"], "seq": last["seq"] + 1, "prev": before.id}
    for name, value in expected.items():
        if head[name] != value:
            raise entry.wrong(name)


def _require_ending(found: Feed, keys: Keys) -> None:
    said = found.ending.content
    if not keys.has_signed_ending(found.ending):
        raise AlteredError(_ENDING, "signature")
    last = found.entries[-1] if found.entries else None
    if last is not None:
        expected = {name: last.head[name] for name in ("bureau", "device", "epoch")}
        expected.update(length=last.head["seq"], head=last.id)
        for name, value in expected.items():
            if said[name] != value:
                raise AlteredError(_ENDING, name)
    if found.request is not None and found.request.content.get("nonce") != said["nonce"]:
        raise AlteredError(_ENDING, "nonce")


def _verdict(found: Feed, keys: Keys, listed: signers.Listed) -> Verdict:
    said, count = found.ending.content, len(found.entries)
    details: dict[str, object] = {name: said[name] for name in ("bureau", "device", "epoch", "length", "at")}
    details["entries"] = [
        {name: each.head[name] for name in ("epoch", "seq", "kind", "subject", "by", "at")}
        for each in found.entries
    ]
    what_zh = f"下发内容完好：中心端对设备 {said['device']} 说过的 {count} 条，次序和内容未变"
    what_en = (
        f"The feed is intact: {count} entries told to the device {said['device']}, in this order and wording"
    )
    fingerprint = hashlib.sha256(keys.current).hexdigest()
    if keys.out_of_time:
        zh, en = keys.out_of_time[0]
        return Verdict(
            SIGNER_UNKNOWN,
            "",
            f"{what_zh}；但{zh}的签署时间不在名单所写的密钥有效期内，不能认定是中心端签的。",
            f"{what_en}; but {en} is signed outside the time the list gives its key, so it cannot be taken"
            " for the centre's.",
            details,
            fingerprint,
            listed.path,
        )
    return Verdict(
        INTACT,
        "",
        f"{what_zh}，由已知的中心端密钥签署。",
        f"{what_en}, signed with a key of the centre that is known.",
        details,
        fingerprint,
        listed.path,
        remarks=_remarks(found, keys, listed),
    )


def _remarks(found: Feed, keys: Keys, listed: signers.Listed) -> tuple[Remark, ...]:
    remarks = []
    if keys.root is None:
        remarks.append(
            Remark(
                OPEN, "没有给出单位根公钥，证书未核对。", "No root was given; certificates were not checked."
            )
        )
    if not keys.is_vouched:
        remarks.append(
            Remark(
                OPEN,
                "签名密钥没有人给出，也不在名单上，只由文件内的证书或声明证明：它后来是否作废，无法从文件得知。请用中心端现在的"
                " signers.json 核对。",
                "A key that signed was neither given nor is it on the list; only the file itself speaks for it, and whether"
                " the key was given away since cannot be told from it. Check with the centre's present signers.json.",
            )
        )
    first = found.entries[0].head if found.entries else None
    if first is not None and (first["seq"] > 1 or first["epoch"] > 1):
        remarks.append(
            Remark(
                OPEN,
                f"从第 {first['seq']} 条开始，之前的没有给出。",
                f"It begins at entry {first['seq']}; what came before was not given.",
            )
        )
    remarks += [
        Remark(
            HELD,
            f"第 {each.head['epoch']} 期由单位根密钥重新开始（{each.head['at']}）。",
            f"Epoch {each.head['epoch']} was begun by the bureau's root ({each.head['at']}).",
        )
        for each in found.entries
        if each.head["kind"] == "restart"
    ]
    if found.request is not None:
        remarks.append(_asked(found.request, listed))
    return tuple(remarks)


def _asked(request: Statement, listed: signers.Listed) -> Remark:
    device = request.content.get("device")
    for each in listed.devices:
        if each.device == device and request.is_signed("feed-request", each.public_key):
            return Remark(
                HELD,
                f"是对设备“{each.name}”所签询问的回答。",
                f"It answers a question signed by the device “{each.name}”.",
            )
    return Remark(
        OPEN,
        "设备的询问没有核对：设备不在名单上，或签名不是它的。",
        "The device's question was not checked: it is not on the list, or not signed by it.",
    )

"""The four verdicts and what is said with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

INTACT = "intact"
ALTERED = "altered"
SIGNER_UNKNOWN = "signer-unknown"
CANNOT_TELL = "cannot-tell"

EXIT_CODES = {INTACT: 0, ALTERED: 1, SIGNER_UNKNOWN: 2, CANNOT_TELL: 3}

WORST_FIRST = (ALTERED, CANNOT_TELL, SIGNER_UNKNOWN, INTACT)
"""What several files together are called: one altered file outweighs all others."""

HELD, OPEN = "held", "open"
"""A remark's kinds: something that was checked and holds; something that was not, or cannot be, checked."""

_PLACES_ZH = {
    "tail": "文件末尾",
    "foot": "包尾说明",
    "signature": "签名",
    "head": "文件头",
    "length": "文件长度",
    "checkpoint": "日志检查点",
    "manifest": "清单",
    "entries": "日志条目",
    "envelopes": "密钥信封",
    "form": "格式",
    "entry": "日志条目",
    "path": "日志树路径",
    "centre signature": "中心端签名",
    "timestamp": "时间戳",
    "photo": "照片",
    "recording": "录像",
    "notice": "文书",
    "feed head": "末尾声明",
}
_ENTRY = re.compile(r"feed entry (\d+)")
_SEAL = re.compile(r"seal (\d+)")
_PART = re.compile(r"part (\d+) \((?:object ([0-9a-f]{32})|(\w+))\)")


def place_zh(place: str) -> str:
    """Name a place in Chinese; part numbers are those of FORMAT.md, counted from 0."""
    entry = _ENTRY.fullmatch(place)
    if entry:
        return f"第 {entry[1]} 条"
    seal = _SEAL.fullmatch(place)
    if seal:
        return f"第 {seal[1]} 个签章"
    part = _PART.fullmatch(place)
    if part is None:
        return _PLACES_ZH.get(place, place)
    number, object_id, region = part.groups()
    what = f"封存文件 {object_id}" if object_id else _PLACES_ZH.get(region, region)
    return f"第 {number} 段（{what}）"


@dataclass(frozen=True)
class Remark:
    """One thing said beside a verdict."""

    kind: str
    """"held" or "open"."""
    zh: str
    en: str


@dataclass(frozen=True)
class Verdict:
    """What was found, for people and programs."""

    verdict: str
    """One of "intact", "altered", "signer-unknown", "cannot-tell"."""
    place: str
    """Where it was altered; empty otherwise."""
    reason_zh: str
    reason_en: str
    details: dict[str, object] = field(default_factory=dict)
    """What the file says of itself, e.g. a bundle's device, sequence, entries, objects, damaged places."""
    fingerprint: str = ""
    """SHA-256 of the signer's public key, hex; empty if the signature did not hold."""
    list_used: str = ""
    """Path of the list of known signers; empty if none was found."""
    kind: str = ""
    """What the file was taken for: "bundle", "proof", "receipt", "refusal", "notice", "photo", "recording",
    "feed", "certificate" or empty."""
    file: str = ""
    """Path of the file judged."""
    remarks: tuple[Remark, ...] = ()

    @property
    def exit_code(self) -> int:
        """Return 0, 1, 2 or 3."""
        return EXIT_CODES[self.verdict]

    def as_plain(self) -> dict[str, object]:
        """Return the verdict as JSON values."""
        return {
            "verdict": self.verdict,
            "place": self.place,
            "reason_zh": self.reason_zh,
            "reason_en": self.reason_en,
            "details": self.details,
            "fingerprint": self.fingerprint,
            "list_used": self.list_used,
            "kind": self.kind,
            "file": self.file,
            "remarks": [{"kind": each.kind, "zh": each.zh, "en": each.en} for each in self.remarks],
        }


def worst(verdicts: Iterable[str]) -> str:
    """Return the worst of several verdicts; of none at all, nothing can be told."""
    found = set(verdicts)
    return next((each for each in WORST_FIRST if each in found), CANNOT_TELL)


class AlteredError(Exception):
    """A check failed at a place."""

    def __init__(self, place: str, why: str = "") -> None:
        """`why` names the field or check, in the format's own words."""
        super().__init__(place, why)
        self.place = place
        self.why = why

    def verdict(self, zh: str, en: str) -> Verdict:
        """Return the verdict on something called `zh` and `en`."""
        where = place_zh(self.place) + (f"，字段 {self.why}" if self.why else "")
        why = f" ({self.why})" if self.why else ""
        return Verdict(
            ALTERED,
            self.place,
            f"{zh}被改动或损坏，位置：{where}。",
            f"The {en} was altered or damaged at: {self.place}{why}.",
            {"places": [self.place]},
        )


class CannotTellError(Exception):
    """There is no way to judge the file."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

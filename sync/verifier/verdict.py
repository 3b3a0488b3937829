"""The four verdicts and what is said with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

INTACT = "intact"
ALTERED = "altered"
SIGNER_UNKNOWN = "signer-unknown"
CANNOT_TELL = "cannot-tell"

EXIT_CODES = {INTACT: 0, ALTERED: 1, SIGNER_UNKNOWN: 2, CANNOT_TELL: 3}


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
}
_PART = re.compile(r"part (\d+) \((?:object ([0-9a-f]{32})|(\w+))\)")


def place_zh(place: str) -> str:
    """Name a place in Chinese; part numbers are those of FORMAT.md, counted from 0."""
    part = _PART.fullmatch(place)
    if part is None:
        return _PLACES_ZH.get(place, place)
    number, object_id, region = part.groups()
    what = f"封存文件 {object_id}" if object_id else _PLACES_ZH.get(region, region)
    return f"第 {number} 段（{what}）"


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
    """What the bundle says of itself: device, sequence, entries, objects, damaged places."""
    fingerprint: str = ""
    """SHA-256 of the signer's public key, hex; empty if the signature did not hold."""
    list_used: str = ""
    """Path of the list of known signers; empty if none was found."""

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
        }


class AlteredError(Exception):
    """A check failed at a place."""

    def __init__(self, place: str, why: str = "") -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why


class CannotTellError(Exception):
    """There is no way to judge the file."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

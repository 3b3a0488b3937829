"""FOOT, HEAD and checkpoint as FORMAT.md 3 and 4.1 to 4.3 describe them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from . import canonical, note
from .canonical import is_whole
from .verdict import AlteredError, CannotTellError

HEAD_LENGTH = 64
VERSION = 1
OBJECT_MOST = 32 << 30
OBJECT_LEAST = 40 + 16
NO_HASH = "0" * 64


class Stretch(NamedTuple):
    """One part: where it lies, what it must hash to, what it belongs to."""

    number: int
    offset: int
    length: int
    sha256: str
    belongs_to: str

    @property
    def place(self) -> str:
        """Name the place for people."""
        return f"part {self.number} ({self.belongs_to})"


def parse(raw: bytes) -> dict[str, Any]:
    """Return FOOT's values; only the canonical form passes."""
    try:
        value = canonical.parse(raw)
    except ValueError as error:
        raise AlteredError("foot") from error
    if not isinstance(value, dict):
        raise AlteredError("foot")
    return value


def require_known(foot: dict[str, Any]) -> None:
    """Stop where a newer reader is needed; called once the signature holds."""
    least: Any = foot.get("min_reader")
    critical = foot.get("critical")
    if not is_whole(least, 1, 2**53) or not isinstance(critical, list):
        raise AlteredError("foot", "min_reader")
    if least > VERSION or critical:
        needed = ", ".join(map(str, critical)) or f"version {least}"
        raise CannotTellError(
            f"数据包由较新的格式写成（需要 {needed}），本核验程序无法判断。请使用较新的核验程序。",
            f"The bundle uses a newer format (needs {needed}); use a newer verifier.",
        )


def require_shape(foot: dict[str, Any]) -> None:
    """Check type, form and limit of every value FORMAT.md 4.2 and 4.8 name."""
    for key, form in (
        ("bundle", r"[0-9a-f]{32}"),
        ("device", r"[0-9a-f]{32}"),
        ("previous", r"[0-9a-f]{64}"),
        ("checkpoint", r"(?s).+"),
    ):
        _require(isinstance(foot.get(key), str) and re.fullmatch(form, foot[key]), key)
    for key, least, most in (
        ("v", VERSION, VERSION),
        ("suite", 1, 1),
        ("epoch", 1, 2**53),
        ("sequence", 1, 2**53),
        ("created_ms", 0, 2**53),
        ("first", 1, 2**53),
        ("last", 1, 2**53),
        ("part_size", 1 << 12, 1 << 24),
        ("manifest", OBJECT_LEAST, OBJECT_MOST),
        ("entries", OBJECT_LEAST, OBJECT_MOST),
        ("envelopes", 1, 1 << 20),
    ):
        _require(is_whole(foot.get(key), least, most), key)
    _require(foot["first"] <= foot["last"], "last")
    _require(foot["part_size"] & foot["part_size"] - 1 == 0, "part_size")
    opens_epoch = foot["epoch"] > 1 and foot["sequence"] == 1
    _require(opens_epoch or (foot["sequence"] == 1) == (foot["previous"] == NO_HASH), "previous")
    _require_list(foot, "recipients", 16, r"[0-9a-f]{16}")
    _require(foot["recipients"] and len(set(foot["recipients"])) == len(foot["recipients"]), "recipients")
    _require_list(foot, "parts", 200_000, r"[0-9a-f]{64}")
    objects: Any = foot.get("objects")
    _require(isinstance(objects, list) and len(objects) <= 50_000, "objects")
    for item in objects:
        _require(isinstance(item, list) and len(item) == 2, "objects")
        _require(isinstance(item[0], str) and re.fullmatch(r"[0-9a-f]{32}", item[0]), "objects")
        _require(is_whole(item[1], OBJECT_LEAST, OBJECT_MOST), "objects")
    _require(len({item[0] for item in objects}) == len(objects), "objects")
    _require(begin_of_foot(foot) <= 1 << 40, "objects")
    count = sum(-(-length // foot["part_size"]) for _, length in _regions(foot))
    _require(count == len(foot["parts"]), "parts")


def head(foot: dict[str, Any]) -> bytes:
    """Return the 64 bytes the file must begin with."""
    return b"".join(
        (
            b"IPB1\x01\x01\x00\x00",
            bytes.fromhex(foot["bundle"]),
            bytes.fromhex(foot["device"]),
            foot["created_ms"].to_bytes(8, "big"),
            foot["part_size"].to_bytes(4, "big"),
            bytes(12),
        )
    )


def begin_of_foot(foot: dict[str, Any]) -> int:
    """Return the offset of FOOT that its own sizes add up to."""
    return HEAD_LENGTH + sum(length for _, length in _regions(foot))


def stretches(foot: dict[str, Any]) -> Iterator[Stretch]:
    """Yield every part in file order; a region always begins a new one."""
    number, offset = 0, HEAD_LENGTH
    for belongs_to, length in _regions(foot):
        end = offset + length
        while offset < end:
            size = min(foot["part_size"], end - offset)
            yield Stretch(number, offset, size, foot["parts"][number], belongs_to)
            number, offset = number + 1, offset + size


def require_checkpoint(foot: dict[str, Any], signer: bytes) -> None:
    """Check that the journal's signed note is the signer's own, of this device and of `last` entries."""
    found = note.read(foot["checkpoint"])
    name = f"inspector/device/{foot['device']}"
    if found.device != foot["device"] or found.size != foot["last"] or len(found.lines) != 1:
        raise AlteredError("checkpoint")
    if not found.is_signed_by(name, signer):
        raise AlteredError("checkpoint")


def _regions(foot: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for object_id, length in foot["objects"]:
        yield f"object {object_id}", length
    for name in ("manifest", "entries", "envelopes"):
        yield name, foot[name]


def _require(condition: object, key: str) -> None:
    if not condition:
        raise AlteredError("foot", key)


def _require_list(foot: dict[str, Any], key: str, most: int, form: str) -> None:
    items: Any = foot.get(key)
    _require(isinstance(items, list) and len(items) <= most, key)
    _require(all(isinstance(item, str) and re.fullmatch(form, item) for item in items), key)

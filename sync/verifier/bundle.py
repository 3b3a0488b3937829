"""A bundle in the order of FORMAT.md 4.7; reads as a stream, whatever its size."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from . import signers
from .canonical import exact_base64
from .ed25519 import is_valid
from .foot import (
    HEAD_LENGTH,
    Stretch,
    begin_of_foot,
    head,
    parse,
    require_checkpoint,
    require_known,
    require_shape,
    stretches,
)
from .verdict import (
    ALTERED,
    CANNOT_TELL,
    INTACT,
    SIGNER_UNKNOWN,
    AlteredError,
    CannotTellError,
    Verdict,
    place_zh,
)
from .volumes import open_whole

MAGIC = b"IPB1"
AFTER_FOOT = 64 + 4 + 4
FOOT_MOST = 16 << 20
BLOCK = 1 << 20


def verify(path: Path, signers_file: Path | None = None) -> Verdict:
    """Give one of the four verdicts on `path`; never raises for what is in the file."""
    try:
        with open_whole(path) as file:
            end = _signed_end(file, path.name)
            damaged = _damaged(file, end)
        return (
            _with_damage(end, damaged) if damaged else _with_signer(end, signers_file or signers.find(path))
        )
    except AlteredError as error:
        return error.verdict("数据包", "bundle")
    except CannotTellError as error:
        return Verdict(CANNOT_TELL, "", error.zh, error.en)
    except OSError as error:
        why = error.strerror or str(error)
        return Verdict(CANNOT_TELL, "", f"文件无法读取（{why}）。", f"The file cannot be read ({why}).")


class _End(NamedTuple):
    """FOOT with a signature that holds."""

    raw: bytes
    foot: dict[str, Any]
    signer: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.signer).hexdigest()

    @property
    def details(self) -> dict[str, object]:
        foot = self.foot
        return {
            "bundle": foot["bundle"],
            "device": foot["device"],
            "sequence": foot["sequence"],
            "entries": [foot["first"], foot["last"]],
            "objects": len(foot["objects"]),
            "created_ms": foot["created_ms"],
            "foot_sha256": hashlib.sha256(self.raw).hexdigest(),
            "bytes": begin_of_foot(foot) + len(self.raw) + AFTER_FOOT,
        }


def _signed_end(file: BinaryIO, name: str) -> _End:
    size = file.seek(0, os.SEEK_END)
    begins = _read(file, 0, 4) == MAGIC
    if size < 8 or _read(file, size - 4, 4) != MAGIC:
        if begins:
            raise AlteredError("tail")
        raise CannotTellError(f"“{name}”不是数据包。", f"“{name}” is not a bundle.")
    length = int.from_bytes(_read(file, size - 8, 4), "big")
    if length > FOOT_MOST or length + AFTER_FOOT > size:
        raise AlteredError("tail", "length")
    raw = _read(file, size - AFTER_FOOT - length, length)
    foot = parse(raw)
    signer = exact_base64(foot.get("signer"))
    if signer is None or len(signer) != 32:
        raise AlteredError("foot", "signer")
    signature = _read(file, size - AFTER_FOOT, 64)
    if not is_valid(signer, b"ipb/1 foot\0" + raw, signature):
        raise AlteredError("signature")
    require_known(foot)
    require_shape(foot)
    if begin_of_foot(foot) + length + AFTER_FOOT != size:
        raise AlteredError("length")
    return _End(raw, foot, signer)


def _damaged(file: BinaryIO, end: _End) -> list[str]:
    if _read(file, 0, HEAD_LENGTH) != head(end.foot):
        raise AlteredError("head")
    require_checkpoint(end.foot, end.signer)
    return [part.place for part in stretches(end.foot) if not _is_as_signed(file, part)]


def _with_damage(end: _End, damaged: list[str]) -> Verdict:
    return Verdict(
        ALTERED,
        damaged[0],
        f"数据包被改动或损坏，共 {len(damaged)} 处：{'、'.join(map(place_zh, damaged[:5]))}。",
        f"The bundle was altered or damaged in {len(damaged)} places: {', '.join(damaged[:5])}.",
        {**end.details, "places": damaged},
        end.fingerprint,
    )


def _with_signer(end: _End, used: Path | None) -> Verdict:
    if used is None:
        zh = f"数据包完好，但没有签名者名单（{signers.NAME}），无法确认签名者。"
        en = f"The bundle is intact, but there is no list of signers ({signers.NAME})."
        return Verdict(SIGNER_UNKNOWN, "", zh, en, end.details, end.fingerprint)
    listed = signers.read(used)
    name, why_zh, why_en = listed.known_name(end.foot["device"], end.signer, end.foot["created_ms"])
    if name is None:
        zh, en = f"数据包完好。{why_zh}", f"The bundle is intact. {why_en}"
        return Verdict(SIGNER_UNKNOWN, "", zh, en, end.details, end.fingerprint, str(used))
    zh = f"数据包完好，由名单上的“{name}”签署。"
    en = f"The bundle is intact and signed by “{name}” on the list."
    details = {**end.details, "signer": name}
    return Verdict(INTACT, "", zh, en, details, end.fingerprint, str(used))


def _is_as_signed(file: BinaryIO, part: Stretch) -> bool:
    digest, left = hashlib.sha256(), part.length
    file.seek(part.offset)
    while left:
        block = file.read(min(BLOCK, left))
        if not block:
            return False
        digest.update(block)
        left -= len(block)
    return digest.hexdigest() == part.sha256


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)

"""A notice's PDF: against the record that names its hash, and by the seals it carries itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from . import seals
from .verdict import (
    ALTERED,
    CANNOT_TELL,
    HELD,
    OPEN,
    SIGNER_UNKNOWN,
    AlteredError,
    Remark,
    Verdict,
)

MOST = 512 << 20
_END = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")


def originals(pdf: bytes) -> dict[str, int]:
    """Return what a PDF may be a copy of: the hash of its first bytes up to each place where a PDF can end.

    Copies are only ever longer; a PDF ends where its end is marked, with or without the line's end.
    """
    marked = [found.span() for found in _END.finditer(pdf)]
    ends = sorted({end for _, end in marked} | {begin + 5 for begin, _ in marked} | {len(pdf)})
    found, digest, at = {}, hashlib.sha256(), 0
    for end in ends:
        digest.update(pdf[at:end])
        found[digest.hexdigest()] = at = end
    return found


def alone(pdf: bytes) -> Verdict:
    """Judge a PDF nobody gave a proof for: by its own seals, which say nothing of who made them."""
    try:
        found = seals.read(pdf)
    except AlteredError as error:
        return error.verdict("文书", "notice")
    remarks = seal_remarks(pdf, found)
    is_covered = bool(found) and found[-1].end == len(pdf)
    if is_covered and not any(each.unusual for each in found) and not seals.count_unusual(pdf):
        return Verdict(
            SIGNER_UNKNOWN,
            "",
            "文书自签章以来未被改动，但签章者未经确认。请一并给出该文书的证明文件（.proof.json）。",
            "The notice was not changed since it was sealed, but nobody vouches for who sealed it."
            " Give the notice's proof (.proof.json) together with it.",
            {"seals": len(found)},
            remarks=remarks,
        )
    zh, en = (
        ("文书带有签章，但不足以判断整个文件", "The seals do not tell of the whole file")
        if found
        else ("文书不带可核对的签章", "The notice carries no seal that can be checked")
    )
    return Verdict(
        CANNOT_TELL,
        "",
        f"{zh}。请一并给出该文书的证明文件（.proof.json）。",
        f"{en}. Give the notice's proof (.proof.json) together with it.",
        {"seals": len(found)},
        remarks=remarks,
    )


def against(pdf: bytes, length: int | None, proof: Verdict) -> Verdict:
    """Judge a PDF that a proved record is said to name; `proof` is the verdict on that record.

    `length` tells how many of its first bytes are the original, None that it is not inside.
    """
    if length is None:
        return Verdict(
            ALTERED,
            "notice",
            "文书与日志所载的哈希值不一致：不是出具的那一份，或被改动、损坏。",
            "The notice has another hash than the journal names: it is not the one issued, or was altered or damaged.",
            {**proof.details, "places": ["notice"]},
            proof.fingerprint,
            proof.list_used,
        )
    return _original(pdf, proof) if length == len(pdf) else _extended(pdf, length, proof)


def _original(pdf: bytes, proof: Verdict) -> Verdict:
    try:
        remarks = seal_remarks(pdf, seals.read(pdf))
    except AlteredError as error:  # exactly what was recorded: the seal was so from the beginning
        remarks = (
            Remark(
                OPEN,
                f"签章（{error.place}）本身不成立；文件仍与日志所载哈希值一致。",
                f"A seal ({error.place}) does not hold by itself; the file still has the hash that the journal names.",
            ),
        )
    return replace(
        proof,
        reason_zh=f"文书就是出具时记入日志的那一份：哈希值一致。{proof.reason_zh}",
        reason_en=f"The notice is the one in the journal: same hash. {proof.reason_en}",
        remarks=(*proof.remarks, *remarks),
    )


def _extended(pdf: bytes, length: int, proof: Verdict) -> Verdict:
    added = len(pdf) - length
    inside = Remark(
        HELD,
        f"原件完整保存在前 {length} 字节，与日志所载哈希值一致。",
        f"The original is unchanged in the first {length} bytes and has the hash that the journal names.",
    )
    try:
        found = seals.read(pdf)
    except AlteredError as error:
        return replace(error.verdict("文书副本", "copy of the notice"), remarks=(inside,))
    last = found[-1] if found else None
    is_stamped = last is not None and last.time and not last.unusual and last.end == len(pdf)
    if is_stamped:
        zh = f"这是原件的副本：原件之后追加了 {added} 字节，末尾是可核对的时间戳。追加部分不属于原件，内容请以原件为准。"
        en = f"This is a copy: {added} bytes were added after the original, ending in a timestamp that agrees with it. "
        en += "What was added is not part of the original; go by the original for what it says."
    else:
        zh = f"但原件之后追加的 {added} 字节不是可核对的时间戳，整个文件所显示的内容无法判断。"
        en = f"But the {added} bytes added after the original are no timestamp that can be checked, "
        en += "so what the whole file shows cannot be told."
    return replace(
        proof,
        verdict=proof.verdict if is_stamped else CANNOT_TELL,
        reason_zh=proof.reason_zh + zh,
        reason_en=f"{proof.reason_en} {en}",
        remarks=(inside, *proof.remarks, *seal_remarks(pdf, found)),
    )


def seal_remarks(pdf: bytes, found: list[seals.Seal]) -> tuple[Remark, ...]:
    """Say what each seal is worth."""
    said = [_of_seal(each) for each in found]
    unusual = seals.count_unusual(pdf)
    if unusual:
        said.append(
            Remark(
                OPEN,
                f"另有 {unusual} 处像签章的内容，形式不认识，未核对。",
                f"{unusual} more places look like a seal of a form not known here; not checked.",
            )
        )
    return tuple(said)


def _of_seal(seal: seals.Seal) -> Remark:
    if seal.unusual:
        return Remark(
            OPEN,
            f"第 {seal.number} 个签章的形式不认识（{seal.unusual}），未核对。",
            f"Seal {seal.number} is of a form not known here ({seal.unusual}); not checked.",
        )
    what_zh = f"时间戳（所载时间 {seal.time}）" if seal.time else "签章"
    what_en = f", a timestamp that states {seal.time}," if seal.time else ""
    return Remark(
        HELD,
        f"第 {seal.number} 个{what_zh}与其覆盖的前 {seal.end} 字节相符；所附证书“{seal.signer}”，指纹 {seal.fingerprint}。",
        f"Seal {seal.number}{what_en} agrees with the {seal.end} bytes it covers; its certificate “{seal.signer}”,"
        f" fingerprint {seal.fingerprint}.",
    )

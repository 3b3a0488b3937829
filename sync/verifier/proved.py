"""The verdict on a proof: what it shows, and who vouches for it."""

from __future__ import annotations

import hashlib

from . import proof, signers
from .given import Given, key_id
from .proof import Proof
from .verdict import (
    CANNOT_TELL,
    HELD,
    INTACT,
    OPEN,
    SIGNER_UNKNOWN,
    AlteredError,
    CannotTellError,
    Remark,
    Verdict,
)


def judge(raw: bytes, given: Given, list_used: signers.Listed) -> tuple[Proof | None, Verdict]:
    """Give one of the four verdicts on a proof, and what it proves if every check holds."""
    try:
        found = proof.read(raw, given)
    except AlteredError as error:
        return None, error.verdict("证明文件", "proof")
    except CannotTellError as error:
        return None, Verdict(CANNOT_TELL, "", error.zh, error.en)
    return found, _with_signer(found, given, list_used)


def _with_signer(found: Proof, given: Given, listed: signers.Listed) -> Verdict:
    entry, checkpoint = found.entry, found.checkpoint
    name, why_zh, why_en = listed.known_name(
        entry["device"], found.signer, signers.instant_ms(checkpoint.time)
    )
    is_known = bool(found.centre) and found.centre in {*given.centre_keys, *listed.centre_keys}
    is_vouched = is_known and (
        found.centre in given.centre_keys or listed.key_cosigned(found.centre, checkpoint.time)
    )
    details: dict[str, object] = {
        key: entry[key] for key in ("device", "epoch", "seq", "change", "kind", "subject", "by", "wall")
    }
    details.update(sha256=found.sha256, checkpoint_size=checkpoint.size, checkpoint_time=checkpoint.time)
    remarks = (
        *_set_aside(found),
        *_centre_remarks(found, is_known=is_known, is_vouched=is_vouched),
        *found.remarks,
    )
    what_zh = f"证明文件完好：第 {entry['seq']} 条日志（{entry['change']}）确在设备日志之中"
    what_en = f"The proof is intact: entry {entry['seq']} ({entry['change']}) is part of the device's journal"
    fingerprint = hashlib.sha256(found.signer).hexdigest()
    if name is None and not is_vouched:
        if not listed.path:
            why_zh = f"没有签名者名单（{signers.NAME}），无法确认签名者。"
            why_en = f"There is no list of signers ({signers.NAME})."
        return Verdict(
            SIGNER_UNKNOWN,
            "",
            f"{what_zh}。{why_zh}",
            f"{what_en}. {why_en}",
            details,
            fingerprint,
            listed.path,
            remarks=remarks,
        )
    by_zh, by_en = (
        ("，由名单上的“" + name + "”签署", f", signed by “{name}” on the list")
        if name is not None
        else ("，并经已知的中心端会签", ", cosigned by a centre that is known")
    )
    details["signer"] = name or ""
    return Verdict(
        INTACT,
        "",
        f"{what_zh}{by_zh}。",
        f"{what_en}{by_en}.",
        details,
        fingerprint,
        listed.path,
        remarks=remarks,
    )


def _set_aside(found: Proof) -> tuple[Remark, ...]:
    """A notice's pages never say that it was set aside; the journal does."""
    if not found.set_aside:
        return ()
    return (
        Remark(
            OPEN,
            f"日志写明这份文书已经作废：{found.set_aside}",
            f"The journal says that this notice was set aside: {found.set_aside}",
        ),
    )


def _centre_remarks(found: Proof, *, is_known: bool, is_vouched: bool) -> tuple[Remark, ...]:
    if not found.centre:
        return (
            Remark(OPEN, "日志检查点没有中心端会签。", "No centre has cosigned the journal's checkpoint."),
        )
    short = key_id(found.centre)
    if is_vouched:
        return (
            Remark(
                HELD,
                f"已知的中心端（编号 {short}）会签了日志检查点。",
                f"A known centre (id {short}) cosigned the checkpoint.",
            ),
        )
    if is_known:
        return (
            Remark(
                OPEN,
                f"会签日志检查点的中心端密钥（编号 {short}）按名单那时不算数：已经换下，或者已经泄露。",
                f"By the list the centre's key (id {short}) did not count when it cosigned the checkpoint:"
                " it was followed by another, or given away.",
            ),
        )
    return (
        Remark(
            OPEN,
            f"中心端（编号 {short}）的会签与文件所附公钥相符，但该公钥是否属于中心端未经确认。",
            f"The centre's cosignature (id {short}) holds under the key in the file, which nobody"
            " vouched for.",
        ),
    )

"""What the verify screen says, worked out of the verifier's verdicts: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.verifier import Report, Verdict
from sync.verifier.about import WORDS
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.theme import Tone

_MARKS = {
    "intact": ("shield-check", Tone.OK),
    "altered": ("octagon-alert", Tone.DANGER),
    "signer-unknown": ("triangle-alert", Tone.WARN),
    "cannot-tell": ("info", Tone.MUTED),
}
_DETAILS = (
    "signer",
    "device",
    "centre",
    "sequence",
    "seq",
    "entries",
    "objects",
    "wall",
    "checkpoint_time",
    "received",
    "sha256",
    "foot_sha256",
)
"""In the order shown; what a file does not say is left out."""


@dataclass(frozen=True)
class RemarkShown:
    """One thing that was, or was not, checked beside the verdict."""

    words: str
    icon: str
    tone: Tone


@dataclass(frozen=True)
class FileShown:
    """One file and what was found."""

    name: str
    kind: str
    word: str
    """The verdict in words."""
    reason: str
    icon: str
    tone: Tone
    remarks: tuple[RemarkShown, ...]
    details: tuple[tuple[str, str], ...]
    """(label, value)."""


@dataclass(frozen=True)
class VerifyShown:
    """Everything found in what was given."""

    files: tuple[FileShown, ...]
    summary: str
    not_judged: int


def verify_shown(report: Report) -> VerifyShown:
    """Say a report in the language in use; the worst files come first."""
    order = list(_MARKS)
    worst_first = ["altered", "cannot-tell", "signer-unknown", "intact"]
    verdicts = sorted(report.verdicts, key=lambda each: worst_first.index(each.verdict))
    counts = [(name, sum(each.verdict == name for each in verdicts)) for name in order]
    said = [tr("ui.verify.count", word=_word(name), count=count) for name, count in counts if count]
    if report.not_judged:
        said.append(tr("ui.verify.not_judged", count=len(report.not_judged)))
    return VerifyShown(tuple(map(file_shown, verdicts)), " · ".join(said), len(report.not_judged))


def file_shown(verdict: Verdict) -> FileShown:
    """Say one verdict."""
    icon, tone = _MARKS[verdict.verdict]
    is_chinese = spoken() is Language.CHINESE
    return FileShown(
        name=Path(verdict.file).name,
        kind=tr(f"ui.verify.kind.{verdict.kind or 'unknown'}"),
        word=_word(verdict.verdict),
        reason=verdict.reason_zh if is_chinese else verdict.reason_en,
        icon=icon,
        tone=tone,
        remarks=tuple(
            RemarkShown(
                each.zh if is_chinese else each.en,
                *(("check", Tone.OK) if each.kind == "held" else ("circle", Tone.MUTED)),
            )
            for each in verdict.remarks
        ),
        details=_details(verdict),
    )


def _details(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    said = [
        (tr(f"ui.verify.detail.{key}"), _value(verdict.details[key]))
        for key in _DETAILS
        if verdict.details.get(key) not in (None, "")
    ]
    if verdict.fingerprint:
        said.append((tr("ui.verify.detail.fingerprint"), verdict.fingerprint))
        said.append((tr("ui.verify.detail.list"), verdict.list_used or tr("ui.verify.no_list")))
    return tuple(said)


def _value(value: object) -> str:
    return (
        "–".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )


def _word(verdict: str) -> str:
    zh, en = WORDS[verdict]
    return zh if spoken() is Language.CHINESE else en[0].upper() + en[1:]

"""The proofs at hand, and which file each is about: matched by hash, and by name only to say that a hash differs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from . import kinds, notice, proved, signers
from .given import Given
from .proof import Proof
from .verdict import ALTERED, WORST_FIRST, Verdict

BESIDE_MOST = 2_000
_BLOCK = 1 << 20
_ENDING = ".proof.json"
_WORDS = {"Photo": ("照片", "photo"), "Recording": ("录像", "recording"), "Notice": ("文书", "notice")}
"""How a file is called by the kind of its record; the English word is also the place of a fault."""


class Known:
    """Proofs as they are found; each is read once."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._read: dict[Path, tuple[Proof | None, Verdict]] = {}
        self._hashes: dict[Path, dict[str, int]] = {}
        self._beside: dict[Path, list[Path]] = {}
        self._facts: dict[Path, tuple[str, int]] = {}
        self._looked_beside: set[Path] = set()

    def add(self, path: Path) -> None:
        """Read a proof; one that cannot be read, or does not hold, is known to be so.

        Raises:
            OSError: the file cannot be read.
        """
        path = path.resolve()
        if path not in self._read:
            listed = signers.read(self._given.signers_for(path))
            self._read[path] = proved.judge(path.read_bytes(), self._given, listed)

    def add_beside(self, path: Path) -> None:
        """Read every proof that lies beside a file."""
        folder = path.resolve().parent
        if folder not in self._looked_beside:
            self._looked_beside.add(folder)
            for each in sorted(folder.glob("*" + _ENDING))[:BESIDE_MOST]:
                self.add(each)

    def judge(self, path: Path, together: list[Path]) -> Verdict:
        """Judge a proof with the photo or notice it is about, if that lies beside it or among files given `together`."""
        self.add(path)
        found, verdict = self._read[path.resolve()]
        if found is None or not found.sha256:
            return verdict
        at = path.resolve()
        files = sorted(
            {each for each in (*together, *self._files_beside(at)) if self._may_be(at, found, each)},
            key=lambda each: (not _is_named(at, found, each), each),
        )
        judged = [each for each in (self._about(at, found, verdict, file) for file in files) if each]
        if judged:
            return max(judged, key=_rank)  # one true copy is enough
        zh, en = _WORDS[found.kind]
        return _saying(
            verdict,
            f"{zh}未给出，没有比对：只证明了日志中有这一条记录。",
            f"The {en} was not given and not compared: only the record in the journal is proved.",
        )

    def of_original(self, path: Path) -> Verdict | None:
        """Judge a photo or recording by the proof that is its own; None if there is none."""
        return self._of(path, is_original=True)

    def of_notice(self, path: Path) -> Verdict | None:
        """Judge a notice by the proof that is its own; None if there is none."""
        return self._of(path, is_original=False)

    def _of(self, path: Path, *, is_original: bool) -> Verdict | None:
        judged = [
            (each, found)
            for at, (found, verdict) in self._read.items()
            if found is not None and found.is_original is is_original and found.sha256
            for each in [self._about(at, found, verdict, path)]
            if each is not None
        ]
        if not judged:
            return None
        best = max((each for each, _ in judged), key=_rank)
        # of the proofs that are as good as the best, one may say that the notice was set aside since
        later = [each for each, found in judged if found.set_aside and _rank(each) == _rank(best)]
        return later[0] if later else best

    def _about(self, at: Path, found: Proof, verdict: Verdict, file: Path) -> Verdict | None:
        """Judge a file by one proof, None if the proof is of another file."""
        length = self._hashes_of(file, is_original=found.is_original).get(found.sha256)
        if length is None and not _is_named(at, found, file):
            return None
        if not found.is_original:
            return notice.against(file.read_bytes(), length, verdict)
        if length is None:
            return _another(found, verdict)
        zh, en = _WORDS[found.kind]
        return _saying(
            verdict,
            f"{zh}就是记入日志的那一份：哈希值一致。",
            f"The {en} is the one in the journal: same hash.",
        )

    def _files_beside(self, at: Path) -> list[Path]:
        if at.parent not in self._beside:
            files = [each for each in sorted(at.parent.iterdir()) if each.is_file()]
            self._beside[at.parent] = files[:BESIDE_MOST]
        return self._beside[at.parent]

    def _may_be(self, at: Path, found: Proof, file: Path) -> bool:
        """Tell whether a file can be what a proof is about: by its size, or by name and kind."""
        if file not in self._facts:
            self._facts[file] = (kinds.kind_of(file), file.stat().st_size)
        kind, size = self._facts[file]
        if not found.is_original:
            return kind == kinds.NOTICE
        is_as_long = found.size is None or size == found.size
        return kind != kinds.PROOF and (
            is_as_long or (kind in kinds.ORIGINALS and _is_named(at, found, file))
        )

    def _hashes_of(self, file: Path, *, is_original: bool) -> dict[str, int]:
        """Return the hashes a record may name a file by, each with the bytes it is of."""
        key = file
        if key not in self._hashes:
            if is_original or file.stat().st_size > notice.MOST:
                self._hashes[key] = {_sha256(file): file.stat().st_size}
            else:
                self._hashes[key] = notice.originals(file.read_bytes())
        return self._hashes[key]


def _rank(verdict: Verdict) -> int:
    return WORST_FIRST.index(verdict.verdict)


def _saying(verdict: Verdict, zh: str, en: str) -> Verdict:
    return replace(verdict, reason_zh=f"{zh}{verdict.reason_zh}", reason_en=f"{en} {verdict.reason_en}")


def _another(found: Proof, proof_verdict: Verdict) -> Verdict:
    zh, en = _WORDS[found.kind]
    return Verdict(
        ALTERED,
        en,
        f"{zh}与日志所载的哈希值不一致：不是记入日志的那一份，或被改动、损坏。",
        f"The {en} has another hash than the journal names: it is not the one recorded, or was altered or damaged.",
        {**proof_verdict.details, "places": [en]},
        proof_verdict.fingerprint,
        proof_verdict.list_used,
    )


def _is_named(at: Path, found: Proof, file: Path) -> bool:
    """Tell whether a file's name says that it is the one the proof at `at` is about.

    A proof's own name counts only within its folder: elsewhere another file may well be called the same.
    """
    if file.stem == found.subject:
        return True
    return file.stem == at.name[: -len(_ENDING)] and file.resolve().parent == at.parent


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()

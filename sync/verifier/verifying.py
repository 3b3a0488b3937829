"""Files of any kind, alone or together: told by content, each judged with what lies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from os import walk
from pathlib import Path

from . import bundle, certified, feed, kinds, notice, receipt, signers
from .given import Given
from .known import Known
from .verdict import CANNOT_TELL, Verdict, worst
from .volumes import list_of

FILES_MOST = 20_000
_TOLD = {
    kinds.STATEMENT: "receipt",
    **dict.fromkeys((kinds.SEALED, kinds.PAGE, kinds.LIST, kinds.UNREADABLE), ""),
}
_NOT_JUDGED = {kinds.UNKNOWN, kinds.LIST, kinds.SEALED, kinds.PAGE, kinds.VOLUME}
"""What tells nothing by itself: in a folder it is named, given alone it is a question that has an answer."""


@dataclass(frozen=True)
class Report:
    """The verdicts on several files, in the order given; folders are walked by name."""

    verdicts: tuple[Verdict, ...]
    not_judged: tuple[str, ...] = ()
    """Paths of files in the folders given that are of no kind judged here."""

    @property
    def verdict(self) -> str:
        """The worst of all: altered, cannot-tell, signer-unknown, intact."""
        return worst(each.verdict for each in self.verdicts)


def verify(path: Path, signers_file: Path | None = None) -> Verdict:
    """Give one of the four verdicts on one file; never raises for what is in it."""
    return verify_all([path], Given(signers_file)).verdicts[0]


def verify_all(paths: Iterable[Path], given: Given) -> Report:
    """Judge files and what is in folders; never raises for what is in them."""
    judged: list[Verdict] = []
    not_judged: list[str] = []
    files: list[tuple[Path, str]] = []
    for path in paths:
        try:
            inside = _inside(path) if path.is_dir() else [path]
        except OSError as error:
            judged.append(_not_whole(path, error.strerror or str(error), error.strerror or str(error)))
            continue
        if len(inside) > FILES_MOST:
            judged.append(_not_whole(path, f"超过 {FILES_MOST} 个文件", f"more than {FILES_MOST} files"))
        not_judged += map(str, inside[FILES_MOST:])
        found = [(each, _kind(each)) for each in inside[:FILES_MOST]]
        if path.is_dir():
            not_judged += [str(each) for each, kind in found if kind in _NOT_JUDGED]
            found = [pair for pair in found if pair[1] not in _NOT_JUDGED]
            if not found:
                judged.append(_nothing_inside(path))
        files += found
    proofs = Known(given)
    for path, kind in files:
        if kind == kinds.PROOF:
            _add(proofs, path)
    together = [path for path, kind in files if kind in {*kinds.ORIGINALS, kinds.NOTICE}]
    judged += [replace(_judge(path, kind, given, proofs, together), file=str(path)) for path, kind in files]
    return Report(tuple(judged), tuple(not_judged))


def _add(proofs: Known, path: Path) -> None:
    try:
        proofs.add(path)
    except OSError:
        return  # said when its own turn comes


def _judge(path: Path, kind: str, given: Given, proofs: Known, together: list[Path]) -> Verdict:
    judges: dict[str, Callable[[], Verdict]] = {
        kinds.BUNDLE: lambda: bundle.verify(path, given.signers_for(path)),
        kinds.VOLUME: lambda: bundle.verify(list_of(path), given.signers_for(path)),
        kinds.STATEMENT: lambda: receipt.judge(
            path.read_bytes(), given, signers.read(given.signers_for(path))
        ),
        kinds.PROOF: lambda: proofs.judge(path, together),
        kinds.FEED: lambda: feed.judge(path.read_bytes(), given, signers.read(given.signers_for(path))),
        kinds.CERTIFICATE: lambda: certified.judge(
            path.read_bytes(), given, signers.read(given.signers_for(path))
        ),
    }
    try:
        verdict = judges.get(kind, lambda: _by_proof(path, kind, proofs))()
    except OSError as error:
        why = error.strerror or str(error)
        verdict = Verdict(CANNOT_TELL, "", f"文件无法读取（{why}）。", f"The file cannot be read ({why}).")
    return verdict if verdict.kind else replace(verdict, kind=_TOLD.get(kind, kind))


def _by_proof(path: Path, kind: str, proofs: Known) -> Verdict:
    """Judge what a proof is about; a photo or recording need not look like one."""
    path.open("rb").close()  # one that cannot be read is told as such
    proofs.add_beside(path)
    if kind != kinds.NOTICE:
        found = proofs.of_original(path)
        if found is None and kind in kinds.ORIGINALS:
            return _alone(kind)
        told = kind if kind in kinds.ORIGINALS else kinds.PHOTO
        return replace(found, kind=told) if found else _unknown(path, kind)
    found = proofs.of_notice(path) or proofs.of_original(path)
    if found is None and path.stat().st_size > notice.MOST:
        return Verdict(CANNOT_TELL, "", "文件过大，无法核验。", "The file is too large to be verified.")
    return found or notice.alone(path.read_bytes())


def _alone(kind: str) -> Verdict:
    zh = "照片" if kind == kinds.PHOTO else "录像"
    return Verdict(
        CANNOT_TELL,
        "",
        f"单凭{zh}无法判断，给出的证明文件也都不是它的。请一并给出该{zh}的证明文件（.proof.json）。",
        f"A {kind} alone tells nothing, and no proof given is its own. Give the {kind}'s proof (.proof.json) with it.",
    )


def _unknown(path: Path, kind: str) -> Verdict:
    if kind == kinds.SEALED:
        return Verdict(
            CANNOT_TELL,
            "",
            "这是加密的封存文件，没有密钥无法判断；请改为核验数据包或证明文件。",
            "This is an encrypted object file, which tells nothing without a key; verify the bundle or the proof.",
        )
    if kind == kinds.PAGE:
        return Verdict(
            CANNOT_TELL,
            "",
            "这是只有一台设备能打开的下发内容；请改为核验中心端导出的 .feed.json。",
            "This is a page of a feed that only its device can open; verify the centre's export (.feed.json).",
        )
    if kind == kinds.LIST:
        return Verdict(
            CANNOT_TELL,
            "",
            "这是签名者名单，供核验其他文件时使用，本身不作判断。",
            "This is a list of signers: it is used to verify other files and is not judged itself.",
        )
    return Verdict(
        CANNOT_TELL,
        "",
        f"“{path.name}”不是数据包、证明文件、回执、文书、照片、录像、下发内容或证书。",
        f"“{path.name}” is no bundle, proof, receipt, notice, photo, recording, feed or certificate.",
    )


def _kind(path: Path) -> str:
    try:
        return kinds.kind_of(path)
    except OSError:
        return kinds.UNREADABLE


def _inside(folder: Path) -> list[Path]:
    """Return every file in a folder, by name.

    Raises:
        OSError: a folder in it cannot be read; what is in there would go unjudged without a word.
    """

    def stop(error: OSError) -> None:
        raise error

    found = [Path(place, name) for place, _, names in walk(folder, onerror=stop) for name in names]
    return sorted(each for each in found if each.is_file())


def _not_whole(folder: Path, zh: str, en: str) -> Verdict:
    return Verdict(
        CANNOT_TELL,
        "",
        f"文件夹“{folder.name}”没有全部核验（{zh}）。请分成几次核验。",
        f"Not everything in the folder “{folder.name}” was judged ({en}). Verify it in parts.",
        file=str(folder),
    )


def _nothing_inside(folder: Path) -> Verdict:
    return Verdict(
        CANNOT_TELL,
        "",
        f"文件夹“{folder.name}”里没有可以核验的文件。",
        f"There is nothing to verify in the folder “{folder.name}”.",
        file=str(folder),
    )

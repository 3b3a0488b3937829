"""Proofs for a court: the entries, the originals they name and a sheet that says how to check them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.durable import write_pieces
from inspector.errors import InputError, SystemFault
from inspector.records import Inspection, Item, Notice, Photo, Recording, SealedObject
from inspector.records.file_endings import ending_of

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from sync.bundle.entries import Entry

SHEET = "说明.txt"
_PIECE = 1 << 20


@dataclass(frozen=True)
class ExportedProof:
    """What was written for one item, notice, photo, recording or inspection."""

    folder: Path
    proofs: tuple[str, ...]
    originals: tuple[str, ...]
    cosigned: int
    """Proofs whose checkpoint the centre has cosigned."""
    stamped: int
    """Proofs whose checkpoint carries a timestamp."""
    released: tuple[str, ...]
    """Names of originals that are at the centre only and were not given: to be laid beside their proofs."""
    set_aside: tuple[str, ...]
    """Names of notices that stand no more, each with the reason: their pages do not say so."""
    fingerprint: str
    """SHA-256 of the device's public key, to be compared with the centre's list."""


def export_proof(
    device: Device, subject: str, folder: Path, *, by: str, copies: Path | None = None
) -> ExportedProof:
    """Write the proofs of what has the id `subject`, with photos, recordings and notices as they were sealed.

    An item brings its photos and recordings, an inspection everything that belongs to it. What goes out is journalled. An original
    that is at the centre only is taken from the folder `copies`, where a file has its hash, whatever its name.

    Raises:
        InputError: `proof.unknown` if nothing has this id; `proof.folder_not_empty`.
        SystemFault: `proof.io`; `vault.*` if an original can no longer be read.
    """
    import hashlib

    from sync.proof import anchors, best_anchor, fresh_anchor, make_proof

    originals = _originals(device, subject)
    wanted = {subject, *originals, *_items_of(device, subject)}
    told = _entries(device, wanted)
    if subject not in told:
        raise InputError("proof.unknown", id=subject)
    _make_folder(folder)
    known, fresh, names, cosigned, stamped = anchors(device), fresh_anchor(device), list[str](), 0, 0
    for name, entry in _named(told):
        anchor = best_anchor(known, entry.seq) or fresh
        _write(folder / name, (make_proof(device, entry, anchor),))
        names.append(name)
        cosigned, stamped = cosigned + bool(anchor.centre), stamped + bool(anchor.token)
    files, released = [], []
    for record_id, (object_id, ending) in originals.items():
        with device.reading() as unit:
            sealed = unit.sealed_object(object_id)
        name = f"{record_id}{ending}"
        copy = _copy_of(sealed, copies) if sealed.is_released else None
        if sealed.is_released and copy is None:
            released.append(name)
            continue
        _write(folder / name, device.vault.chunks(sealed) if copy is None else _pieces(copy))
        files.append(name)
    fingerprint = hashlib.sha256(device.signer.public_key).hexdigest()
    done = ExportedProof(
        folder,
        tuple(names),
        tuple(files),
        cosigned,
        stamped,
        tuple(released),
        _set_aside(device, set(originals)),
        fingerprint,
    )
    _write(folder / SHEET, (sheet(done, device.id).encode(),))
    with device.unit() as unit:
        facts = {"originals": len(files), "proofs": len(names)}
        unit.note("proof.exported", subject, {**facts}, by=by)
        unit.commit()
    return done


def sheet(done: ExportedProof, device: str) -> str:
    """Return the sheet that goes with a proof, for people who have never seen one."""
    waiting = len(done.proofs) - done.cosigned
    rows = [
        "执法记录证明材料说明",
        "",
        "一、这个文件夹里有什么",
        f"　　*.proof.json　日志条目证明，{len(done.proofs)} 份。每份证明设备日志中有这一条记录，且此后未被改动。",
        f"　　照片、录像、文书　　原始文件，{len(done.originals)} 个，与取证时的内容逐字节相同；文件名与证明文件相同，只是后缀不同。",
        "　　*.last.proof.json　同一对象最近一次变更的记录（如有变更）。",
        *_at_the_centre(done.released),
        *_standing_no_more(done.set_aside),
        "",
        "二、怎样核验（不需要网络，也不需要本系统）",
        "　　用独立核验程序打开本文件夹中的文件，或运行：inspector verify <证明文件>。",
        "　　结论只有四种：完好；被改动（指明位置）；签名者不在名单上；无法判断（说明原因）。",
        "　　判断签名者需要案件中心公布的签名者名单（signers.json），请向办案机关索取，不要使用来历不明的名单。",
        "",
        "三、证明了什么，没有证明什么",
        "　　证明：照片、录像或文书的哈希值在记录形成时已写入设备日志；日志按顺序相连，删除、插入、改动任何一条都会被发现。",
        f"　　其中 {done.cosigned} 份的日志状态已由案件中心签名见证，{done.stamped} 份附有可信时间戳，{waiting} 份尚未送达中心，只有设备自己的签名。",
        "　　没有证明：照片、录像内容真实与否；设备时钟是否准确（记录中的时间是设备时间）；本文件夹以外没有其他记录。",
        "",
        f"设备编号　　{device}",
        f"签名公钥指纹　{done.fingerprint}",
        "请向案件中心核对这两项。",
        "",
    ]
    return "\n".join(rows)


def _at_the_centre(released: tuple[str, ...]) -> list[str]:
    if not released:
        return []
    return [
        f"　　另有原件 {len(released)} 份已移交案件中心，请向中心调取后放在同一文件夹（核验只看内容，不看文件名）：",
        *(f"　　　　{name}" for name in released),
    ]


def _standing_no_more(set_aside: tuple[str, ...]) -> list[str]:
    if not set_aside:
        return []
    return [
        f"　　其中 {len(set_aside)} 份文书出具后已作废，页面上看不出来（见同名的 .last.proof.json）：",
        *(f"　　　　{each}" for each in set_aside),
    ]


def _set_aside(device: Device, given: set[str]) -> tuple[str, ...]:
    with device.reading() as unit:
        notices = [notice for notice in unit.all(Notice) if notice.id in given and notice.is_set_aside]
    return tuple(
        f"{notice.id}.pdf　{notice.number}　{' '.join(notice.superseded_reason.split())}"
        for notice in notices
    )


def _pieces(file: Path) -> Iterator[bytes]:
    """Yield a file piece by piece: a film has up to sixteen gigabytes."""
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            yield piece


def _copy_of(sealed: SealedObject, copies: Path | None) -> Path | None:
    """Return the file with an original's bytes among the centre's copies."""
    import hashlib

    try:
        for file in sorted(copies.iterdir()) if copies is not None else ():
            if file.is_file() and file.stat().st_size == sealed.size:
                with file.open("rb") as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() == sealed.sha256:
                        return file
    except OSError as error:
        raise SystemFault("proof.io", why=error.strerror or "") from error
    return None


def _originals(device: Device, subject: str) -> dict[str, tuple[str, str]]:
    """Return the vault object and the file ending of every photo, recording and notice the subject brings, by its id."""
    with device.reading() as unit:
        photos, recordings, notices = unit.all(Photo), unit.all(Recording), unit.all(Notice)
    found = {}
    for photo in photos:
        if subject in {photo.id, photo.item_id, photo.inspection_id}:
            found[photo.id] = photo.id, f".{ending_of(photo.media_type)}"
    for recording in recordings:
        if subject in {recording.id, recording.item_id, recording.inspection_id}:
            found[recording.id] = recording.id, f".{ending_of(recording.media_type)}"
    for notice in notices:
        if subject in {notice.id, notice.inspection_id}:
            found[notice.id] = notice.pdf_object_id, ".pdf"
    return found


def _items_of(device: Device, subject: str) -> set[str]:
    with device.reading() as unit:
        if unit.find(Inspection, subject) is None:
            return set()
        return {item.id for item in unit.all(Item, inspection_id=subject)}


def _entries(device: Device, wanted: set[str]) -> dict[str, list[Entry]]:
    """Return the entries that carry one of the wanted records, oldest first."""
    from sync.bundle.entries import read_entry

    told: dict[str, list[Entry]] = {}
    for raw in device.journal.entries(1, device.journal.length()):
        entry = read_entry(raw)
        if entry is not None and entry.subject in wanted and entry.record is not None:
            told.setdefault(entry.subject, []).append(entry)
    return told


def _named(told: dict[str, list[Entry]]) -> list[tuple[str, Entry]]:
    """Name the first entry of each record, and the last where it was changed since."""
    named = []
    for subject, entries in told.items():
        named.append((f"{subject}.proof.json", entries[0]))
        if len(entries) > 1:
            named.append((f"{subject}.last.proof.json", entries[-1]))
    return named


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError("proof.folder_not_empty", folder=folder)
    except OSError as error:
        raise SystemFault("proof.io", why=error.strerror or "") from error


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        write_pieces(path, pieces)
    except OSError as error:
        raise SystemFault("proof.io", why=error.strerror or "") from error

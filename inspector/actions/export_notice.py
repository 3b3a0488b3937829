"""Take an issued notice out of the device: the original, and where an authority answers a copy with its timestamp."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from inspector.actions.notice_forms import TITLES
from inspector.actions.notice_seals import SealTold, SealVerdict, compared
from inspector.actions.ports import Device
from inspector.actions.read import notice_pdf
from inspector.canonical import Json
from inspector.errors import InputError, SystemFault
from inspector.records import FoundSeal, Notice, SealRole, SealState
from inspector.records.plain import instant_text


@dataclass(frozen=True)
class ExportedNotice:
    """What leaves the device, with names that tell what it is; nothing is written to disk here."""

    notice: Notice
    file_name: str
    pdf: bytes
    seals: tuple[SealTold, ...]
    copy_name: str = ""
    stamped: bytes = b""
    """The copy that begins with `pdf` and ends with the timestamp; empty if none was asked for."""
    stamped_at: datetime | None = None
    """By the authority's clock."""


def export_notice(
    device: Device, named: str, *, by: str, ask: Callable[[bytes], bytes] | None = None
) -> ExportedNotice:
    """Return the notice with the number or id `named`; that it left is journalled before it does.

    `ask` asks a time-stamping authority, see `NoticeSealer.timestamped_copy`. The vault keeps the original alone.

    Raises:
        InputError: `notice.unknown` with the numbers there are.
        SystemFault: `vault.*`, `seal.unreadable`, `seal.timestamp_refused`, whatever `ask` raises:
            nothing left then.
    """
    notice = notice_named(device, named)
    pdf = notice_pdf(device, notice.id)
    seals = compared(notice.seals, device.sealer.read(pdf))
    name = f"{TITLES[notice.form]}-{notice.number or notice.id}"
    if notice.is_set_aside:
        name += "-已作废"  # the pages do not say so: they are as they were signed
    facts: dict[str, Json] = {"form": notice.form, "sha256": notice.pdf_sha256}
    stamped, at = b"", None
    if ask is not None:
        stamped = device.sealer.timestamped_copy(pdf, ask)
        at = _stamp(device.sealer.read(stamped))
        facts |= {"copy_sha256": hashlib.sha256(stamped).hexdigest(), "timestamp": instant_text(at)}
    with device.unit() as unit:
        unit.note("notice.exported", notice.id, facts, by=by)
        unit.commit()
    copy_name = f"{name}-时间戳副本.pdf" if stamped else ""
    return ExportedNotice(notice, f"{name}.pdf", pdf, seals, copy_name, stamped, at)


def all_seals_good(seals: tuple[SealTold, ...]) -> bool:
    """Tell whether every seal of a notice holds; true as well for one issued without seals."""
    return all(seal.verdict is SealVerdict.GOOD for seal in seals)


def _stamp(found: tuple[FoundSeal, ...]) -> datetime:
    """Return the authority's time, from the copy as it will be read by others."""
    last = found[-1] if found else None
    if last is None or last.role is not SealRole.TIMESTAMP or last.at is None:
        raise SystemFault("seal.timestamp_refused", why="no timestamp")
    if last.state is not SealState.INTACT:
        raise SystemFault("seal.timestamp_refused", why=last.state.value)
    return last.at


def notice_named(device: Device, named: str) -> Notice:
    """Return the notice with this number or id; `InputError("notice.unknown")` names those there are."""
    with device.reading() as unit:
        notices = unit.all(Notice)
    for notice in notices:
        if named in {notice.id, notice.number}:
            return notice
    known = "、".join(notice.number or f"{TITLES[notice.form]} {notice.id}" for notice in notices)
    raise InputError("notice.unknown", named=named, known=known or "—")

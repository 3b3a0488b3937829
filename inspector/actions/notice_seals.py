"""Electronic seals of a notice: lend the keys at hand, remember whose they are, read the seals again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from inspector.actions.ports import Device, HeldSeal, UnitOfWork
from inspector.actions.read import notice_pdf
from inspector.records import FoundSeal, Notice, NoticeSeal, Officer, SealRole, SealState


class SealVerdict(StrEnum):
    """What an officer, or a court, is told of one seal; never "altered" where only the key is not known."""

    GOOD = "good"
    """Intact, and made with the key the record names."""
    OTHER_KEY = "other_key"
    """Intact, but made with a key the record does not name."""
    CHANGED = "changed"
    """What the seal covers is not as it was."""
    ADDED_TO = "added_to"
    """What the seal covers is as it was; something was added that no seal closes."""
    MISSING = "missing"
    """The record names the seal, the file does not have it."""
    UNREADABLE = "unreadable"
    """The seal cannot be read, so nothing can be told."""


_OF_STATE = {
    SealState.CHANGED: SealVerdict.CHANGED,
    SealState.ADDED_TO: SealVerdict.ADDED_TO,
    SealState.UNREADABLE: SealVerdict.UNREADABLE,
}


@dataclass(frozen=True)
class SealTold:
    """One seal of an issued notice."""

    role: SealRole
    name: str
    """As the record has it; as the file says it where the record does not know the seal."""
    verdict: SealVerdict
    at: datetime | None = None
    """By the device's clock, or the authority's for a timestamp."""


def at_hand(device: Device, unit: UnitOfWork) -> tuple[HeldSeal, ...]:
    """Return the seals at hand now with the names of their holders, the device's first."""
    return tuple(
        replace(held, name=_name(unit, held))
        for held in sorted(device.seals(), key=lambda held: held.role is not SealRole.DEVICE)
    )


def remembered(keys: Sequence[HeldSeal]) -> tuple[NoticeSeal, ...]:
    """Return what the record keeps of the seals put in."""
    return tuple(NoticeSeal(key.role, key.holder, key.name, fingerprint(key.certificate)) for key in keys)


def journal_certificates(unit: UnitOfWork, keys: Sequence[HeldSeal], *, by: str) -> None:
    """Write each certificate down once, with the first notice it closes, so that a court can bind it to its holder."""
    known = {seal.certificate_sha256 for notice in unit.all(Notice) for seal in notice.seals}
    for key in keys:
        print_of_it = fingerprint(key.certificate)
        if print_of_it not in known:
            unit.note(
                "seal.certificate",
                key.holder,
                {
                    "certificate": base64.b64encode(key.certificate).decode("ascii"),
                    "certificate_sha256": print_of_it,
                    "name": key.name,
                    "role": key.role.value,
                },
                by=by,
            )


def read_seals(device: Device, notice_id: str) -> tuple[SealTold, ...]:
    """Tell of each seal of an issued notice whether it is good; none for a notice issued without seals.

    Raises:
        SystemFault: `vault.altered` before any seal is looked at, if the file is not the one recorded;
            `seal.unreadable` if it is no PDF.
    """
    with device.reading() as unit:
        notice = unit.get(Notice, notice_id)
    return compared(notice.seals, device.sealer.read(notice_pdf(device, notice_id)))


def compared(known: Sequence[NoticeSeal], found: Sequence[FoundSeal]) -> tuple[SealTold, ...]:
    """Hold the seals found in a file against those the record names; each is told of, on either side."""
    left = list(found)
    told: list[SealTold] = []
    for seal in known:
        match = next((each for each in left if each.role is seal.role), None)
        if match is None:
            told.append(SealTold(seal.role, seal.name, SealVerdict.MISSING))
            continue
        left.remove(match)
        is_known = match.certificate_sha256 == seal.certificate_sha256
        told.append(SealTold(seal.role, seal.name, _verdict(match, is_known=is_known), match.at))
    told += [SealTold(each.role, each.name, _verdict(each, is_known=False), each.at) for each in left]
    return tuple(told)


def fingerprint(certificate: bytes) -> str:
    """Return the SHA-256 of a certificate (DER), in hex."""
    return hashlib.sha256(certificate).hexdigest()


def _verdict(found: FoundSeal, *, is_known: bool) -> SealVerdict:
    verdict = _OF_STATE.get(found.state)
    if verdict is not None:
        return verdict
    return SealVerdict.GOOD if is_known else SealVerdict.OTHER_KEY


def _name(unit: UnitOfWork, held: HeldSeal) -> str:
    if held.role is SealRole.DEVICE:
        return f"执法设备{held.holder[:8]}"
    officer = unit.find(Officer, held.holder)
    return f"{officer.name}（{officer.cert_no}）" if officer else "执法人员"

"""Enrolment: the device pins the keys of an invitation and proves it has its code (FORMAT.md 7)."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from inspector.actions.number_blocks import close_blocks
from inspector.actions.ports import Device, UnitOfWork
from inspector.canonical import Json, canonical
from inspector.errors import BugError, InputError
from inspector.records import Delivery, DeliveryState, FormerKey, PinnedCentre, RecipientKey
from inspector.records.plain import instant_text
from sync.bundle.envelope import base64_text, bureau_id, fingerprint
from sync.statement import content_of, is_signed, make_statement, read_statement, verified
from sync.strict_json import base64_bytes, is_whole_number
from sync.trust import Role, require_certified

_PROOF = b"ipb/1 proof\0"
_INVITATION_LIMIT = 64 << 10
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class CentreKeys:
    """A centre's name, address and public keys, as an invitation gives them and `pin` keeps them."""

    name: str
    url: str
    """Empty where bundles are only carried."""
    receipt_key: str
    """Ed25519, base64: whose receipts are believed."""
    recipient_key: str
    """X25519, base64: whom bundles are sealed for."""
    request: str = ""
    """The signed request, to be carried along while the centre has had no other way to receive it."""
    epoch: int = 1
    """Which enrolment of this device it is; a fork needs a new one."""
    bureau: str = ""
    """Id of the bureau, 32 hex digits; empty where an older centre names none."""
    root_key: str = ""
    """Ed25519, base64: the bureau's root; empty where an older centre names none."""
    former: tuple[FormerKey, ...] = ()
    """Receipt keys before the present one."""
    recipients: tuple[RecipientKey, ...] = ()
    certificate: str = ""
    """This device's certificate by the root; empty until one came."""

    @property
    def receipt_public(self) -> bytes:
        """Return the raw receipt key."""
        return _key(self.receipt_key)

    @property
    def recipient(self) -> bytes:
        """Return the raw recipient key."""
        return _key(self.recipient_key)

    def recipient_at(self, now: datetime) -> bytes:
        """Return the raw key to seal for: of those that have begun the last on the list, by a clock that may be wrong.

        The order is the centre's, whose clock may have been wrong as well. It opens with every key it ever gave out, so
        neither costs more than an older key.
        """
        if not self.recipients:
            return self.recipient
        begun = [each for each in self.recipients if each.since <= instant_text(now)]
        return _key((begun or self.recipients[:1])[-1].key)

    def key_of(self, raw: bytes, kind: str, told_at: str = "at") -> bytes:
        """Return the key whose signature is asked of a statement of the centre: the present one, or one before it.

        A former key counts only for what the centre says it signed before the key was replaced; `told_at` names the
        field that says so.
        """
        try:
            statement = read_statement(raw)
            at = content_of(statement).get(told_at)
        except InputError:
            return self.receipt_public
        for former in self.former:
            if isinstance(at, str) and at < former.until and is_signed(statement, kind, _key(former.key)):
                return _key(former.key)
        return self.receipt_public

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 of the receipt key, for people to compare."""
        return fingerprint(self.receipt_public)


class Reception(Protocol):
    """Where an enrolment request is handed in."""

    def enrol(self, request: bytes) -> bytes:
        """Return the centre's signed answer; `InputError("enrol.refused")`, `SystemFault("transport.…")`."""
        ...


def read_invitation(path: Path) -> dict[str, Json]:
    """Return what an invitation file says; any other file is refused, whatever is in it.

    Raises:
        InputError: `enrol.not_an_invitation`; `enrol.unreadable` if the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_INVITATION_LIMIT + 1)
    except OSError as error:
        raise InputError("enrol.unreadable", file=path.name, why=error.strerror or "") from error
    try:
        plain: Json = json.loads(raw.decode("utf-8")) if len(raw) <= _INVITATION_LIMIT else None
        canonical(plain)
    except (ValueError, RecursionError, BugError) as error:
        # not UTF-8, not JSON, nested beyond reason, or half a character in a text
        raise InputError("enrol.not_an_invitation") from error
    if not isinstance(plain, dict):
        raise InputError("enrol.not_an_invitation")
    _invited(plain)
    return plain


def enrol(
    device: Device, name: str, invitation: Mapping[str, Json], reception: Reception | None = None
) -> CentreKeys:
    """Enrol the device under `name` and return the keys to pin; without a URL the request is carried later.

    Raises:
        InputError: `enrol.not_an_invitation`, `enrol.refused`, `enrol.answer`.
        SystemFault: `transport.*`.
    """
    centre, code = _invited(invitation)
    epoch = next_epoch(device, invitation)
    centre = replace(centre, epoch=epoch)
    kept = pinned(device)
    if kept is not None and kept.root_key and kept.root_key == centre.root_key:
        centre = replace(centre, former=kept.former)
    public_key = device.signer.public_key
    content: dict[str, Json] = {
        "v": 1,
        "invitation": invitation["invitation"],
        "device": device.id,
        "epoch": epoch,
        "from_epoch": kept.epoch if kept else epoch,
        "name": name,
        "public_key": base64_text(public_key),
        "proof": proof(code, device.id, public_key, name),
    }
    request = make_statement("enrol", content, device.signer.sign).encoded()
    if reception is None and not centre.url:
        return replace(centre, request=request.decode())
    if reception is None:
        from sync.transport.http import HttpTransport

        with HttpTransport(centre.url) as transport:
            answer = transport.enrol(request)
    else:
        answer = reception.enrol(request)
    try:
        said = verified(read_statement(answer), "enrolled", centre.receipt_public)
    except InputError as error:
        raise InputError("enrol.answer") from error
    if (said.get("device"), said.get("public_key")) != (device.id, content["public_key"]):
        raise InputError("enrol.answer")
    return _certified(centre, said.get("certificate"), device.id, base64_text(public_key))


def next_epoch(device: Device, invitation: Mapping[str, Json]) -> int:
    """Return the epoch to enrol under: a new one where the centre found a fork, else the one there is.

    The invitation names the highest epoch the centre has seen, so that two copies of one device that are
    both enrolled anew do not choose the same.
    """
    kept, highest = pinned(device), invitation.get("epoch", 1)
    if kept is None:
        return 1
    with device.reading() as unit:
        is_forked = any(each.is_forked for each in unit.all(Delivery))
    if not is_forked or kept.receipt_key != invitation.get("receipt_key"):
        return kept.epoch
    return max(kept.epoch, highest if is_whole_number(highest, 1, 2**52) else 1) + 1


def proof(code: bytes, device: str, public_key: bytes, name: str) -> str:
    """Return what only a holder of the code can make; the code itself never travels."""
    return hmac.new(
        code, _PROOF + bytes.fromhex(device) + public_key + name.encode(), hashlib.sha256
    ).hexdigest()


def pin(device: Device, centre: CentreKeys, *, by: str) -> None:
    """Make `centre` the one this device believes, journalled and inside the encrypted store.

    A new epoch begins with this entry: what no receipt confirmed is dropped, to go out in its first bundle.
    """
    with device.unit() as unit:
        before = unit.find(PinnedCentre, device.id)
        unit.save(_record(device, centre), change="centre.pinned", by=by)
        if before is not None and centre.epoch > before.epoch:
            drop_unconfirmed(unit, reason=f"epoch {centre.epoch}", by=by)
            close_blocks(unit, "forked")  # the other branch may have given numbers of the same blocks
        unit.commit()


def pinned(device: Device) -> CentreKeys | None:
    """Return the centre this device believes, or None while it is not enrolled."""
    with device.reading() as unit:
        kept = unit.find(PinnedCentre, device.id)
    return keys_of(kept) if kept else None


def keys_of(kept: PinnedCentre) -> CentreKeys:
    """Return the keys a record of the pinned centre holds."""
    return CentreKeys(
        kept.name,
        kept.url,
        kept.receipt_key,
        kept.recipient_key,
        kept.request,
        kept.epoch,
        kept.bureau,
        kept.root_key,
        kept.former_receipt_keys,
        kept.recipients,
        kept.certificate,
    )


def move(device: Device, url: str, *, by: str) -> None:
    """Note a new address of the pinned centre; its keys stay, and nothing is written if it is known already.

    Raises:
        InputError: `device.not_enrolled`.
    """
    with device.unit() as unit:
        kept = unit.find(PinnedCentre, device.id)
        if kept is None:
            raise InputError("device.not_enrolled")
        if kept.url != url:
            unit.save(replace(kept, url=url), change="centre.moved", by=by)
            unit.commit()


def drop_unconfirmed(unit: UnitOfWork, *, reason: str, by: str) -> None:
    """Drop every delivery that no receipt confirmed: its records and objects are all here still."""
    for each in unit.all(Delivery):
        if each.state not in {DeliveryState.CONFIRMED, DeliveryState.DROPPED}:
            told = f"{reason}：{each.reason}" if each.reason else reason
            dropped = replace(each, state=DeliveryState.DROPPED, reason=told)
            unit.save(dropped, change="delivery.dropped", by=by)


def _certified(centre: CentreKeys, certificate: Json, device: str, public_key: str) -> CentreKeys:
    """Keep the certificate an answer brought, once the root of the invitation gave it for this very key."""
    if not isinstance(certificate, str) or not certificate or not centre.root_key:
        return centre
    root = _key(centre.root_key)
    found = require_certified(certificate, root, bureau=centre.bureau, role=Role.DEVICE, key=public_key)
    if found.subject != device:
        raise InputError("trust.certificate")
    return replace(centre, certificate=certificate)


def _record(device: Device, centre: CentreKeys) -> PinnedCentre:
    return PinnedCentre(
        id=device.id,
        name=centre.name,
        url=centre.url,
        receipt_key=centre.receipt_key,
        recipient_key=centre.recipient_key,
        request=centre.request,
        epoch=centre.epoch,
        bureau=centre.bureau,
        root_key=centre.root_key,
        recipients=centre.recipients,
        former_receipt_keys=centre.former,
        certificate=centre.certificate,
    )


def _invited(invitation: Mapping[str, Json]) -> tuple[CentreKeys, bytes]:
    name, url = invitation.get("centre"), invitation.get("url")
    receipt_key, recipient_key = invitation.get("receipt_key"), invitation.get("recipient_key")
    code = base64_bytes(invitation.get("code"), 32)
    is_ours = invitation.get("v") == 1 and invitation.get("kind") == "inspector-invitation"
    number = invitation.get("invitation")
    is_ours = is_ours and isinstance(number, str) and _ID.fullmatch(number) is not None
    if not is_ours or not isinstance(name, str) or not isinstance(url, str) or code is None:
        raise InputError("enrol.not_an_invitation")
    if not isinstance(receipt_key, str) or not isinstance(recipient_key, str):
        raise InputError("enrol.not_an_invitation")
    if base64_bytes(receipt_key, 32) is None or base64_bytes(recipient_key, 32) is None:
        raise InputError("enrol.not_an_invitation")
    bureau, root_key = invitation.get("bureau", ""), invitation.get("root_key", "")
    if not isinstance(bureau, str) or not isinstance(root_key, str) or bool(bureau) != bool(root_key):
        raise InputError("enrol.not_an_invitation")
    if bureau and bureau != bureau_id(base64_bytes(root_key, 32) or b""):
        raise InputError("enrol.not_an_invitation")
    return CentreKeys(name, url, receipt_key, recipient_key, bureau=bureau, root_key=root_key), code


def _key(text: str) -> bytes:
    raw = base64_bytes(text, 32)
    if raw is None:
        raise InputError("enrol.centre_file")
    return raw

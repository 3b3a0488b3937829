"""Who may deliver: invitations, enrolment requests, the public list of signers (FORMAT.md section 7)."""

from __future__ import annotations

import hmac
import json
import re
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from inspector.canonical import Json
from inspector.durable import write_file
from inspector.errors import InputError
from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.certifying import certificate_of_device, certify_first, receipt_keys
from sync.central.feed_tables import revocations
from sync.central.store.folder import disk_faults
from sync.central.tables import devices, invitations
from sync.enrolment import proof
from sync.feed.page import EPOCH_LIMIT
from sync.statement import Statement, content_of, make_statement, read_statement, verified
from sync.strict_json import base64_bytes, is_whole_number

_ID = re.compile(r"[0-9a-f]{32}")
NAME_LIMIT = 200


def invite(data: Path, url: str | None = None) -> dict[str, Json]:
    """Return a fresh invitation for one device, to be handed over in person; no URL: bundles are carried."""
    with Centre(data) as centre:
        return new_invitation(centre, url or "")


def new_invitation(centre: Centre, url: str) -> dict[str, Json]:
    """Record an invitation and return its file's content; the code is kept wrapped only."""
    invitation = centre.ids.object()
    code = bytes.fromhex(centre.ids.object() + centre.ids.object())
    keys = centre.keys
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        highest = connection.execute(select(func.coalesce(func.max(devices.c.epoch), 1))).scalar_one()
        connection.execute(
            insert(invitations).values(invitation=invitation, wrapped_code=keys.wrap(code), made=centre.now())
        )
    return {
        "v": 1,
        "kind": "inspector-invitation",
        "centre": centre.name,
        "url": url,
        "bureau": keys.bureau,
        "root_key": base64_text(keys.root_public),
        "receipt_key": base64_text(keys.receipt_public),
        "recipient_key": base64_text(keys.recipient_public),
        "epoch": highest,
        "invitation": invitation,
        "code": base64_text(code),
    }


def enrol_device(centre: Centre, request: bytes) -> Statement:
    """Judge a request, record the device and return the signed answer; repeating it changes nothing.

    Raises:
        InputError: `enrol.not_a_request`; `enrol.code` if the code is wrong, used or unknown;
            `enrol.revoked` if it was taken off the list; `enrol.other_key` if this device id is enrolled with another key; `enrol.epoch_over` if a copy of it
            was enrolled anew meanwhile.
    """
    device, name, public_key, invitation, shown, epoch, is_anew = _read(request)
    keys = centre.keys
    with centre.transaction() as connection:
        # one request after the other for each invitation, on whatever node it comes in
        invited = select(invitations).where(invitations.c.invitation == invitation).with_for_update()
        row = connection.execute(invited).first()
        if row is None or row.used_by not in {None, device}:
            raise InputError("enrol.code")
        expected = proof(keys.unwrap(row.wrapped_code), device, public_key, name)
        if not hmac.compare_digest(expected, shown):
            raise InputError("enrol.code")
        gone = revocations.c.what == "device", revocations.c.subject == device
        if connection.execute(select(revocations.c.since).where(*gone)).first() is not None:
            raise InputError("enrol.revoked")
        known = connection.execute(select(devices).where(devices.c.device == device)).first()
        if known is not None and known.public_key != public_key:
            raise InputError("enrol.other_key")
        if known is None:
            connection.execute(
                insert(devices).values(
                    device=device, epoch=epoch, name=name, public_key=public_key, enrolled=centre.now()
                )
            )
        elif epoch < known.epoch or (epoch == known.epoch and is_anew and row.used_by is None):
            raise InputError("enrol.epoch_over", epoch=known.epoch)
        elif epoch > known.epoch:
            # people looked at the fork and handed over a new invitation: the old one opens no new epoch
            if row.used_by is not None:
                raise InputError("enrol.code")
            connection.execute(update(devices).where(devices.c.device == device).values(epoch=epoch))
        used = update(invitations).where(invitations.c.invitation == invitation)
        connection.execute(used.values(used_by=device))
        certificate = certificate_of_device(connection, centre, keys, device)
    write_signers(centre)
    answer: dict[str, Json] = {
        "v": 1,
        "device": device,
        "public_key": base64_text(public_key),
        "centre": centre.name,
        "certificate": certificate,
        "at": centre.now(),
    }
    return make_statement("enrolled", answer, keys.signing.sign)


def device_key(centre: Centre, device: str) -> bytes | None:
    """Return the enrolled public key of a device, or None."""
    kept = centre.device_keys.get(device)
    if kept is not None:
        return kept
    with centre.reading() as connection:
        mine = select(devices.c.public_key).where(devices.c.device == device)
        key: bytes | None = connection.execute(mine).scalar()
    if key is not None:
        centre.device_keys.keep(device, key)
    return key


def write_signers(centre: Centre) -> None:
    """Write the public list beside this node's settings; what another node enrolled since is in `signers_now` alone."""

    def write() -> None:
        # under the database's write lock: of two processes at once, the later list holds what both know
        with disk_faults(), centre.transaction() as connection:
            write_file(centre.data / "signers.json", _listed(connection, centre))

    centre.signers_written.do(write)


def signers_now(centre: Centre) -> bytes:
    """Return the public list of enrolled devices and the centre's keys, for anyone who verifies a file."""
    with centre.reading() as connection:
        return _listed(connection, centre)


def _listed(connection: Connection, centre: Centre) -> bytes:
    rows = connection.execute(select(devices).order_by(devices.c.enrolled, devices.c.device)).all()
    gone = select(revocations).where(revocations.c.what == "device")
    until = {row.subject: row.since for row in connection.execute(gone)}
    # a record made before enrolment is the device's own all the same: no beginning is set
    signers = [
        {
            "device": row.device,
            "name": row.name,
            "public_key": base64_text(row.public_key),
            "from": None,
            "to": until.get(row.device),
        }
        for row in rows
    ]
    centres = [
        {"name": centre.name, "receipt_key": base64_text(public), "from": since or None, "to": until or None}
        for public, since, until in receipt_keys(connection, centre.keys)
    ]
    roots = [{"bureau": centre.keys.bureau, "root_key": base64_text(centre.keys.root_public)}]
    known = {"v": 1, "signers": signers, "centres": centres, "roots": roots}
    return json.dumps(known, ensure_ascii=False, indent=1).encode()


def _read(request: bytes) -> tuple[str, str, bytes, str, str, int, bool]:
    try:
        statement = read_statement(request)
        content = content_of(statement)
        public_key = base64_bytes(content.get("public_key"), 32)
        if public_key is None:
            raise InputError("enrol.not_a_request")
        verified(statement, "enrol", public_key)
    except InputError as error:
        raise InputError("enrol.not_a_request") from error
    device, name = content.get("device"), content.get("name")
    invitation, shown = content.get("invitation"), content.get("proof")
    if not isinstance(device, str) or not _ID.fullmatch(device) or not isinstance(name, str):
        raise InputError("enrol.not_a_request")
    if len(name) > NAME_LIMIT or not isinstance(invitation, str) or not isinstance(shown, str):
        raise InputError("enrol.not_a_request")
    epoch = content.get("epoch")
    came_from = content.get("from_epoch", epoch)
    if not shown.isascii() or not is_whole_number(epoch, 1, EPOCH_LIMIT):
        raise InputError("enrol.not_a_request")
    if not is_whole_number(came_from, 1, epoch):
        raise InputError("enrol.not_a_request")
    return device, name, public_key, invitation, shown, epoch, came_from < epoch

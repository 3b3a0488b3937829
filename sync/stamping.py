"""A timestamp over the journal: one RFC 3161 token over a checkpoint covers every entry before it.

The authority learns a hash and nothing else. Its answer is believed only if nonce, imprint, certificate
and signature hold; the token is kept in the journal and goes into proofs (FORMAT.md 10).
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import randbits

from inspector.actions.ports import Device
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.records.plain import instant_text
from sync.bundle.checkpoint import Checkpoint
from sync.bundle.entries import STAMP_REFUSED, STAMPED
from sync.proof import fresh_anchor, newest_cosigned
from sync.token import read_token

AUTHORITY_SET = "timestamp.authority_set"
"""Journalled when people say which authority is asked after each sync: facts `url`, `certificate`."""


@dataclass(frozen=True)
class Stamped:
    """A token that was believed and kept."""

    size: int
    """Entries of the journal it covers."""
    time: datetime
    """As the authority states it."""


@dataclass(frozen=True)
class ConfiguredAuthority:
    """Which authority this device asks."""

    url: str
    certificate: bytes
    """DER of its own certificate or of the one that issued it; empty: whoever answers is believed."""


def remember_authority(device: Device, authority: ConfiguredAuthority, *, by: str) -> None:
    """Ask this authority after each sync from now on; an empty address asks none."""
    facts = {"url": authority.url, "certificate": b64encode(authority.certificate).decode()}
    with device.unit() as unit:
        unit.note(AUTHORITY_SET, device.id, {**facts}, by=by)
        unit.commit()


def remembered_authority(device: Device) -> ConfiguredAuthority | None:
    """Return the authority to ask, None if there is none."""
    told = [json.loads(entry)["facts"] for entry in device.journal.entries_of_change(AUTHORITY_SET)]
    if not told or not told[-1]["url"]:
        return None
    return ConfiguredAuthority(told[-1]["url"], b64decode(told[-1]["certificate"]))


def stamp_journal(
    device: Device,
    authority: ConfiguredAuthority,
    ask: Callable[[bytes], bytes],
    *,
    by: str,
    nonce: int | None = None,
) -> Stamped:
    """Get a token over the longest checkpoint the centre cosigned, else over the journal as it stands, and keep it.

    Raises:
        InputError: `timestamp.refused` with `why`: the answer is not about our question, or not by the authority.
        SystemFault: `timestamp.unreachable`, `timestamp.answer`.
    """
    checkpoint = (newest_cosigned(device) or fresh_anchor(device)).checkpoint
    nonce = randbits(64) if nonce is None else nonce
    answer = ask(timestamp_request(checkpoint, nonce))
    token = read_token(answer, _imprint(checkpoint), nonce, authority.certificate)
    with device.unit() as unit:
        facts = {
            "note": checkpoint.note,
            "token": b64encode(token.raw).decode(),
            "tsa": authority.url,
            "time": instant_text(token.time),
        }
        unit.note(STAMPED, device.id, {**facts}, by=by)
        unit.commit()
    return Stamped(checkpoint.size, token.time)


def stamp_after_sync(device: Device, *, by: str) -> Stamped | None:
    """Ask the remembered authority, if there is one and the newest checkpoint has no token yet.

    A refusal is journalled and holds up nothing: the receipts are here already.
    """
    from sync.transport.timestamping import TimestampAuthority

    authority = remembered_authority(device)
    if authority is None:
        return None
    newest = newest_cosigned(device)
    if newest is None or newest.token:
        return None
    try:
        return stamp_journal(device, authority, TimestampAuthority(authority.url), by=by)
    except (InputError, SystemFault) as error:
        _tell_refusal(device, authority, error, by=by)
        return None


def timestamp_request(checkpoint: Checkpoint, nonce: int) -> bytes:
    """Return the TimeStampReq (DER) over a checkpoint's text, asking for the certificate too."""
    from asn1crypto import tsp

    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": _imprint(checkpoint),
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def _imprint(checkpoint: Checkpoint) -> bytes:
    return hashlib.sha256(checkpoint.text.encode()).digest()


def _tell_refusal(device: Device, authority: ConfiguredAuthority, error: InspectorError, *, by: str) -> None:
    with device.unit() as unit:
        unit.note(STAMP_REFUSED, device.id, {"code": error.code, "url": authority.url}, by=by)
        unit.commit()

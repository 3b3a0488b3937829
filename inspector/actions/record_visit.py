"""Record the visit: credentials shown, rights told, who was present (S3, S4)."""

from __future__ import annotations

from datetime import datetime

from inspector.actions.amend import amend_inspection
from inspector.actions.ports import Device
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.law.checks.origin import CASE_SOURCE, INSPECTED
from inspector.records import (
    CredentialsShown,
    Inspection,
    Officer,
    Presence,
    PresenceKind,
    RightsTold,
    Witness,
)


def show_credentials(device: Device, inspection_id: str, *, answer: str, by: str) -> Inspection:
    """Record that all officers' certificates were shown now, and the party's answer (行政处罚法 55).

    Raises:
        InputError: `visit.answer_missing`.
    """
    now = device.clock.now().wall
    with device.reading() as unit:
        inspection = unit.get(Inspection, inspection_id)
        certificates = tuple(unit.get(Officer, officer_id).cert_no for officer_id in inspection.officer_ids)
    shown = CredentialsShown(now, certificates, _answered(answer))
    return amend_inspection(device, inspection_id, change="visit.credentials_shown", by=by, credentials=shown)


def state_source(
    device: Device, inspection_id: str, *, source: str, received: datetime | None = None, by: str
) -> Inspection:
    """Record where the case comes from and when the lead was received (程序规定 18).

    `source` is a code of the law pack's list; what the bureau itself went out to inspect has no lead.

    Raises:
        InputError: `visit.source_unknown`.
    """
    source, sources = written(source), device.law.code_lists.find(CASE_SOURCE)
    if sources is None or not sources.accepts(source):
        raise InputError("visit.source_unknown", source=source)
    return amend_inspection(
        device,
        inspection_id,
        change="visit.source_stated",
        by=by,
        source=source,
        lead_received=None if source == INSPECTED else received,
    )


def tell_rights(
    device: Device, inspection_id: str, *, answer: str, recusal_requested: bool = False, by: str
) -> Inspection:
    """Record that the rights to state, to defend and to ask for recusal were told now (程序规定 21).

    Raises:
        InputError: `visit.answer_missing`.
    """
    told = RightsTold(device.clock.now().wall, _answered(answer), recusal_requested)
    return amend_inspection(device, inspection_id, change="visit.rights_told", by=by, rights=told)


def record_presence(
    device: Device,
    inspection_id: str,
    *,
    kind: PresenceKind,
    person: str = "",
    note: str = "",
    recording: str = "",
    by: str,
) -> Inspection:
    """Record who of the party was there; absence needs how they were told and a recording (程序规定 28, 43).

    Raises:
        InputError: `visit.person_missing`, `visit.absence_unexplained`.
    """
    presence = Presence(kind, written(person), written(note), written(recording))
    if kind.is_absent and not (presence.note and presence.recording):
        raise InputError("visit.absence_unexplained")
    if not kind.is_absent and not presence.person:
        raise InputError("visit.person_missing")
    return amend_inspection(device, inspection_id, change="visit.presence_recorded", by=by, presence=presence)


def name_witness(
    device: Device, inspection_id: str, *, name: str, id_number: str, contact: str, by: str
) -> Inspection:
    """Name the witness who signs while the party is absent (行政强制法 18(九)).

    Raises:
        InputError: `visit.witness_incomplete`.
    """
    witness = Witness(written(name), written(id_number), written(contact))
    if not (witness.name and witness.id_number and witness.contact):
        raise InputError("visit.witness_incomplete")
    return amend_inspection(device, inspection_id, change="visit.witness_named", by=by, witness=witness)


def _answered(answer: str) -> str:
    answer = written(answer)
    if not answer:
        raise InputError("visit.answer_missing")
    return answer

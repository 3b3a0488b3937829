"""Reading the seals of a PDF: what each covers, and whether it is as it was. No network, no trust store."""

from __future__ import annotations

import asyncio
import hashlib
import io
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from inspector.errors import SystemFault
from inspector.notices.seals.fields import ROLES
from inspector.records import FoundSeal, SealRole, SealState

_SEALS_ONLY = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
"""What may have been put on top of a seal: further seals and timestamps."""


def found_seals(pdf: bytes) -> tuple[FoundSeal, ...]:
    """Return every seal in the file; see `PadesSealer.read`."""
    try:
        seals = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except Exception as error:  # pyHanko raises whatever it meets in a damaged file
        raise SystemFault("seal.unreadable", why=type(error).__name__) from error
    last = len(seals) - 1
    return tuple(_found(seal, is_last=position == last) for position, seal in enumerate(seals))


def _found(seal: Any, *, is_last: bool) -> FoundSeal:
    role = SealRole.DEVICE
    try:
        role = ROLES.get(seal.field_name, SealRole.TIMESTAMP)
        return _judged(seal, role, is_last=is_last)
    except Exception as error:  # a damaged seal is a finding, not a crash; whatever pyHanko meets
        return FoundSeal(role, SealState.UNREADABLE, why=type(error).__name__)


def _judged(seal: Any, role: SealRole, *, is_last: bool) -> FoundSeal:
    is_timestamp = str(seal.sig_object["/Type"]) == "/DocTimeStamp"
    status = asyncio.run(_status(seal, is_timestamp=is_timestamp))
    covers = SignatureCoverageLevel.ENTIRE_FILE if is_last else SignatureCoverageLevel.ENTIRE_REVISION
    if not (status.intact and status.valid):
        state = SealState.CHANGED
    elif status.coverage < covers or status.modification_level not in _SEALS_ONLY:
        state = SealState.ADDED_TO
    else:
        state = SealState.INTACT
    return FoundSeal(
        role=role,
        state=state,
        name=str(seal.sig_object.get("/Name", "")),
        certificate_sha256=hashlib.sha256(seal.signer_cert.dump()).hexdigest(),
        at=status.timestamp if is_timestamp else seal.self_reported_timestamp,
        why=f"{status.coverage.name} {getattr(status.modification_level, 'name', '')}".strip(),
    )


async def _status(seal: Any, *, is_timestamp: bool) -> Any:
    """Return pyHanko's findings; the certificate is taken as given, the record says whose it must be."""
    context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False)
    if is_timestamp:
        return await async_validate_pdf_timestamp(seal, context)
    any_use = KeyUsageConstraints(key_usage=set(), key_usage_forbidden=set(), extd_key_usage=None)
    return await async_validate_pdf_signature(seal, context, key_usage_settings=any_use)

"""A later timestamp: a copy of the sealed notice with the authority's word on top (RFC 3161, PAdES)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

from asn1crypto import tsp
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper

from inspector.errors import InspectorError, SystemFault
from inspector.notices.seals.fields import FIELDS, TITLES
from inspector.notices.seals.pades import Increment
from inspector.records import SealRole

_ROOM = 32 * 1024
"""Hex digits kept for the token with the authority's certificates: asked once, not first for its size."""


class _AskedAuthority(TimeStamper):
    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)


def timestamped_copy(original: bytes, ask: Callable[[bytes], bytes]) -> bytes:
    """Return the copy; see `PadesSealer.timestamped_copy`."""
    try:
        stamped = asyncio.run(_stamped(Increment(io.BytesIO(original)), ask))
    except InspectorError:
        raise
    except Exception as error:  # pyHanko and asn1crypto raise whatever they meet in an answer
        raise SystemFault("seal.timestamp_refused", why=type(error).__name__) from error
    if not stamped.startswith(original):
        raise SystemFault("seal.timestamp_refused", why="prefix")
    return stamped


async def _stamped(writer: Any, ask: Callable[[bytes], bytes]) -> bytes:
    stamper = PdfTimeStamper(
        _AskedAuthority(ask),
        field_name=FIELDS[SealRole.TIMESTAMP],
        readable_field_name=TITLES[SealRole.TIMESTAMP],
    )
    out = io.BytesIO()
    await stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=_ROOM, output=out, embed_roots=True)
    return out.getvalue()

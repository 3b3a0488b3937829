"""Putting PAdES seals in with pyHanko; keys sign elsewhere, the clock is the device's."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from inspector.clock import CHINA
from inspector.errors import SystemFault
from inspector.notices.seals.fields import FIELDS, REASONS, TITLES
from inspector.notices.seals.sealer import SealKey

_LONGEST_ECDSA = 72
"""Bytes of a P-256 signature in DER."""
_ATTRIBUTES = 1024
"""Bytes kept for everything but the certificate; to measure it by a trial takes as long as three seals."""


class Increment(IncrementalPdfFileWriter):
    """A further revision that says nothing but its seal.

    pyHanko would rewrite XMP and information dictionary with the machine's own clock, and take a random file
    id: the description stays as printed, and the id follows from the bytes before.
    """

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        first, _ = prev.trailer["/ID"]
        original = getattr(first, "original_bytes", first)
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(original), generic.ByteStringObject(digest)])

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Stay at PDF 1.7, the newest PDF/A-2 knows; what a seal needs has been there since ISO 32000-1."""

    def _update_meta(self) -> None:
        pass


class _PortSigner(Signer):
    """Lets the key's own room sign: no private key comes here."""

    def __init__(self, key: SealKey) -> None:
        super().__init__(signing_cert=x509.Certificate.load(key.certificate))
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(_LONGEST_ECDSA) if dry_run else self._key.sign(data)


def sealed(pdf: bytes, keys: Sequence[SealKey], *, at: datetime, place: str) -> bytes:
    """Return the PDF with one increment for each key; see `PadesSealer.seal`."""
    try:
        for position, key in enumerate(keys):
            writer = Increment(io.BytesIO(pdf))
            if position == 0:  # all places first: a certified document takes no new ones
                for each in keys:
                    place_for(writer, each)
            pdf = asyncio.run(_closed(writer, key, at.astimezone(CHINA), place, certifies=position == 0))
    except SystemFault:  # the key's room says itself what is wrong, e.g. that the device is locked
        raise
    except Exception as error:  # pyHanko and asn1crypto raise whatever they meet in a file or certificate
        raise SystemFault("seal.failed", why=type(error).__name__) from error
    return pdf


def place_for(writer: Any, key: SealKey) -> None:
    """Add the invisible field of one seal; nothing is drawn over the page."""
    spec = SigFieldSpec(FIELDS[key.role], readable_field_name=TITLES[key.role])
    append_signature_field(writer, spec)


async def _closed(writer: Any, key: SealKey, at: datetime, place: str, *, certifies: bool) -> bytes:
    about = PdfSignatureMetadata(
        field_name=FIELDS[key.role],
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=REASONS[key.role],
        location=place,
        name=key.name,
        certify=certifies,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = PdfSigner(about, signer=_PortSigner(key))
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    room = 2 * (_ATTRIBUTES + 2 * len(key.certificate))  # hex digits; the issuer's name comes once more
    prepared = session.prepare_tbs_document(
        validation_info=None, bytes_reserved=room, appearance_text_params=None
    )
    out = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=out)
    # PAdES keeps the time in the signature dictionary (/M), not among the signed attributes
    attributes = PdfCMSSignedAttributes(signing_time=None)
    await prepared.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    return out.getvalue()

"""The sealer: what the actions ask of seals; pyHanko is read only when the first one is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from inspector.records import FoundSeal, SealRole


class SealKey(Protocol):
    """A key that seals, and what is told of its holder; the private half stays where it is."""

    @property
    def role(self) -> SealRole:
        """Return whose key it is."""
        ...

    @property
    def name(self) -> str:
        """Return the holder's name as the PDF says it."""
        ...

    @property
    def certificate(self) -> bytes:
        """Return the X.509 certificate (DER) of the P-256 key."""
        ...

    @property
    def sign(self) -> Callable[[bytes], bytes]:
        """Return what signs a message: ECDSA over SHA-256, DER."""
        ...


class PadesSealer:
    """Seals with PAdES B-B (ETSI EN 319 142-1): no network, no outside clock."""

    def make_ready(self) -> None:
        """Load the libraries, most of a second, while people still sign on the pad."""
        import inspector.notices.seals.pades
        import inspector.notices.seals.reading  # noqa: F401

    def seal(self, pdf: bytes, keys: Sequence[SealKey], *, at: datetime, place: str) -> bytes:
        """Return the PDF with one increment for each key; the bytes given are its beginning.

        The first seal certifies the document: after it only the other seals and timestamps may follow.

        Raises:
            SystemFault: `seal.failed` if a key or the file cannot be used; nothing was changed.
        """
        if not keys:
            return pdf
        from inspector.notices.seals.pades import sealed

        return sealed(pdf, keys, at=at, place=place)

    def read(self, pdf: bytes) -> tuple[FoundSeal, ...]:
        """Return every seal in the file, in the order they were put in; none for a file without seals.

        Raises:
            SystemFault: `seal.unreadable` if the file is no PDF a seal could be looked for in.
        """
        from inspector.notices.seals.reading import found_seals

        return found_seals(pdf)

    def timestamped_copy(self, original: bytes, ask: Callable[[bytes], bytes]) -> bytes:
        """Return a copy that begins with `original` and ends with a timestamp over all of it.

        `ask` takes a TimeStampReq and returns the authority's TimeStampResp, both DER (RFC 3161).

        Raises:
            SystemFault: `seal.timestamp_refused` if the authority refuses or answers something else;
                whatever `ask` raises of ours passes through.
        """
        from inspector.notices.seals.timestamps import timestamped_copy

        return timestamped_copy(original, ask)

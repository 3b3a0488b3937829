"""Asking a time-stamping authority over HTTP (RFC 3161, 3.4): only where its address was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.errors import SystemFault

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 30.0
LONGEST_ANSWER = 16 * 1024
"""Bytes: a token with its certificates is about 6 KiB."""


class TimestampAuthority:
    """One authority; called with a TimeStampReq it returns the TimeStampResp, both DER.

    Nothing leaves but a hash: the authority learns neither content nor name.
    """

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._transport = transport

    def __call__(self, request: bytes) -> bytes:
        """Ask once.

        Raises:
            SystemFault: `timestamp.unreachable`, `timestamp.answer`.
        """
        import httpx

        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        answer = bytearray()
        try:
            # trust_env off: a bureau machine's proxy settings must not send anything elsewhere
            with (
                httpx.Client(timeout=TIMEOUT_S, trust_env=False, transport=self._transport) as client,
                client.stream("POST", self._url, content=request, headers=headers) as reply,
            ):
                if reply.status_code != 200:
                    raise SystemFault("timestamp.answer", url=self._url, why=f"HTTP {reply.status_code}")
                for chunk in reply.iter_bytes():
                    answer += chunk
                    if len(answer) > LONGEST_ANSWER:
                        raise SystemFault("timestamp.answer", url=self._url, why=f"> {LONGEST_ANSWER} B")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last: no name of a host
            raise SystemFault("timestamp.unreachable", url=self._url, why=str(error)) from error
        return bytes(answer)

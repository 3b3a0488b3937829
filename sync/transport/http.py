"""The way over HTTP: idempotent numbered parts, so a cut costs at most one part (FORMAT.md section 8)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, partial
from threading import Event, Semaphore
from types import TracebackType
from typing import TYPE_CHECKING, Self

from inspector.canonical import Json
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from sync.bundle.layout import USUAL_PART, Part
from sync.bundle.reader import BundleFile, parts_of
from sync.meter import Meter
from sync.transport.flight import AT_ONCE, Flight
from sync.transport.pace import HELD_BYTES, SILENCE_S, Pace
from sync.transport.protocol import Accepted, Answers, Caller, Incomplete, Refused, Said, Standing, Waiting

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_S = 20.0
"""The longest until anybody answers at the address."""
ANSWER_S = 120.0
"""The longest an answer may take once it has begun."""
ANSWER_LIMIT = 17 << 20
"""More than a page of the feed, the longest of all answers."""
_BLOCK = 256 << 10
"""Bytes between two looks at whether somebody asked to stop or to wait."""
_TOO_SLOW = 408
"""The centre gave up on a body that crawled: nobody refused anything, the network did not carry it."""


class HttpTransport:
    """A connection to one centre; close it after use."""

    def __init__(
        self, url: str, client: httpx.Client | None = None, *, ahead_bytes: int = USUAL_PART
    ) -> None:
        """`ahead_bytes` may have left and not be acknowledged yet; a part that is longer goes alone."""
        import httpx

        # trust_env off: a bureau machine's proxy settings must not send evidence elsewhere
        try:
            self._client = client or httpx.Client(
                base_url=url,
                timeout=httpx.Timeout(SILENCE_S, connect=CONNECT_S),
                trust_env=False,
                transport=httpx.HTTPTransport(
                    verify=_trusted(),
                    trust_env=False,
                    socket_options=[(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD_BYTES)],
                ),
            )
        except httpx.InvalidURL as error:
            raise SystemFault("transport.unreachable", url=url, why=str(error)) from error
        self._url = url
        self._flight = Flight(ahead_bytes)
        self._places = Semaphore(AT_ONCE)
        self._sending = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")

    def enrol(self, request: bytes) -> bytes:
        """Hand in an enrolment request and return the centre's signed answer.

        Raises:
            InputError: `enrol.refused` with the centre's own words in `why`.
            SystemFault: `transport.unreachable`, `transport.answer`.
        """
        answer = self._ask("POST", "/v1/enrol", request)
        if answer.status == 200:
            return answer.body
        refused = self._refused(answer)
        raise InputError("enrol.refused", why=refused.zh, why_en=refused.en)

    def announce(self, caller: Caller, bundle: BundleFile) -> Said:
        """Tell the centre of the bundle and hear how it stands."""
        return self._said(self._ask("POST", "/v1/bundles", bundle.end, caller))

    def send(
        self, caller: Caller, bundle: BundleFile, missing: tuple[int, ...], progress: Progress, meter: Meter
    ) -> Answers:
        """Let the named parts leave; each is durable at the centre when it is acknowledged.

        While the centre makes one durable the next ones leave already, also those of the next bundle, as far as
        `ahead_bytes` goes.

        Raises:
            InputError: here or when the answers are asked for, `bundle.altered` if a part is not as it was signed: it
                never arrives whole.
        """
        under_way: list[Future[Refused | None]] = []
        failed = Event()
        try:
            for done, part in enumerate(parts_of(bundle.foot, missing)):
                step = partial(progress.step, done, len(missing), part.place)
                step()
                self._places.acquire()
                under_way = [each for each in under_way if not each.done() or failed.is_set()]
                if failed.is_set():
                    self._places.release()
                    break
                self._flight.begin((bundle.foot.bundle, part.number), part.size)
                leaving = _Leaving(bundle, part, step, meter, self._flight)
                under_way.append(self._sending.submit(self._put, caller, leaving, failed))
        except BaseException:
            wait(under_way)
            raise

        def answers() -> Said:
            wait(under_way)  # the bundle may be closed when this is over, whatever came of it
            refused = [said for each in under_way if (said := each.result()) is not None]
            return refused[0] if refused else Standing(())

        return answers

    def _put(self, caller: Caller, leaving: _Leaving, failed: Event) -> Refused | None:
        bundle, part = leaving.bundle.foot.bundle, leaving.part
        try:
            self._flight.wait_for_turn((bundle, part.number))
            answer = self._ask("PUT", f"/v1/bundles/{bundle}/parts/{part.number}", leaving, caller)
            if answer.status in {200, 201}:
                leaving.meter.acknowledged(bundle, part)
                return None
            failed.set()
            return self._refused(answer)
        except BaseException:
            failed.set()
            raise
        finally:
            self._flight.end((bundle, part.number))
            self._places.release()

    def commit(self, caller: Caller, bundle: BundleFile) -> Said:
        """Ask the centre to verify everything and take the bundle in."""
        answer = self._ask("POST", f"/v1/bundles/{bundle.foot.bundle}/commit", b"", caller)
        return Accepted(answer.body) if answer.status == 200 else self._said(answer)

    def receipt(self, caller: Caller, bundle: str) -> bytes | None:
        """Ask for the receipt of a bundle by its id; None if the centre has given none."""
        answer = self._ask("GET", f"/v1/receipts/{bundle}", b"", caller)
        if answer.status == 200:
            return answer.body
        refused = self._refused(answer)
        if refused.code != "bundle.unknown":
            raise SystemFault("transport.centre_busy", status=answer.status, why=refused.zh)
        return None

    def feed(self, caller: Caller, request: bytes) -> bytes:
        """Ask for the feed and return the sealed page, of which nothing is believed yet.

        Raises:
            InputError: `feed.refused` with the centre's own words in `why`.
            SystemFault: `transport.unreachable`, `transport.answer`, `transport.centre_busy`.
        """
        answer = self._ask("POST", "/v1/feed", request, caller)
        if answer.status == 200:
            return answer.body
        refused = self._refused(answer)
        raise InputError("feed.refused", code=refused.code, why=refused.zh, why_en=refused.en)

    def close(self) -> None:
        """Close the connections, once what is under way was answered."""
        self._sending.shutdown()
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | _Leaving,
        caller: Caller | None = None,
    ) -> _Answer:
        """Ask and read the whole answer, which is believed in nothing: not in its length, its form, its haste.

        Raises:
            SystemFault: `transport.unreachable`; `transport.answer` if it is longer than any of ours, or packed;
                `transport.centre_busy`.
        """
        import httpx

        headers = {"Inspector-Signature": caller.authorisation(method, path)} if caller else {}
        headers["Accept-Encoding"] = "identity"  # what is not packed cannot unpack to more than it was
        if isinstance(body, _Leaving):
            headers["Content-Length"] = str(body.part.size)  # a body sent in blocks would go without a length
        content = body.blocks() if isinstance(body, _Leaving) else body
        try:
            request = self._client.build_request(method, path, content=content, headers=headers)
            if isinstance(body, _Leaving):
                body.patience = request.extensions["timeout"]
            given = self._client.send(request, stream=True)
            with closing(given):
                answer = self._read(given)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last: no name of a host
            raise SystemFault("transport.unreachable", url=self._url, why=str(error)) from error
        if answer.status >= 500 or answer.status == _TOO_SLOW:
            raise SystemFault(
                "transport.centre_busy",
                status=answer.status,
                why=self._words(answer),
                retry_after_s=answer.retry_after_s,
            )
        return answer

    def _read(self, given: httpx.Response) -> _Answer:
        if given.headers.get("Content-Encoding", "identity") != "identity":
            raise SystemFault("transport.answer", url=self._url)
        body, end = bytearray(), time.monotonic() + ANSWER_S
        for block in given.iter_bytes():
            body += block
            if len(body) > ANSWER_LIMIT:
                raise SystemFault("transport.answer", url=self._url)
            if time.monotonic() > end:
                raise SystemFault("transport.unreachable", url=self._url, why="too slow")
        asked = _seconds(given.headers.get("Retry-After", ""))
        return _Answer(given.status_code, given.reason_phrase, bytes(body), asked)

    def _said(self, answer: _Answer) -> Said:
        if answer.status in {200, 201}:
            missing = self._json(answer).get("missing")
            if isinstance(missing, list):
                return Standing(tuple(number for number in missing if isinstance(number, int)))
            raise SystemFault("transport.answer", url=self._url)
        refused = self._refused(answer)
        if refused.code == "bundle.incomplete":
            return Incomplete()
        return Waiting(refused.zh) if refused.code == "bundle.waiting_previous" else refused

    def _refused(self, answer: _Answer) -> Refused:
        said = self._json(answer)
        code, zh, en = said.get("code"), said.get("zh"), said.get("en")
        if isinstance(code, str) and isinstance(zh, str) and isinstance(en, str):
            return Refused(code, zh, en)
        raise SystemFault("transport.answer", url=self._url)

    def _json(self, answer: _Answer) -> dict[str, Json]:
        said = answer.json()
        if said is None:
            raise SystemFault("transport.answer", url=self._url)
        return said

    def _words(self, answer: _Answer) -> str:
        said = answer.json()
        return answer.reason if said is None else str(said.get("zh", ""))


@dataclass(frozen=True)
class _Answer:
    """What came back."""

    status: int
    reason: str
    body: bytes
    retry_after_s: int

    def json(self) -> dict[str, Json] | None:
        """Return the object it is, None if it is none, whatever it is."""
        try:
            said: Json = json.loads(self.body)
        except (ValueError, RecursionError):  # the latter: nested beyond reason
            return None
        return said if isinstance(said, dict) else None


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are believed; reading them takes a while, and a try may come every few seconds."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


@dataclass
class _Leaving:
    """Hands a part to the network block by block: counted, and stopped or held up between two blocks."""

    bundle: BundleFile
    part: Part
    step: Callable[[], None]
    meter: Meter
    flight: Flight
    patience: dict[str, float | None] = field(default_factory=dict)
    """How long its request waits for what, looked at when it begins to wait: "read" is for an answer."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the body."""
        name, pace = self.bundle.foot.bundle, Pace()
        for block in self.bundle.blocks(self.part, _BLOCK):
            self.step()
            self.flight.leave((name, self.part.number), len(block))
            self.meter.out(name, len(block))
            began = time.monotonic()
            yield block
            pace.taken(len(block), time.monotonic() - began)
        self.patience["read"] = pace.patience_s


def _seconds(text: str) -> int:
    """Return what a Retry-After header asks for, 0 where it names none in seconds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

"""The way to a time-stamping authority: one question, one bounded answer, every failure in words."""

from __future__ import annotations

import httpx
import pytest

from inspector.errors import SystemFault
from sync.transport.timestamping import LONGEST_ANSWER, TimestampAuthority

URL = "http://tsa.example/stamp"


def authority(
    answer: httpx.Response | Exception, asked: list[httpx.Request] | None = None
) -> TimestampAuthority:
    def handle(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            request.read()
            asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return TimestampAuthority(URL, httpx.MockTransport(handle))


def test_the_question_goes_as_the_standard_says_and_the_answer_comes_back_whole() -> None:
    asked: list[httpx.Request] = []
    assert authority(httpx.Response(200, content=b"answer"), asked)(b"question") == b"answer"
    (request,) = asked
    assert (request.method, str(request.url), request.content) == ("POST", URL, b"question")
    assert request.headers["content-type"] == "application/timestamp-query"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(404), "timestamp.answer"),
        (httpx.Response(302, headers={"Location": "http://elsewhere.example"}), "timestamp.answer"),
        (httpx.Response(200, content=bytes(LONGEST_ANSWER + 1)), "timestamp.answer"),
        (httpx.ConnectError("no way"), "timestamp.unreachable"),
        (httpx.ReadTimeout("too long"), "timestamp.unreachable"),
    ],
)
def test_whatever_goes_wrong_is_told_with_the_address(answer: httpx.Response | Exception, code: str) -> None:
    with pytest.raises(SystemFault) as raised:
        authority(answer)(b"question")
    assert raised.value.code == code
    assert URL in raised.value.sentence("zh")


@pytest.mark.parametrize("url", ["", "no address", "file:///etc/passwd", "http://" + "a" * 70 + ".example"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(SystemFault) as raised:
        TimestampAuthority(url)(b"question")
    assert raised.value.code == "timestamp.unreachable"

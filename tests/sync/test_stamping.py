"""A timestamp over the journal by an authority of our own; whatever is wrong with it is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp

from inspector.errors import InputError
from sync.engine import deliver
from sync.enrolment import pin
from sync.proof import newest_cosigned
from sync.stamping import (
    ConfiguredAuthority,
    remember_authority,
    remembered_authority,
    stamp_after_sync,
    stamp_journal,
)
from sync.transport.http import HttpTransport
from tests.seal_keys import DEVICE_KEY, Authority, _authority_identity
from tests.stand import Stand
from tests.sync.delivery_site import Site
from ui.proof_export import export_proof

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
URL = "http://tsa.example"


def authority(certificate: bytes | None = None) -> ConfiguredAuthority:
    own = _authority_identity()[0].dump()
    return ConfiguredAuthority(URL, own if certificate is None else certificate)


def test_the_token_goes_into_the_proof(stand: Stand, tmp_path: Path) -> None:
    photo = stand.photo(1)
    asked = Authority(AT)
    stamped = stamp_journal(stand.device, authority(), asked, by=stand.by)
    assert (stamped.time, asked.asked) == (AT, 1)
    done = export_proof(stand.device, photo.id, tmp_path / "out", by=stand.by)
    assert (done.stamped, done.cosigned) == (1, 0)
    said = json.loads((tmp_path / "out" / f"{photo.id}.proof.json").read_bytes())
    assert said["timestamp"]
    from sync.verifier.__main__ import main

    assert main([str(tmp_path / "out" / f"{photo.id}.proof.json")]) == 2  # intact; no list of signers


def test_what_the_centre_cosigned_is_stamped(site: Site, tmp_path: Path) -> None:
    device, by = site.stand.device, site.stand.by
    pin(device, site.centre, by=by)
    with HttpTransport(site.url) as transport:
        delivery = deliver(device, transport, site.centre, site.seal(), site.outbox, by=by)
    stamped = stamp_journal(device, authority(), Authority(AT), by=by)
    assert stamped.size == delivery.last_entry
    newest = newest_cosigned(device)
    assert newest is not None
    assert newest.token
    done = export_proof(device, site.stand.inspection.id, tmp_path / "out", by=by)
    assert done.stamped == done.cosigned == len(done.proofs)


Change = Callable[[tsp.TimeStampResp], Any]


def answering(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    asked = Authority(AT)
    return lambda request: change(asked(request))


def _other_question(field: str) -> Callable[[bytes], bytes]:
    """Answer truthfully, but to another question."""

    def answer(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        if field == "nonce":
            asked["nonce"] = asked["nonce"].native + 1
        else:
            asked["message_imprint"]["hashed_message"] = bytes(32)
        return Authority(AT)(asked.dump(force=True))

    return answer


def _flipped(answer: bytes, mark: bytes) -> bytes:
    at = answer.rindex(mark) + len(mark) - 1
    return answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]


def _denied(_: bytes) -> bytes:
    return bytes.fromhex("30053003020102")  # status: rejection, and no token


@pytest.mark.parametrize(
    ("ask", "certificate", "why"),
    [
        (_other_question("nonce"), None, "nonce"),
        (_other_question("imprint"), None, "imprint"),
        (Authority(AT), DEVICE_KEY.certificate, "signer"),
        (Authority(AT.replace(year=2037)), None, "expired"),
        (Authority(AT.replace(year=2025)), None, "expired"),
        (answering(lambda answer: answer[:-1] + bytes([answer[-1] ^ 1])), None, "signature"),
        (answering(lambda answer: _flipped(answer, b"20261120")), None, "signature"),
        (answering(lambda answer: answer[:-10]), None, "form"),
        (answering(lambda answer: answer + b"x"), None, "form"),
        (lambda _: b"", None, "form"),
        (_denied, None, "form"),  # no token where there must be one
    ],
)
def test_an_answer_that_proves_nothing_is_refused_and_not_kept(
    stand: Stand, ask: Callable[[bytes], bytes], certificate: bytes | None, why: str
) -> None:
    length = stand.device.journal.length()
    with pytest.raises(InputError) as refused:
        stamp_journal(stand.device, authority(certificate), ask, by=stand.by)
    assert (refused.value.code, refused.value.facts["why"]) == ("timestamp.refused", why)
    assert stand.device.journal.length() == length


def test_without_a_certificate_whoever_answers_is_believed(stand: Stand) -> None:
    assert stamp_journal(stand.device, authority(b""), Authority(AT), by=stand.by).time == AT


def test_the_authority_is_remembered_and_a_refusal_after_sync_is_journalled(site: Site) -> None:
    device, by = site.stand.device, site.stand.by
    assert remembered_authority(device) is None
    assert stamp_after_sync(device, by=by) is None
    nobody = replace(authority(), url="http://127.0.0.1:9")
    remember_authority(device, nobody, by=by)
    assert remembered_authority(device) == nobody
    pin(device, site.centre, by=by)
    with HttpTransport(site.url) as transport:
        deliver(device, transport, site.centre, site.seal(), site.outbox, by=by)
    assert stamp_after_sync(device, by=by) is None
    (told,) = device.journal.entries_of_change("timestamp.refused")
    assert json.loads(told)["facts"] == {"code": "timestamp.unreachable", "url": nobody.url}
    remember_authority(device, replace(nobody, url=""), by=by)
    assert remembered_authority(device) is None

"""Enrolment: the invitation's keys are pinned, its code works once, and nothing on the way can change either."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector.errors import InputError
from sync.central import Centre, create_central, invite
from sync.central.enrolling import enrol_device
from sync.enrolment import CentreKeys, enrol, move, pin, pinned, proof
from sync.statement import content_of, make_statement
from tests.fakes import FakeSigner
from tests.stand import PASSPHRASE, Stand

DEVICE = "a0" * 16


class AtCentre:
    """Hands requests in directly; `change` is whoever sits on the wire."""

    def __init__(self, data: Path, change: Any = lambda answer: answer) -> None:
        self._data = data
        self._change = change

    def enrol(self, request: bytes) -> bytes:
        with Centre(self._data) as centre:
            return self._change(enrol_device(centre, request).encoded())


def request(
    invitation: dict[str, Any],
    device: str = DEVICE,
    word: str = "one",
    changes: dict[str, Any] | None = None,
) -> bytes:
    signer = FakeSigner(word)
    code = base64.b64decode(invitation["code"])
    content = {
        "v": 1,
        "invitation": invitation["invitation"],
        "device": device,
        "epoch": 1,
        "name": "样本局",
        "public_key": base64.b64encode(signer.public_key).decode(),
        "proof": proof(code, device, signer.public_key, "样本局"),
        **(changes or {}),
    }
    return make_statement("enrol", content, signer.sign).encoded()


def test_the_device_pins_the_invitation_s_keys(stand: Stand, data: Path) -> None:
    invitation = invite(data, "http://127.0.0.1:9")
    centre = enrol(stand.device, "样本局", invitation, AtCentre(data))
    assert (centre.receipt_key, centre.recipient_key) == (
        invitation["receipt_key"],
        invitation["recipient_key"],
    )
    signers = json.loads((data / "signers.json").read_text("utf-8"))["signers"]
    assert [(each["device"], each["name"]) for each in signers] == [(stand.device.id, "样本局")]


def test_the_code_never_travels_and_is_not_kept_readable(stand: Stand, data: Path) -> None:
    invitation = invite(data)
    centre = enrol(stand.device, "样本局", invitation)
    assert str(invitation["code"]) not in centre.request
    code = base64.b64decode(str(invitation["code"]))
    assert [f.name for f in data.rglob("*") if f.is_file() and code in f.read_bytes()] == []


def test_the_same_request_again_is_answered_again(data: Path) -> None:
    asked = request(dict(invite(data)))
    with Centre(data) as centre:
        for _ in range(2):
            assert content_of(enrol_device(centre, asked))["device"] == DEVICE
    assert len(json.loads((data / "signers.json").read_text("utf-8"))["signers"]) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"proof": "0" * 64}, "enrol.code"),
        ({"name": "另一局"}, "enrol.code"),
        ({"device": "b0" * 16}, "enrol.code"),
        ({"invitation": "0" * 32}, "enrol.code"),
        ({"device": "../.."}, "enrol.not_a_request"),
        ({"public_key": "AAAA"}, "enrol.not_a_request"),
        ({"epoch": 0}, "enrol.not_a_request"),
        ({"from_epoch": 2}, "enrol.not_a_request"),
        ({"name": "样" * 201}, "enrol.not_a_request"),
        ({"proof": "样"}, "enrol.not_a_request"),
    ],
)
def test_a_request_that_proves_nothing_is_refused(data: Path, changes: dict[str, Any], code: str) -> None:
    asked = request(dict(invite(data)), changes=changes)
    with Centre(data) as centre, pytest.raises(InputError) as refused:
        enrol_device(centre, asked)
    assert refused.value.code == code


def test_a_used_code_serves_no_other_device(data: Path) -> None:
    invitation = dict(invite(data))
    with Centre(data) as centre:
        enrol_device(centre, request(invitation))
        with pytest.raises(InputError, match=r"enrol\.code"):
            enrol_device(centre, request(invitation, "b0" * 16, "two"))


def test_an_enrolled_device_cannot_be_given_another_key(data: Path) -> None:
    with Centre(data) as centre:
        enrol_device(centre, request(dict(invite(data))))
        with pytest.raises(InputError, match=r"enrol\.other_key"):
            enrol_device(centre, request(dict(invite(data)), DEVICE, "two"))


def test_an_answer_not_signed_by_the_invitation_s_key_is_not_believed(stand: Stand, data: Path) -> None:
    on_the_wire = AtCentre(data, lambda answer: answer.replace("样本中心".encode(), "别的中心".encode()))
    with pytest.raises(InputError, match=r"enrol\.answer"):
        enrol(stand.device, "样本局", invite(data, "http://127.0.0.1:9"), on_the_wire)


@pytest.mark.parametrize("invitation", [{}, {"v": 1}, {"kind": "inspector-invitation", "v": 2}])
def test_what_is_no_invitation_is_said(stand: Stand, invitation: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"enrol\.not_an_invitation"):
        enrol(stand.device, "样本局", invitation)


def test_the_pinned_centre_is_journalled_and_moves_without_its_keys(stand: Stand) -> None:
    key = "A" * 43 + "="
    centre = CentreKeys("样本中心", "http://127.0.0.1:1", key, key, "request")
    assert pinned(stand.device) is None
    pin(stand.device, centre, by=stand.by)
    assert pinned(stand.device) == centre
    for _ in range(2):
        move(stand.device, "http://127.0.0.1:2", by=stand.by)
    assert pinned(stand.device) == replace(centre, url="http://127.0.0.1:2")
    journal = stand.device.journal
    told = [json.loads(entry)["change"] for entry in journal.entries(1, journal.length())]
    assert told[-2:] == ["centre.pinned", "centre.moved"]


def test_a_device_without_a_centre_cannot_move_one(stand: Stand) -> None:
    with pytest.raises(InputError, match=r"device\.not_enrolled"):
        move(stand.device, "http://127.0.0.1:2", by=stand.by)


def test_a_file_beside_a_locked_device_pins_no_centre(stand: Stand, data: Path, tmp_path: Path) -> None:
    create_central(tmp_path / "other", "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)))
    ours = stand.opened.delivery.enrol(invitation)
    assert not (stand.opened.folder / "centre.json").exists()
    theirs = invite(tmp_path / "other")
    planted = {name: theirs[name] for name in ("receipt_key", "recipient_key", "url")} | {"name": "样本中心"}
    (stand.opened.folder / "centre.json").write_text(json.dumps(planted))
    stand.opened.close()
    with stand.workplace.unlock(PASSPHRASE) as opened:
        assert opened.delivery.centre() == ours

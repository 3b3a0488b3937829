"""What two say at once, and what a number may be: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select

from inspector.canonical import Json
from inspector.errors import InputError
from sync.bundle.envelope import base64_text
from sync.central import Centre
from sync.central.enrolling import enrol_device, new_invitation
from sync.central.feed_tables import feed_common
from sync.central.feeding import Told, tell
from sync.central.tables import devices
from sync.enrolment import proof
from sync.feed.entry import Kind
from sync.statement import make_statement
from sync.strict_json import base64_bytes

AT_ONCE = 6


def test_words_for_a_bureau_without_devices_are_all_kept_when_said_at_once(centre: Centre) -> None:
    with centre.transaction() as connection:
        connection.execute(delete(devices))
        before = connection.execute(select(func.count()).select_from(feed_common)).scalar_one()
    together = Barrier(AT_ONCE)

    def say(number: int) -> int:
        together.wait()
        return tell(
            centre, Told(Kind.OFFICER, {"officer": {"name": f"样本{number}"}}, "王样本", f"证{number}")
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(say, range(AT_ONCE))) == [0] * AT_ONCE
    with centre.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(feed_common)).scalar_one()
    assert kept == before + AT_ONCE


@pytest.mark.parametrize(("epoch", "is_taken"), [(2**31 - 1, True), (2**31, False), (2**53, False)])
def test_an_epoch_is_a_number_that_both_databases_hold(centre: Centre, epoch: int, is_taken: bool) -> None:
    key, device, invitation = Ed25519PrivateKey.generate(), "d7" * 16, new_invitation(centre, "")
    public, code = key.public_key().public_bytes_raw(), base64_bytes(invitation["code"], 32)
    assert code is not None
    content: dict[str, Json] = {
        "v": 1,
        "invitation": invitation["invitation"],
        "device": device,
        "epoch": epoch,
        "name": "样本局",
        "public_key": base64_text(public),
        "proof": proof(code, device, public, "样本局"),
    }
    request = make_statement("enrol", content, key.sign).encoded()
    if is_taken:
        assert json.loads(enrol_device(centre, request).text)["device"] == device
    else:
        with pytest.raises(InputError, match=r"enrol\.not_a_request"):
            enrol_device(centre, request)

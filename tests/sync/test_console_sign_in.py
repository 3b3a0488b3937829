"""Signing in at the console: three things at once, codes that count once, sessions that end, guessing that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from inspector.errors import InputError
from sync.central.console import totp
from sync.central.console.accounts import (
    SET_UP_DAYS,
    beginning,
    every_account,
    finish,
    lock_account,
    make_account,
    reset_account,
)
from sync.central.console.passwords import hashed, is_password, require_password
from sync.central.console.roles import Role
from sync.central.console.sessions import IDLE, LONGEST
from tests.sync.console_site import PASSWORD, Office, open_office, sign_in, token_in

RFC_6238 = ((59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130"))


def plant(client: httpx.Client, cookie: str) -> None:
    client.cookies.set("inspector-console", cookie, domain="127.0.0.1", path="/")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path / "central") as opened:
        yield opened


@pytest.mark.parametrize(("second", "code"), RFC_6238)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    step = totp.step_of(datetime.fromtimestamp(second, UTC))
    assert totp.code_at(b"12345678901234567890", step, digits=8) == code


def test_a_code_is_taken_one_step_off_and_only_once() -> None:
    secret, now = b"s" * 24, datetime(2026, 11, 20, tzinfo=UTC)
    step = totp.step_of(now)
    for off in (-1, 0, 1):
        assert totp.step_shown(secret, totp.code_at(secret, step + off), now, 0) == step + off
    assert totp.step_shown(secret, totp.code_at(secret, step + 2), now, 0) is None
    assert totp.step_shown(secret, totp.code_at(secret, step), now, step) is None
    assert totp.step_shown(secret, "１２３４５６", now, 0) is None


def test_passwords_are_judged_by_length_and_kept_by_argon2id() -> None:
    for weak, code in (("kurz", "short"), ("样本样本样本样本样本样本", "weak"), ("x" * 300, "long")):
        with pytest.raises(InputError) as refused:
            require_password(weak, "王")
        assert refused.value.code == f"console.password_{code}"
    require_password(PASSWORD, "样本clerk")
    kept = hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD + " ", kept)
    assert not is_password(PASSWORD, None)


def test_somebody_sets_up_with_the_code_from_the_administrator_and_signs_in(fresh: Office) -> None:
    code = make_account(fresh.centre, "样本 内勤", Role.CLERK)
    client = fresh.client()
    token = token_in(client.get("/console/set-up").text)
    told = {"token": token, "name": "样本 内勤", "set_up": code.lower()}
    asked = client.post("/console/set-up", data=told)
    assert "<svg" in asked.text
    secret = beginning(fresh.centre, "样本 内勤", code)
    assert totp.written(secret) in asked.text
    shown = totp.code_at(secret, totp.step_of(fresh.clock.now().wall))
    finished = {**told, "password": PASSWORD, "again": PASSWORD, "code": shown}
    assert client.post("/console/set-up", data={**finished, "again": "anders"}).status_code == 400
    assert client.post("/console/set-up", data=finished).headers["location"] == "/console/sign-in"
    assert client.post("/console/set-up", data=finished).status_code == 400  # it is used up
    (account,) = every_account(fresh.centre)
    assert (account.name, account.is_ready) == ("样本 内勤", True)


def test_a_set_up_code_runs_out(fresh: Office) -> None:
    code = make_account(fresh.centre, "样本", Role.LEAD)
    fresh.clock.advance(timedelta(days=SET_UP_DAYS, seconds=1))
    with pytest.raises(InputError) as refused:
        finish(fresh.centre, "样本", code, PASSWORD, PASSWORD, "000000")
    assert refused.value.code == "console.set_up_code"


def test_each_of_the_three_has_to_be_right_and_none_is_named(fresh: Office) -> None:
    person = fresh.person(Role.CLERK, "样本甲")
    said = []
    for change in ({"name": "nobody"}, {"password": "wrong password"}, {"code": "000000"}):
        fields = {"code": person.code(fresh.clock), **change}
        answer = sign_in(fresh.client(), person, fields.pop("code"), **fields)
        assert answer.status_code == 401
        said.append(answer.text.count("姓名、口令或者六位数字不对"))
    assert said == [1, 1, 1]
    code = person.code(fresh.clock)
    assert sign_in(fresh.client(), person, code).status_code == 303
    assert sign_in(fresh.client(), person, code).status_code == 401  # a code counts once


def test_guessing_waits_longer_each_time_but_never_locks_out(fresh: Office) -> None:
    person = fresh.person(Role.CLERK, "样本甲")
    wrong = fresh.client()
    assert [sign_in(wrong, person, "000000").status_code for _ in range(6)] == [401] * 5 + [429]
    right = totp.code_at(person.secret, totp.step_of(fresh.clock.now().wall) + 1)
    waiting = sign_in(fresh.client(), person, right)
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) > 0
    assert "账号没有被停用" in waiting.text
    fresh.clock.advance(timedelta(minutes=1))
    assert sign_in(fresh.client(), person, person.code(fresh.clock)).status_code == 303
    stranger = {"name": "no such person"}
    codes = [sign_in(wrong, person, "000000", **stranger).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]  # nobody learns who exists


def test_the_session_is_new_at_every_sign_in_and_a_planted_one_is_worth_nothing(fresh: Office) -> None:
    person = fresh.person(Role.CLERK, "样本甲")
    client = fresh.client()
    plant(client, "planted-by-a-stranger")
    assert sign_in(client, person, person.code(fresh.clock)).status_code == 303
    first = client.cookies["inspector-console"]
    assert first != "planted-by-a-stranger"
    assert client.get("/console/cases").status_code == 200
    planted = fresh.client()
    plant(planted, "planted-by-a-stranger")
    assert planted.get("/console/cases").status_code == 303
    assert sign_in(client, person, person.code(fresh.clock)).status_code == 303
    assert client.cookies["inspector-console"] != first


def test_sessions_end_after_a_pause_after_a_day_by_hand_and_by_lock(fresh: Office) -> None:
    client = fresh.signed_in(Role.CLERK)
    fresh.clock.advance(IDLE + timedelta(seconds=1))
    assert client.get("/console/cases").headers["location"].startswith("/console/sign-in")
    client = fresh.signed_in(Role.CLERK)
    for _ in range(int(LONGEST / timedelta(minutes=15)) + 1):
        fresh.clock.advance(timedelta(minutes=15))
        last = client.get("/console/deadlines").status_code
    assert last == 303
    client = fresh.signed_in(Role.CLERK)
    cookie = client.cookies["inspector-console"]
    assert client.post("/console/sign-out", data={"token": token_in(client.get("/console/cases").text)})
    plant(client, cookie)
    assert client.get("/console/cases").status_code == 303
    client = fresh.signed_in(Role.CLERK)
    (account,) = every_account(fresh.centre)
    lock_account(fresh.centre, account.id, is_locked=True)
    assert client.get("/console/cases").status_code == 303
    person = fresh.people[Role.CLERK]
    assert sign_in(fresh.client(), person, person.code(fresh.clock)).status_code == 401


def test_a_reset_account_has_neither_password_nor_telephone_nor_session(fresh: Office) -> None:
    client = fresh.signed_in(Role.LEAD)
    person = fresh.people[Role.LEAD]
    reset_account(fresh.centre, person.name)
    assert client.get("/console/cases").status_code == 303
    assert sign_in(fresh.client(), person, person.code(fresh.clock)).status_code == 401


def test_the_cookie_is_for_this_host_only_where_the_connection_is_encrypted(fresh: Office) -> None:
    person = fresh.person(Role.CLERK, "样本甲")
    client = fresh.client(**{"X-Forwarded-Proto": "https"})
    shown = client.get("/console/sign-in")
    assert shown.headers["strict-transport-security"] == "max-age=31536000"
    given = shown.headers["set-cookie"]
    assert given.startswith("__Host-inspector-console=")
    for mark in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert mark in given
    told = {"token": token_in(shown.text), "name": person.name, "password": PASSWORD}
    told["code"] = person.code(fresh.clock)
    # the client itself speaks plain HTTP and would keep such a cookie back
    answer = client.post("/console/sign-in", data=told, headers={"Cookie": given.partition(";")[0]})
    assert answer.status_code == 303
    assert "__Host-inspector-console=" in answer.headers["set-cookie"]

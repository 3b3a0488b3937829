"""The console of one bureau behind `/b/<bureau>`, on PostgreSQL and S3: the same pages over rows only this bureau has."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, select

from sync.central import create_central
from sync.central.cases import case_of
from sync.central.centre import BUREAUS
from sync.central.console import trail
from sync.central.console.roles import Role
from sync.central.gate import Gate
from sync.central.node import Node
from sync.central.tables import devices
from tests.sync.central.conftest import Settle
from tests.sync.console_site import Office, bring, served, sign_in, token_in

_LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')


@pytest.fixture
def bureau(office: Office, settle_on_servers: Settle, tmp_path: Path) -> Iterator[Office]:
    """A bureau that received the office's one case, beside another one that received nothing."""
    data = settle_on_servers(tmp_path / "central")
    create_central(data, "样本中心")
    first = data / BUREAUS / "first"
    shutil.copytree(office.centre.data / "keys", first / "keys")  # whom the case is sealed for
    create_central(first, "样本局")
    create_central(data / BUREAUS / "second", "样本二局")
    with Node(data, clock=office.clock) as node, ExitStack() as closing:
        mine = node.bureaus["first"]
        with office.centre.reading() as known, mine.transaction() as connection:
            for row in known.execute(select(devices)).mappings():
                told = {name: value for name, value in row.items() if name != "bureau"}
                connection.execute(insert(devices).values(told))
        for path in (office.centre.data / "bundles").glob("*.ipb"):
            bring(mine, path)
        with served(Gate(node)) as url:
            yield Office(mine, office.clock, f"{url}/b/first", closing)


def test_a_bureau_signs_in_looks_writes_and_takes_out_under_its_own_address(bureau: Office) -> None:
    clerk = bureau.signed_in(Role.CLERK)
    listed = clerk.get("/console/cases").text
    assert "共 1 件" in listed
    case = bureau.case
    page = clerk.get(case)
    assert (page.status_code, page.text.count("已确认")) == (200, 3)
    assert {link.split("?")[0].split("/console")[0] for link in _LINK.findall(page.text)} == {"/b/first"}
    pictures = [link for link in _LINK.findall(page.text) if "/photos/" in link]
    shown = clerk.get(pictures[0].removeprefix("/b/first"))
    assert shown.status_code == 200
    token = token_in(page.text)
    said = {"token": token, "number": "样本案〔2026〕7号"}
    assert clerk.post(f"{case}/office", data=said).headers["Location"].startswith("/b/first/console/cases/")
    line = case_of(bureau.centre, case.rpartition("/")[2]).fields
    assert [each.value for each in line.values() if each.value] == ["样本案〔2026〕7号"]
    bag = clerk.post(f"{case}/bag", data={"token": token})
    assert bag.status_code == 200
    with zipfile.ZipFile(io.BytesIO(bag.content)) as opened:
        assert opened.testzip() is None
        assert sum("/data/" in name for name in opened.namelist()) > 3
    told = [step.what for step in trail.steps(bureau.centre)[0]]
    assert {"signed_in", "case.opened", "case.edited", "export.bag"} <= set(told)


def test_the_session_of_one_bureau_opens_no_other(bureau: Office) -> None:
    clerk = bureau.signed_in(Role.CLERK)
    assert set(clerk.cookies) == {"inspector-console-first"}
    (session,) = clerk.cookies.values()
    site = bureau.url.removesuffix("/b/first")
    with httpx.Client(base_url=site, trust_env=False) as browser:
        for name in ("inspector-console", "inspector-console-first", "inspector-console-second"):
            browser.cookies.set(name, session, domain="127.0.0.1", path="/")
        for place, status in (("/b/first", 200), ("/b/second", 303), ("", 303)):
            answer = browser.get(f"{place}/console/cases")
            assert answer.status_code == status, place
            if status == 303:
                assert answer.headers["Location"].startswith(f"{place}/console/sign-in")
    with httpx.Client(base_url=f"{site}/b/second", trust_env=False) as stranger:
        person = bureau.people[Role.CLERK]
        assert sign_in(stranger, person, person.code(bureau.clock)).status_code != 303

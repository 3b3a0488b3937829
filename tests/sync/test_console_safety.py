"""What strangers try at the console: words that are scripts, forms from elsewhere, other people's cases and roles."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import select, update

from inspector.errors import BugError
from inspector.records.plain import from_json
from sync.central.console.catalogue import KEPT, place_of
from sync.central.console.guard import BODY_LIMIT
from sync.central.console.roles import May, Role, allows
from sync.central.console.sealing import Seal
from sync.central.console.tables import lines, records
from sync.central.tables import devices
from tests.stand import begin
from tests.sync.console_site import PASSWORD, Office, deliver, open_office, token_in, whole_case

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}\u202e javascript:alert(1)"
_IDS = re.compile(r"(^|_)(ids?|sha256|follows)$")


class _Seen(HTMLParser):
    """Every tag and attribute of a page, as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def seen(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Seen()
    parser.feed(html)
    return parser.tags


def poisoned(kind: type[Any], plain: Any) -> Any:
    """Return the record with `EVIL` in every text that may be any text."""
    whole = plain
    for at in _texts(plain):
        if any(isinstance(step, str) and _IDS.search(step) for step in at):
            continue
        changed = msgspec.json.decode(msgspec.json.encode(whole))
        place = changed
        for step in at[:-1]:
            place = place[step]
        place[at[-1]] = EVIL
        try:
            from_json(kind, msgspec.json.encode(changed))
        except BugError:
            continue  # a number, a day or one of a few words
        whole = changed
    return whole


def _texts(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(plain, str):
        return [path]
    pairs = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [each for name, value in pairs for each in _texts(value, (*path, name))]


@pytest.fixture
def poisoned_office(tmp_path: Path) -> Any:
    """A second office whose one case has nothing but evil words."""
    begun = begin(tmp_path / "device")
    with begun.opened, open_office(tmp_path / "central", EVIL) as opened:
        whole_case(begun)
        deliver(begun, opened.centre, tmp_path / "stick")
        opened.signed_in(Role.REVIEWER).get("/console/cases")
        seal = Seal(opened.centre.keys)
        count = 0
        with opened.centre.transaction() as connection:
            for row in connection.execute(select(records).where(records.c.body.is_not(None))).all():
                place = place_of(row.device, row.kind, row.subject)
                plain = msgspec.json.decode(seal.open(row.body, place))
                evil = msgspec.json.encode(poisoned(KEPT[row.kind], plain))
                count += evil.count(b"onerror")
                mine = records.c.kind == row.kind, records.c.subject == row.subject
                connection.execute(update(records).where(*mine).values(body=seal.close(evil, place)))
            connection.execute(update(lines).values(made_by="before"))
            connection.execute(update(devices).values(name=EVIL))
        assert count > 100
        yield opened


def test_no_word_of_a_bundle_becomes_a_tag_an_attribute_or_a_template(poisoned_office: Office) -> None:
    office = poisoned_office
    client = office.signed_in(Role.REVIEWER)
    case = client.get(office.case)
    assert case.status_code == 200
    photo = re.search(r'href="([^"]+/photos/[0-9a-f]{32})"', case.text)
    assert photo is not None
    pages = [
        case,
        client.get(photo[1]),
        *(client.get(f"/console/{p}") for p in ("cases", "deadlines", "trail")),
    ]
    pages.append(client.get("/console/cases", params={"q": EVIL, "state": EVIL, "first": EVIL}))
    pages.append(client.get("/console/sign-in", params={"back": EVIL}))
    assert sum(EVIL.partition("<")[2][:6] in page.text for page in pages) >= 4
    for page in pages:
        assert page.status_code == 200, page.url
        assert "49" not in re.findall(r"\{\{|49(?=\u202e)", page.text)
        for tag, attributes in seen(page.text):
            assert tag not in {"script", "iframe", "object", "embed", "base", "style"}, page.url
            assert not [name for name in attributes if name.startswith("on") or name == "style"], page.url
            for name in ("href", "src", "action"):
                value = attributes.get(name) or ""
                assert value.startswith(("/console", "#", "?")) or not value, (page.url, value)


def test_every_page_forbids_what_it_does_not_need(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    case = office.case
    photo = re.findall(r"/photos/[0-9a-f]{32}", client.get(case).text)[0]
    for place in (
        "/console/sign-in",
        "/console/cases",
        case,
        f"{case}{photo}",
        f"{case}{photo}/small.jpg",
        f"{case}{photo}/original",
        "/console/nothing",
        "/console/trail",
    ):
        headers = client.get(place).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert "script-src" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert "strict-transport-security" not in headers  # not over a plain connection


def test_a_form_from_anywhere_else_is_refused(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    token = token_in(client.get("/console/cases").text)
    other = office.signed_in(Role.CLERK)
    other_token = token_in(other.get("/console/cases").text)
    place = f"{office.case}/json"
    assert client.post(place, data={"token": token}).status_code == 200
    for told in ({}, {"token": ""}, {"token": other_token}, {"token": token[:-1]}, {"token": "é"}):
        assert client.post(place, data=told).status_code == 403, told
    crossing = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(place, data={"token": token}, headers=crossing).status_code == 403
    assert client.post(place, json={"token": token}).status_code == 403
    assert client.get(place).status_code == 405
    stranger = office.client()
    assert stranger.post("/console/sign-in", data={"name": "x", "token": "0" * 64}).status_code == 403


def test_a_body_larger_than_any_form_ends_the_request(office: Office) -> None:
    client = office.client()
    client.get("/console/sign-in")
    answer = client.post("/console/sign-in", content=b"x" * (BODY_LIMIT + 1))
    assert answer.status_code in {403, 413}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/console/sign-in", content=b"a=" + b"x" * BODY_LIMIT, headers=form).status_code == 413
    fields = b"&".join(b"a%d=1" % n for n in range(50))
    assert client.post("/console/sign-in", content=fields, headers=form).status_code == 403


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/console//evil",
        "/v1/keys",
        "javascript:alert(1)",
        "/console/%0d%0aSet-Cookie:x=1",
        "/console/\nx",
    ],
)
def test_nobody_is_sent_elsewhere(office: Office, back: str) -> None:
    client = office.client()
    token = token_in(client.get("/console/sign-in", params={"back": back}).text)
    answer = client.post("/console/language", data={"token": token, "back": back, "language": "en"})
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert place == "/console/" or (place == back.replace("\n", "") and place.startswith("/console/%0d"))


READS = {
    May.SEE_CASES: (
        "/console/cases",
        "/console/deadlines",
        "{case}",
        "{photo}",
        "{photo}/small.jpg",
        "{photo}/large.jpg",
        "{photo}/marked.jpg",
        "{notice}",
    ),
    May.EXPORT: ("{photo}/original",),
    May.SEE_ARRIVALS: ("/console/arrivals",),
    May.SEE_TRAIL: ("/console/trail",),
    May.RUN_ACCOUNTS: ("/console/accounts",),
}
WRITES = {May.EXPORT: ("{case}/bag", "{case}/json", "{case}/review", "/console/publicity")}


def test_each_role_reaches_what_it_may_and_nothing_else(office: Office) -> None:
    case = office.case
    html = office.signed_in(Role.REVIEWER).get(case).text
    photo = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', html)[-1]
    notice = re.findall(r'href="([^"]+\.pdf)"', html)[0]
    for role in Role:
        client = office.signed_in(role)
        token = token_in(client.get("/console/arrivals").text)
        for what, places in READS.items():
            for place in places:
                code = client.get(place.format(case=case, photo=photo, notice=notice)).status_code
                assert code == (200 if allows(role, what) else 403), (role, place)
        for what, places in WRITES.items():
            for place in places:
                code = client.post(place.format(case=case), data={"token": token}).status_code
                assert code == (200 if allows(role, what) else 403), (role, place)
        other = "/console/accounts/00/lock"
        code = client.post(other, data={"token": token}).status_code
        assert code == (404 if role is Role.ADMINISTRATOR else 403)
    nobody = office.client()
    for places in READS.values():
        for place in places:
            answer = nobody.get(place.format(case=case, photo=photo, notice=notice))
            assert (answer.status_code, answer.headers["location"][:16]) == (303, "/console/sign-in"), place


def test_another_bureau_finds_nothing_by_any_address(office: Office, tmp_path: Path) -> None:
    html = office.signed_in(Role.REVIEWER).get(office.case).text
    photo = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', html)[0]
    notice = re.findall(r'href="([^"]+\.pdf)"', html)[0]
    receipt = re.findall(r'href="(/console/receipts/[0-9a-f]{32})"', html)[0]
    ours = office.signed_in(Role.REVIEWER).cookies["inspector-console"]
    with open_office(tmp_path / "elsewhere") as other:
        client = other.signed_in(Role.REVIEWER)
        token = token_in(client.get("/console/cases").text)
        for place in (
            office.case,
            photo,
            f"{photo}/small.jpg",
            f"{photo}/large.jpg",
            f"{photo}/original",
            f"{photo}/marked.jpg",
            notice,
            receipt,
        ):
            assert client.get(place).status_code == 404, place
        for verb in ("bag", "json", "review"):
            assert client.post(f"{office.case}/{verb}", data={"token": token}).status_code == 404
        client.cookies.set("inspector-console", ours, domain="127.0.0.1", path="/")
        assert client.get("/console/cases").status_code == 303


def test_a_device_cannot_borrow_what_another_delivered(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    device, inspection = office.case.split("/")[-2:]
    photo = re.findall(r"/photos/([0-9a-f]{32})", client.get(office.case).text)[0]
    for place in (
        f"{'0' * 32}/{inspection}",
        f"{device}/{'0' * 36}",
        f"{device}/{inspection}/photos/{'0' * 32}",
        f"{'0' * 32}/{inspection}/photos/{photo}/large.jpg",
    ):
        assert client.get(f"/console/cases/{place}").status_code == 404, place


@pytest.mark.parametrize(
    "path",
    [
        "../../centre.json",
        "..%2f..%2fcentre.json",
        "static/../../../keys/storage.key",
        "static/%2e%2e/%2e%2e/app.py",
        "receipts/..%2f..%2fkeys%2fstorage.key",
        "cases/..%2f/..%5c",
        "static/console.css%00.py",
    ],
)
def test_no_address_leads_into_the_folder(office: Office, path: str) -> None:
    client = office.signed_in(Role.REVIEWER)
    answer = client.send(httpx.Request("GET", httpx.URL(f"{office.url}/console/{path}")))
    assert answer.status_code in {303, 404}, answer.status_code
    assert b"storage" not in answer.content


def test_the_intake_and_the_console_know_nothing_of_one_another(office: Office) -> None:
    signed = office.signed_in(Role.REVIEWER)
    assert signed.get("/v1/bundles/00").status_code == 401
    assert signed.get("/health").headers.get("content-security-policy") is None
    assert office.client().get("/console/v1/keys").status_code == 404


def test_pictures_are_made_of_strangers_bytes_and_never_are_them(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    photo = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', client.get(office.case).text)[0]
    original = client.get(f"{photo}/original")
    assert original.headers["content-disposition"].startswith("attachment;")
    for name in ("small.jpg", "large.jpg"):
        made = client.get(f"{photo}/{name}")
        assert made.headers["content-type"] == "image/jpeg"
        assert made.content != original.content


def test_nothing_plain_lies_in_the_centres_folder(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    html = client.get(office.case).text
    photo = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', html)[0]
    plain = [
        client.get(f"{photo}/{name}").content[200:400] for name in ("original", "large.jpg", "small.jpg")
    ]
    plain += ["样本龑堃陶瓷".encode(), "赵样本".encode(), PASSWORD.encode(), b"91360200MA1XG6125D"]
    office.clock.advance(timedelta(seconds=1))
    client.post(f"{office.case}/bag", data={"token": token_in(html)})
    for file in office.centre.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [each for each in plain if each in content], file

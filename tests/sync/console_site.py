"""A console over a centre that received one whole case, and people who may sign in: real parts only."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import uvicorn
from uvicorn._types import ASGIApplication

from inspector.actions import draw_on_photo, list_item
from inspector.clock import SetClock
from inspector.law import load
from inspector.records import Mark, PhotoTag, Shape
from sync.bundle import BundleFile
from sync.central import Centre, create_central
from sync.central.accepting import accept
from sync.central.app import make_app
from sync.central.console import totp
from sync.central.console.accounts import beginning, finish, make_account
from sync.central.console.cases import Cases
from sync.central.console.roles import Role
from sync.central.enrolling import enrol_device, new_invitation
from sync.central.receiving import announce, put_part
from tests.stand import MORNING, Stand

PASSWORD = "样本口令 青花缠枝莲盖碗"
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


@dataclass
class Person:
    """Somebody with an account, and the telephone that shows the codes."""

    name: str
    role: Role
    secret: bytes
    password: str = PASSWORD

    def code(self, clock: SetClock) -> str:
        """Return the next code, waiting for the telephone to change: each counts once."""
        clock.advance(timedelta(seconds=totp.STEP_SECONDS))
        return totp.code_at(self.secret, totp.step_of(clock.now().wall))


@dataclass
class Office:
    """An open centre with its console."""

    centre: Centre
    clock: SetClock
    url: str
    closing: ExitStack
    people: dict[Role, Person] = field(default_factory=dict)

    def client(self, **headers: str) -> httpx.Client:
        """Return what a browser is to a server, of somebody unknown; it is closed with the office."""
        return self.closing.enter_context(
            httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=60)
        )

    def person(self, role: Role, name: str) -> Person:
        """Make an account and set it up."""
        code = make_account(self.centre, name, role)
        person = Person(name, role, beginning(self.centre, name, code))
        finish(self.centre, name, code, PASSWORD, PASSWORD, person.code(self.clock))
        return person

    @property
    def case(self) -> str:
        """Return the address of the one case."""
        (line,) = Cases(self.centre, load()).every()
        return f"/console/cases/{line.device}/{line.inspection}"

    def signed_in(self, role: Role) -> httpx.Client:
        """Return a browser in which somebody of a role has signed in."""
        person = self.people.get(role)
        if person is None:
            person = self.people[role] = self.person(role, f"样本{role}")
        client = self.client()
        answer = sign_in(client, person, person.code(self.clock))
        assert answer.status_code == 303, answer.text
        return client


def token_in(html: str) -> str:
    found = _TOKEN.search(html)
    assert found is not None
    return found[1]


def sign_in(client: httpx.Client, person: Person, code: str, **fields: str):  # type: ignore[no-untyped-def]
    token = token_in(client.get("/console/sign-in").text)
    told = {"token": token, "name": person.name, "password": person.password, "code": code, **fields}
    return client.post("/console/sign-in", data=told)


def whole_case(stand: Stand, words: str = "样本") -> None:
    """Do what officers do at a stand, with `words` in the fields an officer types."""
    row = stand.item(label_name=words, specification=words, remark=words)
    stand.visit()
    for seed, tag in ((1, PhotoTag.BOOTH), (2, PhotoTag.VIEW), (3, PhotoTag.BACKSTAMP)):
        photo = stand.photo(seed)
        item_id = row.id if tag is PhotoTag.VIEW else None
        list_item.assign_photos(stand.device, [photo.id], item_id=item_id, tag=tag, by=stand.by)
    mark = Mark(1, Shape.BOX, 10, 10, 60, 40)
    draw_on_photo.begin_layer(stand.device, photo.id, size=(96, 64), mark=mark, by=stand.by)
    stand.seize(row)
    stand.issue("24")
    stand.issue("21")
    stand.close()
    stand.issue("9")


def deliver(stand: Stand, centre: Centre, stick: Path) -> None:
    """Enrol the device where it is not, and bring everything it has by folder."""
    if not (stick / "IPB-OUT").exists():
        stick.mkdir()
        invitation = stick / "invitation.json"
        invitation.write_text(json.dumps(new_invitation(centre, "")))
        stand.opened.delivery.enrol(invitation)
    stand.opened.delivery.carry_to(stick, by=stand.by)
    for request in (stick / "IPB-OUT").glob("*.enrol"):
        enrol_device(centre, request.read_bytes())
    for path in (stick / "IPB-OUT").glob("*.ipb"):
        bring(centre, path)
        path.unlink()


def bring(centre: Centre, path: Path, *, parts: int | None = None) -> None:
    """Bring a bundle, or only its first parts."""
    with BundleFile(path) as carried:
        device, bundle = carried.foot.device, carried.foot.bundle
        announce(centre, carried.end, caller=device)
        for part in list(carried.foot.all_parts())[:parts]:
            put_part(centre, bundle, part.number, carried.part(part), caller=device)
        if parts is None:
            accept(centre, bundle, caller=device)


@contextmanager
def open_office(data: Path, name: str = "样本中心") -> Iterator[Office]:
    """Make and open a centre whose clock stands where the stand's begins."""
    create_central(data, name)
    clock = SetClock(MORNING)
    with Centre(data, clock=clock) as centre, served(make_app(centre)) as url, ExitStack() as closing:
        office = Office(centre, clock, url, closing)
        office.client().get("/console/sign-in")  # the one thread that answers begins now, and goes on
        yield office


@contextmanager
def served(app: ASGIApplication) -> Iterator[str]:
    """Serve on a free loopback port; every thread ends with it."""
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), name="console")
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            for left in set(threading.enumerate()) - before:
                # of our loop alone: another one may have begun meanwhile, and goes on
                if left.name.startswith("AnyIO") and left.loop.is_closed():  # type: ignore[attr-defined]
                    left.join()

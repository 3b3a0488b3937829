"""The trail of who looked: it only grows, and nobody changes it unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DatabaseError

from inspector.errors import SystemFault
from sync.central.console import trail
from sync.central.console.roles import Role
from sync.central.console.tables import trail as table
from tests.sync.console_site import Office, open_office


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path / "central") as opened:
        for number in range(5):
            trail.tell(opened.centre, "case.opened", who="样本", role="clerk", inspection=str(number))
        yield opened


def test_steps_are_numbered_told_newest_first_and_whole(fresh: Office) -> None:
    steps, count = trail.steps(fresh.centre, size=2)
    assert (count, [step.number for step in steps]) == (5, [5, 4])
    assert steps[0].of == {"inspection": "4"}
    assert trail.first_broken(fresh.centre) is None


@pytest.mark.parametrize("change", [update(table).values(text="{}"), delete(table)])
def test_the_database_itself_refuses_to_change_the_trail(fresh: Office, change: object) -> None:
    with pytest.raises((DatabaseError, SystemFault)), fresh.centre.transaction() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert trail.length(fresh.centre) == 5


def _without_guards(fresh: Office) -> None:
    with fresh.centre.transaction() as connection:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER console_trail_no_{verb}"))


def test_whoever_gets_past_the_database_is_found_out(fresh: Office) -> None:
    _without_guards(fresh)
    with fresh.centre.transaction() as connection:
        row = connection.execute(table.select().where(table.c.number == 3)).one()
        told = json.loads(row.text) | {"who": "somebody else"}
        changed = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(update(table).where(table.c.number == 3).values(text=changed))
    assert trail.first_broken(fresh.centre) == 3


def test_a_step_taken_out_of_the_middle_or_put_in_is_found_out(fresh: Office) -> None:
    _without_guards(fresh)
    with fresh.centre.transaction() as connection:
        last = connection.execute(table.select().where(table.c.number == 5)).one()
        connection.execute(delete(table).where(table.c.number == 2))
    assert trail.first_broken(fresh.centre) == 2
    with fresh.centre.transaction() as connection:
        connection.execute(insert(table).values(number=2, text=last.text, mac=last.mac))
    assert trail.first_broken(fresh.centre) == 2


def test_people_see_it_whole_and_see_when_it_is_not(fresh: Office) -> None:
    client = fresh.signed_in(Role.REVIEWER)
    assert "前后相连" in client.get("/console/trail").text
    _without_guards(fresh)
    with fresh.centre.transaction() as connection:
        connection.execute(update(table).where(table.c.number == 1).values(mac="0" * 64))
    assert "从第 1 条起与写入时不同" in client.get("/console/trail").text


def test_what_is_refused_is_told_too(fresh: Office) -> None:
    lead = fresh.signed_in(Role.LEAD)
    assert lead.get("/console/trail").status_code == 403
    fresh.client().get("/console/trail")
    (step, *_), _ = trail.steps(fresh.centre)
    assert (step.what, step.who, step.of) == ("access.refused", "样本lead", {"needed": "see-trail"})


def test_nobody_looks_at_a_picture_past_the_trail(office: Office) -> None:
    client = office.signed_in(Role.LEAD)
    page = client.get(office.case).text
    small = re.findall(r'src="([^"]+small[.]jpg[?]mark=[0-9a-f]{32})"', page)
    photo = small[0].partition("/small.jpg")[0]
    shown = client.get(photo).text
    (large,) = re.findall(r'src="([^"]+[.]jpg[?]mark=[0-9a-f]{32})"', shown)
    before = trail.length(office.centre)
    assert [client.get(address).status_code for address in (*small, large)] == [200] * 4
    assert trail.length(office.centre) == before, "the pages were told of"
    another = office.signed_in(Role.CLERK)
    before = trail.length(office.centre)
    for address in (f"{photo}/large.jpg", f"{photo}/small.jpg", small[0], large):
        assert another.get(address).status_code == 200
    steps, _ = trail.steps(office.centre, size=4)
    assert trail.length(office.centre) == before + 4
    assert {(step.what, step.who) for step in steps} == {("photo.looked_at", "样本clerk")}

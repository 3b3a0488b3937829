"""Code lists: what each accepts, and a list that contradicts itself."""

from __future__ import annotations

import pytest

from inspector.law import load
from inspector.law.code_lists import Code, CodeList, CodeListTable, wrong_in

TABLE = load().code_lists


@pytest.mark.parametrize(
    ("name", "code", "accepted"),
    [
        ("trademark-number", "35894893", True),
        ("trademark-number", "12345678A", True),
        ("trademark-number", "G1234567", True),
        ("trademark-number", "123456789", False),
        ("locarno", "11-02", True),
        ("locarno", "32-00", True),
        ("locarno", "06-05", True),
        ("locarno", "33-01", False),
        ("nice-21", "2105", True),
        ("nice-21", "2116", False),
        ("nice-21-goods", "210999", True),
        ("evidence", "8", True),
        ("evidence", "9", False),
        ("division", "360222", True),
        ("division", "36022", False),
        ("unit", "套", True),
        ("unit", "车", False),
    ],
)
def test_what_a_list_accepts(name: str, code: str, accepted: bool) -> None:
    found = TABLE.find(name)
    assert found is not None
    assert found.accepts(code) is accepted


def test_a_list_names_its_codes_and_nothing_else() -> None:
    evidence = TABLE.find("evidence")
    assert evidence is not None
    assert [evidence.name_of(code) for code in ("4", "9")] == ["电子数据", ""]
    assert TABLE.find("nothing") is None


@pytest.mark.parametrize(
    ("lists", "why"),
    [
        ((CodeList("a", "", "", ""), CodeList("a", "", "", "")), "a stands twice"),
        ((CodeList("a", "", "", "", (Code("1", "x"), Code("1", "y"))),), "a code twice"),
        ((CodeList("a", "", "", "", complete=True),), "names no code"),
        ((CodeList("a", "", "", "", pattern="["),), "a: "),
        ((CodeList("a", "", "", "", (Code("x", "x"),), pattern=r"\d"),), "does not fit"),
    ],
)
def test_a_list_that_contradicts_itself_is_named(lists: tuple[CodeList, ...], why: str) -> None:
    assert any(why in said for said in wrong_in(CodeListTable(lists)))

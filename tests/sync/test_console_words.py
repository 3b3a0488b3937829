"""Every word on the console's pages is there in Chinese and English, and none lies idle."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from inspector.actions.office_edits import CORRECTABLE
from inspector.law.reading import SEVERITIES
from inspector.records import (
    CaseStatus,
    ClosingManner,
    MeasureKind,
    PartyKind,
    PhotoOrigin,
    PhotoTag,
    PresenceKind,
    RightKind,
)
from sync.central.console.roles import Role
from sync.central.console.words import _words, language_of

ROOM = Path(__file__).parents[2] / "sync" / "central" / "console"
SOURCES = "\n".join(file.read_text("utf-8") for file in [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]) + (
    ROOM.parents[2] / "ui" / "commands" / "central_account.py"
).read_text("utf-8")
NAMED = {
    "role.": Role,
    "right.": RightKind,
    "tag.": PhotoTag,
    "party.": PartyKind,
    "presence.": PresenceKind,
    "closing.": ClosingManner,
    "origin.": PhotoOrigin,
    "status.": CaseStatus,
    "level.": (*SEVERITIES, "reminder"),
    "fact.": [f"{kind}.{field}" for kind, (_, fields) in CORRECTABLE.items() for field in fields],
    "measure.": [kind for kind in MeasureKind if kind is not MeasureKind.SEIZE],
}
TOLD = {f"step.{each}" for each in re.findall(r'tell\(\s*(?:\w+(?:\.\w+)*, )?"([\w.]+)"', SOURCES)}
TOLD |= {"step.account.locked", "step.account.unlocked"}


def codes() -> set[str]:
    return {code.removeprefix("page.") for code in _words()}


def test_both_languages_ask_for_the_same_facts() -> None:
    for code, words in _words().items():
        asked = [
            {name for _, name, _, _ in string.Formatter().parse(words[lang]) if name} for lang in ("zh", "en")
        ]
        assert asked[0] == asked[1], code
        assert all(words[lang].strip() for lang in ("zh", "en")), code


def test_every_value_of_the_field_has_words() -> None:
    for prefix, values in NAMED.items():
        assert {f"{prefix}{value}" for value in values} == {
            code for code in codes() if code.startswith(prefix)
        }


def test_every_step_that_is_told_has_words_and_no_other() -> None:
    assert {code for code in codes() if code.startswith("step.")} == TOLD


def test_every_code_a_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"\bt\('([\w.-]+?)'[,)]", SOURCES))
    assert len(asked) > 80
    assert asked <= codes()


def test_no_words_lie_idle() -> None:
    begun = set(re.findall(r"'([\w]+\.(?:\w+_)?)' ~", SOURCES))
    said = set(re.findall(r"'([\w]+(?:\.[\w-]+)*)'", SOURCES)) | TOLD
    idle = [code for code in codes() if code not in said and not code.startswith(tuple(begun))]
    assert idle == []


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", "", "zh"),
        ("", "en-GB,zh;q=0.5", "en"),
        ("", "zh-CN,en", "zh"),
        ("zh", "en", "zh"),
        ("xx", "de", "zh"),
    ],
)
def test_the_language_is_the_chosen_one_else_english_where_asked_for(
    chosen: str, accepted: str, language: str
) -> None:
    assert language_of(chosen, accepted) == language

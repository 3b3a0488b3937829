"""A corpus of drafts with one seeded defect each: that check finds it, blocks what it must, and no other speaks."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspector.law import Finding, examine, load
from inspector.records import Dossier
from inspector.records.plain import from_plain, to_plain
from tests.inspector.law.dossiers import NOW, absent, lawful, mixed, registered, sampled, sampled_too

PACK = load()
BASES = {
    "seized": lawful,
    "absent": absent,
    "registered": registered,
    "sampled": sampled,
    "sampled_too": sampled_too,
    "both": mixed,
}


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """A complete record with something changed."""

    check: str
    why: str
    base: str = "seized"
    also: tuple[str, ...] = ()
    set: dict[str, Any] = {}
    null: tuple[str, ...] = ()
    now: datetime = NOW

    def dossier(self) -> Dossier:
        """Return the record with the changes put in; a path that leads nowhere or changes nothing is an error."""
        plain: Any = to_plain(BASES[self.base]())
        for path, value in [*self.set.items(), *((path, None) for path in self.null)]:
            *way, last = path.split(".")
            place = plain
            for step in way:
                place = place[int(step)] if isinstance(place, list) else place[step]
            key = int(last) if isinstance(place, list) else last
            assert place[key] != value, f"{path} changes nothing"
            place[key] = value
        return from_plain(Dossier, plain)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is found in it."""
        return examine(PACK, self.dossier(), self.now)


class Defect(Draft):
    """One row of the corpus: what is wrong, which case of the check says so, where it is mended, what it blocks."""

    case: str = ""
    field: str = ""
    blocks: str = ""


class Corpus(msgspec.Struct, forbid_unknown_fields=True):
    """Defects, and their twins: what looks like the defect and is none."""

    draft: tuple[Defect, ...]
    clean: tuple[Draft, ...]


CORPUS = msgspec.convert(tomllib.loads((Path(__file__).parent / "drafts.toml").read_text("utf-8")), Corpus)
DRAFTS, CLEAN = CORPUS.draft, CORPUS.clean


def named(draft: Draft) -> str:
    return f"{draft.check} {draft.why}"


@pytest.mark.parametrize("draft", DRAFTS, ids=map(named, DRAFTS))
def test_a_seeded_defect_is_found_by_its_check_and_by_no_other(draft: Defect) -> None:
    findings = draft.findings()
    assert {finding.id for finding in findings} == {draft.check, *draft.also}
    worded = [
        finding
        for finding in findings
        if (finding.id, finding.field) == (draft.check, draft.field)
        and says(PACK.checks[draft.check].cases[draft.case].zh, finding.message_zh)
    ]
    assert {" ".join(finding.forms) for finding in worded} == {draft.blocks}
    for finding in findings:
        assert finding.article
        assert not re.search(r"[{}]", finding.message_zh + finding.message_en)
        assert not re.search(r"\d[月日]", finding.message_en), "a day is told as in Chinese"


@pytest.mark.parametrize("draft", CLEAN, ids=map(named, CLEAN))
def test_what_only_looks_like_a_defect_is_not_found(draft: Draft) -> None:
    assert {finding.id for finding in draft.findings()} == set(draft.also)


@pytest.mark.parametrize("base", BASES)
def test_the_record_before_the_defect_has_nothing_found(base: str) -> None:
    plain = from_plain(Dossier, to_plain(BASES[base]()))
    assert examine(PACK, plain, NOW) == ()


def test_the_corpus_is_large_and_says_each_defect_once() -> None:
    assert len(DRAFTS) >= 180
    for drafts in (DRAFTS, CLEAN):
        assert len({(draft.check, draft.why) for draft in drafts}) == len(drafts)
    assert all(draft.check not in draft.also for draft in CLEAN)
    assert {draft.base for draft in DRAFTS} == set(BASES)


AT_SIGNING = {
    ("F-01", "unsigned"),
    ("F-15", "no-ink"),
    ("F-15", "no-party"),
    ("F-15", "not-party"),
    ("F-15", "not-witness"),
    ("F-15", "other-day"),
    ("F-15", "stranger"),
    ("F-16", "refusal-no-recording"),
    ("F-17", "unsigned"),
    ("F-71", "before"),
    ("F-71", "future"),
}
"""Cases that judge signatures not given yet: `test_signing.py` seeds them."""


def test_every_case_of_every_check_is_seeded() -> None:
    cases = {(check, case) for check, entry in PACK.checks.items() for case in entry.cases}
    assert {(draft.check, draft.case) for draft in DRAFTS} == cases - AT_SIGNING


def says(template: str, message: str) -> bool:
    parts = (re.escape(part) for part in re.split(r"\{\w+\}", template))
    return re.fullmatch(".*".join(parts), message) is not None

"""A corpus of drafts with one seeded defect each: that check finds it, and no other check speaks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspector.law import examine, load
from inspector.records import Dossier, MeasureKind
from inspector.records.plain import from_plain, to_plain
from tests.inspector.law.dossiers import NOW, absent, lawful, registered

PACK = load()
BASES = {"seized": lawful, "absent": absent, "registered": registered}


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """One row of the corpus."""

    check: str
    why: str
    base: str = "seized"
    also: tuple[str, ...] = ()
    set: dict[str, Any] = {}
    null: tuple[str, ...] = ()

    def dossier(self) -> Dossier:
        """Return the complete record with this defect put in; a path that leads nowhere is an error."""
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


DRAFTS = msgspec.convert(
    tomllib.loads((Path(__file__).parent / "drafts.toml").read_text("utf-8"))["draft"], tuple[Draft, ...]
)


@pytest.mark.parametrize("draft", DRAFTS, ids=[f"{draft.check} {draft.why}" for draft in DRAFTS])
def test_a_seeded_defect_is_found_by_its_check_and_by_no_other(draft: Draft) -> None:
    assert {finding.id for finding in examine(PACK, draft.dossier(), NOW)} == {draft.check, *draft.also}


@pytest.mark.parametrize("base", BASES)
def test_the_record_before_the_defect_has_nothing_found(base: str) -> None:
    plain = from_plain(Dossier, to_plain(BASES[base]()))
    assert examine(PACK, plain, NOW) == ()


def test_the_corpus_is_large_and_says_each_defect_once() -> None:
    assert len(DRAFTS) >= 120
    assert len({(draft.check, draft.why) for draft in DRAFTS}) == len(DRAFTS)
    assert MeasureKind.REGISTER in {draft.dossier().measures[0].kind for draft in DRAFTS}

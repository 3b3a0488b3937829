"""Papers that follow a measure: only where the measure's own paper stands, within the days the law leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.actions import read, write_paper
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_readiness import NotReady, notice_readiness
from inspector.actions.supersede_notice import supersede_notice
from inspector.records import Notice, Paper, Signature, SignatureRole
from tests.inspector.notices import filled
from tests.kept_stands import KeptStands
from tests.stand import Stand

AFTER_A_SEIZURE = ("22", "23", "25", "31")
EXTENSION = {"starts": "2026-12-21", "ends": "2027-01-19"}
"""What follows thirty days from 20 November 2026, the first day not counted."""


def up_to_the_list(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    stand.issue("24")


def up_to_the_decision(stand: Stand) -> None:
    up_to_the_list(stand)
    stand.issue("21")


@pytest.fixture
def listed(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """A lawful seizure whose list is issued, not yet its decision."""
    with stands.at(up_to_the_list, tmp_path / "listed") as stand:
        yield stand


@pytest.fixture
def seized(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """The same with its decision."""
    with stands.at(up_to_the_decision, tmp_path / "seized") as stand:
        yield stand


def written(stand: Stand, form: str, **changed: str) -> Paper:
    """Begin a paper and fill in what it does not know by itself."""
    paper = write_paper.begin_paper(stand.device, stand.inspection.id, form, by=stand.by)
    answers = {**filled.ANSWERS[form], **paper.answers, **changed}
    return write_paper.write_paper(stand.device, paper.id, answers=answers, by=stand.by)


def missing(stand: Stand, paper: Paper) -> list[str]:
    """Return the names of what keeps the paper from being issued."""
    lines = notice_readiness(stand.device, stand.inspection.id)
    (line,) = [line for line in lines if line.key == paper.id]
    return [finding.field.rpartition(".")[2] for finding in line.missing]


def issued(stand: Stand, paper: Paper) -> Notice:
    """Issue it with the ink of all it asks for."""
    signs = {SignatureRole(role) for role in stand.device.press.sheet(paper.form).signs}
    signatures: tuple[Signature, ...] = tuple(each for each in stand.signatures() if each.role in signs)
    return issue_notice(
        stand.device,
        stand.inspection.id,
        paper.form,
        signatures=signatures,
        by=stand.by,
        paper_id=paper.id,
    )


@pytest.mark.parametrize("form", AFTER_A_SEIZURE)
def test_they_follow_the_decision_and_name_it(seized: Stand, form: str) -> None:
    paper = written(seized, form)
    if "number" in paper.answers:
        assert paper.answers["number"] == "样市监强制〔2026〕1号"
        assert paper.answers["day"] == "2026年11月20日"
    assert missing(seized, paper) == []
    assert bool(issued(seized, paper).number) == (form != "25")


@pytest.mark.parametrize("form", [*AFTER_A_SEIZURE, "20"])
def test_without_the_paper_of_the_measure_they_are_refused(listed: Stand, form: str) -> None:
    paper = written(listed, form)
    assert "needs" in missing(listed, paper)
    with pytest.raises(NotReady):
        issued(listed, paper)


def test_a_decision_set_aside_carries_no_extension(seized: Stand) -> None:
    paper = written(seized, "22")
    decision = next(n for n in read.dossier(seized.device, seized.inspection.id).notices if n.form == "21")
    supersede_notice(seized.device, decision.id, reason="日期写错", by=seized.by)
    assert "needs" in missing(seized, paper)


@pytest.mark.parametrize("form", ["22", "23", "31"])
def test_the_day_is_that_of_the_document_it_names(seized: Stand, form: str) -> None:
    assert missing(seized, written(seized, form, day="2026年11月2日")) == ["day"]
    assert missing(seized, written(seized, form, day="2026-11-20")) == []


def test_a_preservation_is_released_by_its_own_paper(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.preserve(row)
    for form in ("24", "19"):
        issue_notice(stand.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by)
    paper = written(stand, "20")
    assert paper.answers["number"] == "样市监登保〔2026〕1号"
    assert missing(stand, paper) == []
    assert issued(stand, paper).number == "样市监解保〔2026〕1号"
    assert "needs" in missing(stand, written(stand, "22"))


def test_a_preservation_is_not_released_by_the_paper_of_a_seizure(seized: Stand) -> None:
    assert "needs" in missing(seized, written(seized, "20"))


def test_an_extension_begins_with_the_thirty_days_the_law_allows(seized: Stand) -> None:
    paper = written(seized, "22")
    assert {name: paper.answers[name] for name in EXTENSION} == EXTENSION


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts": "2026-12-22"}, "starts"),
        ({"starts": "2026-12-20"}, "starts"),
        ({"ends": "2027-01-20"}, "ends"),
        ({"ends": "2026-12-20"}, "ends"),
        ({"ends": "三十日后"}, "ends"),
        ({"reason": ""}, "reason"),
        ({"approved": ""}, "approved"),
    ],
)
def test_an_extension_beyond_the_law_is_refused_at_its_field(
    seized: Stand, changed: dict[str, str], field: str
) -> None:
    assert missing(seized, written(seized, "22", **changed)) == [field]


def test_a_period_of_testing_moves_the_days_of_the_extension_and_what_today_tells(seized: Stand) -> None:
    assert [f"{ending.end.due}" for ending in read.today(seized.device).endings] == ["2026-12-20"]
    testing = issued(seized, written(seized, "31"))
    assert [f"{ending.end.due}" for ending in read.today(seized.device).endings] == ["2026-12-30"]
    paper = written(seized, "22")
    assert paper.answers["starts"] == "2026-12-31"
    assert missing(seized, paper) == []
    issued(seized, paper)
    assert [f"{ending.end.due}" for ending in read.today(seized.device).endings] == ["2027-01-29"]
    assert missing(seized, written(seized, "22")) == ["starts"], "once only"
    supersede_notice(seized.device, testing.id, reason="送检取消", by=seized.by)
    assert [f"{ending.end.due}" for ending in read.today(seized.device).endings] == ["2027-01-19"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": "2026-11-24"}, "ends"),
        ({"ends": "2206-12-01"}, "ends"),
        ({"starts": "2026-11-19"}, "starts"),
        ({"starts": "2026-12-21", "ends": "2026-12-22"}, "starts"),
        ({"starts": "十天后"}, "starts"),
        ({"body": ""}, "body"),
        ({"number": "样市监强制〔2026〕9号"}, "number"),
    ],
)
def test_a_period_of_testing_that_cannot_be_is_refused_at_its_field(
    seized: Stand, changed: dict[str, str], field: str
) -> None:
    assert missing(seized, written(seized, "31", **changed)) == [field]


def test_an_extension_after_the_period_has_ended_is_void(seized: Stand) -> None:
    paper = written(seized, "22")
    seized.clock.advance(timedelta(days=31))
    assert "starts" in missing(seized, paper)


def test_a_partial_release_names_what_is_returned(seized: Stand) -> None:
    assert missing(seized, written(seized, "23", scope="部分解除", goods="")) == ["goods"]
    assert missing(seized, written(seized, "23", scope="全部解除", goods="")) == []


def test_goods_to_be_identified_are_proposed_from_the_list(seized: Stand) -> None:
    paper = write_paper.begin_paper(seized.device, seized.inspection.id, "16", by=seized.by)
    assert paper.answers["goods"] == "1.样本盖碗，24套"

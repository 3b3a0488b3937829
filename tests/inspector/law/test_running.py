"""How papers after a measure move its end: extended, days left out, lifted; set aside, they move nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.law import examine, load
from inspector.law.deadlines.calendar import Span
from inspector.law.running import Course, course_of, end_of, named_measure
from inspector.records import Dossier, MeasureKind, Notice, NoticeState, SeizureForm
from tests.inspector.law.dossiers import NOW, lawful, measure, notice, paper, registered

PACK = load()
DAYS = st.dates(date(2026, 11, 23), date(2027, 3, 1))
SPANS = st.builds(lambda first, days: Span(first, first + timedelta(days=days)), DAYS, st.integers(0, 40))


def after(form: str, number: int = 1, **answers: str) -> tuple[object, Notice]:
    """Return a paper that follows the decision, and its issue."""
    written = replace(paper(form, number), answers={"number": "样21", **answers})
    issue = replace(notice(form), id=f"issue-{form}-{number}", number="", paper_id=written.id)
    return written, issue


def with_papers(*pairs: tuple[object, Notice], base: Dossier | None = None) -> Dossier:
    dossier = base or lawful()
    return replace(
        dossier,
        papers=tuple(paper for paper, _ in pairs),  # type: ignore[misc]  # pairs of paper and notice
        notices=(*dossier.notices, *(issue for _, issue in pairs)),
    )


def due(dossier: Dossier) -> str:
    (one,) = dossier.measures
    end = end_of(PACK, one, course_of(dossier, one))
    assert end is not None
    return f"{end.due}"


TESTING = {"starts": "2026-11-25", "ends": "2026-12-04"}
EXTENSION = {"starts": "2027-01-03", "ends": "2027-02-01"}


def test_testing_told_to_the_party_does_not_count_and_an_extension_comes_on_top() -> None:
    assert due(lawful()) == "2026-12-23"
    assert due(with_papers(after("31", **TESTING))) == "2027-01-02"
    assert due(with_papers(after("31", **TESTING), after("22", **EXTENSION))) == "2027-02-01"


def test_a_paper_set_aside_brings_the_date_back() -> None:
    moved = with_papers(after("31", **TESTING), after("22", **EXTENSION))
    for form, expected in (("31", "2027-01-22"), ("22", "2027-01-02")):
        notices = tuple(
            replace(n, state=NoticeState.SUPERSEDED) if n.form == form else n for n in moved.notices
        )
        assert due(replace(moved, notices=notices)) == expected


def test_a_paper_begun_and_not_issued_moves_nothing() -> None:
    moved = with_papers(after("31", **TESTING))
    assert due(replace(moved, notices=lawful().notices)) == "2026-12-23"


@pytest.mark.parametrize(
    "answers", [{}, {"starts": "2026-11-25"}, {"starts": "2026-12-04", "ends": "2026-11-25"}]
)
def test_days_that_cannot_be_read_move_nothing(answers: dict[str, str]) -> None:
    assert due(with_papers(after("31", **answers), after("22", **answers))) == "2026-12-23"


def test_nothing_moves_a_preservation_but_its_release() -> None:
    kept = replace(registered(), notices=(notice("24"), notice("19")))
    before = due(kept)
    testing, issue = after("31", **TESTING)
    assert due(with_papers((testing, issue), base=kept)) == before


def test_a_paper_speaks_of_the_measure_whose_document_it_names() -> None:
    sealed_up = measure(id="other", form=SeizureForm.SEAL_UP)
    first, second = (
        replace(notice("21"), id=f"n{number}", number=f"样强制{number}", measure_id=measure_id)
        for number, measure_id in enumerate(("measure", "other"))
    )
    dossier = lawful(measures=(measure(), sealed_up), notices=(first, second))
    assert named_measure(dossier, "22", {"number": "样强制0"}) == "measure"
    assert named_measure(dossier, "22", {"number": "样强制1"}) == "other"
    assert named_measure(dossier, "22", {}) == "other", "the first as their papers are handed over"
    assert named_measure(dossier, "20", {"number": "样强制0"}) == "", "a release of preservation is of none"


def test_the_end_told_in_the_panel_moves_with_the_papers() -> None:
    late = datetime.fromisoformat("2026-12-22T09:00:00+08:00")
    told = {f.id: f.message_zh for f in examine(PACK, lawful(), late) if f.id == "F-35"}
    assert "12月23日" in told["F-35"]
    moved = with_papers(after("31", **TESTING))
    assert not [f for f in examine(PACK, moved, late) if f.id == "F-35"]
    soon = datetime.fromisoformat("2027-01-01T09:00:00+08:00")
    (finding,) = [f for f in examine(PACK, moved, soon) if f.id == "F-35"]
    assert "1月2日" in finding.message_zh


@given(spans=st.lists(SPANS, max_size=4), more=SPANS, extended=st.integers(0, 40), days=st.integers(1, 30))
@settings(max_examples=120, deadline=None)
def test_leaving_days_out_never_makes_a_deadline_earlier_and_taking_it_back_restores_it(
    spans: list[Span], more: Span, extended: int, days: int
) -> None:
    seizure = measure(days=days)
    course = Course(extended, tuple(spans))
    without, plain = end_of(PACK, seizure, course), end_of(PACK, seizure, Course())
    with_it = end_of(PACK, seizure, replace(course, excluded=(*spans, more)))
    assert without is not None
    assert with_it is not None
    assert plain is not None
    assert with_it.alarm >= without.alarm >= plain.alarm
    assert with_it.due >= without.due >= plain.due
    assert end_of(PACK, seizure, course) == without
    assert with_it.alarm - without.alarm <= more.last - more.first + timedelta(days=1) + sum(
        ((span.last - span.first + timedelta(days=1)) for span in spans), timedelta()
    )


@given(first=st.integers(0, 60), second=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_an_extension_never_shortens_and_never_exceeds_what_the_law_allows(first: int, second: int) -> None:
    short, long = sorted((first, second))
    ends = [end_of(PACK, measure(), Course(extended)) for extended in (short, long)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0].alarm <= ends[1].alarm <= date(2027, 1, 22)


def test_a_sampling_has_no_end_and_a_lifted_measure_no_deadline() -> None:
    assert end_of(PACK, measure(kind=MeasureKind.SAMPLE)) is None
    lifted = with_papers(after("23", scope="全部解除"))
    assert course_of(lifted, lifted.measures[0]).is_lifted
    assert "F-35" not in {f.id for f in examine(PACK, lifted, NOW + timedelta(days=40))}
    partly = with_papers(after("23", scope="部分解除"))
    assert not course_of(partly, partly.measures[0]).is_lifted

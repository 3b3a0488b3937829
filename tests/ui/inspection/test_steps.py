"""Every finding of the law pack leads to a step, and the rail tells how far each has come."""

from inspector.actions import read
from tests.stand import Stand
from ui.desktop.screens.inspection.quality import four_counts, quality
from ui.desktop.screens.inspection.steps import Mark, Spot, Step, marks, spot_of


def test_paths_lead_to_the_field_that_mends_them() -> None:
    assert spot_of("inspection.statement") == Spot(Step.MEASURE, "statement")
    assert spot_of("party.credit_code") == Spot(Step.PARTY, "credit_code")
    assert spot_of("item:abc") == Spot(Step.GOODS, "", "abc")
    assert spot_of("measure:abc.approval") == Spot(Step.MEASURE, "approval", "abc")
    assert spot_of("inspection.closing") == Spot(Step.NOTICES, "closing")


def test_an_empty_stand_has_no_step_done(stand: Stand) -> None:
    dossier = read.dossier(stand.device, stand.inspection.id)
    assert set(marks(dossier, read.examine(stand.device, stand.inspection.id)).values()) == {Mark.EMPTY}


def test_a_recorded_visit_and_party_are_done(stand: Stand) -> None:
    stand.visit()
    dossier = read.dossier(stand.device, stand.inspection.id)
    shown = marks(dossier, read.examine(stand.device, stand.inspection.id))
    assert (shown[Step.ARRIVAL], shown[Step.PARTY]) == (Mark.DONE, Mark.DONE)


def test_what_blocks_stands_before_advice_and_names_its_article(stand: Stand) -> None:
    sorted_findings = quality(read.examine(stand.device, stand.inspection.id))
    assert not sorted_findings.is_calm
    assert all(line.blocks and line.article for line in sorted_findings.blocking)


def test_the_four_counts_agree_for_a_photographed_and_labelled_row(stand: Stand) -> None:
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    counts = four_counts(read.dossier(stand.device, stand.inspection.id))
    assert (counts.rows, counts.photographed, counts.labelled, counts.to_label) == (1, 1, 1, 1)
    assert counts.printed is None

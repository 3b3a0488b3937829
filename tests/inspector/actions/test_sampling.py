"""抽样取证: decided where the law allows it, its record signed on the spot; several measures at one stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector.actions import decide_measure, read, seal_inspection
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_readiness import NotReady, notice_readiness
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError
from inspector.records import Item, Measure, MeasureKind, NoticeState, PhotoTag, RightKind, Sample
from tests.inspector.actions.test_preservation import look, words_of
from tests.inspector.notices.archival import faults
from tests.stand import Stand


def drawn(item: Item, **changes: object) -> Sample:
    """Return two pieces of a row, one of them kept in reserve."""
    fields: dict[str, object] = {
        "taken": Decimal(1),
        "reserve": Decimal(1),
        "seal_number": f"样封{item.position}",
        "batch": "2026-08",
        "maker": "样本窑业有限公司",
    }
    return Sample(item.id, item.quantity, **(fields | changes))  # type: ignore[arg-type]


def measures(stand: Stand) -> tuple[Measure, ...]:
    return read.dossier(stand.device, stand.inspection.id).ordered_measures


def issue(stand: Stand, form: str, kind: MeasureKind | None = None) -> str:
    (of,) = [m.id for m in measures(stand) if m.kind is kind] if kind else [""]
    return issue_notice(
        stand.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by, measure_id=of
    ).number


@pytest.fixture
def ready(stand: Stand) -> Stand:
    """Samples of two rows, complete up to the papers."""
    stand.visit()
    rows = [stand.item(), stand.item(RightKind.FALSE_ORIGIN, label_name="样本产地花瓶", unit="件")]
    for number, row in enumerate(rows):
        stand.photo(number, item_id=row.id, tag=PhotoTag.SEAL)
    stand.sample(*rows, samples=[drawn(row) for row in rows])
    return stand


def test_the_sampling_record_is_its_own_list_and_the_stand_can_be_left(ready: Stand) -> None:
    assert [line.form for line in notice_readiness(ready.device, ready.inspection.id)] == ["29", "9"]
    with pytest.raises(InputError) as refusal:
        ready.close()
    assert refusal.value.code == "scene.papers_first"
    assert "抽样记录" in refusal.value.sentence("zh")
    assert issue(ready, "29") == "", "it carries no number"
    ready.close()
    issue(ready, "9")
    for notice in read.dossier(ready.device, ready.inspection.id).notices:
        look(read.notice_pdf(ready.device, notice.id), f"sampling-{notice.form}")
    sealed = seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert sealed.state.value == "sealed"


def test_the_record_says_what_how_many_of_how_many_and_who_keeps_it(ready: Stand) -> None:
    pdf = preview_notice(ready.device, ready.inspection.id, "29").pdf
    words = words_of(pdf)
    for part in (
        "抽样记录",
        "样本盖碗",
        "样本产地花瓶",
        "样封1",
        "样封2",
        "2026-08",
        "样本窑业有限公司",
        "权利人辨认鉴别",
        "随机抽取",
        "样本保管员",
        "政处罚法》（2021年修订）第五十六条",
        "第三十一条第一款",
        "样品1套、1件，备样1套、1件",
        "以下空白",
    ):
        assert part in words, words
    assert faults(pdf) == []


def test_what_is_found_tells_of_the_samples(ready: Stand) -> None:
    findings = read.dossier(ready.device, ready.inspection.id).inspection.findings
    assert "抽取样品：第1项1套、备样1套（封条样封1），第2项1件、备样1件（封条样封2）。" in findings


@pytest.mark.parametrize("right", [RightKind.DESIGN_PATENT, RightKind.COPYRIGHT])
def test_the_gate_refuses_samples_where_the_law_gives_no_power(stand: Stand, right: RightKind) -> None:
    with pytest.raises(InputError) as refusal:
        stand.sample(stand.item(right))
    assert refusal.value.code == "measure.forbidden"
    assert measures(stand) == ()


@pytest.mark.parametrize("field", ["taken", "reserve", "base"])
@pytest.mark.parametrize("amount", ["-1", "NaN", "1E+12", "0.00001"])
def test_an_impossible_figure_is_refused(stand: Stand, field: str, amount: str) -> None:
    row = stand.item()
    sample = Sample(row.id, **{"base": Decimal(9), "taken": Decimal(1), field: Decimal(amount)})
    with pytest.raises(InputError) as refusal:
        stand.sample(row, samples=[sample])
    assert refusal.value.code == "measure.sample_size"


def test_without_quantity_and_seal_nothing_is_issued(stand: Stand) -> None:
    stand.visit()
    stand.sample(stand.item())
    with pytest.raises(NotReady) as refusal:
        issue(stand, "29")
    assert [finding.id for finding in refusal.value.findings] == ["F-39"]


@pytest.fixture
def mixed(stand: Stand) -> Stand:
    """One row seized, another preserved, samples of the first and of a third."""
    stand.visit()
    seized, preserved, third = (stand.item(label_name=name) for name in ("样本盖碗", "样本茶盘", "样本花瓶"))
    for number, row in enumerate((seized, preserved, third)):
        stand.photo(number, item_id=row.id, tag=PhotoTag.SEAL)
    stand.seize(seized)
    stand.preserve(preserved)
    stand.sample(seized, third, samples=[drawn(seized), drawn(third)])
    return stand


def test_each_measure_has_its_own_list_and_paper(mixed: Stand) -> None:
    lines = notice_readiness(mixed.device, mixed.inspection.id)
    assert [line.form for line in lines] == ["24", "21", "24", "19", "29", "9"]
    assert len({line.key for line in lines}) == 6
    with pytest.raises(InputError) as refusal:
        issue(mixed, "24")
    assert refusal.value.code == "notice.which_measure"
    assert issue(mixed, "24", MeasureKind.SEIZE) == "样市监财清〔2026〕1号"
    with pytest.raises(InputError) as refusal:
        issue(mixed, "19")
    assert refusal.value.code == "notice.list_first"
    assert issue(mixed, "24", MeasureKind.REGISTER) == "样市监财清〔2026〕2号"
    for form in ("21", "19", "29"):
        issue(mixed, form)
    mixed.close()
    issue(mixed, "9")
    dossier = read.dossier(mixed.device, mixed.inspection.id)
    pages = {(n.form, n.number): words_of(read.notice_pdf(mixed.device, n.id)) for n in dossier.notices}
    for notice in dossier.notices:
        look(read.notice_pdf(mixed.device, notice.id), f"mixed-{notice.form}-{notice.number[-3:]}")
    lists = {number: words for (form, number), words in pages.items() if form == "24"}
    assert "样本盖碗" in lists["样市监财清〔2026〕1号"]
    assert "样本茶盘" not in lists["样市监财清〔2026〕1号"]
    assert "样本茶盘" in lists["样市监财清〔2026〕2号"]
    assert "财清〔2026〕2号" in pages["19", "样市监登保〔2026〕1号"]
    assert "财清〔2026〕1号" in pages["21", "样市监强制〔2026〕1号"]
    seal_inspection.seal_inspection(mixed.device, mixed.inspection.id, by=mixed.by)


def test_what_went_away_as_samples_is_not_on_the_list(mixed: Stand) -> None:
    seizure = measures(mixed)[0]
    listed = read.dossier(mixed.device, mixed.inspection.id).listed_items(seizure)
    assert [item.quantity for item in listed] == [Decimal(22)]
    words = words_of(preview_notice(mixed.device, mixed.inspection.id, "24", measure_id=seizure.id).pdf)
    assert "另抽样2套" in words
    assert "合计：1项，22套" in words


def test_a_defect_of_one_measure_holds_up_its_own_papers_and_the_record(mixed: Stand) -> None:
    preserved = next(m for m in measures(mixed) if m.kind is MeasureKind.REGISTER)
    mixed.preserve(*read.dossier(mixed.device, mixed.inspection.id).measured_items(preserved), reason="")
    blocked = [
        (line.form, line.measure.kind.value if line.measure else "")
        for line in notice_readiness(mixed.device, mixed.inspection.id)
        if line.missing and line.form != "9"
    ]
    assert blocked == [("24", "register"), ("19", "register")]


def test_a_list_set_aside_takes_its_own_decision_only(mixed: Stand) -> None:
    for form, kind in (("24", MeasureKind.SEIZE), ("24", MeasureKind.REGISTER), ("21", None), ("19", None)):
        issue(mixed, form, kind)
    notices = read.dossier(mixed.device, mixed.inspection.id).notices
    listed = next(n for n in notices if n.number == "样市监财清〔2026〕2号")
    supersede_notice(mixed.device, listed.id, reason="数量写错", by=mixed.by)
    standing = [
        n.number
        for n in read.dossier(mixed.device, mixed.inspection.id).notices
        if n.state is NoticeState.ISSUED
    ]
    assert standing == ["样市监财清〔2026〕1号", "样市监强制〔2026〕1号"]


def test_rows_move_from_seizure_to_preservation_and_samples_stay(mixed: Stand) -> None:
    seized, preserved, _ = read.dossier(mixed.device, mixed.inspection.id).items
    mixed.preserve(seized, preserved)
    assert [(m.kind.value, len(m.item_ids)) for m in measures(mixed)] == [("register", 2), ("sample", 2)]
    mixed.seize(preserved)
    assert [(m.kind.value, len(m.item_ids)) for m in measures(mixed)] == [
        ("seize", 1),
        ("register", 1),
        ("sample", 2),
    ]
    decide_measure.withdraw_measure(mixed.device, measures(mixed)[0].id, by=mixed.by)
    assert [m.kind.value for m in measures(mixed)] == ["register", "sample"]

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from inspector.actions import decide_measure, list_item, open_inspection, read
from inspector.errors import InputError
from inspector.records import Approval, MeasureKind, PhotoTag, RightKind, SeizureForm
from tests.stand import Stand
from ui.demo import sample


def positions(stand: Stand) -> list[tuple[int, str]]:
    return [
        (item.position, item.label_name) for item in read.dossier(stand.device, stand.inspection.id).items
    ]


def decide(
    stand: Stand,
    item_ids: tuple[str, ...],
    kind: MeasureKind = MeasureKind.SEIZE,
    approval: Approval | None = None,
    **fields: str,
) -> None:
    decide_measure.decide_measure(
        stand.device,
        stand.inspection.id,
        kind=kind,
        form=SeizureForm.TAKE_AWAY,
        item_ids=item_ids,
        act_day=date(2026, 11, 20),
        approval=approval or Approval(approver="孙样本", at=stand.inspection.started),
        place="样本仓库",
        keeping="防潮",
        not_sealed_by_others=True,
        by=stand.by,
        **fields,
    )


def test_an_approval_that_is_still_to_be_given_is_not_recorded_as_given(stand: Stand) -> None:
    item = stand.item()
    ahead = Approval(
        "孙样本", stand.clock.now().wall + timedelta(hours=6), urgent=True, urgent_reason="可能转移"
    )
    with pytest.raises(InputError) as refused:
        decide(stand, (item.id,), approval=ahead)
    assert refused.value.code == "measure.approval_ahead"
    assert read.dossier(stand.device, stand.inspection.id).measures == ()
    decide(stand, (item.id,), approval=replace(ahead, at=None))
    assert [each.end.rule.id for each in read.today(stand.device).endings] == ["C-05", "C-08"]


def test_rows_keep_their_order_through_removing_and_restoring(stand: Stand) -> None:
    rows = [stand.item(label_name=name) for name in ("一", "二", "三")]
    removed = list_item.remove_item(stand.device, rows[1].id, by=stand.by)
    assert positions(stand) == [(1, "一"), (2, "三")]
    list_item.restore_item(stand.device, removed, by=stand.by)
    assert positions(stand) == [(1, "一"), (2, "二"), (3, "三")]


def test_a_row_changed_as_it_was_before_others_went_keeps_its_place(stand: Stand) -> None:
    rows = [stand.item(label_name=name) for name in ("一", "二", "三")]
    list_item.remove_item(stand.device, rows[0].id, by=stand.by)
    list_item.change_item(stand.device, replace(rows[1], label_name="二改"), by=stand.by)
    assert positions(stand) == [(1, "二改"), (2, "三")]


def test_totals_are_exact(stand: Stand) -> None:
    stand.item(quantity=Decimal(3), unit_price=Decimal("0.10"))
    stand.item(quantity=Decimal(7), unit_price=Decimal("0.20"))
    dossier = read.dossier(stand.device, stand.inspection.id)
    assert (dossier.total_quantity, dossier.total_value) == (Decimal(10), Decimal("1.70"))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("label_name", " ", "item.name_missing"),
        ("unit", "", "item.unit_missing"),
        ("quantity", Decimal(0), "item.quantity"),
        ("quantity", Decimal("NaN"), "item.quantity"),
        ("quantity", Decimal("1E+999999"), "item.quantity_size"),
        ("quantity", Decimal("1E-999999"), "item.quantity_size"),
        ("quantity", Decimal(10**9), "item.quantity_size"),
        ("quantity", Decimal("0.00005"), "item.quantity_size"),
        ("unit_price", Decimal(-1), "item.price"),
        ("unit_price", Decimal("1E+999999"), "item.price_size"),
        ("unit_price", Decimal("0.125"), "item.price_size"),
    ],
)
def test_an_impossible_row_is_refused(stand: Stand, field: str, value: object, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        stand.item(**{field: value})
    assert refusal.value.code == code
    row = stand.item()
    with pytest.raises(InputError) as refusal:
        list_item.change_item(stand.device, replace(row, **{field: value}), by=stand.by)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_a_row_worth_more_than_can_be_is_refused_while_quantity_and_price_may_be(stand: Stand) -> None:
    stand.item(quantity=Decimal(999_999_999), unit_price=Decimal("1000.00"))
    with pytest.raises(InputError) as refusal:
        stand.item(quantity=Decimal(999_999_999), unit_price=Decimal("999999999.99"))
    assert refusal.value.code == "item.value_size"


def test_a_design_patent_infringement_cannot_be_seized(stand: Stand) -> None:
    row = stand.item(RightKind.DESIGN_PATENT)
    with pytest.raises(InputError) as refusal:
        decide(stand, (row.id,))
    assert refusal.value.code == "measure.forbidden"
    assert "第六十九条" in refusal.value.sentence("zh")


def test_one_forbidden_row_stops_the_whole_measure(stand: Stand) -> None:
    rows = [stand.item(), stand.item(RightKind.COPYRIGHT)]
    before = stand.device.journal.length()
    with pytest.raises(InputError):
        decide(stand, tuple(row.id for row in rows))
    assert stand.device.journal.length() == before
    assert not read.dossier(stand.device, stand.inspection.id).measures


def test_a_row_under_a_measure_cannot_be_removed(stand: Stand) -> None:
    row = stand.item()
    decide(stand, (row.id,))
    with pytest.raises(InputError) as refusal:
        list_item.remove_item(stand.device, row.id, by=stand.by)
    assert refusal.value.code == "item.in_measure"


def test_removing_a_row_sets_its_photos_free(stand: Stand) -> None:
    row = stand.item()
    photo = stand.photo(1, item_id=row.id)
    list_item.remove_item(stand.device, row.id, by=stand.by)
    (found,) = read.dossier(stand.device, stand.inspection.id).photos
    assert found == replace(photo, item_id=None)


def test_a_photo_keeps_its_tag_until_it_is_given_another_or_none(stand: Stand) -> None:
    row = stand.item()
    photo = stand.photo(1)
    for item_id, tag, expected in (
        (row.id, {"tag": PhotoTag.PRICE}, PhotoTag.PRICE),
        (None, {}, PhotoTag.PRICE),
        (row.id, {"tag": None}, None),
    ):
        list_item.assign_photos(stand.device, [photo.id], item_id=item_id, by=stand.by, **tag)
        (found,) = read.dossier(stand.device, stand.inspection.id).photos
        assert (found.item_id, found.tag) == (item_id, expected)


def neighbour(stand: Stand) -> Stand:
    """The same officers at another stand of the fair."""
    inspection = open_inspection.open_inspection(
        stand.device,
        fair_id=stand.inspection.fair_id,
        officer_ids=stand.inspection.officer_ids,
        by=stand.by,
        **{**sample.STAND, "booth": "B-218"},
    )
    return replace(stand, inspection=inspection)


def refused_without_a_trace(stand: Stand, action: Callable[[], object]) -> str:
    before = stand.device.journal.length()
    with pytest.raises(InputError) as refusal:
        action()
    assert stand.device.journal.length() == before
    return refusal.value.code


def test_goods_of_one_stand_are_never_another_stands(stand: Stand) -> None:
    row, other = stand.item(), neighbour(stand)
    moved = replace(row, inspection_id=other.inspection.id, label_name="别处")
    for action in (
        lambda: list_item.change_item(stand.device, moved, by=stand.by),
        lambda: decide(other, (row.id,)),
        lambda: other.photo(1, item_id=row.id),
    ):
        assert refused_without_a_trace(stand, action) == "item.other_inspection"
    assert positions(stand) == [(1, "样本盖碗")]


def test_only_a_row_taken_off_is_restored_and_it_must_be_whole(stand: Stand) -> None:
    row = stand.item()
    restore = list_item.restore_item
    code = refused_without_a_trace(stand, lambda: restore(stand.device, row, by=stand.by))
    assert code == "item.still_listed"
    removed = list_item.remove_item(stand.device, row.id, by=stand.by)
    nameless = replace(removed, label_name=" ")
    code = refused_without_a_trace(stand, lambda: restore(stand.device, nameless, by=stand.by))
    assert code == "item.name_missing"


def test_goods_of_false_origin_are_seized_only_on_stated_grounds_of_quality(stand: Stand) -> None:
    row = stand.item(RightKind.FALSE_ORIGIN)
    for grounds, allowed in (("", False), (" ", False), ("铅溶出量快检超标", True)):
        ruling = decide_measure.rule_measure(
            stand.device,
            right=RightKind.FALSE_ORIGIN,
            measure=MeasureKind.SEIZE,
            act_day=date(2026, 11, 20),
            quality_grounds=grounds,
        )
        assert ruling.allowed is allowed
    code = refused_without_a_trace(stand, lambda: decide(stand, (row.id,), quality_grounds=" "))
    assert code == "measure.forbidden"
    decide(stand, (row.id,), quality_grounds=" 铅溶出量快检超标")
    (decided,) = read.dossier(stand.device, stand.inspection.id).measures
    assert decided.quality_grounds == "铅溶出量快检超标"
    decide(stand, (row.id,))
    (changed,) = read.dossier(stand.device, stand.inspection.id).measures
    assert changed.quality_grounds == "铅溶出量快检超标", "a change that says nothing of it keeps it"

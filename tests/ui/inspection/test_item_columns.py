"""What is typed into the goods table becomes the row, or is refused with a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.records import AllegedAct, Item, PriceBasis, RightKind
from ui.desktop.screens.inspection.item_columns import EDITABLE, CellRefused, Column, edited, edited_text

ROW = Item(
    id="item-1",
    inspection_id="inspection-1",
    position=1,
    label_name="样本盖碗",
    specification="ø12",
    unit="套",
    quantity=Decimal(24),
    alleged=AllegedAct(RightKind.TRADEMARK, "00000000"),
    unit_price=Decimal("68.00"),
    price_basis=PriceBasis.MARKED,
)


@pytest.mark.parametrize("column", sorted(EDITABLE))
def test_leaving_a_cell_as_it_was_changes_nothing(column: Column) -> None:
    assert edited(ROW, column, edited_text(ROW, column)) == ROW


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=2))
@settings(max_examples=60)
def test_a_typed_amount_reads_back_as_the_same_amount(amount: Decimal) -> None:
    changed = edited(ROW, Column.PRICE, f"{amount}")
    assert changed.unit_price == amount
    assert edited(changed, Column.PRICE, edited_text(changed, Column.PRICE)) == changed


@given(st.text(max_size=20))
@settings(max_examples=150)
def test_no_typing_into_a_number_breaks_the_table(typed: str) -> None:
    for column in (Column.QUANTITY, Column.PRICE):
        try:
            changed = edited(ROW, column, typed)
        except CellRefused as refusal:
            assert InputError(refusal.code).sentence("zh") != refusal.code
        else:
            assert changed.quantity > 0
            assert changed.unit_price is None or changed.unit_price >= 0


@pytest.mark.parametrize("typed", ["２４", " 24 ", "24.0"])
def test_digits_of_either_input_method_are_read(typed: str) -> None:
    assert edited(ROW, Column.QUANTITY, typed).quantity == 24


@pytest.mark.parametrize("typed", ["", "0", "-3", "二十", "NaN", "Infinity", "1e99", "1.1234567"])
def test_a_quantity_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(CellRefused):
        edited(ROW, Column.QUANTITY, typed)


def test_a_price_may_be_unknown_and_then_has_no_basis() -> None:
    changed = edited(ROW, Column.PRICE, "")
    assert (changed.unit_price, changed.price_basis) == (None, None)


def test_a_price_with_its_sign_is_read() -> None:
    assert edited(ROW, Column.PRICE, "￥1,280.50元").unit_price == Decimal("1280.50")


def test_a_row_keeps_its_name() -> None:
    with pytest.raises(CellRefused):
        edited(ROW, Column.NAME, "  ")

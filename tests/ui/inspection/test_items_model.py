"""The goods table's model keeps its promises to Qt whatever is typed, listed, removed or frozen."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from inspector.records import AllegedAct, Item, RightKind
from ui.desktop.photo_ids import PHOTO_IDS
from ui.desktop.screens.inspection.item_columns import Column
from ui.desktop.screens.inspection.items_model import PROVISIONAL, ItemsModel


def item(number: int, position: int) -> Item:
    return Item(
        id=f"item-{number}",
        inspection_id="inspection-1",
        position=position,
        label_name=f"样本{number}",
        specification="",
        unit="件",
        quantity=Decimal(number + 1),
        alleged=AllegedAct(RightKind.TRADEMARK),
    )


def listed(*numbers: int) -> tuple[Item, ...]:
    return tuple(item(number, position) for position, number in enumerate(numbers, start=1))


lists = st.lists(st.integers(0, 6), unique=True, max_size=6)


@given(st.lists(st.tuples(lists, st.booleans()), max_size=6))
@settings(max_examples=60)
def test_any_run_of_lists_is_shown_row_by_row(
    qapp: QApplication, shown: list[tuple[list[int], bool]]
) -> None:
    model = ItemsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for numbers, is_frozen in shown:
        rows = listed(*numbers)
        model.show_rows(rows, {}, is_frozen=is_frozen)
        assert model.rows == rows
        assert model.rowCount() == len(rows) + (not is_frozen)
    del tester


def test_a_named_blank_row_becomes_a_row_with_a_new_blank_below(qapp: QApplication) -> None:
    model, added = ItemsModel(), []
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.row_added.connect(added.append)
    model.setData(model.index(0, Column.SPECIFICATION), "ø12")
    assert added == []
    model.setData(model.index(0, Column.NAME), "样本盖碗")
    assert [row.label_name for row in added] == ["样本盖碗"]
    assert added[0].id.startswith(PROVISIONAL)
    assert added[0].specification == "ø12"
    assert model.rowCount() == 2
    del tester


def test_the_listed_row_takes_the_place_of_the_one_just_typed(qapp: QApplication) -> None:
    model = ItemsModel()
    model.setData(model.index(0, Column.NAME), "样本盖碗")
    resets: list[str] = []
    model.rowsRemoved.connect(lambda *_: resets.append("removed"))
    model.modelReset.connect(lambda: resets.append("reset"))
    model.show_rows(listed(3), {"item-3": 2}, is_frozen=False)
    assert resets == [], "the cursor and an open editor stay where they are"
    assert model.index(0, Column.PHOTOS).data() == "2"


def test_a_new_row_carries_what_the_last_one_says_of_right_and_unit(qapp: QApplication) -> None:
    model, added = ItemsModel(), []
    model.row_added.connect(added.append)
    last = replace(
        item(1, 1), unit="套", alleged=AllegedAct(RightKind.GI_MARK, "1299950", "样本协会", "样本瓷")
    )
    model.show_rows((last,), {}, is_frozen=False)
    model.setData(model.index(1, Column.NAME), "样本货品")
    assert (added[0].unit, added[0].alleged) == ("套", last.alleged)
    model.setData(model.index(2, Column.NAME), "样本花瓶")
    assert added[1].unit == "件", "the dictionary knows how a vase is counted"


def test_what_cannot_be_read_is_refused_with_its_sentence_and_changes_nothing(qapp: QApplication) -> None:
    model, refused, changed = ItemsModel(), [], []
    model.cell_refused.connect(lambda row, column, code: refused.append((row, column, code)))
    model.row_changed.connect(lambda before, after: changed.append((before, after)))
    model.show_rows(listed(1), {}, is_frozen=False)
    assert not model.setData(model.index(0, Column.QUANTITY), "若干")
    assert refused == [(0, Column.QUANTITY, "ui.item.quantity_needed")]
    assert changed == []


def test_signed_paper_freezes_every_cell(qapp: QApplication) -> None:
    model = ItemsModel()
    model.show_rows(listed(1, 2), {}, is_frozen=True)
    for column in Column:
        assert not model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, Column.NAME), "别的")


def test_photos_drop_on_listed_rows_only(qapp: QApplication) -> None:
    from PySide6.QtCore import QMimeData

    model, dropped = ItemsModel(), []
    model.photos_dropped.connect(lambda item_id, photos: dropped.append((item_id, photos)))
    model.show_rows(listed(1), {}, is_frozen=False)
    data = QMimeData()
    data.setData(PHOTO_IDS, b"aa\nbb")
    copy = Qt.DropAction.CopyAction
    assert model.dropMimeData(data, copy, -1, -1, model.index(0, 0))
    assert not model.dropMimeData(data, copy, -1, -1, model.index(1, 0))
    assert not model.dropMimeData(data, copy, -1, -1, QModelIndex())
    assert dropped == [("item-1", ["aa", "bb"])]


def test_the_blank_row_begins_with_the_right_of_the_row_above_however_late_it_was_typed(
    qapp: QApplication,
) -> None:
    model = ItemsModel()
    model.show_rows(listed(1), {}, is_frozen=False)
    model.setData(model.index(0, Column.RIGHT_NUMBER), "00000000")
    assert model.row_to_type_into().alleged.number == "00000000"
    model.setData(model.index(1, Column.SEAL), "7")
    model.setData(model.index(0, Column.RIGHT_NUMBER), "11111111")
    blank = model.row_to_type_into()
    assert (blank.seal_number, blank.alleged.number) == ("7", "00000000"), "what is typed there stays"

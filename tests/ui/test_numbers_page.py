"""The numbers of a device on the screen: what is left, what is warned of, and what an officer enters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.actions.number_blocks import close_blocks
from inspector.records import Bureau
from tests.stand import Stand
from ui.desktop.portrait import settle
from ui.desktop.screens.settings.numbers_model import NumberColumn
from ui.desktop.screens.settings.numbers_page import NumbersPage
from ui.desktop.screens.settings.numbers_presenter import NumbersPresenter
from ui.desktop.tasks import Tasks


@pytest.fixture
def page(stand: Stand, tasks: Tasks, qtbot: QtBot) -> NumbersPage:
    made = NumbersPage()
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    NumbersPresenter(stand.opened, tasks, made).refresh()
    made.show()
    settle(tasks)
    return made


def row_of(page: NumbersPage, kind: str, year: int = 2026) -> int:
    rows = [page.model.row(at) for at in range(page.model.rowCount())]
    return next(at for at, row in enumerate(rows) if (row.kind, row.year) == (kind, year))


def shown(page: NumbersPage, kind: str) -> list[str]:
    at = row_of(page, kind)
    return [str(page.model.index(at, column).data()).partition("　")[0] for column in NumberColumn]


def test_every_class_is_listed_and_the_block_all_began_with_is_warned_of(page: NumbersPage) -> None:
    assert shown(page, "强制") == ["强制", "2026", "1–999", "0", "0", "0", "999"]
    assert page.model.rowCount() >= 12
    assert "缺省值" in page.banner.sentence


def test_a_block_for_every_class_is_entered_at_once(page: NumbersPage, stand: Stand, tasks: Tasks) -> None:
    card = page.allot
    for name, typed in (("first", "401"), ("last", "405")):
        card.fields[name].set_text(typed)
    card.given.emit()
    settle(tasks)
    assert f"{page.model.rowCount()} 类" in card.banner.sentence
    assert shown(page, "财清") == ["财清", "2026", "401–405", "0", "0", "0", "5"]
    assert "缺省值" not in page.banner.sentence
    with stand.device.reading() as unit:
        assert len(unit.all(Bureau)[-1].blocks) == page.model.rowCount()
    for name, typed in (("first", "405"), ("last", "410")):
        card.fields[name].set_text(typed)
    card.given.emit()
    settle(tasks)
    assert "重叠" in card.fields["first"].problem
    card.fields["first"].set_text("四百")
    card.given.emit()
    assert "整数" in card.fields["first"].problem


def test_a_number_is_declared_void_with_a_reason_and_few_left_are_warned_of(
    page: NumbersPage, tasks: Tasks
) -> None:
    for name, typed in (("first", "1"), ("last", "5")):
        page.allot.fields[name].set_text(typed)
    page.allot.given.emit()
    settle(tasks)
    page._table.selectRow(row_of(page, "强制"))
    page._to_void.click()
    page.void.fields["first"].set_text("2")
    page.void.given.emit()
    settle(tasks)
    assert page.void.fields["reason"].problem
    for name, typed in (("first", "2"), ("last", "5"), ("reason", "样张")):
        page.void.fields[name].set_text(typed)
    page.void.given.emit()
    settle(tasks)
    assert shown(page, "强制")[3:] == ["0", "4", "0", "1"]
    assert "所剩不多：强制" in page.banner.sentence
    assert "样张" in page._lines.text()
    at = page.model.index(row_of(page, "强制"), NumberColumn.LEFT)
    assert "只剩 1 个号" in at.data(Qt.ItemDataRole.AccessibleTextRole)


def test_closed_blocks_say_that_no_number_comes_from_them(
    page: NumbersPage, stand: Stand, tasks: Tasks
) -> None:
    with stand.device.unit() as unit:
        close_blocks(unit, "restored")
        unit.commit()
    NumbersPresenter(stand.opened, tasks, page).refresh()
    settle(tasks)
    assert shown(page, "强制")[2:] == ["1–999（已停用）", "0", "0", "0", "0"]
    assert page.banner.sentence.startswith("取不到号")

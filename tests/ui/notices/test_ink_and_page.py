"""Ink belongs to the page people see: when its words change before the issue, they sign again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot
from stand import Stand

from inspector.actions import list_item
from ui.desktop.screens.inspection.stand_now import read_stand
from ui.desktop.screens.notices.presenter import NoticesPresenter


class AtOnce:
    """Does what is asked in this thread."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    def load(self, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        done(work(self._stand.device, self._stand.inspection.id))


class View:
    """Counts how often the pads were emptied."""

    def __init__(self) -> None:
        self.cleared = 0
        self.told = ""
        self.printing = self

    def clear_signatures(self, because: str = "") -> None:
        self.cleared += 1
        self.told = because

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def test_ink_stays_with_the_same_words_and_goes_with_others(stand: Stand, qtbot: QtBot) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    view = View()
    presenter = NoticesPresenter(AtOnce(stand), view)  # type: ignore[arg-type]
    presenter.show(read_stand(stand.device, stand.inspection.id))
    presenter.notice_chosen("24")
    presenter.step_entered()
    before = view.cleared
    stand.photo(3)  # the record changes, the list does not
    presenter.show(read_stand(stand.device, stand.inspection.id))
    assert view.cleared == before
    list_item.change_item(stand.device, replace(row, label_name="样本茶壶"), by=stand.by)
    presenter.show(read_stand(stand.device, stand.inspection.id))
    assert view.cleared == before + 1
    assert "重新签名" in view.told

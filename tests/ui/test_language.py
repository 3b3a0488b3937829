"""The switch to English: at once, with what was typed, remembered, and no Chinese word left but names and law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.actions.notice_forms import TITLES
from inspector.clock import SystemClock
from inspector.codes.goods_words import goods_words
from inspector.law.wording import for_notice
from inspector.notices.catalogue import forms
from tests.stand import PASSPHRASE, Stand, begin
from ui.desktop.i18n import Language, code_of, speak, spoken, tr
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.preferences import keep_language, preferred_language
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.screens.settings.law_notes import unconfirmed
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.screens.sheets.target import goods_target, roster_target
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.screens.ways_in.claim import ClaimView
from ui.desktop.screens.ways_in.shares import SharesView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
CITATION = re.compile(
    r"《[^》]*》(（[^）]*）)?((第[〇一二三四五六七八九十百零]+[条款项]|第（[一二三四五六七八九十]+）项)[、和]?)*"
)

EXAMPLES = (
    "样本市市场监督管理局",
    "样本市样本区人民法院",
    "样本市人民政府",
    "样本市样本路1号",
    "样本科",
    "样",
)
"""What the first start shows as an example of what is typed there, in the language of the papers."""


def words_on(root: QWidget) -> Iterator[str]:
    """Everything a person sees or hears of a screen, but not what is typed into it."""
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from _cells(widget)
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None or not isinstance(view, QTableView | QListView):
        return
    columns = model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(QModelIndex()), 40)):
            yield str(model.index(row, column).data() or "")


def untranslated(root: QWidget, allowed: list[str]) -> set[str]:
    found = set()
    for words in words_on(root):
        rest = words
        for each in allowed:
            rest = rest.replace(each, "")
        if CHINESE.search(CITATION.sub("", rest)):
            found.add(words)
    return found


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings_in(each))
    elif isinstance(value, tuple | list):
        yield from (text for each in value for text in strings_in(each))


def names_and_law(stand: Stand) -> list[str]:
    """What the record says, and what the law calls its papers, classes, units and places."""
    dossier = read.dossier(stand.device, stand.inspection.id)
    law = stand.device.law
    fixed = {text for part in vars(dossier).values() for text in _texts(part)}
    fixed |= set(TITLES.values()) | set(goods_words().units)
    fixed |= {form.title for form in forms()}
    fixed |= set(strings_in(list(for_notice(law, dossier, dossier.measure).values())))
    fixed |= {code.zh for each in law.code_lists.lists for code in each.codes}
    fixed |= set(stand.device.press.numbering().classes.values())
    fixed |= set(unconfirmed(law))  # what the pack notes for the legal unit
    fixed |= {"中文", "市监", "号", "名单所写代码"}  # the last is written into a record
    return sorted((text for text in fixed if CHINESE.search(text)), key=len, reverse=True)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for each in part:
            yield from _texts(each)
    elif hasattr(part, "__dataclass_fields__"):
        yield from strings_in(astuple(part))  # type: ignore[call-overload]
    else:
        yield from strings_in(part)


def test_no_screen_says_a_chinese_word_of_its_own_in_english(
    tmp_path: Path, tasks: Tasks, qtbot: QtBot
) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened:
        stand.visit()
        row = stand.item()
        stand.photo(1, item_id=row.id)
        stand.photo(2)
        stand.seize(row)
        speak(Language.ENGLISH)
        working = WorkplaceOnScreen(stand.opened, tasks)
        qtbot.addWidget(working.shell)
        allowed = names_and_law(stand)
        found: set[str] = set()
        for place in Place:
            working.go(place)
            settle(tasks)
        for page in SettingsPage:
            working.show_settings(page)
            settle(tasks)
        for form in ("start", "fair", "office"):
            working.open_today_form(form)
        working.show_stand(stand.inspection.id)
        settle(tasks)
        screen = working.stand
        assert screen is not None
        for step in Step:
            screen.show_step(step)
            settle(tasks)
        found |= untranslated(working.shell, allowed)
        for name, text, target in (
            ("a.csv", "booth,exhibitor,credit code\nA,B,123\n,,1\n", roster_target(())),
            ("b.csv", "name,qty,basis\nA,x,guess\n,1,\n", goods_target(screen.row_to_type_into())),
        ):
            (tmp_path / name).write_text(text)
            working.shell.show_over(working._sheet_view)
            working.importing.begin(tmp_path / name, target)
            settle(tasks)
            settle(tasks)
            found |= untranslated(working._sheet_view, allowed)
        assert sorted(found) == []
        assert working.shell.minimumSizeHint().width() <= LAPTOP.width(), (
            "English words fit the smallest screen"
        )


@pytest.mark.parametrize(
    "make",
    [
        UnlockView,
        RestoreView,
        RekeyView,
        SharesView,
        lambda: VerifyView(can_go_back=True),
        lambda: FirstStartView(SystemClock().now().wall.date()),
        lambda: ClaimView("recovery"),
    ],
    ids=["unlock", "restore", "rekey", "shares", "verify", "first start", "claim"],
)
def test_what_stands_outside_the_frame_is_english_too(qtbot: QtBot, make: type[QWidget]) -> None:
    speak(Language.ENGLISH)
    view = make()
    qtbot.addWidget(view)
    assert untranslated(view, ["中文", *EXAMPLES]) == set()


def test_words_know_their_code_in_every_language() -> None:
    chinese = tr("ui.start.officer", number=1)
    speak(Language.ENGLISH)
    assert chinese != tr("ui.start.officer", number=1)
    assert code_of(chinese) == code_of(tr("ui.start.officer", number=1))
    assert code_of("plain") == "plain"


def test_the_language_is_remembered_and_nonsense_is_chinese(tmp_path: Path) -> None:
    assert preferred_language(tmp_path) is Language.CHINESE
    keep_language(tmp_path, Language.ENGLISH)
    assert preferred_language(tmp_path) is Language.ENGLISH
    (tmp_path / "language").write_bytes(b"\xff")
    assert preferred_language(tmp_path) is Language.CHINESE


def test_the_switch_keeps_what_is_typed_where_it_is(tmp_path: Path, qtbot: QtBot) -> None:
    stand = begin(tmp_path / "device")
    stand.opened.close()
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.addWidget(window)
    session = Session(stand.workplace, window, SystemClock(), listen=lambda _: None)
    session.start()
    view = window.page
    assert isinstance(view, UnlockView)
    view.secret_given.emit(PASSPHRASE)
    settle(session.gate)
    working = session.on_screen
    assert working is not None
    settle(working.tasks)
    settle(working.tasks)
    working.show_stand(stand.inspection.id)
    settle(working.tasks)
    assert working.stand is not None
    working.stand.show_step(Step.PARTY)
    phone = _phone(working.stand.view_of(Step.PARTY))
    assert isinstance(phone.edit, QLineEdit)
    phone.edit.insert("000-12")  # no name yet: nothing of the party is in the record
    working.show_settings(SettingsPage.LOOK)
    settle(working.tasks)
    working._settings_view.look.language_chosen.emit("en")
    for _ in range(4):
        settle(working.tasks)
    turned = session.on_screen
    assert turned is not None
    assert turned is not working
    assert spoken() is Language.ENGLISH
    assert window.page is turned.shell
    assert turned.shell.place is Place.SETTINGS
    assert turned.shell.rail._entries[0].words == "Today"
    assert turned.stand is not None
    settle(turned.tasks)
    again = _phone(turned.stand.view_of(Step.PARTY))
    assert again.text() == "000-12"
    assert preferred_language(stand.workplace.folder) is Language.ENGLISH
    session.close()


def _phone(page: QWidget) -> TextField:
    return next(f for f in page.findChildren(TextField) if f.name == "ui.party.phone")

"""What gives way in a narrow window: rows wrap, words go before icons, columns turn, and what is left is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.desktop.portrait import settle
from ui.desktop.screens.inspection.beside_or_over import BesideOrOver, PanelButton
from ui.desktop.screens.inspection.quality import Quality
from ui.desktop.screens.inspection.quality_panel import QualityPanel
from ui.desktop.shell import Place, Shell, Window
from ui.desktop.widgets import Beside, Button, Segments, Sparing, WholeOrScrolled


def shown(widget: QWidget, qtbot: QtBot, width: int, height: int = 300) -> QWidget:
    """Show a part in a window of its own; return the window, whose size is the part's."""
    window = QWidget()
    lines = QVBoxLayout(window)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.addWidget(widget)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    settle()
    return window


def block(width: int, height: int = 40) -> QWidget:
    made = QWidget()
    made.setMinimumSize(width, height)
    return made


def test_words_of_which_one_holds_go_on_in_a_second_line(qtbot: QtBot) -> None:
    segments = Segments("措施", [(str(number), f"第{number}种措施") for number in range(6)])
    page = QWidget()
    lines = QVBoxLayout(page)
    lines.addWidget(segments)
    lines.addStretch(1)
    window = shown(page, qtbot, 1000)
    in_a_row = segments.height()
    window.resize(400, 300)
    settle()
    places = [button.geometry() for button in segments.findChildren(QPushButton)]
    assert len({place.top() for place in places}) > 1
    assert segments.height() >= 2 * in_a_row
    assert all(segments.rect().contains(place) for place in places)


def test_words_go_before_icons_and_are_said_when_pointed_at(qtbot: QtBot) -> None:
    strip = Sparing()
    buttons = [Button(f"很长的名称{number}", icon="check") for number in range(5)]
    for button in buttons:
        strip.row.addWidget(button)
    strip.spare(buttons)
    window = shown(strip, qtbot, 1000)
    assert all(button.text() for button in buttons)
    window.resize(strip.minimumSizeHint().width(), 60)
    settle()
    assert [button.text() for button in buttons] == [""] * 5
    assert buttons[2].toolTip() == "很长的名称2" == buttons[2].accessibleName()
    assert all(strip.rect().contains(button.geometry()) for button in buttons)
    buttons[2].set_text("另一个名称")
    assert buttons[2].text() == ""
    window.resize(1000, 60)
    settle()
    assert buttons[2].text() == "另一个名称"


def test_columns_turn_where_they_do_not_fit_beside_each_other(qtbot: QtBot) -> None:
    left, right = block(300), block(200)
    pair = Beside((left, 1), (right, 1))
    window = shown(pair, qtbot, 800)
    assert left.y() == right.y()
    assert pair.minimumSizeHint().width() == 300
    window.resize(400, 300)
    settle()
    assert right.y() > left.y()
    assert right.x() == left.x()


def test_what_is_larger_than_the_window_is_scrolled_to_with_the_keyboard(qtbot: QtBot) -> None:
    page = QWidget()
    lines = QVBoxLayout(page)
    first, last = QLineEdit(), QLineEdit()
    lines.addWidget(first)
    lines.addWidget(block(800, 900))
    lines.addWidget(last)
    frame = WholeOrScrolled(page)
    qtbot.addWidget(frame)
    frame.resize(640, 400)
    frame.show()
    frame.activateWindow()
    settle()
    assert page.size() == page.minimumSizeHint()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is last
    seen = last.mapTo(frame, last.rect().center())
    assert frame.viewport().geometry().contains(seen)
    frame.resize(1000, 1200)
    settle()
    assert page.size() == QSize(1000, 1200), "with room enough it fills the frame"


def test_the_window_has_no_least_size_of_its_screens(qtbot: QtBot) -> None:
    window = Window()
    window.show_page(block(1500, 900))
    outer = shown(window, qtbot, 960, 500)
    assert outer.size() == window.size() == QSize(960, 500)
    assert window.minimumSizeHint() == QSize(640, 400)


def test_the_rail_keeps_its_icons_and_says_its_words(qtbot: QtBot) -> None:
    shell = Shell()
    for place in Place:
        shell.put(place, QWidget())
    shell.show_officers(["● 王样本", "李样本"])
    window = shown(shell, qtbot, 1280, 600)
    buttons = [shell.rail._group.button(number) for number in range(len(Place))]
    assert all(button.text() for button in buttons)
    window.resize(960, 500)
    settle()
    assert shell.rail.width() == shell.rail.narrow_width
    assert [button.text() for button in buttons] == [""] * len(Place)
    assert "今日" in buttons[0].toolTip()
    asked = qtbot.waitSignal(shell.hand_over_asked)
    with asked:
        instead = next(each for each in shell.rail.findChildren(QPushButton) if "李样本" in each.toolTip())
        instead.click()
    window.resize(1280, 600)
    settle()
    assert all(button.text() for button in buttons)


def test_the_panel_comes_over_the_work_when_it_is_asked_for(qtbot: QtBot) -> None:
    work, panel, opener = block(600), QualityPanel(), PanelButton()
    bar = QVBoxLayout(work)
    bar.addWidget(opener)
    desk = BesideOrOver(work, panel, opener)
    opener.show_quality(Quality((), ()))
    window = shown(desk, qtbot, 1200, 400)
    assert panel.isVisible()
    assert opener.isHidden()
    window.resize(800, 400)
    settle()
    assert panel.isHidden()
    assert work.width() == 800
    opener.click()
    settle()
    assert panel.isVisible()
    assert panel.geometry().right() == 799
    panel.jump_asked.emit(None)
    assert panel.isHidden(), "it makes room for what it leads to"
    desk.show_panel(False)
    assert opener.isHidden()

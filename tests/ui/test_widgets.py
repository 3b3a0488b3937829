"""The parts screens are made of."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QMouseEvent, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector.records import Signature, SignatureRole
from ui.desktop.portrait import portrait
from ui.desktop.theme import Look, Tone, theme
from ui.desktop.widgets import (
    Banner,
    Choice,
    DayEdit,
    Field,
    Filmstrip,
    NavEntry,
    NavRail,
    PdfPages,
    PhotoGrid,
    PhotoRow,
    PhotoRows,
    ProgressLine,
    Reached,
    Segments,
    SignaturePad,
    Square,
    SquaresBar,
    StepMark,
    StepRail,
    Tick,
)


def _shown(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.show()
    QApplication.processEvents()
    return widget


def test_a_field_keeps_its_height_whether_or_not_it_has_something_to_say(qtbot: QtBot) -> None:
    field = Field("口令", is_secret=True)
    _shown(qtbot, field)
    before = field.sizeHint().height()
    field.say("口令不正确。")
    assert field.sizeHint().height() == before
    assert field.problem == "口令不正确。"
    assert field.editor.accessibleDescription() == "口令不正确。"
    field.say("")
    assert field.problem == ""


def _choice() -> QWidget:
    return Choice((("a", "甲"), ("b", "乙")))


def _day() -> QWidget:
    return DayEdit(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (QLineEdit, "样本"),
        (QLineEdit, "龑堃"),
        (QPlainTextEdit, "一行\n两行"),
        (_choice, "b"),
        (_day, "2026-11-23"),
    ],
)
def test_a_field_gives_back_what_it_was_given(qtbot: QtBot, make: Callable[[], QWidget], value: str) -> None:
    field = Field("名称", editor=make())
    qtbot.addWidget(field)
    field.set_text(value)
    assert field.text() == value


def test_a_day_is_seen_at_any_width(qtbot: QtBot) -> None:
    edit = DayEdit(date(2026, 11, 23))
    _shown(qtbot, edit, 200, 44)
    assert edit.lineEdit().width() > 150
    theme().apply(Look.DARK)
    QApplication.processEvents()
    assert edit.lineEdit().width() > 150
    assert edit.day == date(2026, 11, 23)


def test_a_banner_is_silent_in_reserved_room(qtbot: QtBot) -> None:
    banner = Banner()
    _shown(qtbot, banner)
    before = banner.minimumHeight()
    banner.say("U盘写保护。", Tone.DANGER, action="重试")
    assert banner.minimumHeight() == before
    with qtbot.waitSignal(banner.acted):
        banner._button.click()
    banner.say("")
    assert banner.sentence == ""


def test_segments_tell_only_of_presses(qtbot: QtBot) -> None:
    segments = Segments("级别", [("county", "县级"), ("city", "市级")])
    qtbot.addWidget(segments)
    assert segments.value == ""
    told: list[str] = []
    segments.chosen.connect(told.append)
    segments.choose("county")
    assert (segments.value, told) == ("county", [])
    segments._group.button(1).click()
    assert (segments.value, told) == ("city", ["city"])


def test_a_pressed_word_has_room_to_be_bold(qtbot: QtBot) -> None:
    rail = StepRail(["Arrival", "Photos and goods", "Notices"], name="Steps")
    _shown(qtbot, rail)
    button = rail._group.button(2)
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.Bold)
    icon_and_padding = 16 + 4 + 2 * 12
    needed = QFontMetrics(bold).horizontalAdvance(button.text()) + icon_and_padding
    assert button.width() >= needed
    rail.show_step(2)
    QApplication.processEvents()
    assert button.width() >= needed


def test_the_tick_shows_all_its_words(qtbot: QtBot) -> None:
    tick = Tick("我已抄写或打印，并核对无误")
    qtbot.addWidget(tick)
    assert tick.sizeHint().width() >= tick.fontMetrics().horizontalAdvance(tick.text()) + 22
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(10, 22))
    assert tick.isChecked()


def test_the_rail_goes_by_keys_too(qtbot: QtBot) -> None:
    rail = NavRail([NavEntry("today", "今日", "sun"), NavEntry("sync", "同步", "refresh-cw")], name="主导航")
    _shown(qtbot, rail)
    assert [rail._group.button(number).shortcut().toString() for number in (0, 1)] == ["Alt+1", "Alt+2"]
    with qtbot.waitSignal(rail.place_chosen) as chosen:
        rail._group.button(1).click()
    assert chosen.args == ["sync"]


def test_a_step_says_how_far_it_is_to_a_screen_reader(qtbot: QtBot) -> None:
    rail = StepRail(["到场亮证", "当事人"], name="步骤")
    qtbot.addWidget(rail)
    rail.show_marks([StepMark.DONE, StepMark.OPEN])
    assert [rail._group.button(n).accessibleName() for n in (1, 2)] == ["1 到场亮证 已完成", "2 当事人 未完"]
    with qtbot.waitSignal(rail.step_chosen) as chosen:
        rail._group.button(2).click()
    assert chosen.args == [2]


def _rows(count: int) -> list[PhotoRow]:
    return [
        PhotoRow(f"{number:032x}", str(number + 1), "底款", "shield-check", "已封存")
        for number in range(count)
    ]


def test_pictures_are_asked_for_once_and_only_when_seen(qtbot: QtBot) -> None:
    rows = PhotoRows()
    strip = Filmstrip(rows, name="照片")
    asked: list[str] = []
    rows.picture_wanted.connect(asked.append)
    rows.set_rows(_rows(500))
    _shown(qtbot, strip, 600, 160)
    portrait(strip, strip.size())
    assert 0 < len(asked) < 20
    portrait(strip, strip.size())
    assert len(asked) == len(set(asked))


def test_a_picture_arrives_and_a_damaged_one_is_not_asked_for_again(qtbot: QtBot) -> None:
    rows = PhotoRows()
    rows.set_rows(_rows(2))
    asked: list[str] = []
    rows.picture_wanted.connect(asked.append)
    picture = QImage(32, 24, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    first, second = rows.index(0), rows.index(1)
    first.data(Qt.ItemDataRole.DecorationRole), second.data(Qt.ItemDataRole.DecorationRole)
    rows.set_picture(f"{0:032x}", picture)
    rows.set_picture(f"{1:032x}", None)
    assert first.data(Qt.ItemDataRole.DecorationRole) is not None
    assert second.data(Qt.ItemDataRole.DecorationRole) is None
    assert rows.is_undecodable(f"{1:032x}")
    assert len(asked) == 2


def test_selection_stays_while_photos_arrive(qtbot: QtBot) -> None:
    rows = PhotoRows()
    rows.set_rows(_rows(3))
    grid = PhotoGrid(rows, name="照片")
    _shown(qtbot, grid)
    grid.select(f"{1:032x}")
    rows.set_rows(_rows(6))
    assert grid.selected_ids() == [f"{1:032x}"]
    assert rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "2 底款 已封存"


def test_squares_are_walked_with_keys_and_ask_for_the_picture(qtbot: QtBot) -> None:
    bar = SquaresBar()
    _shown(qtbot, bar, 400, 60)
    bar.show_squares([Square(str(n), f"IMG_{n}", Reached.SEALED) for n in range(41)], "已封存 41")
    assert bar.accessibleName() == "已封存 41"
    with qtbot.waitSignal(bar.picture_wanted) as wanted:
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert wanted.args == ["0"]
    bar.show_picture("0", None)
    assert bar.heightForWidth(400) > bar.heightForWidth(4000)


def _draw(pad: SignaturePad, points: list[tuple[int, int]]) -> None:
    def send(kind: QEvent.Type, at: tuple[int, int], buttons: Qt.MouseButton) -> None:
        place = QPointF(*at)
        event = QMouseEvent(
            kind, place, place, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(pad.sheet, event)

    send(QEvent.Type.MouseButtonPress, points[0], Qt.MouseButton.LeftButton)
    for point in points[1:]:
        send(QEvent.Type.MouseMove, point, Qt.MouseButton.LeftButton)
    send(QEvent.Type.MouseButtonRelease, points[-1], Qt.MouseButton.NoButton)


def test_a_signature_is_kept_in_thousandths_of_the_width(qtbot: QtBot) -> None:
    pad = SignaturePad("当事人 赵样本")
    _shown(qtbot, pad, 500, 300)
    signed: list[bool] = []
    pad.signed.connect(lambda: signed.append(True))
    width = pad.sheet.width()
    _draw(pad, [(width * step // 12, 40 + 8 * step) for step in range(1, 12)])
    (stroke,) = pad.strokes
    assert len(stroke) == 11
    assert all(0 <= x <= 1000 and y >= 0 for x, y, _ in stroke)
    assert [point[2] for point in stroke] == sorted(point[2] for point in stroke)
    from datetime import UTC, datetime

    assert Signature(SignatureRole.PARTY, "赵样本", datetime.now(UTC), pad.strokes).has_ink
    assert signed == [True]


def test_strokes_are_taken_back_one_by_one_or_all(qtbot: QtBot) -> None:
    pad = SignaturePad("赵样本")
    _shown(qtbot, pad, 500, 300)
    assert not pad._clear.isEnabled()
    for _ in range(2):
        _draw(pad, [(20, 20), (60, 60), (90, 30)])
    pad._undo.click()
    assert len(pad.strokes) == 1
    with qtbot.waitSignal(pad.cleared):
        pad._clear.click()
    assert pad.is_empty


def test_progress_always_has_its_number_and_can_be_stopped(qtbot: QtBot) -> None:
    line = ProgressLine()
    _shown(qtbot, line)
    line.show_step(3, 41, "第 3 张，共 41 张")
    assert line.words == "第 3 张，共 41 张"
    with qtbot.waitSignal(line.cancelled):
        line._cancel.click()
    assert not line._cancel.isEnabled()
    line.end()
    assert line._cancel.isEnabled()


def test_a_pdf_is_shown_page_by_page(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "two.pdf"
    writer = QPdfWriter(str(file))
    painter = QPainter(writer)
    painter.drawText(500, 500, "1")
    writer.newPage()
    painter.end()
    pages = PdfPages("文书")
    _shown(qtbot, pages)
    pages.show_pdf(file.read_bytes(), page_width=300)
    assert pages.page_count == 2
    assert pages._pages[1].accessibleName() == "第 2 页，共 2 页"
    pages.show_pdf(b"")
    assert pages.page_count == 0

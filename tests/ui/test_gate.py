"""First start, unlock and lock: the window's way from nothing to work and back."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions import name_party, read
from inspector.clock import CHINA, SetClock, SystemClock
from inspector.errors import SystemFault
from inspector.ids import Ids
from inspector.keys.recovery_code import new_recovery_code
from inspector.progress import Cancelled, Progress
from inspector.records import BureauLevel
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.demo import sample
from ui.desktop.lock_watch import Why
from ui.desktop.portrait import settle
from ui.desktop.screens.first_start.pages import BureauPage
from ui.desktop.screens.first_start.print_code import draw_code
from ui.desktop.screens.first_start.typed import (
    BureauTyped,
    OfficerTyped,
    Strength,
    officer_problems,
    passphrase_problems,
    strength,
)
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.wiring import Workplace

TODAY = date(2026, 11, 20)
BUREAU = BureauTyped(
    name="样本市市场监督管理局",
    short_name="样",
    level="city",
    division_code="130200",
    government="样本市人民政府",
    court="样本市样本区人民法院",
    address="样本市样本路1号",
    contact="样本科",
    phone="000-0000000",
    numbering="block",
    numbers_from="1",
    numbers_to="999",
)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.show()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def session(window: Window) -> Iterator[Callable[[Workplace], Session]]:
    begun: list[Session] = []

    def begin_session(workplace: Workplace) -> Session:
        made = Session(workplace, window, SystemClock())
        begun.append(made)
        made.start()
        return made

    yield begin_session
    for each in begun:
        each.close()


def _workplace(folder: Path) -> Workplace:
    return Workplace(folder, is_sample=True, kdf_cost=CHEAP)


@pytest.fixture
def made(tmp_path: Path) -> Workplace:
    """A workplace that is set up and locked."""
    clock = SystemClock()
    ids = Ids(clock)
    workplace = _workplace(tmp_path / "device")
    officers = sample.officers(ids, clock.now().wall.astimezone(CHINA).date())
    workplace.set_up(sample.bureau(ids), officers, PASSPHRASE).open_device.close()
    return workplace


# -- what is typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [field.name for field in fields(BureauTyped) if field.name != "device_code"])
def test_every_field_of_the_bureau_is_asked_for(name: str) -> None:
    assert not BUREAU.problems()
    assert (
        name
        in BureauTyped(
            **{
                field.name: "" if field.name == name else getattr(BUREAU, field.name)
                for field in fields(BureauTyped)
            }
        ).problems()
    )


@pytest.mark.parametrize("code", ["1", "13020", "1302000", "13020a", "930200", "１３０２００"])
def test_a_division_code_has_six_plain_digits(code: str) -> None:
    typed = BureauTyped(
        **{
            f.name: code if f.name == "division_code" else getattr(BUREAU, f.name)
            for f in fields(BureauTyped)
        }
    )
    assert typed.problems() == {"division_code": "ui.first.division"}


@pytest.mark.parametrize(
    ("first", "last", "problems"),
    [
        ("200", "399", {}),
        ("7", "7", {}),
        ("0", "9", {"numbers_from": "ui.first.number"}),
        ("1", "-9", {"numbers_to": "ui.first.number"}),
        ("１", "1000000", {"numbers_from": "ui.first.number", "numbers_to": "ui.first.number"}),
        ("400", "399", {"numbers_to": "ui.first.numbers_reversed"}),
    ],
)
def test_the_block_of_document_numbers_runs_forward(first: str, last: str, problems: dict[str, str]) -> None:
    assert replace(BUREAU, numbers_from=first, numbers_to=last).problems() == problems


def test_the_bureau_is_recorded_as_typed() -> None:
    bureau = replace(BUREAU, numbers_from="200", numbers_to="399").record(
        Ids(SetClock(SystemClock().now().wall))
    )
    assert bureau.level is BureauLevel.CITY
    assert bureau.government == "样本市人民政府"
    assert (bureau.numbers_from, bureau.numbers_to) == (200, 399)


def test_a_device_s_code_is_what_its_numbers_begin_with() -> None:
    typed = replace(BUREAU, numbering="code", device_code="7", numbers_from="", numbers_to="")
    assert typed.problems() == {}
    assert typed.numbers() == (7001, 7999)
    for wrong in ("", "0", "1000", "A3"):
        assert replace(typed, device_code=wrong).problems() == {"device_code": "ui.first.device_code"}


def test_no_numbers_are_proposed_at_the_first_start(qtbot: QtBot) -> None:
    page = BureauPage()
    qtbot.addWidget(page)
    page.show_typed(replace(BUREAU, numbering="", numbers_from="", numbers_to=""))
    assert page.typed().problems() == {"numbering": "ui.first.numbering_missing"}


def test_two_officers_with_one_certificate_are_not_two() -> None:
    valid = date(2026, 1, 1), date(2028, 1, 1)
    found = officer_problems(
        (OfficerTyped("王样本", "样1", *valid), OfficerTyped("李样本", "样1", *valid)), TODAY
    )
    assert found == ({}, {"cert_no": "ui.first.same_cert"})


def test_an_expired_certificate_is_named_at_its_day() -> None:
    past = OfficerTyped("王样本", "样1", date(2020, 1, 1), date(2026, 11, 19))
    turned = OfficerTyped("王样本", "样1", date(2028, 1, 1), date(2027, 1, 1))
    assert past.problems(TODAY) == {"valid_to": "ui.first.expired"}
    assert turned.problems(TODAY) == {"valid_to": "ui.first.days_reversed"}


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_passphrase_is_praised_only_if_the_key_room_takes_it(text: str) -> None:
    from inspector.errors import InputError
    from inspector.keys import require_strong

    try:
        require_strong(text)
        is_taken = True
    except InputError:
        is_taken = False
    assert (strength(text) in {Strength.FAIR, Strength.STRONG}) == is_taken
    assert ("first" in passphrase_problems(text, text)) == (not is_taken)


# -- the window --------------------------------------------------------------------------------------------


def test_first_start_leads_from_an_empty_folder_to_work(
    tmp_path: Path, window: Window, session: Callable[[Workplace], Session]
) -> None:
    running = session(_workplace(tmp_path / "device"))
    view = window.page
    assert isinstance(view, FirstStartView)

    view.next_pressed.emit()
    assert view.page == 0, "an empty page is not left"
    assert view.bureau.fields["name"].problem == "请填写"
    view.bureau.show_typed(BUREAU)
    view.next_pressed.emit()

    today = SystemClock().now().wall.astimezone(CHINA).date()
    until = today.replace(year=today.year + 1, day=1)
    same = tuple(OfficerTyped(name, "样A0001", today, until) for name in ("王样本", "李龑堃"))
    view.officers.show_typed(same)
    view.next_pressed.emit()
    assert view.officers.fields["cert_no2"].problem
    view.officers.fields["cert_no2"].set_text("样A0002")
    view.next_pressed.emit()

    view.passphrase.show_typed("short")
    view.next_pressed.emit()
    assert view.page == 2
    view.passphrase.show_typed(PASSPHRASE)
    view.next_pressed.emit()
    settle(running.gate)

    assert view.page == 3
    assert not view._next.isEnabled(), "the code has to be written down first"
    view.code._tick.click()
    view.next_pressed.emit()
    assert running.on_screen is not None
    settle(running.on_screen.tasks)
    assert [officer.name for officer in read.today(running.on_screen.opened.device).officers] == [
        "王样本",
        "李龑堃",
    ]


def test_the_recovery_code_fits_on_paper(qapp: QApplication) -> None:
    paper = QImage(1240, 1754, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    draw_code(paper, "ABCDEF-" * 7 + "ABCDEF", "样本市市场监督管理局", TODAY)
    dark = [
        (x, y)
        for x in range(0, 1240, 3)
        for y in range(0, 1754, 3)
        if paper.pixelColor(x, y).lightness() < 128
    ]
    assert len(dark) > 200
    assert all(40 < x < 1200 and 40 < y < 1700 for x, y in dark)


def test_the_recovery_sheet_reads_by_camera(qapp: QApplication) -> None:
    import numpy as np

    from inspector.imaging.cv import opencv

    code = new_recovery_code(lambda count: bytes(range(count)))
    paper = QImage(1240, 1754, QImage.Format.Format_Grayscale8)
    paper.fill(Qt.GlobalColor.white)
    draw_code(paper, code, "样本市市场监督管理局", TODAY)
    pixels = np.frombuffer(paper.constBits(), np.uint8).reshape(1754, paper.bytesPerLine())[:, :1240]
    assert opencv().QRCodeDetector().detectAndDecode(pixels.copy())[0] == code


def test_a_wrong_passphrase_says_so_in_place_and_the_right_one_opens(
    made: Workplace, window: Window, session: Callable[[Workplace], Session]
) -> None:
    running = session(made)
    view = window.page
    assert isinstance(view, UnlockView)
    assert view._why.word == "刚启动，请解锁"
    view.secret_given.emit("not the passphrase")
    settle(running.gate)
    assert "不正确" in view._field.problem
    assert view._button.isEnabled()
    view.secret_given.emit(PASSPHRASE)
    settle(running.gate)
    assert running.on_screen is not None


def test_after_some_wrong_ones_a_pause_is_asked_for_and_ends(
    made: Workplace, window: Window, session: Callable[[Workplace], Session]
) -> None:
    from ui.desktop.screens.unlock.presenter import UnlockPresenter

    running = session(made)
    view = window.page
    assert isinstance(view, UnlockView)
    for _ in range(3):
        view.secret_given.emit("not the passphrase")
        settle(running.gate)
    assert not view._button.isEnabled()
    assert "1 秒" in view._status.text()
    presenter = view.findChild(UnlockPresenter)
    for _ in range(5):
        presenter._count_down()
    assert view._button.isEnabled()


def test_locking_saves_what_is_typed_closes_the_device_and_comes_back_to_the_stand(
    tmp_path: Path, window: Window, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    stand = begin(tmp_path / "device")
    stand.opened.close()
    running = session(stand.workplace)
    running.work(stand.workplace.unlock(PASSPHRASE))
    working = running.on_screen
    assert working is not None
    working.show_stand(stand.inspection.id)
    settle(working.tasks)
    with qtbot.waitSignal(running.locked):
        working.shell._lock.click()
    view = window.page
    assert isinstance(view, UnlockView)
    assert "Ctrl+L" in view._why.word
    view.secret_given.emit(PASSPHRASE)
    settle(running.gate)
    assert running.on_screen is not None
    settle(running.on_screen.tasks)
    assert running.on_screen.open_stand == stand.inspection.id
    assert running.on_screen.shell.place is Place.INSPECTION


def test_being_left_alone_locks(
    made: Workplace, window: Window, session: Callable[[Workplace], Session]
) -> None:
    running = session(made)
    running.work(made.unlock(PASSPHRASE))
    assert running.on_screen is not None
    settle(running.on_screen.tasks)
    running._idle.went_idle.emit()
    settle(running.gate)
    view = window.page
    assert isinstance(view, UnlockView)
    assert view._why.word.startswith("10 分钟")
    assert Why.IDLE.value == "idle"


def _open_on_party(running: Session, stand: Stand) -> TextField:
    """Open the stand's second step and return the phone's field."""
    running.work(stand.workplace.unlock(PASSPHRASE))
    working = running.on_screen
    assert working is not None
    working.show_stand(stand.inspection.id)
    settle(working.tasks)
    assert working.stand is not None
    working.stand.show_step(Step.PARTY)
    found = [f for f in working.stand.findChildren(TextField) if f.edit.accessibleName() == "联系电话"]
    return found[0]


def test_a_write_refused_while_locking_is_told_on_the_lock_page(
    tmp_path: Path,
    window: Window,
    session: Callable[[Workplace], Session],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand = begin(tmp_path / "device")
    name_party.name_party(stand.device, stand.inspection.id, by=stand.officers[0].id, **sample.PARTY)
    stand.opened.close()
    running = session(stand.workplace)
    phone = _open_on_party(running, stand)

    def refuse(*_: object, **__: object) -> None:
        raise SystemFault("store.disk_full")

    monkeypatch.setattr(name_party, "name_party", refuse)
    phone.edit.insert("7")
    with qtbot.waitSignal(running.locked):
        running.lock(Why.ASKED)
    view = window.page
    assert isinstance(view, UnlockView)
    assert "内容已保存" not in view._why.word
    assert view._field.problem.startswith("有内容未能保存：")


def test_locking_stops_long_work_and_says_so(
    made: Workplace, window: Window, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    running = session(made)
    running.work(made.unlock(PASSPHRASE))
    assert running.on_screen is not None
    tasks = running.on_screen.tasks
    settle(tasks)
    halt = Event()

    def send(progress: Progress) -> None:
        halt.wait(10)
        if progress.is_cancelled:
            raise Cancelled

    stopped: list[bool] = []
    tasks.run(send, stepped=lambda *_: None, cancelled=lambda: stopped.append(True), owner=running)
    running._idle._time_is_up()
    assert running.on_screen is not None, "long work counts as a touch"
    with qtbot.waitSignal(running.locked):
        running.lock(Why.ASKED)
        halt.set()
    view = window.page
    assert isinstance(view, UnlockView)
    assert stopped == [True]
    assert view._field.problem == "传送/导入已停止，解锁后可继续"
    assert "内容已保存" in view._why.word

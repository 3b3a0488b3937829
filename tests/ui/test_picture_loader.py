"""The one loader of small pictures: newest wish first, bounded, and ended by a lock between two pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event, Thread

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from inspector.errors import SystemFault
from ui.desktop.portrait import settle
from ui.desktop.small_pictures import Found, SmallPictures
from ui.desktop.tasks import Tasks
from ui.desktop.widgets import Filmstrip, PhotoRow, PhotoRows


class Drawn:
    """A source whose pictures are drawn; it notes what it was asked for."""

    def __init__(self, *, to_make: bool = False) -> None:
        self.asked: list[str] = []
        self.to_make = to_make
        self.gate = Event()
        self.gate.set()
        self.begun = Event()

    def known(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        for photo_id in photo_ids:
            self.begun.set()
            self.gate.wait()
            self.asked.append(photo_id)
            yield photo_id, Found(None if self.to_make else flat(), is_to_be_made=self.to_make)

    def made(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        for photo_id in photo_ids:
            self.asked.append(f"made {photo_id}")
            yield photo_id, Found(flat()) if photo_id != "2" else Found(None, "无法显示")


def flat() -> QImage:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    return picture


@pytest.fixture
def strip(qtbot: QtBot) -> Filmstrip:
    rows = PhotoRows()
    rows.set_rows([PhotoRow(str(number), str(number)) for number in range(300)])
    made = Filmstrip(rows, name="照片")
    rows.setParent(made)
    qtbot.addWidget(made)
    return made


def want(strip: Filmstrip, *numbers: int) -> None:
    for number in numbers:
        strip.photo_rows.index(number).data(Qt.ItemDataRole.DecorationRole)


def test_the_newest_wishes_come_first_and_the_oldest_are_dropped(strip: Filmstrip, tasks: Tasks) -> None:
    source = Drawn()
    SmallPictures(source, tasks, strip)
    want(strip, *range(200))
    settle(tasks)
    assert len(source.asked) == 96
    assert set(source.asked) == {str(number) for number in range(104, 200)}
    assert "199" in source.asked[:16]
    want(strip, 3)
    settle(tasks)
    assert source.asked[-1] == "3", "what was dropped can be wished for again"
    want(strip, *range(20))
    strip.photo_rows.set_rows([PhotoRow("other", "1")])
    settle(tasks)
    assert len(source.asked) <= 97 + 8, "wishes end with what is shown"


def test_what_must_be_made_waits_and_says_why_it_cannot_be(strip: Filmstrip, tasks: Tasks) -> None:
    source = Drawn(to_make=True)
    SmallPictures(source, tasks, strip)
    want(strip, 1, 2)
    settle(tasks)
    assert [each for each in source.asked if each.startswith("made")] == ["made 1", "made 2"]
    rows = strip.photo_rows
    assert rows.picture_bytes > 0
    assert rows.is_undecodable("2")
    assert not rows.is_undecodable("1")


def test_a_fault_is_told_on_the_cell(strip: Filmstrip, tasks: Tasks) -> None:
    class Broken(Drawn):
        def known(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
            raise SystemFault("vault.missing", object="x")

    SmallPictures(Broken(), tasks, strip)
    want(strip, 0)
    settle(tasks)
    assert strip.photo_rows.is_undecodable("0")
    assert "\n" in str(strip.photo_rows.index(0).data(Qt.ItemDataRole.ToolTipRole))


def test_a_lock_ends_it_after_the_picture_in_hand(strip: Filmstrip, tasks: Tasks) -> None:
    source = Drawn()
    source.gate.clear()
    SmallPictures(source, tasks, strip)
    want(strip, *range(40))
    QCoreApplication.processEvents()
    assert source.begun.wait(10)
    locking = Thread(target=tasks.close)
    locking.start()
    while not tasks.is_closed:
        locking.join(0.001)
    source.gate.set()
    locking.join()
    assert len(source.asked) <= 4, "of forty wishes two were in hand, and perhaps one more each"
    want(strip, 50)
    QCoreApplication.processEvents()
    assert strip.photo_rows.picture_bytes == 0

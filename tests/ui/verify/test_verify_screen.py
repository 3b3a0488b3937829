"""The verify screen: files in, verdicts out, large and in words; before unlocking as well as after."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector.errors import BugError
from sync.verifier import Given, verify_all
from ui.desktop.i18n import Language, speak
from ui.desktop.portrait import settle
from ui.desktop.screens.verify.files_model import FilesList
from ui.desktop.screens.verify.presenter import VerifyPresenter
from ui.desktop.screens.verify.shown import VerifyShown, verify_shown
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone

VECTORS = Path(__file__).parents[2] / "vectors"
EACH = {
    "first.ipb": ("完好，签名者已知", Tone.OK),
    "flip_object.ipb": ("被改动", Tone.DANGER),
    "other_signer.ipb": ("完好，签名者未知", Tone.WARN),
    "not_a_bundle.ipb": ("无法判断", Tone.MUTED),
}


def shown(*names: str) -> VerifyShown:
    return verify_shown(verify_all([VECTORS / each for each in names], Given()))


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks) -> VerifyView:
    made = VerifyView()
    qtbot.addWidget(made)
    VerifyPresenter(tasks, made)
    return made


def names(view: VerifyView) -> list[str]:
    model = view.findChildren(FilesList)[0].model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.mark.parametrize(("name", "said"), EACH.items())
def test_each_verdict_has_its_words_and_tone(name: str, said: tuple[str, Tone]) -> None:
    (file,) = shown(name).files
    assert (file.word, file.tone) == said
    assert file.reason


def test_the_worst_comes_first_and_all_are_counted() -> None:
    found = shown(*EACH)
    assert [file.word for file in found.files] == [
        "被改动",
        "无法判断",
        "完好，签名者未知",
        "完好，签名者已知",
    ]
    assert all(f"{word} 1" in found.summary for word, _ in EACH.values())


def test_it_speaks_english_too() -> None:
    speak(Language.ENGLISH)
    (file,) = shown("first.ipb").files
    assert file.word == "Intact, signer known"
    assert file.reason.startswith("The bundle is intact")


def test_what_the_file_says_of_itself_is_listed() -> None:
    details = dict(shown("proof/stamped_by_known/p.proof.json").files[0].details)
    assert details["签署设备"] == "样本局一号机"
    assert details["所用名单"].endswith("signers.json")
    assert len(details["文件哈希值"]) == 64


def test_files_are_judged_off_the_window_s_thread_and_shown(view: VerifyView, tasks: Tasks) -> None:
    view.files_given.emit([VECTORS / "first.ipb", VECTORS / "flip_object.ipb"])
    settle(tasks)
    assert names(view) == ["flip_object.ipb", "first.ipb"]
    assert view.verdict.word.text() == "被改动"
    listed = view.findChildren(FilesList)[0]
    listed.setCurrentIndex(listed.model().index(1, 0))
    assert view.verdict.word.text() == "完好，签名者已知"


def test_files_can_be_dropped(view: VerifyView, tasks: Tasks) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(VECTORS / "first.ipb"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(view.rect().center(), Qt.DropAction.CopyAction, data, left, none)
    view.dragEnterEvent(entering)
    assert entering.isAccepted()
    view.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    settle(tasks)
    assert names(view) == ["first.ipb"]


def test_words_and_links_are_not_taken_for_files(view: VerifyView) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.invalid/a.ipb")])
    entering = QDragEnterEvent(
        view.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_a_fault_is_said_in_place(view: VerifyView, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise BugError("bug.unexpected", kind="ZeroDivisionError", place="x:1")

    monkeypatch.setattr("sync.verifier.verify_all", broken)
    view.files_given.emit([VECTORS / "first.ipb"])
    settle(tasks)
    assert "ZeroDivisionError" in view.sentence
    assert all(button.isEnabled() for button in view.findChildren(QPushButton) if button.text())

"""A newer law pack in the settings: compared first, taken by a second press, refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.law import load
from sync.central import Centre, create_central, invite, running_central
from sync.enrolment import enrol, pin
from sync.law_packs import kept_law_packs, sign_law_pack
from tests.stand import Stand, begin
from ui.desktop.portrait import settle
from ui.desktop.screens.settings.law_card import LawCard
from ui.desktop.screens.settings.law_presenter import LawPresenter
from ui.desktop.tasks import Tasks
from ui.law_desk import shipped_texts


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    create_central(tmp_path / "central", "样本中心")
    begun = begin(tmp_path / "device")
    with begun.opened, running_central(tmp_path / "central") as url:
        pin(begun.device, enrol(begun.device, "样本局", invite(tmp_path / "central", url)), by=begun.by)
        yield begun


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    for name, text in shipped_texts().items():
        changed = text.replace(load().version, "2027.1.1").replace("length = 15", "length = 20")
        (tmp_path / "tables" / name).write_text(changed, "utf-8")
    with Centre(tmp_path / "central") as centre:
        key = centre.keys.signing
        signed = sign_law_pack(tmp_path / "tables", issuer=centre.name, at=centre.now(), sign=key.sign)
    (tmp_path / "new.lawpack").write_bytes(signed.encoded())
    return tmp_path / "new.lawpack"


@pytest.fixture
def card(qtbot: QtBot) -> LawCard:
    made = LawCard()
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_pack_is_looked_at_and_then_taken(stand: Stand, file: Path, card: LawCard, tasks: Tasks) -> None:
    presenter = LawPresenter(stand.opened, tasks, card)
    assert not card.take.isVisible()
    presenter.look_at(file)
    settle(tasks)
    assert "期限 C-01 · 长度：15 → 20" in card.changes.text()
    assert "法律 版本号：2026" in card.changes.text()
    assert "ui." not in card.changes.text()
    assert "由样本中心签发" in card.banner.sentence
    assert kept_law_packs(stand.device.journal) == ()
    card.take.click()
    settle(tasks)
    assert [each.pack.version for each in kept_law_packs(stand.device.journal)] == ["2027.1.1"]
    assert "下次解锁起生效" in card.banner.sentence
    assert not card.take.isVisible()


@pytest.mark.parametrize(("content", "sentence"), [(b"x", "不是签发的法律数据包"), (None, "")])
def test_what_is_no_pack_says_so_and_nothing_can_be_taken(
    stand: Stand, file: Path, card: LawCard, tasks: Tasks, content: bytes | None, sentence: str
) -> None:
    presenter = LawPresenter(stand.opened, tasks, card)
    presenter.look_at(file)
    settle(tasks)
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    presenter.look_at(file)
    settle(tasks)
    assert card.banner.sentence
    assert sentence in card.banner.sentence
    assert not card.take.isVisible()


def test_what_waits_is_counted_and_shown_when_asked(card: LawCard) -> None:
    card.show_pack("2026.11.2", 2026, ("甲", "乙"))
    assert card.waiting.text() == "待法制确认 2 项"
    assert not card.notes.isVisible()
    card.more.click()
    assert card.notes.isVisible()
    card.more.click()
    assert not card.notes.isVisible()

"""What goes otherwise at a stand: somebody will not sign, the card is pulled, the screen locks, the colleague takes over."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.records import SignatureRole
from tests.journeys.window.hands import Hands, listed_by, recorded
from tests.journeys.window.morning import PASSPHRASE, SECOND_PASSPHRASE, before_the_lens
from tests.journeys.window.test_ten_minute_stand import arrive

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("told")]


def told_figures(hands: Hands, what: str) -> None:
    print(f"\n  {what}: {hands.count} inputs {dict(hands.inputs)}, {hands.waited_s:.1f} s waited")


def begin_with_one_row(hands: Hands) -> None:
    """A stand with one row and no measure."""
    arrive(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n68\n")
    hands.key("Escape")
    hands.wait_for_words("已全部记入")


def test_the_party_refuses_to_sign(hands: Hands, tmp_path: Path) -> None:
    begin_with_one_row(hands)
    hands.key("ctrl+4")
    hands.press("由物品生成")
    hands.press("未提出", "push button")
    hands.key("ctrl+5")
    hands.press("核对无误", "push button")
    hands.press("当事人", "push button")
    hands.press("拒绝签名", "push button")
    hands.press("签好了", "push button")
    hands.wait_for_words("原因")  # it says what is missing instead of doing nothing
    hands.press("拒签原因", "text")
    hands.write("不愿意签字")
    hands.key("Tab")
    hands.type("LX0001\n")
    for _ in range(2):  # the officers, one after the other without another press
        hands.sign(hands.find("执法人员", "filler", innermost=True))
        hands.key("Return")
    hands.press("出具《现场笔录》")
    hands.wait_for_words("已出具并封存")
    told_figures(hands, "refusal to sign")
    hands.leave()
    (notice,) = recorded(tmp_path, "B217").own_notices
    party, *officers = notice.signatures
    assert (party.role, party.refusal, party.recording) == (SignatureRole.PARTY, "不愿意签字", "LX0001")
    assert all(officer.strokes for officer in officers)
    assert hands.count <= 75


def test_a_card_is_pulled_in_the_middle_and_put_back(hands: Hands, tmp_path: Path) -> None:
    phone = tmp_path / "run" / "gvfs" / "mtp:host=Sample"
    pulled = tmp_path / "pulled"
    arrive(hands)
    hands.key("ctrl+3")
    hands.press("导入", "push button")
    phone.mkdir(parents=True)
    before_the_lens(phone / "DCIM", 60)
    hands.press("Sample")
    hands.press("收入", "push button")
    hands.wait_for(lambda: _taken(hands) > 2 or None, "the import's progress")
    phone.rename(pulled)
    hands.wait_for_words("已拔出")
    pulled.rename(phone)
    hands.wait_for_words("可以拔卡")
    told_figures(hands, "card import with a pull")
    hands.leave()
    photos = recorded(tmp_path, "B217").photos
    assert len({photo.sha256 for photo in photos}) == len(photos) == 60
    assert hands.count <= 25


def _taken(hands: Hands) -> int:
    """How many photos the header says are sealed."""
    told = next((name for name in hands.names() if name.startswith("已封存 ")), "已封存 0")
    return int(told.split()[1])


def test_the_screen_locks_in_the_middle_of_a_word(hands: Hands, tmp_path: Path) -> None:
    arrive(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n6")  # half a price
    hands.key("ctrl+l")
    hands.find("口令", "text")
    assert not hands.sees("盖碗"), "nothing of the case shows on the lock page"
    hands.type(f"{PASSPHRASE}\n")
    hands.wait_for_words("B217")
    hands.type("8\n")  # the cell is open again, and the cursor stands where it was
    hands.key("Escape")
    hands.wait_for_words("已全部记入")
    told_figures(hands, "lock in mid-entry")
    hands.leave()
    (item,) = recorded(tmp_path, "B217").items
    assert (item.label_name, item.quantity, item.unit_price) == ("盖碗", 24, 68)


def test_two_officers_at_one_machine(hands: Hands, tmp_path: Path) -> None:
    arrive(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n68\n")
    hands.key("Escape")
    hands.wait_for_words("已全部记入")
    hands.key("ctrl+u")
    hands.find("接手人员的口令", "text")
    hands.type(f"{SECOND_PASSPHRASE}\n")
    hands.wait_for_words("● 李样本")
    hands.key("ctrl+3", "Return")
    hands.type("ch\n12\n98\n")
    hands.key("Escape")
    hands.wait_for_words("已全部记入")
    told_figures(hands, "two officers on one machine")
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    assert [item.label_name for item in dossier.items] == ["盖碗", "茶壶"]
    assert listed_by(tmp_path) == ["王样本", "王样本", "李样本"], "the first row is of the stand before"

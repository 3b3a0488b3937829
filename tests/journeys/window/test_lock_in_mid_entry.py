"""Ctrl+L between two keys: what was being typed waits in its place, and the record never says half of it."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import device_of, entries, stand_of
from tests.journeys.window.morning import PASSPHRASE
from tests.journeys.window.stand_steps import begin_stand


def lock_and_unlock(hands: Hands) -> None:
    hands.key("ctrl+l")
    hands.wait_for_words("已按 Ctrl+L 锁定，内容已保存")
    hands.typed_into("口令")
    hands.look("locked")
    hands.type(f"{PASSPHRASE}\n")


def test_half_a_price_and_half_a_remark_wait_over_a_lock(hands: Hands, tmp_path: Path) -> None:
    begin_stand(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n6")
    lock_and_unlock(hands)
    hands.typed_into("单价(元)")
    hands.look("price_again")
    hands.type("8\n\nch\n12\n98\n")  # the right of the first row is not known yet
    hands.key("Escape")
    hands.press("标称名称 茶壶", "cell")
    hands.press("备注", "text")
    hands.type("abef")
    hands.key("Left", "Left")
    lock_and_unlock(hands)
    assert hands.text_in("备注") == "abef"
    hands.look("remark_again")
    hands.type("cd\t")
    hands.key("ctrl+3", "space")
    hands.find("样片回放", "combo box")
    hands.key("space", "space", "space", "ctrl+l")
    hands.wait_for_words("已按 Ctrl+L 锁定，内容已保存")
    hands.leave()
    with device_of(tmp_path) as opened:
        dossier = stand_of(opened, "B217")
        said = [entry["record"] for entry in entries(opened, "item.changed")]
    assert [(each.label_name, each.quantity, each.unit_price, each.remark) for each in dossier.items] == [
        ("盖碗", 24, 68, ""),
        ("茶壶", 12, 98, "abcdef"),
    ]
    assert len(dossier.photos) == 3, "what was pressed for before the lock is sealed"
    assert {item["unit_price"] for item in said} == {None, "68", "98"}, "half a price was never said"
    assert {item["remark"] for item in said} == {"", "abcdef"}

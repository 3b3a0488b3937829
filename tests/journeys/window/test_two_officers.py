"""Two officers on one machine: the second takes over between two keys of the first, and every entry says who acted."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.records import Officer
from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import device_of, entries, stand_of
from tests.journeys.window.morning import PASSPHRASE, SECOND_PASSPHRASE
from tests.journeys.window.stand_steps import begin_stand


def hand_over(hands: Hands, passphrase: str, name: str) -> None:
    hands.key("alt+u")
    hands.typed_into("接手人员的口令")
    hands.type(f"{passphrase}\n")
    hands.wait_for_words(f"● {name}")


@pytest.mark.long
def test_a_stand_is_handed_over_in_mid_entry_and_back(hands: Hands, tmp_path: Path) -> None:
    begin_stand(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n6")
    hands.key("alt+u")
    hands.typed_into("接手人员的口令")
    hands.type("not hers\n")
    hands.wait_for_words("不正确")
    hands.look("not_hers")
    hands.key("Escape")
    hands.typed_into("单价(元)")
    hand_over(hands, SECOND_PASSPHRASE, "李样本")
    hands.typed_into("物品清单")
    hands.look("second_officer")
    hands.key("End", "Return")
    hands.type("ch\n12\n98\n")
    hands.key("Escape", "space")
    hands.find("样片回放", "combo box")
    hands.key("space")
    hands.wait_for_words("已封存 1")
    hands.key("Escape")
    hand_over(hands, PASSPHRASE, "王样本")
    hands.typed_into("单价(元)")
    hands.look("first_officer_again")
    hands.type("8\n")
    hands.key("Escape")
    hands.wait_for_words("已全部记入")
    hands.leave()
    with device_of(tmp_path) as opened:
        dossier = stand_of(opened, "B217")
        with opened.device.reading() as unit:
            first, second = (officer.id for officer in unit.all(Officer))
        ours = {item.id for item in dossier.items} | {photo.id for photo in dossier.photos}
        acts = [
            (entry["subject"], entry["by"])
            for entry in entries(opened, "item.listed", "item.changed", "photo.taken")
            if entry["subject"] in ours
        ]
        switches = [entry["by"] for entry in entries(opened, "officer.switched")]
    one, two = dossier.items
    assert [(each.label_name, each.quantity, each.unit_price) for each in dossier.items] == [
        ("盖碗", 24, 68),
        ("茶壶", 12, 98),
    ]
    assert {by for subject, by in acts if subject == one.id} == {first}
    assert {by for subject, by in acts if subject == two.id} == {second}
    assert [by for subject, by in acts if subject == dossier.photos[0].id] == [second]
    assert switches == [second, first]

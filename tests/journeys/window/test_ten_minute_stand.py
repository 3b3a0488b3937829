"""The measure: 12 items, 40 photos and three papers in at most 220 inputs, by keyboard and pointer on a real window."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from inspector.records import SignatureRole
from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import recorded
from tests.journeys.window.stand_steps import arrive, begin_stand, decide

MOST_INPUTS = 220
GOODS = (
    ("gw", "盖碗", "24", "68"),
    ("ch", "茶壶", "12", "98"),
    ("hp", "花瓶", "8", "360"),
    ("cb", "茶杯", "60", "15"),
    ("tw", "汤碗", "48", "12"),
    ("bc", "棒槌瓶", "5", "520"),
    ("tp", "托盘", "10", "88"),
    ("mkb", "马克杯", "36", "26"),
    ("hh", "葫芦瓶", "4", "220"),
    ("cj", "茶具", "6", "198"),
    ("sp", "赏瓶", "3", "680"),
    ("gp", "果盘", "30", "58"),
)
"""First letters as typed, the word they become, quantity, price."""


RIGHT_NUMBER = "00000000"


def list_goods(hands: Hands) -> None:
    """Type twelve rows, the right they infringe once, and say in all of them that there is no model."""
    hands.key("ctrl+3", "Return")
    for number, (letters, _, quantity, price) in enumerate(GOODS):
        hands.type(f"{letters}\n{quantity}\n{price}")
        if number == 0:  # the rows after it begin with the right it infringes
            hands.key("Tab", "Tab", "Tab")
            hands.type(RIGHT_NUMBER)
        hands.key("Return")
    hands.key("Escape")
    hands.press("规格", "cell")
    hands.key("ctrl+a")
    hands.write("无")
    hands.key("ctrl+Return")


def photograph(hands: Hands) -> None:
    """Four pictures of the stand, three of each row; the shutter waits for nothing."""
    hands.key("space")
    hands.find("样片回放", "combo box")
    hands.key("space", "space", "space", "Return")
    for _ in GOODS:
        hands.key("space", "space", "Return")
    hands.wait_for_words("已封存 40")
    hands.look("photographed")
    hands.key("Escape")


def issue(hands: Hands) -> None:
    """Issue list, decision and record; the party signs each on the screen, the officers on paper."""
    hands.key("ctrl+5")
    sign(hands)
    hands.press("出具《财物清单》")
    hands.press("下一份：实施行政强制措施决定书")
    sign(hands)
    hands.press("出具《实施行政强制措施决定书》")
    hands.press("下一份：现场笔录")
    hands.press("核对无误", "push button")
    sign(hands)
    hands.press("出具《现场笔录》")
    hands.wait_for_words("已出具并封存")


def sign(hands: Hands) -> None:
    """The party signs on the pad, the others on paper."""
    hands.press("当事人", "push button")
    hands.sign(hands.find("当事人", "filler", innermost=True))
    hands.look("signed")
    hands.key("Return")
    hands.press("其余的在纸上签", "push button")


def test_a_row_and_its_photo_by_keyboard_alone(hands: Hands, tmp_path: Path) -> None:
    begin_stand(hands)
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n68\n")
    hands.key("Escape", "space")
    hands.find("样片回放", "combo box")
    hands.key("Down", "space")
    hands.wait_for_words("已封存 1")
    hands.key("Escape")
    inputs = hands.count
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    (item,), (photo,) = dossier.items, dossier.photos
    assert (item.label_name, item.quantity, item.unit_price) == ("盖碗", 24, 68)
    assert photo.item_id == item.id
    assert inputs == 22


@pytest.mark.long
@pytest.mark.usefixtures("told")
def test_a_stand_in_at_most_220_inputs(hands: Hands, tmp_path: Path) -> None:
    print()
    for part in (arrive, list_goods, photograph, decide, issue):
        part(hands)
        print(f"  {part.__name__:<12} {hands.count:>4} inputs so far, {hands.waited_s:5.1f} s waited")
    print(f"  {dict(hands.inputs)}; longest single wait {hands.longest_s:.1f} s")
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    assert [(i.label_name, f"{i.quantity:f}", f"{i.unit_price:.0f}") for i in dossier.items] == [
        (name, quantity, price) for _, name, quantity, price in GOODS
    ]
    assert {item.specification for item in dossier.items} == {"无"}
    assert {item.alleged.number for item in dossier.items} == {RIGHT_NUMBER}
    assert len(dossier.photos) == 40
    of_rows = Counter(photo.item_id for photo in dossier.photos)
    assert of_rows == {None: 4, **{item.id: 3 for item in dossier.items}}, (
        "each belongs to the row it was pressed for"
    )
    for notice in dossier.own_notices:
        party, *officers = notice.signatures
        assert party.role is SignatureRole.PARTY and party.strokes, "signed on the screen"
        assert [each.on_paper for each in officers] == [True, True], "two officers sign"
    assert sorted({notice.form for notice in dossier.own_notices}) == ["21", "24", "9"]
    assert hands.count <= MOST_INPUTS

"""The measure: a stand of 12 items, 40 photos and three papers in so many inputs, by keyboard and pointer on a real window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.records import SignatureRole
from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import recorded
from tests.journeys.window.stand_steps import arrive, begin_stand, decide

MOST_INPUTS = 219
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
OFFICERS = ("王样本", "李样本")


SPECIFICATIONS = ("12cm", "A-3", "30cm")
"""Of the first rows; the others bear none."""


def list_goods(hands: Hands) -> None:
    """Type twelve rows, choose the right they infringe once, say the specifications of three and of the rest that there
    is none."""
    hands.key("ctrl+3")
    for number, (letters, _, quantity, price) in enumerate(GOODS):
        hands.type(f"{letters}\n{quantity}\n{price}\n")
        if number == 0:  # the right of the stand before is offered; the rows after it carry it
            hands.key("0", "Down", "Return")
    hands.press("去补：F-29", "push button")
    for specification in SPECIFICATIONS:
        hands.type(f"{specification}\n")
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


def issue(hands: Hands) -> None:
    """Issue list, decision and record by keyboard; all sign the list on the screen, then the party alone does."""
    hands.key("ctrl+5")
    party_signs(hands)
    for officer in OFFICERS:
        hands.sign(hands.find(f"执法人员 {officer}", "filler", innermost=True))
        hands.key("Return")
    hands.keyboard_at("出具《财物清单》")
    hands.key("ctrl+Return")
    party_signs(hands)
    hands.press("其余的在纸上签", "push button")
    hands.key("ctrl+Return")
    hands.keyboard_at("核对无误")
    hands.key("Return")
    party_signs(hands)
    hands.keyboard_at("出具《现场笔录》")  # the officers go on signing on paper
    hands.key("Return")
    hands.wait_for_words("已出具并封存")


def party_signs(hands: Hands) -> None:
    """The paper that opens has the keyboard at its first signer: Enter, the name, Enter."""
    hands.keyboard_at("当事人")
    hands.key("Return")
    hands.sign(hands.find("当事人", "filler", innermost=True))
    hands.look("signed")
    hands.key("Return")


@pytest.mark.long
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
def test_a_stand_in_few_inputs(hands: Hands, tmp_path: Path, told: Callable[[str], None]) -> None:
    told("")
    for part in (arrive, list_goods, photograph, decide, issue):
        part(hands)
        told(f"  {part.__name__:<12} {hands.count:>4} inputs so far, {hands.waited_s:5.1f} s waited")
    told(f"  {dict(hands.inputs)}; longest single wait {hands.longest_s:.1f} s")
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    assert [(i.label_name, f"{i.quantity:f}", f"{i.unit_price:.0f}") for i in dossier.items] == [
        (name, quantity, price) for _, name, quantity, price in GOODS
    ]
    assert [item.specification for item in dossier.items] == [*SPECIFICATIONS, *["无"] * 9]
    assert {item.alleged.number for item in dossier.items} == {RIGHT_NUMBER}
    assert len(dossier.photos) == 40
    of_rows = Counter(photo.item_id for photo in dossier.photos)
    assert of_rows == {None: 4, **{item.id: 3 for item in dossier.items}}, (
        "each belongs to the row it was pressed for"
    )
    for notice in dossier.own_notices:
        party, *officers = notice.signatures
        assert party.role is SignatureRole.PARTY and party.strokes, "signed on the screen"
        assert [each.on_paper for each in officers] == [notice.form != "24"] * 2, "two officers sign"
        assert all(each.on_paper or each.strokes for each in officers)
    assert sorted({notice.form for notice in dossier.own_notices}) == ["21", "24", "9"]
    assert hands.count <= MOST_INPUTS

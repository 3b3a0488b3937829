"""A card pulled out in the middle of an import: what is missing is said by name, and comes when the card is back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector.records import PhotoOrigin
from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import device_of, entries, stand_of
from tests.journeys.window.morning import before_the_lens
from tests.journeys.window.stand_steps import begin_stand

PHOTOS = 60


def told(hands: Hands) -> tuple[int, int, str]:
    """Return how many were taken, how many are left and which is next, as the window says it."""
    sentence = next(name for name in hands.names() if name.startswith("卡已拔出"))
    found = re.search(r"照片 (\d+) 张都已封存，余 (\d+) 个，从“(.+)”起", sentence)
    assert found, sentence
    return int(found[1]), int(found[2]), found[3]


@pytest.mark.long
def test_nothing_is_lost_and_nothing_doubled_when_the_card_is_pulled(hands: Hands, tmp_path: Path) -> None:
    pocket = tmp_path / "pocket"
    card = tmp_path / "run" / "gvfs" / "mtp:host=Sample_Camera"
    before_the_lens(card / "DCIM" / "100SAMPL", PHOTOS)
    begin_stand(hands)
    hands.key("ctrl+3")
    hands.press("导入文件夹", "push button")
    hands.press("手机 Sample Camera", "check box")
    hands.look("card_looked_at")
    hands.press(f"收入照片 {PHOTOS} 张", "push button")
    hands.wait_for_words("正在封存")
    card.rename(pocket)
    hands.wait_for_words("卡已拔出")
    taken, left, following = told(hands)
    hands.look("card_pulled")
    pocket.rename(card)
    hands.wait_for_words(f"已有 {PHOTOS}")
    hands.look("card_back")
    hands.leave()
    with device_of(tmp_path) as opened:
        photos = stand_of(opened, "B217").photos
        said = entries(opened, "photo.imported")
    assert 0 < taken < PHOTOS
    assert (taken + left, following) == (PHOTOS, f"IMG_{taken:04}.jpg")
    assert [photo.file_name for photo in photos] == [f"IMG_{number:04}.jpg" for number in range(PHOTOS)]
    assert {photo.origin for photo in photos} == {PhotoOrigin.IMPORTED}
    assert len(said) == PHOTOS, "no photo was recorded twice"

"""Photos are decoded once for paper, and no more of them is kept than there is room for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.actions.issue_notice import issue_notice
from inspector.actions.preview_notice import preview_notice
from inspector.actions.print_copies import PrintCopies
from tests.stand import Stand


class Counting:
    """The device's photo reader, counting what is decoded for paper."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.asked: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def print_copy(self, original: bytes, orientation: int, longer_side: float) -> bytes:
        self.asked.append(longer_side)
        copy: bytes = self._reader.print_copy(original, orientation, longer_side)
        return copy


def test_a_record_looked_at_and_issued_decodes_each_photo_once(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    for seed in (1, 2):
        stand.photo(seed, item_id=row.id)
    stand.seize(row)
    for form in ("24", "21"):
        issue_notice(stand.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by)
    stand.close()
    counting = Counting(stand.device.photos)
    device = replace(stand.device, photos=counting)
    seen = preview_notice(device, stand.inspection.id, "9")
    issue_notice(device, stand.inspection.id, "9", signatures=stand.signatures(), by=stand.by)
    assert seen.pages > 1
    assert len(counting.asked) == 2
    assert 70 < counting.asked[0] < 80  # millimetres of a picture in a row of two


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([75.0, 156.0])), max_size=40))
def test_what_is_kept_is_right_and_never_more_than_there_is_room_for(asked: list[tuple[str, float]]) -> None:
    copies = PrintCopies(most=100)
    for photo, side in asked:
        content = f"{photo}{side}".encode() * 7
        assert copies.of(photo, side, lambda content=content: content) == content  # type: ignore[misc]
        assert sum(map(len, copies._kept.values())) == copies._size <= 100
    assert copies.of("huge", 75.0, lambda: b"x" * 101) == b"x" * 101
    assert "huge" not in {photo for photo, _ in copies._kept}


def test_a_photo_that_could_not_be_shown_is_tried_again() -> None:
    copies = PrintCopies()
    assert copies.of("a", 75.0, lambda: None) is None
    assert copies.of("a", 75.0, lambda: b"mended") == b"mended"
    assert copies.of("a", 75.0, lambda: None) == b"mended"

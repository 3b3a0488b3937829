"""A sealed file read anywhere in it: the same bytes as from its beginning, authenticated, and wiped at the end."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import SystemFault
from inspector.vault import FileVault
from inspector.vault.object_file import SEGMENT, seal
from inspector.vault.plain_file import HELD_SEGMENTS, PlainFile

ID, KEY = "ab" * 16, b"k" * 32
WHOLE = os.urandom(3 * SEGMENT + 1234)
SIZES = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, len(WHOLE))


def sealed(size: int) -> bytearray:
    file = io.BytesIO()
    seal(io.BytesIO(WHOLE[:size]), file, ID, KEY, b"prefix7")
    return bytearray(file.getvalue())


SEALED = {size: sealed(size) for size in SIZES}


@given(st.sampled_from(SIZES), st.data())
def test_any_part_is_what_was_sealed_there(size: int, data: st.DataObject) -> None:
    plain = PlainFile(io.BytesIO(SEALED[size]), ID, KEY, size)
    for _ in range(4):
        offset = data.draw(st.integers(0, size + 5))
        count = data.draw(st.integers(0, 2 * SEGMENT + 3))
        assert plain.read_at(offset, count) == WHOLE[offset : min(offset + count, size)]
    plain.close()


@given(st.sampled_from(SIZES[1:]), st.data())
def test_a_changed_byte_is_told_with_its_segment_and_the_others_still_open(
    size: int, data: st.DataObject
) -> None:
    changed = bytearray(SEALED[size])
    at = data.draw(st.integers(40, len(changed) - 1))
    changed[at] ^= 1
    number = (at - 40) // (SEGMENT + 16)
    plain = PlainFile(io.BytesIO(changed), ID, KEY, size)
    for segment in range(max(1, -(-size // SEGMENT))):
        if segment == number:
            with pytest.raises(SystemFault) as told:
                plain.read_at(segment * SEGMENT, 10)
            assert (told.value.code, told.value.facts["segment"]) == ("vault.altered", number)
        else:
            assert (
                plain.read_at(segment * SEGMENT, 10)
                == WHOLE[segment * SEGMENT :][: min(10, size - segment * SEGMENT)]
            )


@pytest.mark.parametrize("cut", [-1, -SEGMENT - 16, 16])
def test_a_file_cut_or_grown_is_not_opened(cut: int) -> None:
    whole = bytes(SEALED[SIZES[-1]])
    other = whole[:cut] if cut < 0 else whole + bytes(cut)
    with pytest.raises(SystemFault, match=r"vault\.altered"):
        PlainFile(io.BytesIO(other), ID, KEY, SIZES[-1])


def test_segments_in_another_order_do_not_open() -> None:
    whole = SEALED[3 * SEGMENT]
    step = SEGMENT + 16
    first, second = whole[40 : 40 + step], whole[40 + step : 40 + 2 * step]
    plain = PlainFile(io.BytesIO(whole[:40] + second + first + whole[40 + 2 * step :]), ID, KEY, 3 * SEGMENT)
    for number in (0, 1):
        with pytest.raises(SystemFault, match=r"vault\.altered"):
            plain.read_at(number * SEGMENT, 1)


def test_few_segments_are_held_and_closing_wipes_them(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "vault", KEY)
    content = b"plain" * (12 * SEGMENT // 5)
    plain = vault.plain_file(vault.put(ID, io.BytesIO(content)))
    for number in range(12):
        assert plain.read_at(number * SEGMENT, 5)
    held = list(plain._held.values())
    assert len(held) == HELD_SEGMENTS
    plain.close()
    assert not any(any(segment) for segment in held)
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        plain.read_at(0, 1)
    plain.close()


def test_a_segment_that_does_not_open_leaves_nothing_of_the_one_that_made_room_for_it() -> None:
    count = HELD_SEGMENTS + 1
    file = io.BytesIO()
    seal(io.BytesIO(os.urandom(count * SEGMENT)), file, ID, KEY, b"prefix7")
    changed = bytearray(file.getvalue())
    changed[-1] ^= 1
    plain = PlainFile(io.BytesIO(changed), ID, KEY, count * SEGMENT)
    for number in range(HELD_SEGMENTS):
        plain.read_at(number * SEGMENT, 1)
    oldest = plain._held[0]
    assert any(oldest)
    with pytest.raises(SystemFault, match=r"vault\.altered"):
        plain.read_at(HELD_SEGMENTS * SEGMENT, 1)
    assert not any(oldest)
    plain.close()


def test_a_missing_file_is_told_as_missing(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "vault", KEY)
    there = vault.put(ID, io.BytesIO(b"film"))
    vault.discard(ID)
    with pytest.raises(SystemFault, match=r"vault\.missing"):
        vault.plain_file(there)

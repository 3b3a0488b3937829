"""What is decoded ahead: bounded, taken by its time, and wiped whenever it is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.records import PlayedPicture, PlayedSound
from ui.desktop.screens.recordings.ahead import Ahead

BYTES_A_MS = 192


def picture(at_ms: int) -> PlayedPicture:
    return PlayedPicture(at_ms, 1, 1, bytearray(b"\1\2\3"))


def sound(at_ms: int, length_ms: int = 20) -> PlayedSound:
    return PlayedSound(at_ms, bytearray(b"\5" * (length_ms * BYTES_A_MS)))


def test_the_picture_that_is_due_is_taken_and_those_before_it_are_wiped() -> None:
    ahead = Ahead()
    given_ = [picture(at) for at in (0, 40, 80, 120)]
    for each in given_:
        ahead.put(each)
    assert ahead.picture(90) is given_[2]
    assert [any(each.rgb) for each in given_] == [False, False, True, True]
    assert ahead.picture(100) is None, "the one that is shown stays"


def test_no_more_is_decoded_than_is_needed_and_a_side_that_lags_is_waited_for_within_bounds() -> None:
    ahead = Ahead()
    for number in range(6):
        assert ahead.wanted() == (True, None)
        ahead.put(picture(number * 40))
    for number in range(20):
        assert ahead.wanted() == (True, None), "sound is still missing"
        ahead.put(sound(number * 20))
    assert ahead.wanted() == (False, None)
    lagging = Ahead()
    for number in range(60):
        lagging.put(picture(number * 40))
    assert lagging.wanted() == (False, None), "a file whose sound never comes does not fill the memory"


def test_a_seek_drops_what_was_decoded_and_what_still_arrives_for_the_place_before() -> None:
    ahead = Ahead()
    old, late = picture(0), picture(40)
    ahead.put(old)
    ahead.seek(5_000)
    ahead.put(late)
    assert not any(old.rgb) and not any(late.rgb)
    assert ahead.wanted() == (True, 5_000)
    new = picture(5_000)
    ahead.put(new)
    assert ahead.first_picture() is new


def test_the_end_is_over_only_when_all_was_taken() -> None:
    ahead = Ahead()
    ahead.put(picture(0))
    ahead.put(None)
    assert not ahead.is_over
    assert not ahead.is_waiting
    assert ahead.picture(0) is not None
    assert ahead.is_over
    ahead.seek(0)
    assert not ahead.is_over


@given(st.lists(st.integers(1, 60), max_size=12), st.lists(st.integers(0, 9_000), max_size=30))
def test_sound_is_taken_whole_in_order_and_never_beyond_what_was_asked(
    lengths: list[int], asked: list[int]
) -> None:
    ahead, at, whole = Ahead(), 0, bytearray()
    for number, length in enumerate(lengths):
        piece = PlayedSound(at, bytearray([number + 1]) * (length * BYTES_A_MS))
        whole += piece.pcm
        ahead.put(piece)
        at += length
    taken = bytearray()
    for most in asked:
        got = ahead.sound(0, most)
        assert len(got) <= most
        assert len(got) % 4 == 0
        taken += got
    assert whole.startswith(taken)


def test_sound_the_picture_has_left_behind_is_not_played() -> None:
    ahead = Ahead()
    ahead.put(sound(0))
    ahead.put(sound(900))
    assert ahead.sound(1_000, 1 << 20) == bytes(b"\5" * (20 * BYTES_A_MS))


def test_closing_wipes_everything_and_takes_nothing_more() -> None:
    ahead = Ahead()
    shown, heard = picture(0), sound(0)
    ahead.put(shown)
    ahead.put(heard)
    ahead.close()
    late = picture(40)
    ahead.put(late)
    assert not any(shown.rgb) and not any(heard.pcm) and not any(late.rgb)
    assert ahead.wanted() == (False, None)

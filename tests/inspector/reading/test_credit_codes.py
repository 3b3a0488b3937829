"""Misread credit codes are put right by their check characters, and only where one answer fits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.codes.credit_code import ALPHABET, body_check_character, check, check_character
from inspector.reading.credit_codes import proposals

CODE = "91360200MA1XG6125D"
LEFT_OUT = {"1": "I", "0": "O", "5": "S", "2": "Z", "U": "V"}


@st.composite
def codes(draw: st.DrawFn) -> str:
    body = draw(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
    first = f"91{draw(st.integers(110000, 659999))}{body}{body_check_character(body)}"
    return first + check_character(first)


@given(codes())
def test_what_is_well_formed_stays_as_read(code: str) -> None:
    assert [each.code for each in proposals(f"统一社会信用代码：{code[:9]} {code[9:]}")] == [code]


@given(codes(), st.data())
def test_letters_no_code_has_are_read_as_what_they_look_like(code: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(code) if character in LEFT_OUT]
    if places:
        place = data.draw(st.sampled_from(places))
        read = code[:place] + LEFT_OUT[code[place]] + code[place + 1 :]
        (only,) = proposals(read)
        assert (only.code, only.changed) == (code, (place + 1,))


@settings(max_examples=30)
@given(st.sampled_from(range(18)), st.sampled_from(ALPHABET))
def test_what_is_proposed_after_a_change_is_always_well_formed(place: int, character: str) -> None:
    read = CODE[:place] + character + CODE[place + 1 :]
    for each in proposals(read):
        assert check(each.code).valid or each.code == read
        assert len(each.changed) <= 2


def test_a_look_alike_is_mended() -> None:
    (only,) = proposals(CODE.replace("G6", "GG"))
    assert (only.code, only.read, only.changed) == (CODE, "91360200MA1XGG125D", (14,))


def test_what_cannot_be_mended_is_proposed_as_read() -> None:
    (only,) = proposals("91360200XXXXXXXXXX")
    assert only.code == "91360200XXXXXXXXXX"
    assert proposals("电话 0798-8888888") == ()

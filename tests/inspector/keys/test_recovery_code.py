"""The recovery code read off paper by a person in a hurry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.keys.recovery_code import looks_like_code, new_recovery_code, recovery_secret

SIGNS = "0123456789ACDEFGHJKMNPQRTVWXY"
codes = st.binary(min_size=32, max_size=32).map(lambda raw: new_recovery_code(lambda _: raw))


def wrong_group(text: str) -> object:
    with pytest.raises(InputError) as told:
        recovery_secret(text)
    assert told.value.code == "keys.recovery_group"
    return told.value.facts["group"]


@given(codes)
@settings(max_examples=50)
def test_a_code_is_eight_groups_of_six_unmistakable_signs(code: str) -> None:
    groups = code.split("-")
    assert [len(group) for group in groups] == [6] * 8
    assert set("".join(groups)) <= set(SIGNS)
    assert looks_like_code(code)


@given(codes, st.sampled_from(["-", " ", "", " - ", "－", "  "]), st.booleans())
@settings(max_examples=50)
def test_spacing_and_case_do_not_matter(code: str, between: str, is_lower: bool) -> None:
    typed = code.replace("-", between)
    assert recovery_secret(typed.lower() if is_lower else typed) == recovery_secret(code)


@given(codes)
@settings(max_examples=50)
def test_look_alike_letters_are_forgiven(code: str) -> None:
    typed = code.translate(str.maketrans("01582", "OISBZ"))
    assert recovery_secret(typed) == recovery_secret(code)


@given(codes, st.integers(0, 7), st.integers(0, 5), st.sampled_from(SIGNS))
@settings(max_examples=200)
def test_every_wrong_sign_is_found_in_its_group(code: str, group: int, place: int, sign: str) -> None:
    groups = code.split("-")
    changed = groups[group][:place] + sign + groups[group][place + 1 :]
    if changed != groups[group]:
        groups[group] = changed
        assert wrong_group("-".join(groups)) == group + 1


@given(codes, st.integers(0, 7), st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=200)
def test_two_signs_swapped_are_found(code: str, group: int, one: int, other: int) -> None:
    groups = code.split("-")
    signs = list(groups[group])
    signs[one], signs[other] = signs[other], signs[one]
    if "".join(signs) != groups[group]:
        groups[group] = "".join(signs)
        assert wrong_group("-".join(groups)) == group + 1


@given(codes, st.integers(0, 7), st.integers(0, 7))
@settings(max_examples=50)
def test_two_groups_swapped_are_found(code: str, one: int, other: int) -> None:
    groups = code.split("-")
    groups[one], groups[other] = groups[other], groups[one]
    if one != other:
        assert wrong_group("-".join(groups)) == min(one, other) + 1


@given(codes, st.integers(0, 7))
@settings(max_examples=30)
def test_a_forgotten_group_or_sign_is_found(code: str, group: int) -> None:
    groups = code.split("-")
    assert wrong_group("-".join(groups[:group] + groups[group + 1 :])) == group + 1
    groups[group] = groups[group][:-1]
    assert wrong_group("-".join(groups)) == group + 1


@given(st.text(max_size=80))
@settings(max_examples=100)
def test_any_text_gives_an_answer(text: str) -> None:
    if not looks_like_code(text):
        wrong_group(text)

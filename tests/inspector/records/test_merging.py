"""Three-way merging: one-sided changes are taken, two-sided ones are told, and swapping the sides changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.records.merging import FieldConflict, Prevails, merge

STATES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2", "3"]))
OTHER = {Prevails.OURS: Prevails.THEIRS, Prevails.THEIRS: Prevails.OURS}


@given(STATES, STATES, STATES, st.sampled_from(Prevails))
def test_swapping_the_sides_swaps_nothing_but_the_sides(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], prevails: Prevails
) -> None:
    one = merge(base, ours, theirs, prevails=prevails)
    other = merge(base, theirs, ours, prevails=OTHER[prevails])
    assert one.values == other.values
    assert one.conflicts == tuple(FieldConflict(c.field, c.base, c.theirs, c.ours) for c in other.conflicts)


@given(STATES, STATES, STATES, st.sampled_from(Prevails))
def test_no_change_of_either_side_is_lost_without_being_told(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], prevails: Prevails
) -> None:
    merged = merge(base, ours, theirs, prevails=prevails)
    told = {each.field: {each.ours, each.theirs} for each in merged.conflicts}
    for side in (ours, theirs):
        for field in {*base, *side}:
            changed = side.get(field) != base.get(field)
            kept = merged.values.get(field) == side.get(field)
            assert not changed or kept or side.get(field) in told[field]


@given(STATES, STATES, STATES, st.sampled_from(Prevails))
def test_nothing_is_made_up_and_only_differing_changes_are_told(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], prevails: Prevails
) -> None:
    merged = merge(base, ours, theirs, prevails=prevails)
    for field, value in merged.values.items():
        assert value in {ours.get(field), theirs.get(field)}
    for each in merged.conflicts:
        assert len({each.base, each.ours, each.theirs}) == 3


@given(STATES, STATES, st.sampled_from(Prevails))
def test_a_side_that_changed_nothing_yields(
    base: dict[str, str], other: dict[str, str], prevails: Prevails
) -> None:
    for merged in (
        merge(base, base, other, prevails=prevails),
        merge(base, other, base, prevails=prevails),
        merge(base, other, other, prevails=prevails),
    ):
        assert merged.values == other
        assert not merged.conflicts


def test_an_edit_wins_over_taking_away_whoever_prevails() -> None:
    for prevails in Prevails:
        merged = merge({"a": "1"}, {}, {"a": "2"}, prevails=prevails)
        assert merged.values == {"a": "2"}
        assert merged.conflicts == (FieldConflict("a", "1", None, "2"),)

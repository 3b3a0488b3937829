"""Rows and photos are named in runs, however many there are."""

import pytest

from inspector.actions.number_runs import number_runs


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([], ""), ([4], "4"), ([3, 1, 2, 7], "1至3、7"), (list(range(1, 61)), "1至60")],
)
def test_neighbouring_numbers_are_written_as_a_run(numbers: list[int], written: str) -> None:
    assert number_runs(numbers) == written

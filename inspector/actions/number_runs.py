"""Numbers of rows, photos and pages as an officer writes them."""

from __future__ import annotations


def number_runs(numbers: list[int]) -> str:
    """Return the numbers of rows or photos as an officer writes them: 1, 2, 3, 7 as 1至3、7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}至{run[-1]}" for run in runs)

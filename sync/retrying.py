"""When to try again after the way to the centre was cut: soon at first, then ever more rarely, never all at once."""

from __future__ import annotations

FIRST_S = 5.0
LONGEST_S = 15 * 60.0
_DOUBLINGS = 16


def pause_s(tries: int, chance: float, asked_s: float = 0.0) -> float:
    """Return the seconds to wait after the `tries`-th try in a row that failed.

    It doubles from `FIRST_S` to `LONGEST_S`; of that a random half is spread out (`chance` from 0 to 1), so that the
    devices of a bureau do not come back in one moment. A centre that asked for `asked_s` (Retry-After) gets at
    least these, up to the longest pause.
    """
    full = min(LONGEST_S, FIRST_S * 2.0 ** min(max(tries - 1, 0), _DOUBLINGS))
    return max(full * (0.5 + 0.5 * chance), min(asked_s, LONGEST_S))

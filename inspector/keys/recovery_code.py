"""The printed recovery code: eight groups of six, each checking itself.

29 signs that cannot be mistaken for one another; five carry the secret, the sixth is a weighted sum
modulo 29. 29 is prime, so one wrong sign and any two signs swapped are always found, and the number
of the group goes into the sum, so swapped groups are found too. 40 signs hold 194 bits.
"""

from __future__ import annotations

import re
import unicodedata

from inspector.errors import InputError
from inspector.ids import RandomBytes

_SIGNS = "0123456789ACDEFGHJKMNPQRTVWXY"
_VALUE = {sign: value for value, sign in enumerate(_SIGNS)}
_LOOK_ALIKES = str.maketrans("BILOSUZ", "81105V2")
_GROUPS = 8
_SIZE = 6
_BETWEEN = re.compile(r"[\s\-‐-―－·.,，]+")


def new_recovery_code(random: RandomBytes) -> str:
    """Make a code, e.g. `4H7KQT-…`, eight groups joined by hyphens."""
    # 256 bits reduced to 194: the deviation from uniform is below 2^-61
    number = int.from_bytes(random(32), "big")
    groups = []
    for index in range(_GROUPS):
        values = []
        for _ in range(_SIZE - 1):
            number, value = divmod(number, len(_SIGNS))
            values.append(value)
        groups.append("".join(_SIGNS[value] for value in [*values, _check(index, values)]))
    return "-".join(groups)


def looks_like_code(text: str) -> bool:
    """Tell whether somebody meant to type the code: at least half of its groups check."""
    groups = _groups(text)
    return len(groups) == _GROUPS and sum(_holds(i, group) for i, group in enumerate(groups)) * 2 >= _GROUPS


def recovery_secret(text: str) -> bytes:
    """Return the secret that a typed code stands for, forgiving case, spaces and look-alike letters.

    Raises:
        InputError: `keys.recovery_group` with `group` counted from 1 for the first group that is wrong.
    """
    groups = _groups(text)
    for index, group in enumerate(groups):
        if not _holds(index, group):
            raise InputError("keys.recovery_group", group=index + 1)
    if len(groups) != _GROUPS:
        raise InputError("keys.recovery_group", group=min(len(groups), _GROUPS) + 1)
    return "".join(group[:-1] for group in groups).encode("ascii")


def _groups(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    groups = [group for group in _BETWEEN.split(plain) if group]
    if len(groups) == 1:  # typed without any mark between the groups
        groups = [plain.strip()[at : at + _SIZE] for at in range(0, len(plain.strip()), _SIZE)]
    return groups


def _holds(index: int, group: str) -> bool:
    values = [_VALUE.get(sign, -1) for sign in group]
    return len(values) == _SIZE and min(values) >= 0 and values[-1] == _check(index, values[:-1])


def _check(index: int, values: list[int]) -> int:
    weighted = sum(weight * value for weight, value in enumerate(values, 2))
    return (weighted + 7 * (index + 1)) % len(_SIGNS)

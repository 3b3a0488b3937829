"""Field by field, three ways: what changed on one side only is taken, what changed on both is never chosen in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Prevails(StrEnum):
    """Whose value stands in the record while a person has not decided yet."""

    OURS = "ours"
    """Facts of the stand."""
    THEIRS = "theirs"
    """Administrative fields: the office's."""


@dataclass(frozen=True)
class FieldConflict:
    """One field both sides changed; None says that a side took the value away, or never had one."""

    field: str
    base: str | None
    ours: str | None
    theirs: str | None


@dataclass(frozen=True)
class Merged:
    """What stands after a merge, and what a person has to decide."""

    values: Mapping[str, str]
    conflicts: tuple[FieldConflict, ...]
    """By field name."""


def merge(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], *, prevails: Prevails
) -> Merged:
    """Merge two later states of `base`; a field that is missing has no value.

    An edit wins over taking away, whoever prevails. Swapping the sides together with `prevails` gives the same
    values and the same conflicts with their sides swapped.
    """
    values: dict[str, str] = {}
    conflicts = []
    for field in sorted({*base, *ours, *theirs}):
        was, mine, its = base.get(field), ours.get(field), theirs.get(field)
        if its in {mine, was}:
            merged = mine
        elif mine == was:
            merged = its
        else:
            conflicts.append(FieldConflict(field, was, mine, its))
            first, second = (mine, its) if prevails is Prevails.OURS else (its, mine)
            merged = first if first is not None else second
        if merged is not None:
            values[field] = merged
    return Merged(values, tuple(conflicts))

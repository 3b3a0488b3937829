"""What one version of the law pack says otherwise than another, place by place."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NAMES = (("rights", "measure"), ("id", "from"), ("id",), ("label",), ("code",), ("year",), ("right",))
"""What tells the rows of a table apart, whichever of these a row has."""


@dataclass(frozen=True)
class Difference:
    """One place at which two packs differ."""

    table: str
    """File name of the table."""
    place: str
    """Names of the rows and fields down to it."""
    before: str
    """Empty where the place is new."""
    after: str
    """Empty where the place is gone."""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Compare the texts of two sound packs; comments and the order of named rows make no difference."""
    return tuple(
        Difference(table, "·".join(place), _text(old), _text(new))
        for table in dict.fromkeys((*before, *after))
        for place, old, new in _compared(
            (), tomllib.loads(before.get(table, "")), tomllib.loads(after.get(table, ""))
        )
    )


def _compared(place: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if old == new:
        return
    if isinstance(old, list) or isinstance(new, list):
        old, new = ([] if value is None else value for value in (old, new))  # its rows one by one
    left, right = _by_name(old), _by_name(new)
    if left is None or right is None:
        yield place, old, new
        return
    for name in dict.fromkeys((*left, *right)):
        yield from _compared((*place, name), left.get(name), right.get(name))


def _by_name(value: Any) -> dict[str, Any] | None:
    """Return what lies in a value by name; None for one that is shown whole."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return None
    named = {_name(row): row for row in value}
    return named if "" not in named and len(named) == len(value) else None


def _name(row: dict[str, Any]) -> str:
    keys = next((keys for keys in _NAMES if all(key in row for key in keys)), ())
    return " ".join("/".join(row[key]) if isinstance(row[key], list) else str(row[key]) for key in keys)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)

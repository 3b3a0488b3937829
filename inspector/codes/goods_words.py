"""Words for ceramic goods: what a name on the list goes on with, and the unit a ware is usually counted in.

The words are data (`resources/goods/ceramics.toml`); nothing is put on a list that the officer did not see.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from inspector.lookup import Sought, folded

_LETTERS = re.compile("[a-z]+$")


@dataclass(frozen=True)
class GoodsWords:
    """The dictionary."""

    decorations: tuple[str, ...]
    wares: dict[str, str]
    """Ware to usual unit."""
    units: tuple[str, ...]

    def usual_unit(self, name: str) -> str:
        """Return the unit of the longest ware the name ends with; empty if it is in no dictionary."""
        known = [ware for ware in self.wares if name.endswith(ware)]
        return self.wares[max(known, key=len)] if known else ""


@cache
def goods_words() -> GoodsWords:
    """Return the dictionary that ships with the product."""
    text = (resources.files("resources") / "goods" / "ceramics.toml").read_text("utf-8")
    data = tomllib.loads(text)
    wares = {ware: unit for unit, names in data["wares"].items() for ware in names}
    return GoodsWords(tuple(data["decorations"]), wares, tuple(data["units"]))


def proposed_names(typed: str, listed: Sequence[str] = (), limit: int = 8) -> tuple[str, ...]:
    """Return how a name may go on: names listed before that begin so, then words of the dictionary.

    Letters at the end are first letters of pinyin: "gw" → 盖碗, "青花gw" → 青花盖碗, "qhgw" → 青花盖碗.
    """
    typed = typed.strip()
    if not typed:
        return ()
    names = dict.fromkeys(name for name in (*_listed(typed, listed), *_composed(typed)) if name != typed)
    return tuple(names)[:limit]


def proposed_units(typed: str) -> tuple[str, ...]:
    """Return the units that begin so, by their sign or first letter."""
    query = folded(typed)
    return tuple(unit for unit in goods_words().units if Sought(unit).rank(query) is not None)


def _listed(typed: str, listed: Sequence[str]) -> Iterator[str]:
    query = folded(typed)
    ranked = [(rank, name) for name in listed if (rank := Sought(name).rank(query)) is not None]
    return (name for _, name in sorted(ranked, key=lambda pair: pair[0]))


def _composed(typed: str) -> Iterator[str]:
    letters = _LETTERS.search(typed)
    if letters is None:
        yield from _going_on(typed)
        return
    head, spelt = typed[: letters.start()], letters.group()
    decorations, wares = _sought()
    for word in (*wares, *decorations):
        if word.begins_with(spelt):
            yield head + word.text
    for first in decorations:
        if len(first) < len(spelt) and first.is_spelt(spelt[: len(first)]):
            for second in wares:
                if second.begins_with(spelt[len(first) :]):
                    yield head + first.text + second.text


def _going_on(typed: str) -> Iterator[str]:
    """A word of the dictionary whose beginning the name ends with, the longest beginning first."""
    words = goods_words()
    whole = max((len(ware) for ware in words.wares if typed.endswith(ware)), default=1)
    for length in range(min(len(typed), 5), whole - 1, -1):
        head, begun = typed[:-length], typed[-length:]
        for word in (*words.wares, *words.decorations):
            if word.startswith(begun) and word != begun:
                yield head + word


@cache
def _sought() -> tuple[tuple[Sought, ...], tuple[Sought, ...]]:
    words = goods_words()
    by_length = sorted(words.wares, key=len)
    return tuple(map(Sought, words.decorations)), tuple(map(Sought, by_length))

"""Words for ceramic goods: what a name on the list goes on with, and the unit a ware is usually counted in.

The words are data (`resources/goods/ceramics.toml`); nothing is put on a list that the officer did not see.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources

from inspector.lookup import Sought, folded

_LETTERS = re.compile("[a-z]+$")


class Fit(IntEnum):
    """How well a name fits what was typed, the best first."""

    SPELT = 0
    """The letters are its first letters from beginning to end."""
    BEGINS = 1
    """It begins with the characters."""
    SPELT_SO_FAR = 2
    PART = 3
    """The characters stand inside."""
    SPELT_INSIDE = 4
    """Its letters stand inside, or begin it by a reading a character rarely has."""


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
    """Return how a name may go on, the best fit first; among equal fits what was listed before, the oftenest first.

    Letters at the end are first letters of pinyin: "gw" → 盖碗, "青花gw" → 青花盖碗, "qhgw" → 青花盖碗.
    """
    typed = typed.strip()
    if not typed:
        return ()
    times = Counter(listed)
    fits: dict[str, Fit] = {}
    for fit, name in (*_listed(typed, times), *_composed(typed)):
        if name != typed:
            fits[name] = min(fit, fits.get(name, fit))
    return tuple(sorted(fits, key=lambda name: (fits[name], -times[name])))[:limit]


def proposed_units(typed: str) -> tuple[str, ...]:
    """Return the units that begin so, by their sign or first letter."""
    query = folded(typed)
    return tuple(unit for unit in goods_words().units if Sought(unit).rank(query) is not None)


def _listed(typed: str, names: Iterable[str]) -> Iterator[tuple[Fit, str]]:
    query = folded(typed)
    by_rank = (Fit.BEGINS, Fit.PART, Fit.SPELT_SO_FAR, Fit.SPELT_INSIDE)
    for name in names:
        sought = Sought(name)
        if sought.is_spelt(query):
            yield Fit.SPELT, name
        elif (rank := sought.rank(query)) is not None:
            yield by_rank[rank], name


def _composed(typed: str) -> Iterator[tuple[Fit, str]]:
    letters = _LETTERS.search(typed)
    if letters is None:
        yield from ((Fit.BEGINS, name) for name in _going_on(typed))
        return
    head, spelt = typed[: letters.start()], letters.group()
    decorations, wares = _sought()
    for word in (*wares, *decorations):
        if word.begins_with(spelt):
            yield _spelt(word, spelt), head + word.text
    for first in decorations:
        if len(first) < len(spelt) and first.is_spelt(spelt[: len(first)]):
            rest = spelt[len(first) :]
            for second in wares:
                if second.begins_with(rest):
                    yield _spelt(second, rest), head + first.text + second.text


def _spelt(word: Sought, letters: str) -> Fit:
    if not word.is_usually_spelt(letters):
        return Fit.SPELT_INSIDE
    return Fit.SPELT if word.is_spelt(letters) else Fit.SPELT_SO_FAR


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

"""Finding Chinese words by their first letters of pinyin or a part of them: "jdz" finds 景德镇. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

_BETWEEN = re.compile(r"[\s\-_.·•()（）/]+")


def folded(text: str) -> str:
    """Return the text as it is compared: half-width, lower case, without blanks, hyphens and brackets."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


@cache
def first_letters(character: str) -> frozenset[str]:
    """Return the first letters of every reading of a character, itself where it is no Chinese one."""
    if character < "\u3400":
        return frozenset(character)
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(readings[0]) if readings else frozenset(character)


@dataclass(frozen=True)
class Sought:
    """A text that can be found."""

    text: str

    @cached_property
    def _folded(self) -> str:
        return folded(self.text)

    @cached_property
    def _letters(self) -> tuple[frozenset[str], ...]:
        return tuple(map(first_letters, self._folded))

    def rank(self, query: str) -> int | None:
        """Return how well a folded query fits, 0 the best: the beginning, a part, the first letters; None if not."""
        if self._folded.startswith(query):
            return 0
        if query in self._folded:
            return 1
        if not query.isascii():
            return None
        starts = range(len(self._letters) - len(query) + 1)
        place = next((start for start in starts if self._spells(query, start)), None)
        return None if place is None else 3 if place else 2

    def begins_with(self, letters: str) -> bool:
        """Tell whether the text's first letters begin so."""
        return len(self._letters) >= len(letters) and self._spells(letters, 0)

    def is_spelt(self, letters: str) -> bool:
        """Tell whether these are the text's first letters from beginning to end."""
        return len(self._letters) == len(letters) and self._spells(letters, 0)

    def is_usually_spelt(self, letters: str) -> bool:
        """Tell whether the letters begin the text as it is usually read: 将军罐 is jjg, though 将 has a reading with q."""
        return self._usual.startswith(letters)

    @cached_property
    def _usual(self) -> str:
        from pypinyin import Style, pinyin

        return "".join(each[0] for each in pinyin(self._folded, style=Style.FIRST_LETTER))

    def __len__(self) -> int:
        """Return the number of letters that spell it."""
        return len(self._letters)

    def _spells(self, letters: str, start: int) -> bool:
        return all(letter in self._letters[start + place] for place, letter in enumerate(letters))


def found(query: str, among: Sequence[Sequence[Sought]], limit: int) -> list[int]:
    """Return the places of what fits best, each described by several texts; every word of the query has to fit one.

    Where nothing is asked everything fits, in its own order.
    """
    words = [word for part in query.split() if (word := folded(part))]
    ranked: list[tuple[int, int]] = []
    for place, texts in enumerate(among):
        ranks = [_best(word, texts) for word in words]
        if all(rank is not None for rank in ranks):
            ranked.append((sum(rank for rank in ranks if rank is not None), place))
    return [place for _, place in sorted(ranked)[:limit]]


def _best(word: str, texts: Iterable[Sought]) -> int | None:
    ranks = [rank for text in texts if (rank := text.rank(word)) is not None]
    return min(ranks, default=None)

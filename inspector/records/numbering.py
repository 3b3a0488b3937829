"""How document numbers are written: the class of each form and the bureau's pattern, as text and read back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

_PATTERN = re.compile(r"(?:[一-鿿]|\{short\}){0,20}\{class\}〔\{year\}〕第?\{number\}号")
"""What may vary is what stands before the class, 第, and how many digits; the rest is GB/T 9704, 7.2.5, and is what
numbers given by an earlier pattern are still read by."""
_CLASS = re.compile(r"[一-鿿]{1,6}")
_NUMBER = re.compile(r"(?P<before>[一-鿿㐀-䶿𠀀-𲎯]+)〔(?P<year>\d{4})〕第?(?P<number>\d+)号")
_USUAL = "市监"
_MOST_DIGITS = 6


@dataclass(frozen=True)
class NumberRead:
    """A document number taken apart."""

    kind: str
    year: int
    number: int


@dataclass(frozen=True)
class Numbering:
    """The numbers of one bureau, e.g. 样市监强制〔2026〕12号."""

    classes: Mapping[str, str]
    """类 by form number; forms that are not here carry no number."""
    pattern: str
    """With {short}, {class}, {year} and {number}."""
    digits: int = 1
    """A shorter number is filled up with zeros to so many digits; GB/T 9704 has none."""

    def text(self, short_name: str, kind: str, year: int, number: int) -> str:
        """Return a number as it is printed; `short_name` is 地简称."""
        filled = {"class": kind, "short": short_name, "year": year, "number": f"{number:0{self.digits}}"}
        return self.pattern.format_map(filled)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it."""
        if not _PATTERN.fullmatch(self.pattern) or self.pattern.count("{short}") > 1:
            yield "numbers.pattern: 〔文字〕{short}〔文字〕{class}〔{year}〕{number}号 / …〔{year}〕第{number}号"
        if not 1 <= self.digits <= _MOST_DIGITS:
            yield f"numbers.digits: 1…{_MOST_DIGITS}"
        for form, kind in self.classes.items():
            if not _CLASS.fullmatch(kind):
                yield f"numbers.classes.{form}: {kind[:20]!r}"
            for other, longer in self.classes.items():
                if other != form and longer.endswith(kind):
                    yield f"numbers.classes.{form}, {other}: {kind}, {longer}"


def read_number(text: str, kinds: Collection[str] = ()) -> NumberRead | None:
    """Return the parts of a document number, whatever a bureau writes before its class; None if it is none.

    The class is the longest of `kinds` it ends with, else what follows 市监.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    known = [kind for kind in kinds if found["before"].endswith(kind)]
    kind = max(known, key=len, default=found["before"].rpartition(_USUAL)[2])
    return NumberRead(kind, int(found["year"]), int(found["number"]))

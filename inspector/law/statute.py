"""Statutes in their versions, and citations of them that say which version is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

_DIGITS = "零一二三四五六七八九"


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a statute and the days it is in force."""

    label: str
    """As cited, e.g. 2019年修正; names the version."""
    first_day: date = msgspec.field(name="from")
    last_day: date | None = msgspec.field(default=None, name="to")
    """None while no later version is known."""
    articles: int = 0
    """Number of articles; 0 where it is not known."""
    confirmed: bool = True
    """False until read in an official text."""
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        """Tell whether this version applies on `day`."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Statute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One law or regulation with all versions the pack knows, oldest first."""

    id: str
    zh: str
    en: str
    versions: tuple[Version, ...] = msgspec.field(name="version")

    def version_on(self, day: date) -> Version | None:
        """Return the version in force on `day`, or None if the pack knows none."""
        return next((version for version in self.versions if version.is_in_force(day)), None)

    def version(self, label: str) -> Version | None:
        """Return the version of that label."""
        return next((version for version in self.versions if version.label == label), None)


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in one version of a statute, as the tables of the pack write it."""

    law: str
    version: str
    article: int
    paragraph: int = 0
    item: int = 0


@dataclass(frozen=True)
class Citation:
    """A place in the law as a notice prints it."""

    law: str
    """Statute id, e.g. "trademark"."""
    name: str
    """Full Chinese name without title marks."""
    version: str
    """Label of the version, e.g. 2019年修正."""
    article: str
    """Number of the article in digits."""
    item: str = ""
    """Paragraph and item in words, e.g. 第一款第（四）项."""

    @property
    def place(self) -> str:
        """Article, paragraph and item in words."""
        return f"第{numeral(int(self.article))}条{self.item}"

    @property
    def text(self) -> str:
        """The whole citation with its version, e.g. 《…商标法》（2019年修正）第六十二条第一款第（四）项."""
        return f"《{self.name}》（{self.version}）{self.place}"


def joined(citations: Iterable[Citation], *, short: bool = False) -> str:
    """Join citations for running text, each statute named once; `short` leaves the versions out."""
    words = ""
    before: Citation | None = None
    for citation in citations:
        if before is None or (citation.law, citation.version) != (before.law, before.version):
            version = "" if short else f"（{citation.version}）"
            words += ("、" if before else "") + f"《{citation.name}》{version}{citation.place}"
        elif citation.article == before.article and citation.item:
            words += f"、{citation.item}"
        else:
            words += f"、{citation.place}"
        before = citation
    return words


def cite(statute: Statute, reference: Reference) -> Citation:
    """Word a reference for print."""
    paragraph = f"第{numeral(reference.paragraph)}款" if reference.paragraph else ""
    item = f"第（{numeral(reference.item)}）项" if reference.item else ""
    return Citation(statute.id, statute.zh, reference.version, str(reference.article), paragraph + item)


def numeral(number: int) -> str:
    """Return 1 to 999 in Chinese numerals as statutes count, e.g. 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and units:
        words += "零"
    return words + (_DIGITS[units] if units else "")

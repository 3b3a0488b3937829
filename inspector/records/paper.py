"""Papers an officer writes beyond the record of the visit: what is asked, and what was written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from inspector.clock import CHINA

_AMOUNT = re.compile(r"(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,2})?", re.ASCII)
"""A comma parts thousands and nothing else: 1,5 is neither one and a half nor fifteen."""
_SPOKEN = re.compile(r"([问答])[:：]")

AskKind = Literal["line", "text", "moment", "day", "amount", "choice", "dialogue", "photos"]


@dataclass(frozen=True)
class When:
    """An answer on which something depends: it applies while `name` is one of `values`."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One thing the officer fills in, as the form's file states it."""

    name: str
    label: str
    en: str
    kind: AskKind = "line"
    required: bool = False
    choices: tuple[str, ...] = ()
    """As printed; the paper shows all of them with the chosen one ticked."""
    proposed: str = ""
    """Name of the value it begins with, e.g. "party.representative", or a text after "="."""
    when: When | None = None
    """Asked only then."""

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Tell whether it is asked, given the other answers."""
        return self.when is None or answers.get(self.when.name, "") in self.when.values


@dataclass(frozen=True)
class PaperSheet:
    """What the actions and the screen know of a form that an officer fills in."""

    form: str
    title: str
    english: str
    basis: str
    """By which article it is written."""
    asks: tuple[Ask, ...]
    signs: tuple[str, ...]
    """Who signs: "party", "officer", "witness"; empty where only the seal belongs on it."""
    party: str
    """Name of the answer that says who signs for the party; empty: whoever stands for the party."""
    witness: str = ""
    """Name of the answer that names a witness, who then signs it too."""
    confirm: str = ""
    """What of it the legal unit still has to confirm."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Number and title of forms, one of which has to be issued before it; empty: none has to."""
    unsigned_by_party: When | None = None
    """The party is not asked to sign then."""

    def signs_for(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return who signs a paper with these answers."""
        absent = self.unsigned_by_party
        is_absent = absent is not None and answers.get(absent.name, "") in absent.values
        return tuple(role for role in self.signs if role != "party" or not is_absent)

    def witness_of(self, answers: Mapping[str, str]) -> str:
        """Return the witness who signs a paper with these answers, or the empty string."""
        asked = any(ask.name == self.witness and ask.applies(answers) for ask in self.asks)
        return re.split("[，,、；;（(\n]", answers.get(self.witness, "").strip())[0].strip() if asked else ""


@dataclass(frozen=True)
class Paper:
    """One such paper being written; issuing it makes a notice that names it."""

    id: str
    inspection_id: str
    form: str
    """Number among the 56, e.g. "14"."""
    begun: datetime
    answers: dict[str, str] = field(default_factory=dict)
    """By the name of what is asked."""
    photo_ids: tuple[str, ...] = ()
    """Photos it shows, in the order of the inspection's photos."""


def moment_of(text: str) -> datetime | None:
    """Return the minute in China that a text such as 2026-11-23 09:05 means, or None."""
    try:
        return datetime.strptime(" ".join(text.split()), "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    except ValueError:
        return None


def span_of(paper: Paper) -> tuple[datetime, datetime] | None:
    """Return from when to when a paper says it was written; None while either cannot be read."""
    started, ended = (moment_of(paper.answers.get(name, "")) for name in ("started", "ended"))
    return (started, ended) if started and ended else None


def day_of(text: str) -> date | None:
    """Return the day a text such as 2026-11-23 means, or None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def amount_of(text: str) -> Decimal | None:
    """Return the yuan a text such as 3,000.50 means, or None."""
    plain = text.replace("，", ",").strip()
    return Decimal(plain.replace(",", "")) if _AMOUNT.fullmatch(plain) else None


@dataclass(frozen=True)
class Exchange:
    """One question of an interview and what was answered."""

    question: str
    answer: str


def exchanges(text: str) -> tuple[Exchange, ...]:
    """Return the questions and answers of a transcript whose lines begin with 问： and 答：; other lines go on."""
    found: list[list[str]] = []
    in_answer = False
    for line in filter(None, map(str.strip, text.splitlines())):
        spoken = _SPOKEN.match(line)
        mark, words = (spoken[1], line[spoken.end() :].strip()) if spoken else ("", line)
        if mark == "问":
            found.append([words, ""])
            in_answer = False
        elif mark == "答" and found and not found[-1][1]:
            found[-1][1] = words
            in_answer = True
        elif found:
            found[-1][in_answer] = f"{found[-1][in_answer]}\n{line}".strip()
        else:
            found.append([line, ""])
    return tuple(Exchange(*each) for each in found)

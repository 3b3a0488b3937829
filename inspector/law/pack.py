"""The law pack: every statute, power and phrase that applies, with the days it is in force."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LawPack:
    """One version of the shipped or imported law data."""

    version: str

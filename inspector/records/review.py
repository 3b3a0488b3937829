"""The review sheet: what the checks of case quality found at one moment, ready to print for the bureau's own file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReviewRow:
    """One finding, in words."""

    number: str
    """Of the check, e.g. F-24."""
    level: str
    """V, E, M or D."""
    is_reminder: bool
    message: str
    article: str
    blocks: tuple[str, ...] = ()
    """Forms that cannot be issued while it stands."""


@dataclass(frozen=True)
class ReviewSheet:
    """All findings, and by which version of the law they were found."""

    rows: tuple[ReviewRow, ...]
    law_version: str
    calendar_to: int
    """Last year whose holidays were known."""
    checks: int
    """How many checks were made."""

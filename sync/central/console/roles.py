"""Who works at the console, and what each may do: four roles, six things."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the office; one account has one role at one bureau."""

    CLERK = "clerk"
    """内勤: keeps the files, takes copies out."""
    REVIEWER = "reviewer"
    """法制: judges the files, and sees who looked at what."""
    LEAD = "lead"
    """带队组长: sees how his teams' inspections arrived; takes nothing out."""
    ADMINISTRATOR = "administrator"
    """Runs accounts and machines; reads no case (docs/adr/0144)."""


class May(StrEnum):
    """What a role allows."""

    SEE_CASES = "see-cases"
    SEE_ARRIVALS = "see-arrivals"
    """How bundles arrive: sizes, times, reasons; no word of a case."""
    EDIT_CASES = "edit-cases"
    """Case number, storage place, status and handler; never what was written at the stand."""
    EXPORT = "export"
    SEE_TRAIL = "see-trail"
    """Who looked at what."""
    RUN_ACCOUNTS = "run-accounts"


_ALLOWED = {
    Role.CLERK: {May.SEE_CASES, May.EDIT_CASES, May.SEE_ARRIVALS, May.EXPORT},
    Role.REVIEWER: {May.SEE_CASES, May.SEE_ARRIVALS, May.EXPORT, May.SEE_TRAIL},
    Role.LEAD: {May.SEE_CASES, May.SEE_ARRIVALS},
    Role.ADMINISTRATOR: {May.SEE_ARRIVALS, May.SEE_TRAIL, May.RUN_ACCOUNTS},
}


def allows(role: Role, what: May) -> bool:
    """Tell whether a role may do something."""
    return what in _ALLOWED[role]

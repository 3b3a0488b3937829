"""The roster of a fair: who stands where, as the organiser's file says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Exhibitor:
    """One line of a roster: what is said of a stand before anybody has been there."""

    name: str
    booth: str = ""
    hall: str = ""
    credit_code: str = ""
    """Only one that checks (GB 32100-2015); what else the file says stands in `remark`."""
    representative: str = ""
    phone: str = ""
    address: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Roster:
    """What one file told of a fair's stands. A fair may have several, for instance one for each hall."""

    id: str
    fair_id: str
    file_name: str
    file_sha256: str
    imported: datetime
    exhibitors: tuple[Exhibitor, ...]
    """In the order of the file."""

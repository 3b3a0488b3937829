"""The fair or market where stands are inspected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Fair:
    """One fair, its days and its place."""

    id: str
    name: str
    venue: str
    address: str
    opens: date
    closes: date
    """Last day."""
    organiser: str = ""
    division_code: str = ""
    """GB/T 2260 of the place, which decides who is competent (行政处罚法 22); empty while nobody said."""

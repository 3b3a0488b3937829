"""Long codes as people read them out: in groups of eight."""

from __future__ import annotations

_GROUP = 8


def grouped(code: str) -> str:
    """Return a fingerprint or id in groups of eight characters."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))

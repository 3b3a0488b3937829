"""The page code: what each printed page says of itself, so that a scan is matched to its notice and page."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PREFIX = "IP1"
_TEXT = re.compile(rf"{_PREFIX}/(?P<notice>[0-9A-Za-z-]{{8,64}})/(?P<page>\d{{1,4}})/(?P<pages>\d{{1,4}})")


@dataclass(frozen=True)
class PageCode:
    """What a page says of itself; `page` counts from 1."""

    notice_id: str
    page: int
    pages: int


def page_code_text(code: PageCode) -> str:
    """Return the code as it stands in the square: capitals need fewer and so larger dots."""
    return f"{_PREFIX}/{code.notice_id}/{code.page}/{code.pages}".upper()


def read_page_code(text: str) -> PageCode | None:
    """Return what a square says, or None if it is not one of ours."""
    found = _TEXT.fullmatch(text)
    return PageCode(found["notice"].lower(), int(found["page"]), int(found["pages"])) if found else None

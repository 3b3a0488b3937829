"""The administrators' table of checks says what the program really does."""

from __future__ import annotations

import re
from pathlib import Path

from inspector.law import load

ROOT = Path(__file__).parents[3]
TABLE = re.compile(r"^\| (F-\d\d) \| [^|]+ \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)


def test_every_rule_of_the_review_list_is_checked_or_says_why_not() -> None:
    rows = {
        number: (when, why.strip())
        for number, when, why in TABLE.findall((ROOT / "docs/admin/checks.md").read_text("utf-8"))
    }
    assert list(rows) == [f"F-{number:02}" for number in range(1, 73)]
    papers = (ROOT / "inspector/law/checks/papers.py").read_text("utf-8")
    checked = {check for check in load().checks if check.startswith("F-")} | set(
        re.findall(r'check="(F-\d\d)"', papers)
    )
    assert {number for number, (when, _) in rows.items() if when != "不在现场查"} == checked
    assert all(why for when, why in rows.values() if when == "不在现场查")

"""What in a law pack still waits for confirmation by the legal unit, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inspector.law.code_lists import Code, CodeList
from inspector.law.deadlines.rules import DeadlineRule
from inspector.law.pack import LawPack
from inspector.law.reading import Power
from inspector.law.statute import Version
from inspector.law.thresholds import Threshold

Table = Literal["statutes", "powers", "deadlines", "thresholds", "code_lists"]
_Row = Version | Power | DeadlineRule | Threshold | CodeList | Code


@dataclass(frozen=True)
class Waiting:
    """One row that is used and shown, but has not been read in an official text or is disputed."""

    table: Table
    name: str
    """What the row is about; for a power its rights and measure, as their codes."""
    note: str
    """What has to be confirmed; may be empty."""
    power: Power | None = None
    """The row itself where it has no name of its own."""


def waiting(pack: LawPack) -> tuple[Waiting, ...]:
    """Return every row that is not confirmed or carries a note, table by table, and how a weekend is taken."""
    rows = [
        Waiting(table, name, row.note, row if isinstance(row, Power) else None)
        for table, name, row in _rows(pack)
        if row.note or not row.confirmed
    ]
    taken = "顺延" if pack.deadlines.rolls_over_weekends else "不顺延"
    return (*rows, Waiting("deadlines", f"期限最后一日是普通周末时是否顺延（现按{taken}）", ""))


def _rows(pack: LawPack) -> Iterator[tuple[Table, str, _Row]]:
    for statute in pack.statutes.values():
        for version in statute.versions:
            yield "statutes", f"《{statute.zh}》（{version.label}）", version
    for power in {id(power): power for power in pack.powers.values()}.values():
        yield "powers", f"{'/'.join(power.rights)} {power.measure}", power
    for rule in pack.deadlines.rule:
        yield "deadlines", f"{rule.id} {rule.from_zh}→{rule.to_zh}", rule
    for line in pack.thresholds.threshold:
        yield "thresholds", line.zh, line
    for each in pack.code_lists.lists:
        yield "code_lists", each.zh, each
        for code in each.codes:
            yield "code_lists", f"{each.zh} {code.code} {code.zh}", code

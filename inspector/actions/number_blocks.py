"""Document numbers of this device: allot a block, declare a number void, and look at all with their gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.records import Bureau, Notice, NumberBlock, VoidNumber
from inspector.records.numbering import Numbering, NumberRead, read_number
from inspector.records.numbers import (
    all_closed,
    are_few,
    blocks_for,
    left_for,
    next_number,
    voids_for,
    with_block,
    with_void,
)

MOST_VOID_AT_ONCE = 100
"""Each is kept with its reason in the bureau's profile; more at once is a mistyped number."""


@dataclass(frozen=True)
class NumberLine:
    """One number that was given or declared void."""

    number: int
    text: str
    state: str
    """issued, superseded or void"""
    reason: str = ""


@dataclass(frozen=True)
class NumberGap:
    """Numbers of a block that stand on no paper and will not be given."""

    first: int
    last: int
    code: str
    """Of the reason, among the messages."""

    @property
    def is_explained(self) -> bool:
        """Tell whether somebody or something accounts for the gap (F-70)."""
        return self.code != "numbers.gap.skipped"


@dataclass(frozen=True)
class ClassYear:
    """All numbers of one class and year on this device."""

    kind: str
    year: int
    blocks: tuple[NumberBlock, ...]
    lines: tuple[NumberLine, ...]
    gaps: tuple[NumberGap, ...]
    next: str
    """The number the next paper gets; empty if there is none."""
    left: int
    """Numbers that can still be given."""
    refusal: InputError | None = None
    """Why there is none, and what to do."""

    @property
    def used(self) -> int:
        """Return how many stand on a paper, those set aside among them."""
        return sum(line.state != "void" for line in self.lines)

    @property
    def void(self) -> int:
        """Return how many were declared void without a paper."""
        return sum(line.state == "void" for line in self.lines)

    @property
    def unexplained(self) -> int:
        """Return how many were passed over without a reason (F-70)."""
        return sum(gap.last - gap.first + 1 for gap in self.gaps if not gap.is_explained)

    @property
    def is_low(self) -> bool:
        """Tell whether it is time to ask for a new block."""
        allotted = sum(block.last - block.first + 1 for block in self.blocks if not block.closed)
        return are_few(self.left, allotted)


def next_text(bureau: Bureau, numbering: Numbering, kind: str, year: int, used: Iterable[str]) -> str:
    """Return the next number of a class and year as printed; raises as `next_number`."""
    number = next_number(bureau, kind, year, _used(numbering, used, kind, year))
    return numbering.text(bureau.short_name, kind, year, number)


def allot_numbers(device: Device, blocks: Sequence[NumberBlock], *, by: str) -> Bureau:
    """Enter blocks allotted by the bureau or the centre: all of them, or none.

    Raises:
        InputError: `numbers.range`, `numbers.overlap`, `numbers.taken`.
    """
    numbering = device.press.numbering()
    with device.unit() as unit:
        bureau = allot_in(unit, numbering, blocks, by=by)
        unit.commit()
    return bureau


def allot_in(unit: UnitOfWork, numbering: Numbering, blocks: Sequence[NumberBlock], *, by: str) -> Bureau:
    """Enter blocks within a transaction; raises as `allot_numbers`."""
    bureau, texts = _bureau(unit), _texts(unit)
    for given in blocks:
        block = replace(given, kind=written(given.kind), source=written(given.source), closed="")
        bureau = with_block(bureau, block, _used(numbering, texts, block.kind, block.year))
    unit.save(bureau, change="numbers.allotted", by=by)
    return bureau


def void_numbers(
    device: Device, kind: str, year: int, first: int, last: int, *, reason: str, by: str
) -> Bureau:
    """Declare numbers void that stand on no paper; they are never given.

    Raises:
        InputError: `numbers.void_reason`, `numbers.not_ours`, `numbers.taken`, `numbers.void_many`.
    """
    if not 1 <= first <= last < first + MOST_VOID_AT_ONCE:
        raise InputError("numbers.void_many", most=MOST_VOID_AT_ONCE)
    numbering = device.press.numbering()
    at, reason = device.clock.now().wall, written(reason)
    with device.unit() as unit:
        bureau, used = _bureau(unit), _used(numbering, _texts(unit), kind, year)
        for number in range(first, last + 1):
            bureau = with_void(bureau, VoidNumber(kind, year, number, reason, at, by), used)
        unit.save(bureau, change="numbers.voided", by=by)
        unit.commit()
    return bureau


def close_blocks(unit: UnitOfWork, because: str) -> None:
    """Close every block within a transaction: the records are older than the papers may be."""
    for bureau in unit.all(Bureau)[-1:]:
        unit.save(all_closed(bureau, because), change="numbers.closed", by="device")


def numbers_shown(device: Device, kinds: Iterable[str], year: int) -> tuple[ClassYear, ...]:
    """Return every class and year that has numbers here, and each of `kinds` for `year` in any case."""
    with device.reading() as unit:
        bureau, notices = _bureau(unit), unit.all(Notice)
    numbering = device.press.numbering()
    wanted = {(kind, year) for kind in kinds}
    wanted |= {(block.kind, block.year) for block in bureau.blocks}
    wanted |= {(void.kind, void.year) for void in bureau.void_numbers}
    known = {*numbering.classes.values(), *(kind for kind, _ in wanted)}
    read = [(notice, found) for notice in notices if (found := read_number(notice.number, known))]
    wanted |= {(found.kind, found.year) for _, found in read}
    ordered = sorted(wanted, key=_by_year)
    return tuple(_class_year(bureau, numbering, kind, each, read) for kind, each in ordered)


def numbers_of(device: Device, form: str) -> ClassYear | None:
    """Return the class a form counts in, in the year it is in China now; None if the form carries no number."""
    kind = device.press.numbering().classes.get(form)
    if kind is None:
        return None
    year = device.clock.now().wall.astimezone(CHINA).year
    shown = numbers_shown(device, [kind], year)
    return next(each for each in shown if (each.kind, each.year) == (kind, year))


def numbers_low(device: Device, year: int) -> tuple[str, ...]:
    """Return the classes used in `year` of which few numbers are left, or none can be given.

    A class nothing was ever printed of waits for its block quietly. While the bureau's own numbering is faulty
    there are none: that is told where papers are printed.
    """
    try:
        shown = numbers_shown(device, (), year)
    except InputError:
        return ()
    return tuple(each.kind for each in shown if each.year == year and (each.refusal or each.is_low))


def numbers_unexplained(device: Device, year: int) -> tuple[str, ...]:
    """Return the numbers of `year` passed over that nobody accounts for, a run by its first and last (F-70).

    None while the bureau's own numbering is faulty, as `numbers_low`.
    """
    try:
        shown, numbering = numbers_shown(device, (), year), device.press.numbering()
    except InputError:
        return ()
    with device.reading() as unit:
        short = _bureau(unit).short_name
    return tuple(
        "至".join(numbering.text(short, each.kind, year, end) for end in dict.fromkeys((gap.first, gap.last)))
        for each in shown
        if each.year == year
        for gap in each.gaps
        if not gap.is_explained
    )


def _by_year(key: tuple[str, int]) -> tuple[int, str]:
    return key[1], key[0]


def _class_year(
    bureau: Bureau, numbering: Numbering, kind: str, year: int, read: list[tuple[Notice, NumberRead]]
) -> ClassYear:
    here = [(notice, found.number) for notice, found in read if (found.kind, found.year) == (kind, year)]
    lines = [
        NumberLine(number, notice.number, notice.state.value, notice.superseded_reason)
        for notice, number in here
    ]
    lines += [
        NumberLine(
            void.number, numbering.text(bureau.short_name, kind, year, void.number), "void", void.reason
        )
        for void in voids_for(bureau, kind, year)
    ]
    known = {line.number for line in lines}
    used = {number for _, number in here}
    blocks = blocks_for(bureau, kind, year)
    gaps = [gap for block in blocks for gap in _gaps(block, known, used)]
    following, refusal = "", None
    try:
        following = numbering.text(bureau.short_name, kind, year, next_number(bureau, kind, year, used))
    except InputError as error:
        refusal = error
    ordered = tuple(sorted(lines, key=lambda line: line.number))
    left = left_for(bureau, kind, year, used)
    return ClassYear(kind, year, blocks, ordered, tuple(gaps), following, left, refusal)


def _gaps(block: NumberBlock, known: set[int], used: set[int]) -> list[NumberGap]:
    """Return the runs of numbers passed over; the rest of a closed block is one of them."""
    reached = max((number for number in used if block.first <= number <= block.last), default=block.first - 1)
    skipped = [number for number in range(block.first, reached + 1) if number not in known]
    gaps = [NumberGap(*run, "numbers.gap.skipped") for run in _runs(skipped)]
    if block.closed:
        rest = [number for number in range(reached + 1, block.last + 1) if number not in known]
        gaps += [NumberGap(*run, f"numbers.gap.closed.{block.closed}") for run in _runs(rest)]
    return gaps


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _bureau(unit: UnitOfWork) -> Bureau:
    return unit.all(Bureau)[-1]


def _texts(unit: UnitOfWork) -> list[str]:
    return [notice.number for notice in unit.all(Notice)]


def _used(numbering: Numbering, texts: Iterable[str], kind: str, year: int) -> set[int]:
    known = {*numbering.classes.values(), kind}
    read = (read_number(text, known) for text in texts)
    return {found.number for found in read if found and (found.kind, found.year) == (kind, year)}

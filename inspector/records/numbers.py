"""Document numbers: blocks allotted to a device, numbers declared void, and which number comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from inspector.errors import InputError

if TYPE_CHECKING:
    from inspector.records.office import Bureau

HIGHEST = 999_999
"""No bureau issues as many of one class in a year."""
MOST_CODES = 999
"""Devices of one bureau that can have a code of their own."""
_PER_DEVICE = 1000
_FEW = 20
"""Numbers left, at most, at which it is time to ask for a new block; a fifth of a small allotment."""


@dataclass(frozen=True)
class NumberBlock:
    """Numbers `first` to `last` of one class and year that this device alone may give."""

    kind: str
    """类 in 样市监类〔2026〕1号."""
    year: int
    first: int
    last: int
    source: str = ""
    """Who allotted it, e.g. the bureau's register or the centre."""
    closed: str = ""
    """Code of why nothing is taken from it any more; empty while it is in use."""


@dataclass(frozen=True)
class VoidNumber:
    """A number that stands on no paper and never will, with the reason."""

    kind: str
    year: int
    number: int
    reason: str
    at: datetime
    by: str
    """Officer id."""


def blocks_for(bureau: Bureau, kind: str, year: int) -> tuple[NumberBlock, ...]:
    """Return this device's blocks of a class and year, in the order they were allotted.

    The standing block of the bureau's profile holds for every class and year until a class gets blocks of its
    own; from then on a year without one has no numbers.
    """
    allotted = tuple(block for block in bureau.blocks if block.kind == kind)
    if allotted:
        return tuple(block for block in allotted if block.year == year)
    first, last = bureau.numbers_from, bureau.numbers_to
    return (NumberBlock(kind, year, first, last, "profile", bureau.standing_closed),)


def next_number(bureau: Bureau, kind: str, year: int, used: Collection[int]) -> int:
    """Return the next number to print; `used` are those of this class and year on any paper, void papers too.

    Raises:
        InputError: `numbers.none_for_year`, `numbers.closed`, `numbers.used_up`: each says what to do.
    """
    blocks = blocks_for(bureau, kind, year)
    if not blocks:
        raise InputError("numbers.none_for_year", kind=kind, year=year)
    in_use = [block for block in blocks if not block.closed]
    if not in_use:
        raise InputError("numbers.closed", kind=kind, year=year)
    taken = {*used, *(void.number for void in voids_for(bureau, kind, year))}
    for block in in_use:
        begun = max((number for number in used if block.first <= number <= block.last), default=block.first)
        for number in range(begun, block.last + 1):
            if number not in taken:
                return number
    raise InputError("numbers.used_up", kind=kind, year=year, last=in_use[-1].last)


def block_of_device(code: int) -> tuple[int, int]:
    """Return first and last number of the device with a code: its code is what the number begins with.

    Device 7 gives 7001 to 7999, so two devices with codes of their own never meet, without asking anybody;
    blocks the bureau allots by hand lie below 1001.

    Raises:
        InputError: `numbers.device_code`.
    """
    if not 1 <= code <= MOST_CODES:
        raise InputError("numbers.device_code", most=MOST_CODES)
    return code * _PER_DEVICE + 1, (code + 1) * _PER_DEVICE - 1


def left_for(bureau: Bureau, kind: str, year: int, used: Collection[int]) -> int:
    """Return how many numbers of a class and year can still be given; `used` as for `next_number`."""
    void = {each.number for each in voids_for(bureau, kind, year)}
    left = 0
    for block in blocks_for(bureau, kind, year):
        if not block.closed:
            given = [number for number in used if block.first <= number <= block.last]
            begin = max(given, default=block.first - 1) + 1
            passed = sum(begin <= number <= block.last for number in void)
            left += block.last - begin + 1 - passed
    return left


def are_few(left: int, allotted: int) -> bool:
    """Tell whether a new block should be asked for before the next stand."""
    return left <= min(_FEW, allotted // 5)


def voids_for(bureau: Bureau, kind: str, year: int) -> tuple[VoidNumber, ...]:
    """Return the void numbers of a class and year."""
    return tuple(void for void in bureau.void_numbers if (void.kind, void.year) == (kind, year))


def require_range(block: NumberBlock) -> None:
    """Make sure that a block is one a device can take numbers from; `InputError("numbers.range")`."""
    if not (1 <= block.first <= block.last <= HIGHEST and 2000 <= block.year <= 2999 and block.kind):
        raise InputError("numbers.range", first=block.first, last=block.last, year=block.year)


def with_block(bureau: Bureau, block: NumberBlock, used: Collection[int]) -> Bureau:
    """Return the profile with one block more.

    Raises:
        InputError: `numbers.range` if it is no range, `numbers.overlap` with a block in use, `numbers.taken` if
            a number in it is on a paper or void already.
    """
    require_range(block)
    for known in bureau.blocks:
        is_same = (known.kind, known.year) == (block.kind, block.year) and not known.closed
        if is_same and known.first <= block.last and block.first <= known.last:
            raise InputError("numbers.overlap", kind=known.kind, first=known.first, last=known.last)
    void = (each.number for each in voids_for(bureau, block.kind, block.year))
    hit = sorted(number for number in (*used, *void) if block.first <= number <= block.last)
    if hit:
        raise InputError("numbers.taken", number=_named(block.kind, block.year, hit[-1]))
    return replace(bureau, blocks=(*bureau.blocks, block))


def with_void(bureau: Bureau, void: VoidNumber, used: Collection[int]) -> Bureau:
    """Return the profile with a number declared void.

    Raises:
        InputError: `numbers.void_reason`, `numbers.not_ours`, `numbers.taken`.
    """
    text = _named(void.kind, void.year, void.number)
    if not void.reason:
        raise InputError("numbers.void_reason", number=text)
    ours = blocks_for(bureau, void.kind, void.year)
    if not any(block.first <= void.number <= block.last for block in ours):
        raise InputError("numbers.not_ours", number=text)
    known = {each.number for each in voids_for(bureau, void.kind, void.year)}
    if void.number in used or void.number in known:
        raise InputError("numbers.taken", number=text)
    return replace(bureau, void_numbers=(*bureau.void_numbers, void))


def may_be_shared(bureau: Bureau) -> bool:
    """Tell whether the standing block is the one every device began with before it was asked for."""
    return not bureau.standing_closed and (bureau.numbers_from, bureau.numbers_to) == (1, _PER_DEVICE - 1)


def all_closed(bureau: Bureau, because: str) -> Bureau:
    """Return the profile with every block closed: what was given from them since is not known here."""
    blocks = tuple(block if block.closed else replace(block, closed=because) for block in bureau.blocks)
    return replace(bureau, blocks=blocks, standing_closed=bureau.standing_closed or because)


def _named(kind: str, year: int, number: int) -> str:
    """Name a number in a message, where what a bureau writes before its class is of no use."""
    return f"{kind}〔{year}〕{number}号"

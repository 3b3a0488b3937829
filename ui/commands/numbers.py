"""`inspector numbers`: the document numbers of this device with gaps and reasons; allot a block, void a number."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.actions.number_blocks import ClassYear
    from inspector.actions.ports import Device

_STATES = {"issued": "已出具 issued", "superseded": "已作废 set aside", "void": "空号作废 void"}


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("numbers", help="文书编号、空号和号段 / document numbers, gaps, blocks")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    actions = parser.add_subparsers(dest="action")
    allot = actions.add_parser("allot", help="写入局里分到的号段 / enter a block the bureau allotted")
    void = actions.add_parser("void", help="空号作废并写明原因 / declare a number void, with the reason")
    for action in (allot, void):
        action.add_argument("kind", metavar="类", help="例如 强制、财清 / class, e.g. 强制")
        action.add_argument("year", type=int, metavar="YEAR")
        add_opening(action)
    allot.add_argument("first", type=int, metavar="FIRST")
    allot.add_argument("last", type=int, metavar="LAST")
    allot.add_argument("--source", default="", metavar="TEXT", help="由谁分配 / who allotted it")
    void.add_argument("number", type=int, metavar="NUMBER")
    void.add_argument("--reason", required=True, metavar="TEXT", help="原因 / why")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do what is asked, then print the numbers as they stand."""
    with opened_device(options) as opened:
        by = opened.ways_in.acting_officer or "device"
        if options.action is not None:
            _change(opened.device, options, by)
        shown = _shown(opened.device)
    if options.json:
        print(json.dumps([_plain(each) for each in shown], ensure_ascii=False))
    else:
        for each in shown:
            _tell(each)
    return 0


def _change(device: Device, options: argparse.Namespace, by: str) -> None:
    from inspector.actions.number_blocks import allot_numbers, void_numbers
    from inspector.errors import InputError
    from inspector.records import NumberBlock

    kinds = device.press.numbering().classes.values()
    if options.kind not in kinds:
        raise InputError("numbers.unknown_kind", kind=options.kind, kinds="、".join(kinds))
    if options.action == "allot":
        source = options.source or "bureau"
        block = NumberBlock(options.kind, options.year, options.first, options.last, source)
        allot_numbers(device, [block], by=by)
    else:
        number = options.number
        void_numbers(device, options.kind, options.year, number, number, reason=options.reason, by=by)


def _shown(device: Device) -> tuple[ClassYear, ...]:
    from inspector.actions.number_blocks import numbers_shown
    from inspector.clock import CHINA

    year = device.clock.now().wall.astimezone(CHINA).year
    return numbers_shown(device, device.press.numbering().classes.values(), year)


def _plain(shown: ClassYear) -> dict[str, object]:
    from inspector.errors import InputError

    return {
        "class": shown.kind,
        "year": shown.year,
        "blocks": [
            {"first": block.first, "last": block.last, "source": block.source, "closed": block.closed}
            for block in shown.blocks
        ],
        "numbers": [
            {"number": line.text, "state": line.state, "reason": line.reason} for line in shown.lines
        ],
        "gaps": [
            {
                "first": gap.first,
                "last": gap.last,
                "explained": gap.is_explained,
                "reason": InputError(gap.code).sentence("zh"),
            }
            for gap in shown.gaps
        ],
        "next": shown.next,
        "refusal": shown.refusal.code if shown.refusal else "",
    }


def _tell(shown: ClassYear) -> None:
    from inspector.errors import InputError

    blocks = "，".join(
        f"{block.first}–{block.last}{'（停用 closed）' if block.closed else ''}" for block in shown.blocks
    )
    print(f"{shown.kind} {shown.year}：号段 blocks {blocks or '—'}；下一号 next {shown.next or '—'}")
    for line in shown.lines:
        print(f"  {line.text}  {_STATES[line.state]}  {line.reason}".rstrip())
    for gap in shown.gaps:
        why = InputError(gap.code)
        print(f"  {gap.first}–{gap.last}  {why.sentence('zh')}\n      {why.sentence('en')}")
    if shown.refusal:
        print(f"  {shown.refusal.sentence('zh')}\n  {shown.refusal.sentence('en')}")

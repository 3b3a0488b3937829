"""`inspector law deadline` and `law deadlines`: when a period of the law ends, and which periods there are."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from ui.commands.law_source import add_source, pack_asked
from ui.commands.opening import opened_device

if TYPE_CHECKING:
    from inspector.actions.read import Ending
    from inspector.law.deadlines.calendar import Span
    from inspector.law.deadlines.deadline import Deadline
    from inspector.law.deadlines.rules import DeadlineRule
    from ui.commands import Commands

_UNITS = {
    "hour": ("小时", "hours"),
    "working-day": ("个工作日", "working days"),
    "day": ("日", "days"),
    "month": ("个月", "months"),
    "year": ("年", "years"),
}


def add(actions: Commands) -> None:
    """Add both commands and their options."""
    one = actions.add_parser("deadline", help="计算期限 / when a period ends")
    one.add_argument("rule", metavar="RULE", help="例如 / e.g. C-08")
    one.add_argument(
        "--from",
        dest="start",
        required=True,
        type=_moment,
        metavar="DATETIME",
        help="起算的日期，按小时计算的要写时间 / the day it begins, or the minute: 2026-11-20T10:30",
    )
    one.add_argument(
        "--exclude",
        action="append",
        default=[],
        type=_span,
        metavar="A..B",
        help="不计入的日期，两头都算，可以重复 / days that do not count, both included",
    )
    one.add_argument("--extend", type=int, default=0, metavar="N", help="批准延长的长度 / extension granted")
    one.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_source(one)
    one.set_defaults(run=_run_one)
    every = actions.add_parser(
        "deadlines",
        help="列出全部期限规则，或者一次检查正在走的期限 / list every period, or those that run for one record",
    )
    every.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    every.add_argument(
        "--of",
        metavar="INSPECTION",
        help="这次检查的措施何时届满，延长、检测期间已计入 / when the measures of this record end, as papers moved them",
    )
    add_source(every)
    every.set_defaults(run=_run_all)


def _run_one(options: argparse.Namespace) -> int:
    from inspector.law.deadlines.deadline import as_plain, deadline

    pack = pack_asked(options)
    found = deadline(pack, options.rule, options.start, excluded=options.exclude, extended=options.extend)
    if options.json:
        print(json.dumps(as_plain(found), ensure_ascii=False))
    else:
        _print(found)
    return 0


def _run_all(options: argparse.Namespace) -> int:
    if options.of:
        return _run_of_record(options)
    table = pack_asked(options).deadlines
    if options.json:
        plain = [
            {
                "rule": rule.id,
                "from": rule.from_zh,
                "to": rule.to_zh,
                "length": rule.length,
                "unit": rule.unit.value,
                "confirmed": rule.confirmed,
            }
            for rule in table.rule
        ]
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    for rule in table.rule:
        waiting = "" if rule.confirmed else "（待法制确认）"
        print(f"{rule.id:<7} {rule.from_zh} → {rule.to_zh}：{_length(rule, 0)}{waiting}")
        print(f"        {rule.from_en} → {rule.to_en}: {_length(rule, 1)}")
    for row in table.without_period:
        print(f"{row.id:<7} {row.zh}：{row.why_zh}")
        print(f"        {row.en}: {row.why_en}")
    return 0


def _run_of_record(options: argparse.Namespace) -> int:
    """Print when the measures of one record end, with what moved them."""
    from inspector.actions import read
    from inspector.law.checks.measures import measure_name
    from ui.commands.which_inspection import which_inspection

    with opened_device(options) as opened:
        dossier = read.dossier(opened.device, which_inspection(opened.device, options.of))
        running = read.endings(opened.device.law, dossier)
    if options.json:
        print(json.dumps([_running_plain(ending) for ending in running], ensure_ascii=False))
        return 0
    for ending in running:
        zh, en = measure_name(ending.measure)
        print(f"{zh} {en}")
        _print(ending.end)
        if ending.course.extended:
            print(f"  延长 extended {ending.course.extended}日 days")
        for span in ending.course.excluded:
            print(f"  检测期间不计入 left out {span.first}..{span.last}")
    if not running:
        print("没有正在走的期限 nothing runs")
    return 0


def _running_plain(ending: Ending) -> dict[str, object]:
    from inspector.law.deadlines.deadline import as_plain

    return {
        "measure": ending.measure.id,
        "kind": ending.measure.kind.value,
        "extended": ending.course.extended,
        "excluded": [f"{span.first}..{span.last}" for span in ending.course.excluded],
        **as_plain(ending.end),
    }


def _print(found: Deadline) -> None:
    from inspector.law.deadlines.deadline import as_plain

    rule, plain = found.rule, as_plain(found)
    print(f"{rule.from_zh} → {rule.to_zh}：{_length(rule, 0)}")
    print(f"{rule.from_en} → {rule.to_en}: {_length(rule, 1)}")
    print(f"  起算 from   {plain['from']}")
    print(f"  届满 due    {plain['due']}{'  暂定 provisional' if found.is_provisional else ''}")
    if found.alarm != found.due:
        print(f"  提醒 act by {plain['alarm']}（未顺延 before rolling over the holiday）")
    if rule.waits:
        print("  期满之后才能实施 only after the period has passed")
    if rule.consequence_zh:
        print(f"  {rule.consequence_zh}")
    for citation in found.basis:
        print(f"  {citation.text}")
    if rule.source:
        print(f"  {rule.source}")
    if not found.is_confirmed:
        print(f"  {rule.note or '待法制确认'}  awaits the legal unit")


def _length(rule: DeadlineRule, language: int) -> str:
    unit = _UNITS[rule.unit.value][language]
    return f"{rule.length}{unit}" if language == 0 else f"{rule.length} {unit}"


def _moment(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是日期或时间，例如 2026-11-20 或 2026-11-20T10:30 / not a day or a moment"
        ) from error


def _span(text: str) -> Span:
    from inspector.law.deadlines.calendar import Span

    try:
        return Span.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是起止日期，例如 2026-09-05..2026-09-14 / not a span of days"
        ) from error

"""`inspector law …`: what may be done with goods on the spot, with the article in the answer; deadlines."""

from __future__ import annotations

import argparse
import json
from datetime import date

from ui.commands import Commands, law_check, law_deadlines, law_pack
from ui.commands.law_source import add_source, pack_asked


def register(commands: Commands) -> None:
    """Add the command and its options."""
    from inspector.records import BureauLevel, MeasureKind, RightKind

    parser = commands.add_parser("law", help="查询职权 / ask the law pack")
    actions = parser.add_subparsers(dest="action", required=True)
    powers = actions.add_parser("powers", help="能否采取措施 / may the measure be taken")
    powers.add_argument("--right", required=True, choices=[kind.value for kind in RightKind])
    powers.add_argument("--measure", required=True, choices=[kind.value for kind in MeasureKind])
    powers.add_argument("--on", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    powers.add_argument("--level", default="county", choices=[level.value for level in BureauLevel])
    powers.add_argument(
        "--city-chief-approved",
        action="store_true",
        help="市级局主要负责人已事先书面批准 / the chief of a city bureau approved in writing beforehand",
    )
    powers.add_argument(
        "--serious-quality",
        action="store_true",
        help="不符合安全标准或者有其他严重质量问题 / a failed safety standard or another serious quality problem",
    )
    powers.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_source(powers)
    powers.set_defaults(run=run)
    law_deadlines.add(actions)
    law_check.add(actions)
    law_pack.add(actions)


def run(options: argparse.Namespace) -> int:
    """Print the ruling; the answer is in the words, the exit code only says that there is one."""
    from inspector.law.powers import as_plain, rule
    from inspector.records import BureauLevel, MeasureKind, RightKind

    ruling = rule(
        pack_asked(options),
        RightKind(options.right),
        MeasureKind(options.measure),
        options.on,
        BureauLevel(options.level),
        city_chief_approved=options.city_chief_approved,
        serious_quality=options.serious_quality,
    )
    if options.json:
        print(json.dumps(as_plain(ruling), ensure_ascii=False))
    else:
        print(
            f"{'可以 allowed' if ruling.allowed else '不可以 not allowed'}：{ruling.reason_zh}\n{ruling.reason_en}"
        )
        for citation in ruling.basis:
            print(f"  {citation.text}")
        if ruling.instead_zh:
            print(f"  {ruling.instead_zh}\n  {ruling.instead_en}")
        if ruling.warning_zh:
            print(f"  {ruling.warning_zh}\n  {ruling.warning_en}")
        if not ruling.confirmed:
            print("  待法制确认 awaits the legal unit")
    return 0

"""`inspector codes check KIND VALUE`: is this code possible, and if not, which character is wrong."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ui.commands import Commands

if TYPE_CHECKING:
    from inspector.codes import Reason

KINDS = ("credit-code", "id-card", "patent-no", "trademark-no")


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("codes", help="核对号码 / check a code")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="退出码 0 有效，1 有误 / exit 0 valid, 1 not")
    check.add_argument("kind", choices=KINDS)
    check.add_argument("value")
    check.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check and print the reasons; 0 if the code is possible."""
    from inspector import codes

    result = codes.check(options.kind, options.value)
    if options.json:
        plain = {
            "kind": result.kind,
            "value": result.value_as_read,
            "valid": result.valid,
            "reasons": [_plain(reason) for reason in result.reasons],
            "remarks": [_plain(remark) for remark in result.remarks],
            "facts": result.facts,
        }
        print(json.dumps(plain, ensure_ascii=False))
    else:
        print(f"{result.value_as_read}：{'有效 valid' if result.valid else '有误 not valid'}")
        for said in (*result.reasons, *result.remarks):
            print(f"  {said.zh}\n  {said.en}")
    return 0 if result.valid else 1


def _plain(reason: Reason) -> dict[str, object]:
    return {"code": reason.code, "zh": reason.zh, "en": reason.en, "position": reason.position}

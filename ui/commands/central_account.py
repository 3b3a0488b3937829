"""`inspector central account …`: who may sign in at the console; and `central trail`, whether its record is whole."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ui.commands.central_opening import add_bureau, opened_centre

if TYPE_CHECKING:
    from ui.commands import Commands

_ROLES = ("clerk", "reviewer", "lead", "administrator")


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    account = actions.add_parser("account", help="控制台账号 / accounts of the console")
    verbs = account.add_subparsers(dest="verb", required=True)
    made = verbs.add_parser("add", help="建立账号，给出一次性代码 / make one, with a one-time code")
    made.add_argument("--name", required=True, help="登录用的姓名 / the name to sign in with")
    made.add_argument(
        "--role",
        required=True,
        choices=_ROLES,
        help="内勤 clerk，法制 reviewer，带队组长 lead，管理员 administrator",
    )
    made.set_defaults(run=run_add)
    reset = verbs.add_parser("reset", help="重新设定口令和手机 / password and telephone anew")
    reset.add_argument("--name", required=True)
    reset.set_defaults(run=run_reset)
    listed = verbs.add_parser("list", help="列出账号 / list them")
    listed.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    listed.set_defaults(run=run_list)
    trail = actions.add_parser(
        "trail", help="核对查看记录是否完整：0 完整，1 被改动 / is the record of who looked whole"
    )
    trail.set_defaults(run=run_trail)
    for parser in (made, reset, listed, trail):
        add_bureau(parser)


def run_add(options: argparse.Namespace) -> int:
    """Make an account and print its code, once."""
    from sync.central.console.accounts import make_account, plain_name
    from sync.central.console.roles import Role
    from sync.central.console.trail import tell

    with opened_centre(options) as centre:
        code = make_account(centre, options.name, Role(options.role))
        tell(centre, "account.made", account=plain_name(options.name), made_role=options.role)
    _print_code(options.name, code)
    return 0


def run_reset(options: argparse.Namespace) -> int:
    """Take password and telephone away and print a new code, once."""
    from sync.central.console.accounts import plain_name, reset_account
    from sync.central.console.trail import tell

    with opened_centre(options) as centre:
        code = reset_account(centre, options.name)
        tell(centre, "account.reset", account=plain_name(options.name))
    _print_code(options.name, code)
    return 0


def run_list(options: argparse.Namespace) -> int:
    """List who may sign in."""
    from sync.central.console.accounts import every_account

    with opened_centre(options) as centre:
        known = every_account(centre)
    if options.json:
        told = [
            {"name": each.name, "role": each.role, "ready": each.is_ready, "locked": each.is_locked}
            for each in known
        ]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for each in known:
        state = "已停用" if each.is_locked else "可以登录" if each.is_ready else "等待本人设定"
        print(f"{each.name}  {each.role}  {state}")
    if not known:
        print("还没有账号。")
    return 0


def run_trail(options: argparse.Namespace) -> int:
    """Check the trail from its first step on."""
    from sync.central.console.trail import first_broken, length

    with opened_centre(options) as centre:
        broken, count = first_broken(centre), length(centre)
    if broken is not None:
        print(f"查看记录从第 {broken} 条起与写入时不同，共 {count} 条。")
        return 1
    print(f"查看记录共 {count} 条，前后相连。")
    return 0


def _print_code(name: str, code: str) -> None:
    print(f"“{name}”的一次性代码：{code}")
    print("请当面交给本人，三天内在控制台的“第一次使用”里设定口令和手机。代码只显示这一次。")

"""`inspector central device …`: who is enrolled and how far each has come; certifying one, taking one off the list."""

from __future__ import annotations

import argparse
import dataclasses
import json
from datetime import datetime
from typing import TYPE_CHECKING

from ui.commands.central_keys import add_root
from ui.commands.central_opening import (
    add_asking,
    add_bureau,
    add_json,
    add_speaker,
    confirm,
    opened_centre,
)

if TYPE_CHECKING:
    from ui.commands import Commands


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    device = actions.add_parser("device", help="登记的设备 / enrolled devices")
    verbs = device.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser(
        "list",
        help="设备、取到第几条、何时取过、是否注销；有一台比中心端多为 1 / and how far each has come; 1 if one has more",
    )
    listed.set_defaults(run=run_list)
    certified = verbs.add_parser(
        "certify", help="根密钥取走期间登记的设备，补发证书 / one enrolled while the root was away"
    )
    certified.set_defaults(run=run_certify)
    add_root(certified)
    revoked = verbs.add_parser(
        "revoke",
        help="注销一台（丢失、被盗、报废）：不能恢复，找回后重新建立再登记 / take one off the list, for good",
    )
    revoked.add_argument("--reason", required=True, metavar="TEXT", help="原因 / why")
    revoked.add_argument(
        "--since",
        type=_instant,
        metavar="INSTANT",
        help="何时丢失（北京时间），例如 2026-11-26T18:00；不给为现在 / when it was lost, China time; now if not given",
    )
    add_asking(revoked)
    revoked.set_defaults(run=run_revoke)
    for parser in (certified, revoked):
        parser.add_argument(
            "device", metavar="DEVICE", help="编号开头几位或名称 / first digits of its id, or its name"
        )
        add_speaker(parser)
    for parser in (listed, certified, revoked):
        add_bureau(parser)
        add_json(parser)


def run_list(options: argparse.Namespace) -> int:
    """List every device by name; 1 if one has more than the centre, so that a script can tell."""
    from sync.central.standing import device_standings

    with opened_centre(options) as centre:
        found = device_standings(centre)
    if options.json:
        print(json.dumps([dataclasses.asdict(each) for each in found], ensure_ascii=False))
    for each in () if options.json else found:
        state = f"已注销，自 {each.revoked}" if each.revoked else f"登记于 {each.enrolled}"
        asked = f"最近 {each.asked}" if each.asked else "从未取过"
        print(
            f"{each.device}  {each.name}  {state}\n    下发内容 {each.acknowledged}/{each.length} 条，{asked}"
        )
        if each.astray:
            print(f"    它已有 {each.astray} 条，中心端不认得：这里恢复过旧备份，见 central feed restart")
    if not found and not options.json:
        print("还没有登记设备。")
    return 1 if any(each.astray and not each.revoked for each in found) else 0


def run_certify(options: argparse.Namespace) -> int:
    """Give a device the root's certificate and tell it so."""
    from sync.central.rotating import certify_device
    from sync.central.standing import device_named

    with opened_centre(options) as centre:
        device = device_named(centre, options.device)
        certify_device(centre, device.device, by=options.by, root=options.root)
    if options.json:
        print(json.dumps({"device": device.device}))
    else:
        print(f"已为“{device.name}”签发证书，随下次同步送到设备。")
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    """Take a device off the list and name what was accepted since it was lost."""
    from sync.central.revoking import revoke_device
    from sync.central.standing import device_named

    with opened_centre(options) as centre:
        device = device_named(centre, options.device)
        since = options.since or centre.now()
        plan = [
            f"注销“{device.name}”（{device.device}），自 {since} 起。原因：{options.reason}",
            "此后它送来的数据包，凡不能证明在此之前已到过中心端的，都进入隔离，等人处理。",
            "注销不能撤回：找回的设备须重新建立（新的编号）后再登记。",
        ]
        confirm(options, plan)
        accepted = revoke_device(centre, device.device, reason=options.reason, by=options.by, since=since)
    if options.json:
        print(json.dumps({"device": device.device, "since": since, "accepted_since": list(accepted)}))
        return 0
    print(f"“{device.name}”已注销。")
    if accepted:
        print(f"自 {since} 起已经收下 {len(accepted)} 个数据包，请在控制台逐一核对：")
        print("\n".join(f"  {each}" for each in accepted))
    return 0


def _instant(text: str) -> str:
    from inspector.clock import CHINA
    from inspector.records.plain import instant_text

    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"时间写成 2026-11-26T18:00 / write it as 2026-11-26T18:00: {text}"
        ) from error
    return instant_text(said if said.tzinfo else said.replace(tzinfo=CHINA))

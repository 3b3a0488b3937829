"""`inspector central keys …`: which keys the centre uses, and how one follows another."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands.central_opening import (
    add_asking,
    add_bureau,
    add_json,
    add_speaker,
    confirm,
    opened_centre,
)

if TYPE_CHECKING:
    from sync.central import Centre
    from sync.central.key_standing import KeyStanding
    from ui.commands import Commands

_ROLES = {"recipient": "加密密钥（数据包为它加密）", "receipt": "签名密钥（签回执和下发内容）"}


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    keys = actions.add_parser("keys", help="中心端的密钥 / the centre's keys")
    verbs = keys.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser(
        "list", help="哪把在用、旧的到何时、哪些设备还不知道新的 / in use, overlap, devices that lag behind"
    )
    listed.set_defaults(run=run_list)
    rotated = verbs.add_parser("rotate", help="换一把新的 / make one that follows")
    rotated.add_argument(
        "role", choices=tuple(_ROLES), help="recipient 加密，receipt 签名 / which of the two"
    )
    rotated.add_argument(
        "--days",
        type=int,
        metavar="N",
        help="加密密钥：旧的再用多少天，不给为 90 / recipient: days the former one overlaps, 90 if not given",
    )
    rotated.add_argument(
        "--given-away",
        action="store_true",
        help="签名密钥：旧的已落入他人之手，一律不再相信 / receipt: the former one is in strange hands",
    )
    rotated.add_argument("--plan", action="store_true", help="只说明会怎样 / only say what would happen")
    add_root(rotated)
    add_speaker(rotated)
    add_asking(rotated)
    rotated.set_defaults(run=run_rotate)
    shown = verbs.add_parser(
        "certificates", help="导出根密钥签发的证书 / write the root's certificates as files"
    )
    shown.add_argument(
        "--folder", type=Path, required=True, metavar="DIR", help="写到哪个文件夹 / where to write them"
    )
    shown.set_defaults(run=run_certificates)
    for parser in (listed, rotated, shown):
        add_bureau(parser)
        add_json(parser)


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the bureau's root lies."""
    parser.add_argument(
        "--root", type=Path, metavar="FILE", help="取走另存的根密钥 / the root key, if it was taken to a safe"
    )


def run_list(options: argparse.Namespace) -> int:
    """List the keys of both roles."""
    from sync.central.key_standing import key_standing, root_at_hand
    from sync.trust import Role

    with opened_centre(options) as centre:
        found = {role: key_standing(centre, Role(role)) for role in _ROLES}
        is_root_here, keys = root_at_hand(centre), centre.keys
    if options.json:
        told = {"bureau": keys.bureau, "root_key": keys.root_public.hex(), "root_at_hand": is_root_here}
        print(json.dumps(told | {role: dataclasses.asdict(each) for role, each in found.items()}))
        return 0
    where = "在数据目录里，建议取走另存（取走后用 --root 指出）" if is_root_here else "已取走"
    print(f"单位 {keys.bureau}；根密钥{where}。\n根公钥 {keys.root_public.hex()}")
    for role, standing in found.items():
        print(_ROLES[role])
        _tell(standing)
    return 0


def run_rotate(options: argparse.Namespace) -> int:
    """Say what will happen, ask, and do it."""
    from inspector.errors import InputError
    from sync.central.key_standing import key_standing
    from sync.central.rotating import OVERLAP_DAYS, rotate_receipt, rotate_recipient
    from sync.trust import Role

    is_receipt = options.role == "receipt"
    if options.days is not None and (is_receipt or options.days < 1):
        raise InputError("central.keys_days")
    if options.given_away and not is_receipt:
        raise InputError("central.keys_given_away")
    days = options.days or OVERLAP_DAYS
    with opened_centre(options) as centre:
        plan = _plan(centre, is_receipt=is_receipt, days=days, is_given_away=options.given_away)
        if options.plan:
            print("\n".join(plan))
            return 0
        confirm(options, plan)
        if is_receipt:
            rotate_receipt(centre, by=options.by, is_given_away=options.given_away, root=options.root)
        else:
            rotate_recipient(centre, by=options.by, days=days, root=options.root)
        standing = key_standing(centre, Role(options.role))
    if options.json:
        print(json.dumps(dataclasses.asdict(standing), ensure_ascii=False))
    else:
        print("已换。")
        _tell(standing)
    return 0


def run_certificates(options: argparse.Namespace) -> int:
    """Write each certificate as a file the verifier reads."""
    from inspector.durable import write_file
    from inspector.errors import InputError
    from sync.central.enrolling import write_signers
    from sync.central.opened_feed import certificates

    if not options.folder.is_dir():
        raise InputError("central.no_folder", folder=options.folder)
    with opened_centre(options) as centre:
        found = certificates(centre)
        write_signers(centre)
    files = {options.folder / f"{name}.certificate": text for name, text in found.items()}
    for path, text in files.items():
        write_file(path, text.encode())
    if options.json:
        print(json.dumps([str(path) for path in files], ensure_ascii=False))
    else:
        print(f"{len(files)} 份证书已写入 {options.folder}。")
    return 0


def _plan(centre: Centre, *, is_receipt: bool, days: int, is_given_away: bool) -> list[str]:
    from sync.central.key_standing import key_standing
    from sync.central.standing import device_standings
    from sync.trust import Role

    now = key_standing(centre, Role.RECEIPT if is_receipt else Role.RECIPIENT).keys[-1]
    standing = [each for each in device_standings(centre) if not each.revoked]
    never = [each.name for each in standing if not each.asked]
    lines = [f"在用：{now.id}（自 {now.since or '建立时'}）；换新后告知 {len(standing)} 台设备。"]
    if is_given_away:
        lines.append("旧的签名密钥签过的一律不再相信，包括已经签出、设备还没有收到的回执。新的由根密钥证明。")
    elif is_receipt:
        lines.append("旧的签名密钥一小时内签的仍然有效；新的由旧的宣布，并有根密钥的证书。")
    else:
        lines.append(f"旧的加密密钥再用 {days} 天；用它加密的数据包以后随时都能打开。")
    if never:
        lines.append(f"从未取过下发内容的设备：{'、'.join(never)}。请让它们联网或带U盘来一次。")
    return lines


def _tell(standing: KeyStanding) -> None:
    for key in standing.keys:
        state = (
            "在用"
            if key.is_in_use
            else f"旧，到 {key.until} 为止"
            if key.until > key.since
            else "旧，已不相信"
        )
        print(f"  {key.id}  自 {key.since or '建立时'}  {state}\n      {key.fingerprint}")
    if standing.waiting:
        print(f"  还不知道最新一把的设备：{'、'.join(standing.waiting)}")

"""`inspector central …`: run the centre that receives bundles and signs receipts."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from inspector.errors import InputError
from ui.commands import (
    Commands,
    central_account,
    central_devices,
    central_feed,
    central_keys,
    central_node,
    central_quarantine,
)
from ui.commands.central_opening import add_bureau, bureau_folder


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("central", help="中心端 / the centre")
    actions = parser.add_subparsers(dest="action", required=True)

    serve = actions.add_parser("serve", help="启动（首次自动建立）/ serve, creating it the first time")
    serve.add_argument("--data", type=Path, required=True, metavar="DIR")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8440)
    serve.add_argument(
        "--name", help="回执上的名称，可随时更改，只影响以后的回执 / name on receipts from now on"
    )
    serve.set_defaults(run=run_serve)

    invite = actions.add_parser("invite", help="为一台设备写邀请文件 / write an invitation for one device")
    add_bureau(invite)
    invite.add_argument("--url", default="http://127.0.0.1:8440")
    invite.add_argument("--out", type=Path, required=True, metavar="FILE")
    invite.set_defaults(run=run_invite)

    forks = actions.add_parser("forks", help="列出互相矛盾、待人查看的数据包 / list bundles that contradict")
    add_bureau(forks)
    forks.add_argument("--json", action="store_true")
    forks.set_defaults(run=run_forks)

    collect = actions.add_parser("collect", help="接收U盘携带的数据包 / take in bundles carried by folder")
    add_bureau(collect)
    collect.add_argument("--folder", type=Path, required=True, metavar="DIR")
    collect.set_defaults(run=run_collect)
    for room in (
        central_feed,
        central_keys,
        central_devices,
        central_quarantine,
        central_account,
        central_node,
    ):
        room.add(actions)


def run_forks(options: argparse.Namespace) -> int:
    """List what contradicts; 1 if a device still waits to be enrolled anew, so that a script can tell."""
    from sync.central import forked_bundles

    found = forked_bundles(bureau_folder(options))
    if options.json:
        print(json.dumps([dataclasses.asdict(each) for each in found], ensure_ascii=False))
    for each in () if options.json else found:
        whole = "完整" if each.is_whole else "不完整"
        settled = "已重新登记" if each.is_settled else "等待重新登记"
        print(
            f"{each.announced}  {each.name}  第 {each.epoch} 期第 {each.sequence} 包  条目 {each.first}–{each.last}"
            f"  {whole}，{settled}\n  {each.place}"
        )
    if not found and not options.json:
        print("没有互相矛盾的数据包。")
    return 0 if all(each.is_settled for each in found) else 1


def run_serve(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from sync.central import create_central, serve

    def started(name: str, url: str) -> None:
        print(f"中心端 {name} 正在 {url} 运行，按 Ctrl+C 停止。", flush=True)

    create_central(options.data, options.name)
    serve(options.data, options.host, options.port, started=started)
    return 0


def run_invite(options: argparse.Namespace) -> int:
    """Write the file a device enrols with; it holds a one-time code."""
    from inspector.durable import write_file
    from sync.central import invite

    if not options.out.parent.is_dir():
        raise InputError("central.no_folder", folder=options.out.parent)
    invitation = invite(bureau_folder(options), options.url)
    # the code inside is secret: readable by its owner only
    write_file(options.out, json.dumps(invitation, ensure_ascii=False, indent=1).encode())
    print(f"邀请文件已写入 {options.out}，请当面交给设备使用人；其中的代码只能用一次。")
    return 0


def run_collect(options: argparse.Namespace) -> int:
    """Take in every bundle found and write the receipts beside them."""
    from sync.central import take_in_folder

    result = take_in_folder(bureau_folder(options), options.folder)
    print(json.dumps(result, ensure_ascii=False))
    return 0

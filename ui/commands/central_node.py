"""`inspector central …` for centres larger than one folder: bureaus, verifiers, the database's tables."""

from __future__ import annotations

import argparse
import os
import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.commands import Commands


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    bureau = actions.add_parser("bureau", help="在本中心端增加一个单位 / one more bureau at this centre")
    bureau.add_argument("--data", type=Path, required=True, metavar="DIR")
    bureau.add_argument("--id", required=True, help="小写字母、数字、连字符 / lower case, digits, hyphens")
    bureau.add_argument("--name", required=True, help="回执上的名称 / name on receipts")
    bureau.set_defaults(run=_add_bureau)

    upgrade = actions.add_parser(
        "upgrade", help="更新 PostgreSQL 的表 / bring PostgreSQL's tables up to date"
    )
    upgrade.add_argument(
        "--owner-url", required=True, metavar="URL", help="表的所有者 / as the tables' owner"
    )
    upgrade.set_defaults(run=_upgrade)

    verify = actions.add_parser("verify", help="核验节点收到的数据包 / verify what intake nodes received")
    verify.add_argument("--data", type=Path, required=True, metavar="DIR")
    verify.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="同时核验几个 / bundles at once"
    )
    verify.set_defaults(run=_verify)

    signers = actions.add_parser(
        "signers", help="写出现在的设备名单，供核验文件的人用 / write the list of devices as of now"
    )
    signers.add_argument("--data", type=Path, required=True, metavar="DIR")
    signers.add_argument("--out", type=Path, required=True, metavar="FILE")
    signers.set_defaults(run=_write_signers)

    backup = actions.add_parser(
        "backup", help="备份数据目录，运行中也可以 / copy the data folder, also while it runs"
    )
    backup.add_argument("--data", type=Path, required=True, metavar="DIR")
    backup.add_argument("--to", type=Path, required=True, metavar="DIR")
    backup.set_defaults(run=_back_up)

    recover = actions.add_parser(
        "recover",
        help="恢复较早的数据库之后，补收存储里已有的数据包 / take in what the store has and the database lost",
    )
    recover.add_argument("--data", type=Path, required=True, metavar="DIR")
    recover.set_defaults(run=_recover)


def _add_bureau(options: argparse.Namespace) -> int:
    from sync.central import create_central
    from sync.central.centre import BUREAUS

    folder = options.data / BUREAUS / options.id
    create_central(folder, options.name)
    print(f"单位已建立，数据目录 {folder}；设备的地址是 https://…/b/{options.id}。重新启动中心端后生效。")
    return 0


def _upgrade(options: argparse.Namespace) -> int:
    from sync.central.database.postgres import upgrade_at

    upgrade_at(options.owner_url)
    print("表已是本版本。")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from sync.central.node import Node
    from sync.central.verifying import run

    stop = threading.Event()
    with Node(options.data) as node:
        # hashing and opening leave the interpreter to others, and one waits for the store while another works
        others = [
            threading.Thread(
                target=run,
                args=(lambda: iter(node.bureaus.values()), secrets.token_hex(8), stop),
                name="verifier",
            )
            for _ in range(max(1, options.workers) - 1)
        ]
        for other in others:
            other.start()
        print("核验节点正在运行，按 Ctrl+C 停止。", flush=True)
        try:
            run(lambda: iter(node.bureaus.values()), secrets.token_hex(8), stop)
        except KeyboardInterrupt:
            pass
        finally:
            stop.set()
            for other in others:
                other.join()
    return 0


def _write_signers(options: argparse.Namespace) -> int:
    from inspector.durable import write_file
    from inspector.errors import InputError
    from sync.central import Centre
    from sync.central.enrolling import signers_now

    if not options.out.parent.is_dir():
        raise InputError("central.no_folder", folder=options.out.parent)
    with Centre(options.data) as centre:
        write_file(options.out, signers_now(centre))
    print(f"名单已写入 {options.out}。")
    return 0


def _back_up(options: argparse.Namespace) -> int:
    from sync.central.backing_up import back_up

    done = back_up(options.data, options.to)
    print(
        f"已备份到 {options.to}：新数据包 {done.bundles} 个，{done.size / 1e6:.1f} MB。其中有私钥，请妥善保管。"
    )
    if done.elsewhere:
        names = {"database": "数据库", "store": "对象存储"}
        print(
            f"不在数据目录、需要另行备份：{'、'.join(names[each] for each in done.elsewhere)}（见管理员手册）。"
        )
    return 0


def _recover(options: argparse.Namespace) -> int:
    """Take in again; 1 if something whole was not taken in, so that a script can tell."""
    from sync.central.backing_up import recover
    from sync.central.node import Node

    is_whole = True
    with Node(options.data) as node:
        for bureau, centre in node.bureaus.items():
            found = recover(centre)
            print(f"{bureau}：补收 {len(found.accepted)} 个，未收 {len(found.left)} 个。")
            for name, code in found.left.items():
                print(f"  {name}  {code}")
            is_whole = is_whole and not found.left
    return 0 if is_whole else 1

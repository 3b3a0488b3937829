"""`inspector escrow …`: the bureau makes its escrow key offline and hands out the shares.

A share is printed on the terminal once and stored nowhere: on an offline machine, one custodian after the
other copies or prints it. `check` lets a custodian prove the copy before the terminal is closed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands import Commands

if TYPE_CHECKING:
    from inspector.keys.escrow import EscrowPublic

PUBLIC = "escrow.public"
_A_ROW = 3
"""Words beside each other on the sheet."""


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("escrow", help="机关托管密钥 / the bureau's escrow key")
    actions = parser.add_subparsers(dest="action", required=True)

    create = actions.add_parser(
        "create",
        help="制作托管密钥，写出公钥文件，逐份显示保管人份额 / make it and show the custodians' shares",
    )
    create.add_argument("--bureau", required=True, metavar="NAME", help="机关全称 / name of the bureau")
    create.add_argument("--out", type=Path, required=True, metavar="DIR", help=f"{PUBLIC} 写到这里")
    create.add_argument("--threshold", type=int, default=2, metavar="K", help="打开需要几份 / shares needed")
    create.add_argument("--shares", type=int, default=3, metavar="N", help="一共几份 / shares made")
    create.set_defaults(run=run_create)

    check = actions.add_parser("check", help="核对抄写的份额（从标准输入读）/ check a share typed in")
    check.set_defaults(run=run_check)

    show = actions.add_parser("show", help="显示公钥文件的指纹 / show the fingerprint of a public file")
    show.add_argument("file", type=Path)
    show.set_defaults(run=run_show)


def run_create(options: argparse.Namespace) -> int:
    """Write the public file, then show each share once."""
    from inspector.clock import CHINA, SystemClock
    from inspector.durable import write_file
    from inspector.keys.escrow import new_escrow

    target = options.out / PUBLIC
    if not options.out.is_dir():
        raise InputError("escrow.no_folder", folder=options.out)
    if target.exists():
        raise InputError("escrow.exists", file=target)
    made = SystemClock().now().wall.astimezone(CHINA).date()
    public, shares = new_escrow(options.bureau, options.threshold, options.shares, made)
    write_file(target, public.as_file())
    print(f"托管公钥已写入 {target}，可以发给每台设备；里面没有秘密。")
    for number, share in enumerate(shares, 1):
        if sys.stdin.isatty():
            input(f"\n请第 {number} 位保管人到屏幕前，其他人回避，按回车显示…")
        print(sheet(public, number, share))
    print("份额没有保存在任何地方。请各位保管人用 inspector escrow check 核对抄写，再关闭本窗口。")
    return 0


def run_check(_: argparse.Namespace) -> int:
    """Say whether a share was copied without a slip."""
    from inspector.keys.shares import read_share

    if sys.stdin.isatty():
        print("请输入份额的 33 个词（前四个字母即可），输完后按 Ctrl+D：")
    read_share(sys.stdin.read())
    print("✓ 这一份抄写无误。 / The share is copied without a slip.")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Show whose key it is, so that people can compare it over the telephone."""
    from inspector.keys.escrow import read_escrow_file

    public = read_escrow_file(options.file.read_bytes())
    print(f"{public.bureau}  {public.made.isoformat()}  {public.threshold}/{public.count}")
    print(public.fingerprint)
    return 0


def sheet(public: EscrowPublic, number: int, share: str) -> str:
    """Return one custodian's sheet as text: numbered words, whose it is, what it is for."""
    words = [f"{place:2}. {word:<12}" for place, word in enumerate(share.split(), 1)]
    rows = ["   ".join(words[at : at + _A_ROW]).rstrip() for at in range(0, len(words), _A_ROW)]
    return "\n".join(
        (
            "",
            f"══ 托管份额 {number}/{public.count} ══ {public.bureau} ══ {public.made.isoformat()} ══",
            f"公钥指纹  {public.fingerprint}",
            "",
            *rows,
            "",
            f"任意 {public.threshold} 份合在一起可以打开本局登记过这把托管公钥的设备。请密封，与设备和其他份额分开保管。",
            "",
        )
    )

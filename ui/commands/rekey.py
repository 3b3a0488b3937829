"""`inspector rekey`: every key of the device changed, for when somebody left or a passphrase leaked."""

from __future__ import annotations

import argparse
import json
import sys

from ui.commands import Commands
from ui.commands.opening import add_opening, secret_of, workplace_of


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("rekey", help="全部换钥，给出新恢复码 / change every key of the device")
    add_opening(parser)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Change the keys and show the new recovery code once."""
    from ui.rekeying import rekey

    def show(code: str) -> None:
        if options.json:
            print(json.dumps({"recovery_code": code}), flush=True)
        else:
            print(
                f"新恢复码（换钥完成后生效）/ new recovery code, once the change is done: {code}", flush=True
            )

    rekey(workplace_of(options), secret_of(options), show_code=show)
    print("已全部换钥。旧恢复码和其他人的口令不能再打开设备，请为其他人重新设置口令。", file=sys.stderr)
    print("Every key was changed. Give the other officers new passphrases.", file=sys.stderr)
    return 0

"""`inspector verify PATH`: the four verdicts on a bundle, by the stand-alone verifier."""

from __future__ import annotations

import argparse
from pathlib import Path

from ui.commands import Commands


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "verify",
        help="核验数据包 / verify a bundle",
        description="退出码：0 完好且签名者已知；1 被改动（指出位置）；2 完好但签名者未知；3 无法判断。"
        " Exit: 0 intact and signer known, 1 altered (says where), 2 intact, signer not known, 3 cannot tell.",
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--signers", type=Path, metavar="FILE", help="已知签名者名单 / list of known signers")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Hand over to the verifier, which shares no code with the rest."""
    from sync.verifier.__main__ import main

    arguments = [str(options.path)]
    if options.signers is not None:
        arguments += ["--signers", str(options.signers)]
    if options.json:
        arguments.append("--json")
    return main(arguments)

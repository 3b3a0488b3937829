"""`inspector build-verifier`: the court's verifier as one file, and the hash to publish with it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ui.commands import Commands
from ui.verifier_file import NAME, write_verifier


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("build-verifier", help="生成单文件核验程序 / build the verifier as one file")
    parser.add_argument("--out", type=Path, default=Path(NAME), metavar="FILE")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and print its SHA-256; the same sources give the same bytes on every machine."""
    sha256 = write_verifier(options.out)
    if options.json:
        print(json.dumps({"file": str(options.out), "sha256": sha256}, ensure_ascii=False))
    else:
        print(f"{sha256}  {options.out}")
    return 0

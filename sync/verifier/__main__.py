"""`python -m sync.verifier BUNDLE` prints the verdict.

Exit codes: 0 intact and signer known, 1 altered, 2 intact but signer not known, 3 cannot tell.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .verdict import CANNOT_TELL, EXIT_CODES, Verdict
from .verifying import verify

WORDS = {
    "intact": ("完好，签名者已知", "intact, signer known"),
    "altered": ("被改动", "altered"),
    "signer-unknown": ("完好，签名者未知", "intact, signer not known"),
    "cannot-tell": ("无法判断", "cannot tell"),
}


class _Parser(argparse.ArgumentParser):
    """Ends with "cannot tell" where argparse would end with 2, which here means a verdict."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EXIT_CODES[CANNOT_TELL], f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None, prog: str = "verify") -> int:
    """Verify one file and return the exit code; whatever goes wrong, it is never 1 or 2 by accident."""
    parser = _Parser(
        prog=prog,
        description="核验数据包。退出码：0 完好且签名者已知；1 被改动（指出位置）；2 完好但签名者未知；3 无法判断。"
        " Verify a bundle. Exit: 0 intact and signer known, 1 altered (says where),"
        " 2 intact, signer not known, 3 cannot tell.",
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--signers", type=Path, metavar="FILE", help="已知签名者名单 / list of known signers")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    options = parser.parse_args(arguments)
    try:
        verdict = verify(options.path, options.signers)
        _print(verdict, is_json=options.json)
    except Exception as error:  # a verdict must not be mistaken: 1 would say "altered"
        print(f"无法判断：核验程序出错 / cannot tell: {type(error).__name__}: {error}", file=sys.stderr)
        return EXIT_CODES[CANNOT_TELL]
    return verdict.exit_code


def _print(verdict: Verdict, *, is_json: bool) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console of another language
    if is_json:
        print(json.dumps(verdict.as_plain(), ensure_ascii=False))
        return
    zh, en = WORDS[verdict.verdict]
    print(f"{zh} / {en}")
    print(verdict.reason_zh)
    print(verdict.reason_en)
    if verdict.fingerprint:
        print(f"签名者指纹 / signer's fingerprint: {verdict.fingerprint}")
        print(f"所用名单 / list used: {verdict.list_used or '无 / none'}")


if __name__ == "__main__":
    sys.exit(main())

"""`python -m sync.verifier BUNDLE` prints the verdict.

Exit codes: 0 intact and signer known, 1 altered, 2 intact but signer not known, 3 cannot tell.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .verifying import verify

WORDS = {
    "intact": ("完好，签名者已知", "intact, signer known"),
    "altered": ("被改动", "altered"),
    "signer-unknown": ("完好，签名者未知", "intact, signer not known"),
    "cannot-tell": ("无法判断", "cannot tell"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify one file and return the exit code."""
    parser = argparse.ArgumentParser(prog="verify", description="核验数据包 / verify a bundle")
    parser.add_argument("path", type=Path)
    parser.add_argument("--signers", type=Path, metavar="FILE", help="已知签名者名单 / list of known signers")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    options = parser.parse_args(arguments)
    verdict = verify(options.path, options.signers)
    if options.json:
        print(json.dumps(verdict.as_plain(), ensure_ascii=False))
        return verdict.exit_code
    zh, en = WORDS[verdict.verdict]
    print(f"{zh} / {en}")
    print(verdict.reason_zh)
    print(verdict.reason_en)
    if verdict.fingerprint:
        print(f"签名者指纹 / signer's fingerprint: {verdict.fingerprint}")
        print(f"所用名单 / list used: {verdict.list_used or '无 / none'}")
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main())

"""`python inspector-verify.pyz FILE…` (or `python -m sync.verifier FILE…`) prints the verdicts.

Exit codes: 0 intact and signer known, 1 altered, 2 intact but signer not known, 3 cannot tell.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from . import console
from .about import DESCRIPTION, VERSION
from .given import Given, authorities, centre_key, root_key
from .verdict import CANNOT_TELL, EXIT_CODES, CannotTellError
from .verifying import verify_all


class _Parser(argparse.ArgumentParser):
    """Ends with "cannot tell" where argparse would end with 2, which here means a verdict."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EXIT_CODES[CANNOT_TELL], f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None, prog: str = "inspector-verify") -> int:
    """Verify files and return the exit code; whatever goes wrong, it is never 0, 1 or 2 by accident."""
    options = _parser(prog).parse_args(arguments)
    try:
        if not options.paths:
            console.explain(options.language)
            return EXIT_CODES[CANNOT_TELL]
        given = Given(
            options.signers,
            tuple(map(centre_key, options.centre_key)),
            tuple(each for path in options.tsa_cert for each in authorities(path)),
            tuple(map(root_key, options.root_key)),
        )
        report = verify_all(options.paths, given)
        if options.json:
            console.tell_json(report, is_one_file=len(options.paths) == 1 and not options.paths[0].is_dir())
        else:
            console.tell(report, options.language)
        return EXIT_CODES[report.verdict]
    except CannotTellError as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
    except Exception as error:  # a verdict must not be mistaken: 1 would say "altered"
        print(f"无法判断：核验程序出错 / cannot tell: {type(error).__name__}: {error}", file=sys.stderr)
    return EXIT_CODES[CANNOT_TELL]


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=prog, description=f"{DESCRIPTION['zh']} {DESCRIPTION['en']}")
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILE", help="文件或文件夹 / files or folders")
    parser.add_argument("--signers", type=Path, metavar="FILE", help="已知签名者名单 / list of known signers")
    parser.add_argument(
        "--centre-key",
        action="append",
        default=[],
        metavar="KEY",
        help="中心端公钥（十六进制、Base64 或文件） / the centre's receipt key: hex, base64 or a file",
    )
    parser.add_argument(
        "--root-key",
        action="append",
        default=[],
        metavar="KEY",
        help="单位根公钥（十六进制、Base64 或文件） / the bureau's root key: hex, base64 or a file",
    )
    parser.add_argument(
        "--tsa-cert",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="时间戳机构证书 / certificate of a timestamp authority, PEM or DER",
    )
    parser.add_argument(
        "--language", choices=sorted(console.LANGUAGES), default="both", help="语言 / language"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    return parser


if __name__ == "__main__":
    code = main()
    console.wait_if_window_would_close()
    sys.exit(code)

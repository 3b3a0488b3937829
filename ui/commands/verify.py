"""`inspector verify PATH`: the four verdicts on a bundle, by the stand-alone verifier."""

from __future__ import annotations

import argparse

from ui.commands import Commands

_NO_PREFIX = "\0"
"""No argument can begin with it: everything goes to the verifier's own parser, whose exit codes are verdicts."""


def register(commands: Commands) -> None:
    """Add the command; its options are the verifier's."""
    parser = commands.add_parser(
        "verify", help="核验数据包 / verify a bundle", prefix_chars=_NO_PREFIX, add_help=False
    )
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Hand over to the verifier, which shares no code with the rest."""
    from sync.verifier.__main__ import main

    return main(options.arguments, prog="inspector verify")

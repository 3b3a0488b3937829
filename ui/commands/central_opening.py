"""How commands of the centre name a bureau, say who speaks, and ask before what cannot be taken back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError

if TYPE_CHECKING:
    from sync.central import Centre

_YES = "yes"


def add_bureau(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which centre, and which bureau of it."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="中心端数据目录 / the centre's data"
    )
    parser.add_argument(
        "--bureau",
        default="",
        metavar="ID",
        help="单位代号，不给则为本单位 / bureau, the main one if not given",
    )


def add_speaker(parser: argparse.ArgumentParser) -> None:
    """Add the option that says who at the office it is: devices show the name."""
    parser.add_argument(
        "--by", required=True, metavar="NAME", help="谁说的，设备上显示 / who says it, shown on the devices"
    )


def add_asking(parser: argparse.ArgumentParser) -> None:
    """Add the option that answers the question beforehand."""
    parser.add_argument("--yes", action="store_true", help="不再询问 / do not ask")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the option for programs."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")


def bureau_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the bureau the options name.

    Raises:
        InputError: `central.bureau_unknown` with those there are.
    """
    from sync.central.centre import BUREAUS, MAIN

    data = Path(options.data)
    if options.bureau in {"", MAIN}:
        return data
    others = sorted(path.parent.name for path in (data / BUREAUS).glob("*/centre.json"))
    if options.bureau not in others:
        raise InputError("central.bureau_unknown", bureau=options.bureau, bureaus="、".join([MAIN, *others]))
    return data / BUREAUS / str(options.bureau)


@contextmanager
def opened_centre(options: argparse.Namespace) -> Iterator[Centre]:
    """Open the bureau the options name; raises as `bureau_folder` and `Centre`."""
    from sync.central import Centre

    with Centre(bureau_folder(options)) as centre:
        yield centre


def confirm(options: argparse.Namespace, told: Iterable[str]) -> None:
    """Say what is about to happen and go on only at a yes.

    Raises:
        InputError: `command.not_confirmed` where nobody said yes, or nobody is there to be asked.
    """
    for line in told:
        print(line, file=sys.stderr)
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise InputError("command.not_confirmed")
    print(f"确认请输入 {_YES} / type {_YES} to go on：", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip() != _YES:
        raise InputError("command.not_confirmed")

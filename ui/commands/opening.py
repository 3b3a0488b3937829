"""How a command opens the device: the same options, the same question, the same refusals for all of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError

if TYPE_CHECKING:
    from inspector.keys import Keyring
    from ui.wiring import OpenDevice, Workplace

STANDARD_INPUT = "-"


def add_opening(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the options that say which device is meant and where its passphrase comes from."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        dest="device_dir",
        help="设备数据目录 / where the device keeps its data",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="口令文件的第一行，- 为标准输入；不给则当场询问 / first line of FILE, - for standard input; asked for if not given",
    )


def workplace_of(options: argparse.Namespace) -> Workplace:
    """Return the device the options name, or the one of the person logged in."""
    from ui.wiring import Workplace, default_data_dir

    return Workplace(options.device_dir or options.data_dir or default_data_dir())


def secret_of(options: argparse.Namespace) -> str:
    """Return the passphrase or recovery code; it is never an argument, which every process could read.

    Raises:
        InputError: `command.no_passphrase` if there is nobody to ask.
        OSError: if the file cannot be read.
    """
    if options.passphrase_file == STANDARD_INPUT:
        return _first_line(sys.stdin.readline())
    if options.passphrase_file is not None:
        with Path(options.passphrase_file).open(encoding="utf-8") as file:
            return _first_line(file.readline())
    if not sys.stdin.isatty():
        raise InputError("command.no_passphrase")
    from getpass import getpass

    return getpass("口令 / passphrase: ")


@contextmanager
def opened_device(options: argparse.Namespace) -> Iterator[OpenDevice]:
    """Open the device as the desktop does, for a command that works with its records.

    Raises:
        InputError: `device.not_set_up`, `device.in_use`, `keys.wrong_secret`, `command.no_passphrase`.
        SystemFault: `keys.*`, `store.*`.
    """
    workplace = workplace_of(options)
    with workplace.unlock(secret_of(options)) as opened:
        yield opened


@contextmanager
def held_keys(options: argparse.Namespace) -> Iterator[tuple[Workplace, Keyring]]:
    """Hold the device and its keys without opening the records, for a command that looks or mends first.

    Raises:
        InputError: `device.not_set_up`, `device.in_use`, `keys.wrong_secret`, `command.no_passphrase`.
        SystemFault: `keys.*`.
    """
    workplace = workplace_of(options)
    with workplace.keys_held(secret_of(options)) as keyring:
        yield workplace, keyring


def _first_line(line: str) -> str:
    secret = line.rstrip("\r\n")
    if not secret:
        raise InputError("command.no_passphrase")
    return secret

"""`inspector …`: every command by name, each in a file of its own under `ui/commands`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector.errors import InspectorError, SystemFault
from ui.commands import (
    backup,
    bench,
    build_verifier,
    central,
    check,
    codes,
    demo,
    doctor,
    escrow,
    export_notice,
    forms,
    labels,
    law,
    numbers,
    proof,
    rebuild,
    rekey,
    roster,
    scale_card,
    scan_page,
    timestamp,
    verify,
)
from ui.private_memory import keep_memory_private

COMMANDS = (
    demo,
    doctor,
    check,
    backup,
    rebuild,
    rekey,
    verify,
    proof,
    timestamp,
    build_verifier,
    export_notice,
    labels,
    numbers,
    roster,
    scan_page,
    scale_card,
    codes,
    forms,
    law,
    central,
    escrow,
    bench,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without a command, open the desktop."""
    parser = argparse.ArgumentParser(
        prog="inspector",
        description="展会知识产权现场执法：记录、拍照、列清单、出文书、封包、送达回执。"
        " Field inspection at ceramics fairs, offline first.",
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="设备数据目录 / where the device keeps its data"
    )
    parser.add_argument("--demo", action="store_true", help="打开样本展会 / open the app on a sample fair")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    options = parser.parse_args(arguments)
    keep_memory_private()
    try:
        if options.command is None:
            from ui.desktop.app import run_desktop

            return run_desktop(data_dir=options.data_dir, is_demo=options.demo)
        code = int(options.run(options))
        sys.stdout.flush()  # here, where a reader that has gone is no fault
        return code
    except InspectorError as error:
        return _told(error)
    except BrokenPipeError:  # whoever reads has enough, as `head` does: nothing is wrong
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or the interpreter complains at its end
        return 0
    except OSError as error:
        return _told(SystemFault("command.io", file=error.filename or "", why=error.strerror or ""))


def _told(error: InspectorError) -> int:
    """Say what went wrong and what to do; 1 for every command whose exit code means nothing else."""
    print(f"{error.code}：{error.sentence('zh')}\n{error.sentence('en')}", file=sys.stderr)
    return 1

"""Changes key files in children that are killed at the 0th, 1st, 2nd… call that makes something durable.

    python -m tests.inspector.keys.killed_changes change|create MODEL OUT

Leaves what each child left in OUT/0, OUT/1, …; the last one came to its end. A process of its own: what is
forked here holds no thread and no lock of the tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from inspector import keys
from inspector.keys import Holder, KdfCost
from tests.faults.child import die_at

QUICK = KdfCost(memory_kib=64, passes=1, lanes=1)
OLD, NEW = "青花 瓷瓶 样本 口令", "a quite different sentence"
HOLDER = Holder("officer-1", "样本一", "样本000001", "样本市市场监督管理局")
DEVICE = "d0" * 16


def work(step: str, folder: Path) -> None:
    if step == "change":
        keys.change_passphrase(folder, OLD, NEW, cost=QUICK, floor=QUICK)
    else:
        keys.create(folder, OLD, device_id=DEVICE, holder=HOLDER, cost=QUICK)


def main(step: str, model: Path, out: Path) -> None:
    for point in range(200):
        folder = out / str(point)
        if step == "change":
            shutil.copytree(model, folder)
        child = os.fork()
        if child == 0:
            die_at(point)
            work(step, folder)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.exit(os.WEXITSTATUS(status))
        if os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"ended by signal {os.WTERMSIG(status)}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

"""Work that several threads do at once, with whatever went wrong in any of them."""

from __future__ import annotations

import threading
from collections.abc import Callable


def faults_of(count: int, work: Callable[[], object]) -> list[BaseException]:
    """Let `count` threads begin the work in the same moment; return what each of them raised."""
    together, faults = threading.Barrier(count), []

    def run() -> None:
        together.wait()
        try:
            work()
        except BaseException as fault:  # whatever it is, the test must see it
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults

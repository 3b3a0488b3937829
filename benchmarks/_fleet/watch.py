"""What a run costs each process: CPU, memory and disk, and what the machine had left meanwhile."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Self

import psutil

_EVERY_S = 0.25


@dataclass
class Cost:
    """What one process, with its children, used."""

    cpu_s: float = 0.0
    memory_mb: float = 0.0
    """The most it held at one time, proportionally shared where processes share."""
    threads: int = 0
    written_mb: float = 0.0
    _before: tuple[float, float] = field(default=(0.0, 0.0), repr=False)


class Watch:
    """Watches named processes while the block runs; a quarter of a second is fine enough for memory."""

    def __init__(self, processes: dict[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self.costs = {name: Cost() for name in processes}
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        for name, cost in self.costs.items():
            cost._before = self._used(name)
        self._times = psutil.cpu_times()
        self._thread = threading.Thread(target=self._look, name="watch")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for name, cost in self.costs.items():
            cpu, written = self._used(name)
            cost.cpu_s = cpu - cost._before[0]
            cost.written_mb = (written - cost._before[1]) / 1e6
        after = psutil.cpu_times()
        spent = {name: getattr(after, name) - getattr(self._times, name) for name in after._fields}
        total = sum(spent.values()) - spent.get("guest", 0.0) - spent.get("guest_nice", 0.0)
        self.idle = spent["idle"] / total
        self.waits_for_disk = spent.get("iowait", 0.0) / total
        ours = sum(cost.cpu_s for cost in self.costs.values())
        self.others = max(0.0, 1.0 - self.idle - self.waits_for_disk - ours / total)
        """Share of all processors that went to programs that are no part of the run."""

    def _tree(self, name: str) -> list[psutil.Process]:
        process = self._processes[name]
        return [process, *process.children(recursive=True)]

    def _used(self, name: str) -> tuple[float, float]:
        cpu = written = 0.0
        for each in self._tree(name):
            try:
                times = each.cpu_times()
                # children that have ended count with whoever waited for them
                cpu += times.user + times.system
                if each.pid == self._processes[name].pid:
                    cpu += times.children_user + times.children_system
                written += each.io_counters().write_bytes
            except psutil.Error:
                continue
        return cpu, written

    def _look(self) -> None:
        while not self._ended.wait(_EVERY_S):
            for name, cost in self.costs.items():
                memory, threads = 0.0, 0
                for each in self._tree(name):
                    try:
                        memory += each.memory_full_info().pss / 1e6
                        threads += each.num_threads()
                    except psutil.Error:
                        continue
                cost.memory_mb = max(cost.memory_mb, memory)
                cost.threads = max(cost.threads, threads)

"""How late the window's thread comes to a timer of 5 ms, and for each long wait what it was about.

A wait is divided by what the kernel tells of the thread (Documentation/scheduler/sched-stats.rst): it worked, it was
ready and another program had the processor, or it was held up by the interpreter's lock, a lock of ours or the disk.
30 ms into a wait a second thread writes down where every thread is. (`faulthandler` would do so without the
interpreter's lock; from an alarm, beside running threads, it reads frames that are gone and ends the program.) Of the
others only those are told that ran or were ready meanwhile: one of them held the lock, the looking thread at times.
Where it is another thread's turn that did not come, the wait is the machine's, not ours; `by_us` leaves both out. It
leaves out too much if a thread was ready that did not hold the lock.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from types import FrameType

TICK_S = 0.005
LOOK_S = 0.030
"""Into a wait: then it is written down who does what."""
LONG_MS = 50.0

_BETWEEN_LOOKS_S = 0.01
_TICKS_BETWEEN_FINDINGS = 20
_PLACES = 4
_BUSY_MS = 2.0
_TOLD = 3
"""Waits told in full: the longest, and the longest by us."""
_ROOT = Path(__file__).parents[1]
_CAUSES = ("worked", "queued", "held_up")


@dataclass(frozen=True)
class Wait:
    """One time the window's thread came late, and what became of that time, ms."""

    at_s: float
    late: float
    worked: float
    queued: float
    """It was ready to run and others had the processors."""
    others_queued: float = 0.0
    """The longest that another thread was ready meanwhile and did not run."""
    others: tuple[str, ...] = ()
    """What other threads did meanwhile, and where they were."""
    here: str = ""

    @property
    def held_up(self) -> float:
        """The rest: it waited for a lock, the interpreter's or another, or for the disk."""
        return max(0.0, self.late + TICK_S * 1000 - self.worked - self.queued)

    @property
    def by_us(self) -> float:
        """How late it would have come with processors free for it and for whoever held it up."""
        return max(0.0, self.late - self.queued - min(self.held_up, self.others_queued))

    @property
    def cause(self) -> str:
        """What took most of it."""
        return max(_CAUSES, key=lambda each: float(getattr(self, each)))

    def told(self) -> dict[str, object]:
        """Return it in words."""
        parts = ", ".join(f"{cause} {getattr(self, cause):.0f}" for cause in _CAUSES)
        told: dict[str, object] = {
            "late": f"{self.late:.0f} ms at {self.at_s:.1f} s, by us {self.by_us:.0f}: {parts}",
            "window": self.here,
        }
        return told | {f"other_{number}": line for number, line in enumerate(self.others, 1)}


class Standstill:
    """Watches the thread that makes it, between `begin` and `end`."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(int(TICK_S * 1000))
        self._timer.timeout.connect(self._tick)
        self._libc = ctypes.PyDLL(None)  # keeps the interpreter's lock: looking must not cost a turn
        self._buffer = ctypes.create_string_buffer(64)
        self._files: dict[int, int] = {}
        self._own = threading.get_native_id()
        self._places: dict[int, str] = {}
        """Where each thread was during the wait that goes on, by its ident."""
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None
        self._begun = self._last = self._collecting = 0.0
        self._before: dict[int, tuple[int, int]] = {}
        self.waits: list[Wait] = []
        self.collections: list[tuple[int, float]] = []
        """Of Python's collector: generation, ms."""

    @property
    def late(self) -> list[float]:
        """How late each tick came, ms."""
        return [each.late for each in self.waits]

    def begin(self) -> None:
        """Start anew."""
        self.waits, self.collections = [], []
        gc.callbacks.append(self._collected)
        self._find_threads()
        self._before = self._times()
        self._begun = self._last = time.perf_counter()
        self._ended.clear()
        self._watch = threading.Thread(target=self._look_now_and_then, name="watch")
        self._watch.start()
        self._timer.start()

    def end(self) -> None:
        """Watch no more; what was seen stays."""
        self._timer.stop()
        gc.callbacks.remove(self._collected)
        self._ended.set()
        if self._watch is not None:
            self._watch.join()
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def told(self, suffix: str = "") -> dict[str, object]:
        """Return the worst, 999 of 1000, and how many were long, by what took most of it."""
        late, long_ones = self.late, [each for each in self.waits if each.late > LONG_MS]
        causes = ", ".join(f"{cause} {sum(each.cause == cause for each in long_ones)}" for cause in _CAUSES)
        slowest = max((took for _, took in self.collections), default=0.0)
        return {
            f"most_late_ms{suffix}": round(max(late), 1),
            f"most_worked_ms{suffix}": round(max(each.worked for each in self.waits), 1),
            f"most_late_by_us_ms{suffix}": round(max(each.by_us for each in self.waits), 1),
            f"late_ms_999_of_1000{suffix}": rare(late),
            f"over_50_ms{suffix}": f"{len(long_ones)} of {len(late)} ({causes})",
            f"collections{suffix}": f"{len(self.collections)}, at most {slowest:.0f} ms",
        }

    def longest(self) -> dict[str, object]:
        """Return the longest waits in full."""
        longest = sorted(self.waits, key=lambda each: -each.late)[:_TOLD]
        longest += sorted(set(self.waits) - set(longest), key=lambda each: -each.by_us)[:_TOLD]
        return {f"wait_{number}": each.told() for number, each in enumerate(longest, 1)}

    def _tick(self) -> None:
        now = time.perf_counter()
        late = (now - self._last - TICK_S) * 1000
        is_late = late > LOOK_S * 1000
        if is_late or len(self.waits) % _TICKS_BETWEEN_FINDINGS == 0:
            self._find_threads()
        times = self._times()
        worked, queued = self._since(self._own, times)
        if is_late:
            places = self._places or _places()
            here = self._places.get(threading.get_ident(), "")
            others, most = self._others(times, places)
            self.waits.append(Wait(now - self._begun, late, worked, queued, most, others, here))
        else:
            self.waits.append(Wait(now - self._begun, late, worked, queued))
        self._before, self._last, self._places = times, now, {}

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self.collections.append((info["generation"], (time.perf_counter() - self._collecting) * 1000))

    def _look_now_and_then(self) -> None:
        while not self._ended.wait(_BETWEEN_LOOKS_S):
            if not self._places and time.perf_counter() - self._last > LOOK_S:
                self._places = _places()

    def _others(
        self, times: dict[int, tuple[int, int]], places: dict[int, str]
    ) -> tuple[tuple[str, ...], float]:
        threads = {thread.native_id: thread for thread in threading.enumerate()}
        told, most = [], 0.0
        for number in times:
            if number == self._own:
                continue
            worked, queued = self._since(number, times)
            most = max(most, queued)
            if worked + queued > _BUSY_MS:
                thread = threads.get(number)
                name = thread.name if thread else _name_of(number)
                place = places.get(thread.ident or 0, "") if thread else ""
                told.append(f"{name} worked {worked:.0f} queued {queued:.0f}: {place}")
        return tuple(told), most

    def _since(self, number: int, times: dict[int, tuple[int, int]]) -> tuple[float, float]:
        now, before = times[number], self._before.get(number, (0, 0))  # one not seen before is that young
        return (now[0] - before[0]) / 1e6, (now[1] - before[1]) / 1e6

    def _find_threads(self) -> None:
        """Open what tells of each thread; now and then only, since it lets go of the interpreter's lock."""
        for name in os.listdir("/proc/self/task"):  # noqa: PTH208 - a quick look
            if int(name) not in self._files:
                with contextlib.suppress(OSError):  # it ended meanwhile
                    self._files[int(name)] = os.open(f"/proc/self/task/{name}/schedstat", os.O_RDONLY)

    def _times(self) -> dict[int, tuple[int, int]]:
        """Return of each thread how long it ran and how long it was ready and did not, ns."""
        found = {}
        for number, file in tuple(self._files.items()):
            read = self._libc.pread(file, self._buffer, 64, 0)
            if read > 0:
                worked, queued, _ = self._buffer.raw[:read].split()
                found[number] = int(worked), int(queued)
            else:
                os.close(self._files.pop(number))
        return found


def rare(late: list[float]) -> float:
    """Return what 999 of 1000 times stay under, ms."""
    return round(quantiles(late, n=1000)[-1], 1)


def _name_of(thread: int) -> str:
    try:
        return Path(f"/proc/self/task/{thread}/comm").read_text().strip()
    except OSError:
        return "ended"


def _places() -> dict[int, str]:
    """Return of each thread its innermost place and the innermost ones of ours."""
    return {ident: " < ".join(_told_places(frame)) for ident, frame in sys._current_frames().items()}


def _told_places(frame: FrameType | None) -> list[str]:
    told: list[str] = []
    while frame is not None and len(told) < _PLACES:
        file = frame.f_code.co_filename
        is_ours = file.startswith(f"{_ROOT}/") and ".venv" not in file
        if not told or is_ours:
            short = file.removeprefix(f"{_ROOT}/").rpartition("site-packages/")[-1]
            told.append(f"{short}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return told

"""Warm processes side by side, and the places they work on: prepared once for each state, copied for each fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.faults.failing_disk import Fault, What
from tests.faults.steps import STEPS
from tests.faults.warm import Ended, Warm

SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Spot:
    """One fault to be tried: a step, the content's seed, and what the disk does."""

    step: str
    seed: int
    fault: Fault


@dataclass(frozen=True)
class Outcome:
    """How one fault went."""

    spot: Spot
    ended: Ended
    entries: int
    """Journal entries once the step was taken again."""


class Crew:
    """Two warm processes, so that both cores work."""

    def __init__(self, folder: Path, members: list[Warm]) -> None:
        self.folder = folder
        self._free: SimpleQueue[Warm] = SimpleQueue()
        for member in members:
            self._free.put(member)
        self._copies = iter(range(10**9))

    @contextmanager
    def member(self) -> Iterator[Warm]:
        """Borrow a warm process."""
        warm = self._free.get()
        try:
            yield warm
        finally:
            self._free.put(warm)

    @contextmanager
    def place(self, warm: Warm, state: str) -> Iterator[Path]:
        """Give a place in that state, which is gone afterwards."""
        made = self.folder / f"state-{state}"
        if not made.exists():
            warm.run("tests.faults.acting:prepare", folder=str(made), state=state).last()
        copy = self.folder / f"place-{next(self._copies)}"
        shutil.copytree(made, copy)
        yield copy
        shutil.rmtree(copy)  # left lying where a test failed, to be looked at

    def calls(self, step: str, seed: int = 1) -> dict[str, int]:
        """Count the calls of a step that ends well: `changes` and `reads`."""
        with self.member() as warm, self.place(warm, STEPS[step].state) as folder:
            ended = warm.run(
                "tests.faults.acting:act", folder=str(folder), step=step, seed=seed, fault=Fault().plain()
            )
            return ended.last()

    def kill(self, spot: Spot, *, deliver: bool = False) -> Outcome:
        """Kill a step at its point, hold the device to what was said, and take the step again."""
        return self._try("act", spot, deliver)

    def refuse(self, spot: Spot, *, deliver: bool = False) -> Outcome:
        """Let the disk refuse, take the step again with the disk well, and hold the device to it all."""
        return self._try("suffer", spot, deliver)

    def every(self, spots: Iterable[Spot], work: Callable[[Spot], Outcome]) -> list[Outcome]:
        """Try all of them side by side; the first that fails ends it."""
        spots = list(spots)
        with self.member() as warm:
            for state in sorted({STEPS[spot.step].state for spot in spots}):
                with self.place(warm, state):
                    pass
        with ThreadPoolExecutor(SIDE_BY_SIDE) as side_by_side:
            return list(side_by_side.map(work, spots))

    def _try(self, how: str, spot: Spot, deliver: bool) -> Outcome:
        with self.member() as warm, self.place(warm, STEPS[spot.step].state) as folder:
            given = {"folder": str(folder), "step": spot.step, "seed": spot.seed}
            ended = warm.run(f"tests.faults.acting:{how}", **given, fault=spot.fault.plain())
            if not ended.was_killed:
                assert ended.status == 0, f"{spot}\n{ended.said}"
            kills = spot.fault.what in {What.KILL_BEFORE, What.KILL_AFTER}
            assert kills or not ended.was_killed
            held = warm.run("tests.faults.holding:hold", **given, said=list(ended.said), deliver=deliver)
            failed = "".join(str(fact.get("failed", "")) for fact in held.said[-1:])
            assert held.status == 0, f"{spot}\n{ended.said}\nended with {held.status}\n{failed}"
            return Outcome(spot, ended, int(held.said[-1]["entries"]))


@contextmanager
def crew(folder: Path, library: Path) -> Iterator[Crew]:
    """Start the warm processes; they end with the block."""
    temporary = folder / "temporary"
    temporary.mkdir()
    with ExitStack() as held:
        yield Crew(folder, [held.enter_context(Warm(library, temporary)) for _ in range(SIDE_BY_SIDE)])

"""The power fails after any call: what was acknowledged by then was synced, and the device opens whole."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.conftest import Tally
from tests.faults.crew import SIDE_BY_SIDE, Crew
from tests.faults.power_cut import Change, Left, Platter, clear, read_changes
from tests.faults.steps import STEPS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD")


def cut(crew: Crew, step: str, picked: Iterable[int] | None, seed: int = 1) -> int:
    """Take a step once, then let the power fail after each of its changes, or those picked; return how often."""
    with crew.member() as warm, crew.place(warm, STEPS[step].state) as folder:
        before, changes = (folder.with_name(f"{folder.name}-{what}") for what in ("before", "changes"))
        told = warm.run(
            "tests.faults.acting:act_recorded",
            folder=str(folder),
            step=step,
            seed=seed,
            before=str(before),
            changes=str(changes),
        )
        told.last()
    platter, every = Platter(before), list(read_changes(changes, folder))
    points = set(range(len(every) + 1)) if picked is None else {point % (len(every) + 1) for point in picked}
    falls: list[tuple[Path, list[dict[str, object]]]] = []
    for point in range(len(every) + 1):
        if point in points:
            said = [fact for fact in told.said if fact.get("at", len(every) + 1) <= point]
            for left in Left:
                fallen = folder.with_name(f"{folder.name}-{point}-{left.value}")
                platter.fall(left, random.Random(point), fallen)
                falls.append((fallen, said))
        if point < len(every):
            platter.apply(every[point])

    def hold(fall: tuple[Path, list[dict[str, object]]]) -> None:
        fallen, said = fall
        with crew.member() as member:
            held = member.run(
                "tests.faults.holding:hold",
                folder=str(fallen),
                step=step,
                seed=seed,
                said=said,
                deliver=False,
            )
        assert held.status == 0, f"{fallen.name} of {step}\n{said}\n{held.said[-1].get('failed')}"
        clear(fallen)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as side_by_side:
        list(side_by_side.map(hold, falls))
    clear(before)
    changes.unlink()
    return len(falls)


def test_the_disk_of_the_test_keeps_only_what_was_synced(tmp_path: Path) -> None:
    before = tmp_path / "before"
    (before / "there").mkdir(parents=True)
    (before / "there" / "old").write_bytes(b"old")
    platter = Platter(before)
    steps = [
        Change("o", "there/new", "", 0, b""),
        Change("w", "there/new", "", 0, b"content"),
        Change("s", "there/new", "", 0, b""),
        Change("r", "there/new", "there/old", 0, b""),
        Change("s", "there", "", 0, b""),
    ]
    found = []
    for number, step in enumerate(steps):
        platter.apply(step)
        platter.fall(Left.NOTHING, random.Random(number), tmp_path / str(number))
        found.append({file.name: file.read_bytes() for file in (tmp_path / str(number) / "there").iterdir()})
    assert found == [{"old": b"old"}] * 4 + [{"old": b"content"}]


def test_a_name_synced_before_its_bytes_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    platter = Platter(tmp_path / "before")
    for step in (
        Change("o", "new", "", 0, b""),
        Change("w", "new", "", 0, b"content"),
        Change("s", "", "", 0, b""),
    ):
        platter.apply(step)
    platter.fall(Left.NOTHING, random.Random(0), tmp_path / "after")
    assert (tmp_path / "after" / "new").read_bytes() == b""


def test_a_folder_that_is_renamed_takes_along_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "before" / "making").mkdir(parents=True)
    platter = Platter(tmp_path / "before")
    for step in (
        Change("o", "making/keys", "", 0, b""),
        Change("w", "making/keys", "", 0, b"content"),
        Change("s", "making/keys", "", 0, b""),
        Change("s", "making", "", 0, b""),
        Change("r", "making", "device", 0, b""),
    ):
        platter.apply(step)
    for number in range(20):
        after = tmp_path / str(number)
        platter.fall(Left.SOME, random.Random(number), after)
        (found,) = (file.relative_to(after).as_posix() for file in after.rglob("keys"))
        assert found in {"making/keys", "device/keys"}


def test_at_a_few_moments_nothing_acknowledged_is_lost(fault_crew: Crew) -> None:
    assert cut(fault_crew, "take-photos", random.Random(7).sample(range(90), 3))


@pytest.mark.long
@pytest.mark.parametrize("step", [name for name, step in STEPS.items() if name != "first-start"])
def test_at_every_moment_nothing_acknowledged_is_lost(fault_crew: Crew, step: str, tally: Tally) -> None:
    tally("power cuts", step, cut(fault_crew, step, None))


@pytest.mark.long
def test_at_moments_of_the_first_start_nothing_is_by_halves(fault_crew: Crew, tally: Tally) -> None:
    tally(
        "power cuts", "first-start", cut(fault_crew, "first-start", random.Random(8).sample(range(600), 60))
    )

"""What a child of the warm process does: prepare a place, take a step on a failing disk, tell how it went."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import ExitStack
from pathlib import Path

from inspector.errors import BugError, InspectorError
from tests.faults import place as places
from tests.faults.failing_disk import Disk, Fault
from tests.faults.place import Place, picture, take
from tests.faults.steps import STEPS, Say
from tests.stand import Stand


def prepare(say: Say, folder: str, state: str) -> None:
    """Make a place for the steps that begin in `state`."""
    places.prepare(Path(folder), "begun" if state == "cut-off" else state)
    if state == "cut-off":
        cut_off(say, folder)
    say({"made": state})


def cut_off(say: Say, folder: str) -> None:
    """Leave a device as a run leaves it that was killed: a log not folded in, a strange file, half a file."""
    child = os.fork()
    if child == 0:
        with Place(Path(folder)).opened() as stand:
            take(stand, picture(10))
            vault = Place(Path(folder)).device / "vault"
            (vault / "ab" / f"{'ab' * 16}.tmp").write_bytes(b"half")
            (vault / "cd" / f"{'cd' * 16}.ipv").write_bytes(b"nobody's")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def act(say: Say, folder: str, step: str, seed: int, fault: dict[str, int]) -> None:
    """Take one step, and close, on a disk with that fault; tell how many calls there were."""
    place, disk = Place(Path(folder), STEPS[step].now), Disk()
    with ExitStack() as held:
        stand = held.enter_context(place.opened()) if STEPS[step].work else None
        disk.arm(place.folder, Fault.from_plain(fault))
        take_step(place, stand, step, seed, say)
    disk.disarm()
    say({"changes": disk.changes, "reads": disk.reads})


def act_recorded(say: Say, folder: str, step: str, seed: int, before: str, changes: str) -> None:
    """Take one step while every change is written down; each word says how many there were before it."""
    place, disk = Place(Path(folder), STEPS[step].now), Disk()
    with ExitStack() as held:
        stand = held.enter_context(place.opened()) if STEPS[step].work else None
        shutil.copytree(folder, before)
        written = os.open(changes, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        disk.record(written)
        disk.arm(place.folder, Fault())
        take_step(place, stand, step, seed, lambda fact: say({**fact, "at": disk.noted}))
    disk.disarm()
    say({"noted": disk.noted})


def suffer(say: Say, folder: str, step: str, seed: int, fault: dict[str, int]) -> None:
    """Take one step on a disk that refuses; tell what the officer is told; with the disk well, take it again."""
    place, disk = Place(Path(folder), STEPS[step].now), Disk()
    with ExitStack() as held:
        stand = held.enter_context(place.opened()) if STEPS[step].work else None
        disk.arm(place.folder, Fault.from_plain(fault))
        told = None
        try:
            take_step(place, stand, step, seed, say)
        except InspectorError as error:
            told = error
        finally:
            disk.disarm()
        if told is not None:
            say({"refused": told.code, "struck": disk.struck, **_words(told)})
            take_step(place, stand, step, seed, say)
    say({"changes": disk.changes, "reads": disk.reads, "struck": disk.struck})


def take_step(place: Place, stand: Stand | None, step: str, seed: int, say: Say) -> None:
    """Do the work of a step; `stand` is None for one that begins on a closed device."""
    chosen = STEPS[step]
    if chosen.begins is not None:
        chosen.begins(place, seed, say)
    elif chosen.work is not None and stand is not None:
        chosen.work(place, stand, seed, say)


def _words(error: InspectorError) -> dict[str, bool]:
    sentences = error.sentence("zh"), error.sentence("en")
    has_words = all(error.code not in text and "{" not in text for text in sentences)
    return {"has_words": has_words, "is_ours": isinstance(error, BugError)}

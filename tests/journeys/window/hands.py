"""The hands of an officer: keys, presses and strokes on a real window, each counted, and every wait measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PIL import ImageGrab
from pypinyin import lazy_pinyin

from tests.journeys.window.screens import Screen
from tests.journeys.window.spoken import Place, Reader, Thing

T = TypeVar("T")
ROOT = Path(__file__).parents[3]
_LONGEST_WAIT_S = 120
"""After this nothing is coming any more, however busy the machine is: the journey fails, and says what was on the screen."""
_LOOK_AGAIN_S = 0.02
_MOST_NOTCHES = 40
_MARGIN = 8
"""Points from the edge of a page: what stands in its middle may turn with the wheel itself."""


class NeverCameError(AssertionError):
    """What an officer waited for did not come; says what stood in the window instead."""


class Hands:
    """One officer at one window.

    An input is one key (letters of a Chinese word as its pinyin and one key to choose it, a chord as one), one press
    of a finger or button, or one stroke of the pen. Waiting is the time after an input in which the window does not
    answer, and the time until something appears that the next input needs.
    """

    def __init__(self, on: Screen, reader: Reader, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.inputs: Counter[str] = Counter()
        self.waited_s = 0.0
        self.longest_s = 0.0
        self._on = on
        self._reader = reader

    # -- what is done ------------------------------------------------------------------------------

    def key(self, *chords: str) -> None:
        """Press keys one after the other, e.g. `Tab`, `ctrl+n`."""
        for chord in chords:
            self._do("key", ["key", "--clearmodifiers", chord])

    def type(self, text: str) -> None:
        """Type Latin letters and figures."""
        for letter in text:
            self._do("key", ["key", _key_of(letter)])

    def write(self, words: str) -> None:
        """Type Chinese as with an input method: pinyin of a word, and the key that takes it."""
        self.inputs["key"] += sum(len(syllable) for syllable in lazy_pinyin(words)) + 1
        self._act(["key", *(_key_of(letter) for letter in words)])

    def press(self, thing: Thing | str, role: str = "") -> None:
        """Press something with a finger or the mouse."""
        found = self._settled(thing, role) if isinstance(thing, str) else thing
        for _ in range(_MOST_NOTCHES):
            if found.is_in_sight:
                break
            found = self._scrolled_to(found)
        assert found.is_in_sight, f"{found.name} cannot be scrolled to; there is:\n{self.page()}"
        x, y = found.place.middle
        self._do("press", ["mousemove", str(x), str(y), "click", "1"])

    def _settled(self, name: str, role: str) -> Thing:
        """Find something that does not move any more: what one sees move one does not press yet."""

        def look() -> Thing | None:
            found = self.find(name, role)
            time.sleep(_LOOK_AGAIN_S)
            return found if self._reader.is_where_it_was(found) else None

        return self.wait_for(look, f"{name} standing still")

    def _scrolled_to(self, thing: Thing) -> Thing:
        """Turn the wheel by one notch over the page a thing is on, towards it."""
        around = [
            each for each in self._reader.things() if each.depth < thing.depth and each.role == "filler"
        ]
        pages = [
            each
            for each in around
            if each.place.height > each.seen.height and _holds(each.place, thing.place)
        ]
        page = pages[0]  # the outermost that is cut off: what is on it is cut off with it
        button = "5" if thing.place.middle[1] > page.seen.middle[1] else "4"
        x, y = page.seen.x + page.seen.width - _MARGIN, page.seen.middle[1]
        self._do("wheel", ["mousemove", str(x), str(y), "click", button])
        moved = [each for each in self._reader.things() if each.address == thing.address]
        assert moved, f"{thing.name} went away while scrolling"
        return moved[0]

    def sign(self, pad: Thing, strokes: int = 2) -> None:
        """Write a name on a pad with so many strokes."""
        left, top, wide, high = pad.place
        for number in range(strokes):
            points = [
                (
                    left + round(wide * (0.2 + 0.25 * number + 0.02 * step)),
                    top + round(high * (0.3 + 0.06 * (step % 5 + step // 3))),
                )
                for step in range(9)
            ]
            words = ["mousemove", *map(str, points[0]), "mousedown", "1"]
            for point in points[
                1:
            ]:  # one after the other: a busy server makes one of two movements it has not taken yet
                words += ["mousemove", "--sync", *map(str, point)]
            self._do("stroke", [*words, "mouseup", "1"])

    # -- what is seen ------------------------------------------------------------------------------

    def begin_counting(self) -> None:
        """Count and measure from here on."""
        self.inputs.clear()
        self.waited_s = self.longest_s = 0.0

    def leave(self) -> None:
        """End the program as its own button in the title bar does, and wait until it is gone."""
        subprocess.run(["xdotool", "key", "alt+F4"], env=self._on.environment, check=True)
        self._process.wait(timeout=_LONGEST_WAIT_S)

    def find(self, name: str, role: str = "", *, enabled: bool = True, innermost: bool = False) -> Thing:
        """Return what shows under a name (whole, or its beginning), what is in sight first, waiting for it."""

        def fits(thing: Thing) -> bool:
            return (
                (thing.name == name or thing.name.startswith(name))
                and (not role or thing.role == role)
                and (thing.is_enabled or not enabled)
            )

        def look() -> Thing | None:
            found = [thing for thing in self._reader.things() if fits(thing)]
            found.sort(key=lambda thing: (thing.name != name, not thing.is_in_sight))
            if not found:
                return None
            return max(found, key=lambda thing: thing.depth) if innermost else found[0]

        return self.wait_for(look, name)

    def text_in(self, name: str) -> str:
        """Return what stands in a field once the keyboard goes to it."""
        return self._reader.text_of(self.typed_into(name))

    def typed_into(self, name: str) -> Thing:
        """Return the field of that name once the keyboard goes to it."""

        def look() -> Thing | None:
            found = (thing for thing in self._reader.things() if thing.name == name and thing.is_focused)
            return next(found, None)

        return self.wait_for(look, f"the keyboard in {name}")

    def keyboard_at(self, beginning: str) -> Thing:
        """Return what the keyboard goes to once it is something of a name that begins so."""

        def look() -> Thing | None:
            found = (thing for thing in self._reader.things() if thing.is_focused)
            return next((thing for thing in found if thing.name.startswith(beginning)), None)

        return self.wait_for(look, f"the keyboard at {beginning}")

    def look(self, name: str) -> None:
        """Keep a picture of the screen in the folder `LOOK` names, for somebody who wants to see what was done."""
        if folder := os.environ.get("LOOK"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            ImageGrab.grab(xdisplay=self._on.display).save(Path(folder) / f"{name}.png")

    def names(self) -> list[str]:
        """Return everything that can be read."""
        return [thing.name for thing in self._reader.things()]

    def sees(self, words: str) -> bool:
        """Tell whether words show anywhere."""
        return any(words in thing.name for thing in self._reader.things())

    def wait_for_words(self, words: str) -> None:
        """Wait until words show."""
        self.wait_for(lambda: self.sees(words) or None, words)

    def wait_until_mended(self, finding: str) -> None:
        """Wait until a finding is no longer listed: those below it move up then."""
        self.wait_for(lambda: None if self.sees(f"去补：{finding}") else True, f"{finding} mended")

    def wait_for(self, look: Callable[[], T | None], what: str) -> T:
        """Look again and again until there is something to see; all but the first look is waiting."""
        found = look()
        started = time.monotonic()
        while found is None:
            if time.monotonic() - started > _LONGEST_WAIT_S:
                raise NeverCameError(f"{what} never came; there is:\n{self.page()}")
            time.sleep(_LOOK_AGAIN_S)
            found = look()
            if found is not None:
                self._count_wait(time.monotonic() - started)
        return found

    def page(self) -> str:
        """Return what the window says, a line for each thing."""
        return "\n".join(
            f"{'  ' * thing.depth}{thing.role}: {thing.name!r} {'' if thing.is_enabled else '(off) '}"
            f"{'(keyboard) ' if thing.is_focused else ''}{tuple(thing.place)}"
            for thing in self._reader.things()
        )

    @property
    def count(self) -> int:
        """How many inputs it took so far."""
        return self.inputs.total()

    def _do(self, kind: str, words: Sequence[str]) -> None:
        self.inputs[kind] += 1
        self._act(words)

    def _act(self, words: Sequence[str]) -> None:
        subprocess.run(["xdotool", *words], env=self._on.environment, check=True)
        started = time.monotonic()
        self._reader.answers()
        self._count_wait(time.monotonic() - started)

    def _count_wait(self, seconds: float) -> None:
        self.waited_s += seconds
        self.longest_s = max(self.longest_s, seconds)


def _holds(outer: Place, inner: Place) -> bool:
    return inner.within(outer) == inner


def _key_of(letter: str) -> str:
    """Return what X calls the key of a letter."""
    return {"\t": "Tab", "\n": "Return"}.get(letter, f"U{ord(letter):04X}")


@contextmanager
def program(on: Screen, folder: Path) -> Iterator[Hands]:
    """Start the real program on the sample device in `folder` and lend hands to it."""
    run = folder / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    log = (folder / "program.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "--demo", "--data-dir", str(folder)],
        cwd=ROOT,
        env={**on.environment, "XDG_STATE_HOME": str(folder / "state"), "XDG_RUNTIME_DIR": str(run)},
        stdout=log,
        stderr=log,
    )
    reader = Reader(on.bus)
    try:
        hands = Hands(on, reader, process)
        hands.wait_for(lambda: _there(process, reader) or None, "the window")
        hands.begin_counting()
        yield hands
    finally:
        reader.close()
        process.terminate()
        process.wait()
        log.close()


def _there(process: subprocess.Popen[bytes], reader: Reader) -> bool:
    assert process.poll() is None, "the program ended"
    return reader.is_there()

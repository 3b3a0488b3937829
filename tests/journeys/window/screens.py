"""A screen of its own: X server, window manager and the bus a screen reader listens on, for one journey."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("Xvfb", "openbox", "xdotool", "xmodmap", "dbus-daemon")
_BUS = Path("/usr/share/defaults/at-spi2/accessibility.conf")
_REGISTRY = Path("/usr/libexec/at-spi2-registryd")

_SPARE_KEYS = [*range(136, 203), *range(208, 255)]
"""Key codes of keys an office keyboard does not have: media, programs, power; those between are modifiers."""


def missing() -> list[str]:
    """Return what this machine lacks for a journey in a real window."""
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    return lacking if _BUS.exists() and _REGISTRY.exists() else [*lacking, "at-spi2-core"]


@dataclass(frozen=True)
class Screen:
    """Where a program shows its window, and where it says what is in it."""

    display: str
    bus: str

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to know to be seen and heard here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        return kept | {
            "DISPLAY": self.display,
            "AT_SPI_BUS_ADDRESS": self.bus,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": "1",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }


@contextmanager
def screen(words: str = "", *, size: str = "1366x768") -> Iterator[Screen]:
    """Have a screen of `size` points with a window manager while the block lasts.

    `words` holds every Chinese character that will be typed: what an input method would give is put on keys nobody has,
    for a keyboard that is changed while it is typed on loses letters.
    """
    with ExitStack() as held:
        reading, writing = os.pipe()
        _started(
            held,
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                f"{size}x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            pass_fds=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        bus = _started(
            held, ["dbus-daemon", "--config-file", str(_BUS), "--nofork", "--print-address=1"], is_told=True
        )
        assert bus.stdout is not None
        made = Screen(display, bus.stdout.readline().strip())
        _put_on_keys(words, made)
        _started(held, ["openbox", "--sm-disable"], env=made.environment)
        _started(held, [str(_REGISTRY)], env=made.environment)
        yield made


def _put_on_keys(words: str, made: Screen) -> None:
    letters = sorted({letter for letter in words if ord(letter) > 127})
    assert len(letters) <= len(_SPARE_KEYS), "more characters than spare keys"
    lines = "\n".join(
        f"keycode {key} = U{ord(letter):04X}" for key, letter in zip(_SPARE_KEYS, letters, strict=False)
    )
    subprocess.run(["xmodmap", "-"], input=lines, text=True, env=made.environment, check=True)


def _started(
    held: ExitStack,
    command: list[str],
    *,
    env: dict[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
    is_told: bool = False,
) -> subprocess.Popen[str]:
    """Run a program until the stack is left."""
    process = subprocess.Popen(
        command,
        env=env,
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_told else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def end() -> None:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()

    held.callback(end)
    return process

"""Who may send his body now: all bodies of a node share one arena, and whoever finds no place in it waits for his turn.

A body that waits is not read: it stays with its sender, but for what the network holds. So the bodies that are read come at
the full speed of the line instead of all together at a trickle, and memory stays bounded.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from inspector.errors import SystemFault
from sync.central.arena import Arena, Stretch

LOOK_S = 0.5
"""While somebody waits, this often it is looked at whether places come free."""
_TURNOVER = 4
"""One part in so many of the arena has to come free between two looks, else the longest under way go on in files."""
PATIENCE_S = 25.0
"""How long a sender waits for his turn before he is told to come again; a device gives up after a minute."""
_SCRATCH = 64 << 10


class Arriving:
    """A body on its way, in the arena or, where its sender is slow, in a temporary file."""

    def __init__(self, device: str, stretch: Stretch | None) -> None:
        self.device = device
        self.stretch = stretch
        self.size = 0
        """Bytes that have come."""
        self._file: IO[bytes] | None = None
        self._scratch = memoryview(b"")
        if stretch is None:
            self._begin_file()

    def room(self, most: int) -> memoryview:
        """Return where the next bytes belong, at most so many; `came` tells how many there are."""
        if self.stretch is not None:
            return self.stretch.view[self.size : self.size + most]
        return self._scratch[:most]

    def came(self, count: int) -> None:
        """Take what was written where `room` said; OSError from a temporary file."""
        if self._file is not None:
            _write_all(self._file, self._scratch[:count])
        self.size += count

    def write(self, block: bytes) -> None:
        """Take a block that came some other way."""
        while block:
            place = self.room(len(block))
            place[:] = block[: len(place)]
            self.came(len(place))
            block = block[len(place) :]

    def roll_over(self) -> Stretch:
        """Go on in a temporary file and return the stretch, which is not needed any more; OSError if there is no room for it."""
        assert self.stretch is not None
        stretch = self.stretch
        self._begin_file()
        assert self._file is not None
        try:
            _write_all(self._file, stretch.view[: self.size])
        except OSError:
            self._end_file()
            raise
        self.stretch = None
        return stretch

    def view(self) -> memoryview:
        """Return the bytes without copying them where they are in memory."""
        if self.stretch is not None:
            return self.stretch.view[: self.size]
        assert self._file is not None
        self._file.seek(0)
        return memoryview(self._file.read())

    def close(self) -> None:
        """Let go of the file, if there is one."""
        if self._file is not None:
            self._end_file()

    def _begin_file(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
        self._scratch = memoryview(bytearray(_SCRATCH))

    def _end_file(self) -> None:
        assert self._file is not None
        self._file.close()
        self._file = None


def _write_all(file: IO[bytes], content: memoryview) -> None:
    """Write every byte: a disk that is nearly full takes fewer and says so only with the next ones."""
    while content:
        content = content[file.write(content) :]


@dataclass(eq=False)
class _Waiting:
    device: str
    size: int
    turn: asyncio.Future[Stretch]


class Admission:
    """The arena of one node, and those who wait for a place in it; of one event loop."""

    def __init__(self, memory: int, lent: Callable[[int], None]) -> None:
        """`lent` is told how many bytes more, or fewer, are in use."""
        self._arena = Arena(memory)
        self._lent = lent
        self._waiting: list[_Waiting] = []
        self._under_way: dict[Arriving, None] = {}
        """Those that are not whole yet, the longest under way first."""
        self._of_device: Counter[str] = Counter()
        """Places each device has."""
        self._freed = 0
        self._look: asyncio.TimerHandle | None = None

    async def admit(self, device: str, size: int) -> Arriving:
        """Return a place for a body of at most `size` bytes as soon as there is one.

        Raises:
            SystemFault: `central.crowded` where none came free for too long; the device comes again.
            OSError: where the arena is too small for it, and there is no temporary file either.
        """
        if size > self._arena.size:
            arriving = Arriving(device, None)
            self._of_device[device] += 1
        else:
            stretch = None if self._waiting else self._lend(device, size)
            arriving = Arriving(device, stretch or await self._turn(device, size))
        self._under_way[arriving] = None
        return arriving

    def whole(self, arriving: Arriving) -> None:
        """Note that a body has come whole: its memory is needed until the answer."""
        self._under_way.pop(arriving, None)

    def leave(self, arriving: Arriving) -> None:
        """Take back what a body held, whatever became of it."""
        self._under_way.pop(arriving, None)
        arriving.close()
        self._forget(arriving.device)
        if arriving.stretch is not None:
            self._take_back(arriving.stretch)
        self._serve()

    async def _turn(self, device: str, size: int) -> Stretch:
        loop = asyncio.get_running_loop()
        mine = _Waiting(device, size, loop.create_future())
        self._waiting.append(mine)
        if self._look is None:
            self._freed = 0
            self._look = loop.call_later(LOOK_S, self._look_after)
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await asyncio.shield(mine.turn)
        except BaseException as error:
            if mine.turn.done():  # called in the very moment in which its sender went
                self._forget(device)
                self._take_back(mine.turn.result())
                self._serve()
            else:
                self._waiting.remove(mine)
            if isinstance(error, TimeoutError):
                raise SystemFault("central.crowded") from error
            raise

    def _serve(self) -> None:
        """Call those who wait: of the devices that have the fewest bodies here whoever came first, and none before him."""
        while self._waiting:
            first = min(self._waiting, key=lambda each: self._of_device[each.device])
            stretch = self._lend(first.device, first.size)
            if stretch is None:
                return
            self._waiting.remove(first)
            first.turn.set_result(stretch)

    def _look_after(self) -> None:
        """Where the senders are what is slow, let the longest under way go on in files, so that others can begin."""
        self._look = None
        if not self._waiting:
            return
        for arriving in [each for each in self._under_way if each.stretch is not None]:
            if self._freed >= self._arena.size // _TURNOVER:
                break
            try:
                stretch = arriving.roll_over()
            except OSError:
                break  # no room on the disk either: then they wait
            self._take_back(stretch)
        self._serve()
        self._freed = 0
        self._look = asyncio.get_running_loop().call_later(LOOK_S, self._look_after)

    def _lend(self, device: str, size: int) -> Stretch | None:
        stretch = self._arena.lend(size)
        if stretch is not None:
            self._of_device[device] += 1
            self._lent(stretch.size)
        return stretch

    def _take_back(self, stretch: Stretch) -> None:
        self._freed += stretch.size
        self._lent(-stretch.size)
        stretch.give_back()

    def _forget(self, device: str) -> None:
        self._of_device[device] -= 1
        if not self._of_device[device]:
            del self._of_device[device]

"""Looking through the memory of another process for bytes that should not be there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_LINE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (r...) \S+ \S+ \S+\s*(.*)")
_AT_ONCE = 16 << 20


def found_in_memory(pid: int, wanted: Mapping[str, bytes]) -> dict[str, int]:
    """Count each wanted byte string in every readable, writable region of a stopped-still process."""
    counts = dict.fromkeys(wanted, 0)
    longest = max(map(len, wanted.values()))
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            match = _LINE.match(line)
            if match is None or "w" not in match[3] or match[4] in {"[vvar]", "[vsyscall]"}:
                continue
            place, end, rest = int(match[1], 16), int(match[2], 16), b""
            while place < end:
                memory.seek(place)
                try:
                    piece = memory.read(min(_AT_ONCE, end - place))
                except OSError:
                    break
                if not piece:
                    break
                for name, needle in wanted.items():
                    counts[name] += (rest + piece).count(needle)
                rest = piece[-(longest - 1) :]
                for name, needle in wanted.items():  # what lies wholly in the overlap would be counted twice
                    counts[name] -= rest.count(needle)
                place += len(piece)
            for name, needle in wanted.items():
                counts[name] += rest.count(needle)
    return counts

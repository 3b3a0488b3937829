"""Wrong tries at a passphrase: counted beside the keys, told in the journal at the next opening.

The pause they cost is a courtesy against a child at the keyboard, no more: whoever copied the files is not
held up by it. What makes guessing dear is the key derivation.
"""

from __future__ import annotations

from pathlib import Path

from inspector.durable import write_file

_NAME = "wrong-tries"
_FREE = 3
_LONGEST_S = 30


def counted(folder: Path) -> int:
    """Return how many tries were wrong since the device was opened last; 0 if nobody can tell."""
    try:
        text = (folder / _NAME).read_text("ascii")
    except (OSError, ValueError):
        return 0
    return int(text) if text.isdigit() and len(text) < 10 else 0


def count_one_more(folder: Path) -> None:
    """Count a wrong try; a disk that refuses must not keep anyone out, so it is not told of here."""
    try:
        write_file(folder / _NAME, str(counted(folder) + 1).encode())
    except OSError:
        return


def forget(folder: Path) -> None:
    """Begin to count anew, once they stand in the journal."""
    (folder / _NAME).unlink(missing_ok=True)


def pause_s(wrong: int) -> int:
    """Return the seconds to wait after so many wrong tries: none, then 1, 2, 4 … at most 30."""
    return 0 if wrong < _FREE else min(2 ** min(wrong - _FREE, 10), _LONGEST_S)

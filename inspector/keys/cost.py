"""What one guess at a passphrase costs: Argon2id (RFC 9106) parameters and their floor."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from inspector.errors import SystemFault

_MOST_MEMORY_KIB = 4 * 1024 * 1024
_MOST_PASSES = 64
_MOST_LANES = 64
_MEASUREMENTS = 2
"""The quicker one counts: a machine busy with something else must not make guessing cheap."""
_USUAL_GUESS_S = 1.0
_LONGEST_GUESS_S = 1.5
_MOST_CALIBRATED_PASSES = 12
_one_at_a_time = threading.Lock()
"""OpenSSL lends the lanes of all derivations from one pool of threads: two derivations with more than one
lane each can take part of the pool and wait for each other without end, or be refused memory that is there."""


@dataclass(frozen=True)
class KdfCost:
    """Memory in KiB, passes over it, lanes that may run side by side."""

    memory_kib: int
    passes: int
    lanes: int

    def meets(self, floor: KdfCost) -> bool:
        """Tell whether a guess costs at least as much as with `floor`."""
        return self.memory_kib >= floor.memory_kib and self.passes >= floor.passes

    @property
    def is_payable(self) -> bool:
        """Tell whether the parameters are ones we would ever write; a damaged file may ask for a terabyte."""
        return (
            1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
            and 8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
        )


def calibrated(now: Callable[[], float] = time.perf_counter) -> KdfCost:
    """Return the cost at which one guess takes about a second on this machine, never below `FLOOR`.

    Memory first: it is what makes guessing dear on other hardware. A derivation at the floor is measured with
    `now` (seconds, monotonic); the rest follows, for the time is proportional to memory times passes.
    """
    quickest = float("inf")
    for _ in range(_MEASUREMENTS):
        began = now()
        slow_key(b"calibration", bytes(16), FLOOR)
        quickest = min(quickest, max(now() - began, 1e-6))
    one_pass = quickest / (FLOOR.memory_kib * FLOOR.passes)
    cost = FLOOR
    for memory in (128 * 1024, 256 * 1024, 512 * 1024):
        if memory * FLOOR.passes * one_pass > _LONGEST_GUESS_S or not _is_there(memory):
            break
        cost = KdfCost(memory, FLOOR.passes, 2)
    passes = min(int(_USUAL_GUESS_S / (cost.memory_kib * one_pass)), _MOST_CALIBRATED_PASSES)
    return replace(cost, passes=max(cost.passes, passes))


def _is_there(memory_kib: int) -> bool:
    """Tell whether the machine has the memory four times over; unknown counts as there."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return True
    return total >= 4 * memory_kib * 1024


STANDARD = KdfCost(memory_kib=256 * 1024, passes=3, lanes=2)
"""About a second on a two-core laptop."""
FLOOR = KdfCost(memory_kib=64 * 1024, passes=3, lanes=1)
"""Nothing cheaper is written unless the caller, not the file, says so; a cheaper slot is written anew at unlocking."""
FIRST_FLOOR = FLOOR
"""The floor of the first version, written out here once `FLOOR` rises: nothing cheaper is opened."""


def slow_key(secret: bytes, salt: bytes, cost: KdfCost) -> bytearray:
    """Derive 32 bytes from a passphrase at the given cost; a second caller waits for the first.

    Raises:
        SystemFault: `keys.memory` if the machine cannot spare `cost.memory_kib`.
    """
    key = bytearray(32)
    try:
        derivation = Argon2id(
            salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
        )
        with _one_at_a_time:
            derivation.derive_into(secret, key)
    except MemoryError as error:
        raise SystemFault("keys.memory", needed=cost.memory_kib // 1024) from error
    return key

"""Two readings of a sealed notice that share no code: the product's, by pyHanko, and the court verifier's."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import cache

import pytest

from inspector.errors import SystemFault
from inspector.notices import PadesSealer
from inspector.records import SealState
from sync.verifier import notice
from sync.verifier.verdict import SIGNER_UNKNOWN
from tests.inspector.notices.test_press import printed
from tests.seal_keys import BOTH, Authority

SEALER = PadesSealer()
AT = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)


@cache
def sealed() -> bytes:
    return SEALER.seal(printed("24").pdf, BOTH, at=AT, place="样本会展中心")


def product_says_honest(pdf: bytes) -> bool:
    try:
        seals = SEALER.read(pdf)
    except SystemFault:
        return False
    return bool(seals) and all(seal.state is SealState.INTACT for seal in seals)


def verifier_says_honest(pdf: bytes) -> bool:
    """Whose keys they are nobody has told it: that is the best it can say of seals alone."""
    return notice.alone(pdf).verdict == SIGNER_UNKNOWN


def test_both_accept_honest_seals_and_a_timestamp_on_top() -> None:
    assert product_says_honest(sealed())
    assert notice.alone(sealed()).details["seals"] == 2
    assert verifier_says_honest(sealed())
    copy = SEALER.timestamped_copy(sealed(), Authority(AT))
    assert product_says_honest(copy)
    assert notice.alone(copy).details["seals"] == 3
    assert verifier_says_honest(copy)


@pytest.mark.parametrize("seed", range(16))
def test_neither_accepts_what_was_changed_under_the_first_seal(seed: int) -> None:
    chance, whole = random.Random(seed), sealed()
    at = chance.randrange(whole.index(b"/ByteRange"))
    changed = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
    assert not product_says_honest(changed)
    assert not verifier_says_honest(changed)


def test_neither_accepts_bytes_behind_the_last_seal() -> None:
    assert not product_says_honest(sealed() + b"% more\n")
    assert not verifier_says_honest(sealed() + b"% more\n")


def test_without_seals_neither_calls_it_honest() -> None:
    assert not product_says_honest(printed("24").pdf)
    assert not verifier_says_honest(printed("24").pdf)

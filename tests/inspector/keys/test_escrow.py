"""Custodians' shares and the escrow key: k of n open, fewer or others do not, slips of the pen are found."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.keys.escrow import (
    EscrowPublic,
    new_escrow,
    opened_by_shares,
    read_escrow_file,
    sealed_to_escrow,
)
from inspector.keys.shares import combined, missing, read_share, split

MASTER = bytearray(range(32))
CONTEXT = b"device and slot"
MADE = date(2026, 11, 20)


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(InputError) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.code


@settings(max_examples=12, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(2, 4), st.integers(0, 2))
def test_any_k_shares_give_the_secret_back_and_fewer_do_not(secret: bytes, k: int, more: int) -> None:
    shares = split(secret, k, k + more)
    for chosen in itertools.combinations(shares, k):
        assert missing(chosen) == 0
        assert combined(chosen) == secret
    assert missing(shares[: k - 1]) == 1
    assert code_of(combined, shares[: k - 1]) == "keys.shares_few"


def test_more_shares_than_needed_and_one_given_twice() -> None:
    shares = split(bytes(32), 2, 3)
    assert combined(shares) == bytes(32)
    assert code_of(combined, (shares[0], shares[0])) == "keys.shares_few"


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 3), (3, 2), (2, 17), (0, 2)])
def test_numbers_that_protect_nothing_are_refused(k: int, n: int) -> None:
    assert code_of(split, bytes(32), k, n) == "keys.share_numbers"


def test_shares_of_two_sets_do_not_mix() -> None:
    one, other = split(bytes(32), 2, 2), split(bytes(32), 2, 2)
    assert code_of(combined, (one[0], other[1])) == "keys.shares_differ"


def test_a_share_is_read_as_people_type_it() -> None:
    share = split(bytes(range(32)), 2, 2)[0]
    words = share.split()
    typed = "\n".join(f"{number}. {word[:4].upper()}" for number, word in enumerate(words, 1))
    assert read_share(typed) == share
    assert read_share("　".join(words)) == share


def test_every_single_slip_in_a_share_is_found() -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    words = split(bytes(range(32)), 2, 2)[0].split()
    for place in range(len(words)):
        wrong = list(words)
        wrong[place] = WORDLIST[(WORDLIST.index(words[place]) + 1) % len(WORDLIST)]
        assert code_of(read_share, " ".join(wrong)) == "keys.share_check"
    assert code_of(read_share, " ".join(words[:-1])) == "keys.share_length"
    with pytest.raises(InputError) as refused:
        read_share(" ".join([*words[:6], "xyzzy", *words[7:]]))
    assert (refused.value.code, refused.value.facts["number"]) == ("keys.share_word", 7)


def test_an_escrow_key_opens_what_was_sealed_to_it_and_nothing_else() -> None:
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, MADE)
    sealed = sealed_to_escrow(MASTER, public.public_key, CONTEXT)
    assert bytes(MASTER) not in sealed
    for pair in itertools.combinations(shares, 2):
        assert opened_by_shares(sealed, pair, public.public_key, CONTEXT) == MASTER
    other, others = new_escrow("另一局", 2, 3, MADE)
    refused = "keys.escrow_other"
    assert code_of(opened_by_shares, sealed, others[:2], public.public_key, CONTEXT) == refused
    assert code_of(opened_by_shares, sealed, others[:2], other.public_key, CONTEXT) == refused
    assert code_of(opened_by_shares, sealed, shares[:2], public.public_key, b"another device") == refused
    broken = bytes([sealed[0] ^ 1]) + sealed[1:]
    assert code_of(opened_by_shares, broken, shares[:2], public.public_key, CONTEXT) == refused


def test_the_public_file_comes_back() -> None:
    public, _ = new_escrow("样本市市场监督管理局", 2, 3, MADE)
    file = public.as_file()
    assert read_escrow_file(file) == public
    assert len(public.fingerprint) == 39


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"kind":"inspector-escrow","v":2}',
        EscrowPublic("局", b"short", 2, 3, MADE).as_file(),
        EscrowPublic("局", bytes(32), 1, 3, MADE).as_file(),
        b" " * 5000,
        b"[" * 4000,
        EscrowPublic("局", bytes(32), 2, 3, MADE).as_file(),
        EscrowPublic("局", b"\1" + bytes(31), 2, 3, MADE).as_file(),
        EscrowPublic("some", b"\x09" + bytes(31), 2, 3, MADE).as_file().replace(b"some", b"\\ud800"),
    ],
)
def test_anything_else_is_no_public_file(content: bytes) -> None:
    assert code_of(read_escrow_file, content) == "keys.escrow_file"

"""Shares of a secret for custodians: any k of n give it back, fewer tell nothing (SLIP-39).

33 words each from SLIP-39's own list; a word is known by its first four letters, and every share checks
itself, so a mistyped word is found before the shares are put together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from inspector.errors import BugError, InputError

_MOST_SHARES = 16
_WORDS = 33
_TELLING = 4
"""Letters by which a word of the list is known."""


def split(secret: bytes, threshold: int, count: int) -> tuple[str, ...]:
    """Return `count` shares of a 32-byte secret, of which any `threshold` give it back.

    Raises:
        InputError: `keys.share_numbers` unless 2 ≤ threshold ≤ count ≤ 16.
    """
    from shamir_mnemonic import generate_mnemonics

    if not 2 <= threshold <= count <= _MOST_SHARES:
        raise InputError("keys.share_numbers", threshold=threshold, count=count)
    if len(secret) != 32:
        raise BugError("keys.share_secret")
    return tuple(generate_mnemonics(1, [(threshold, count)], secret)[0])


def read_share(typed: str) -> str:
    """Return a share in its full spelling, forgiving case, line breaks, numbering and shortened words.

    Raises:
        InputError: `keys.share_word` with the number of the first word that is not on the list,
            `keys.share_length` with how many words there are, `keys.share_check` if they do not fit together.
    """
    from shamir_mnemonic import MnemonicError, Share
    from shamir_mnemonic.wordlist import WORDLIST

    by_beginning = {word[:_TELLING]: word for word in WORDLIST}
    words: list[str] = []
    plain = unicodedata.normalize("NFKC", typed).lower()
    for part in "".join(ch if ch.isascii() and ch.isalpha() else " " for ch in plain).split():
        word = by_beginning.get(part[:_TELLING])
        if word is None or not word.startswith(part):
            raise InputError("keys.share_word", number=len(words) + 1, word=part)
        words.append(word)
    if len(words) != _WORDS:
        raise InputError("keys.share_length", words=len(words), needed=_WORDS)
    share = " ".join(words)
    try:
        Share.from_mnemonic(share)
    except MnemonicError as error:
        raise InputError("keys.share_check") from error
    return share


def missing(shares: Sequence[str]) -> int:
    """Return how many more shares are needed; the shares are full spellings from `read_share`.

    Raises:
        InputError: `keys.shares_differ` if they are not all of one secret.
    """
    from shamir_mnemonic import Share

    read = [Share.from_mnemonic(share) for share in dict.fromkeys(shares)]
    if len({share.common_parameters() for share in read}) > 1:
        raise InputError("keys.shares_differ")
    if not read:
        return 2
    return max(0, int(read[0].member_threshold) - len({share.index for share in read}))


def combined(shares: Sequence[str]) -> bytearray:
    """Return the secret; the shares are full spellings from `read_share`.

    Raises:
        InputError: `keys.shares_few` with how many are missing; `keys.shares_differ` if they are not of one secret.
    """
    from shamir_mnemonic import MnemonicError, Share, combine_mnemonics

    lacking = missing(shares)
    if lacking:
        raise InputError("keys.shares_few", missing=lacking)
    by_index = {Share.from_mnemonic(share).index: share for share in shares}
    threshold = Share.from_mnemonic(shares[0]).member_threshold
    try:
        return bytearray(combine_mnemonics(list(by_index.values())[:threshold]))
    except MnemonicError as error:
        raise InputError("keys.shares_differ") from error

"""Passphrases: one spelling for each, and long enough to be worth the cost of guessing."""

from __future__ import annotations

import unicodedata

from inspector.errors import InputError

_FEWEST_CHARACTERS = 12
_FEWEST_WORDS = 4
_FEWEST_DIFFERENT = 5


def spelled(passphrase: str) -> bytes:
    """Return the bytes a passphrase stands for: full-width letters of a Chinese keyboard are plain ones."""
    return unicodedata.normalize("NFKC", passphrase).strip().encode()


def require_strong(passphrase: str) -> None:
    """Refuse a passphrase that is too easy to guess on a stolen disk.

    Raises:
        InputError: `keys.weak_passphrase` under 12 characters and under 4 words, or nearly all the same.
    """
    text = unicodedata.normalize("NFKC", passphrase).strip()
    words = {word for word in text.split() if len(word) > 1}
    is_long = len(text) >= _FEWEST_CHARACTERS or len(words) >= _FEWEST_WORDS
    if not is_long or len(set(text)) < _FEWEST_DIFFERENT:
        raise InputError("keys.weak_passphrase")

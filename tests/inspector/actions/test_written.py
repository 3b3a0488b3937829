"""What an officer types, pastes or scans goes onto the record as it can be seen, or not at all."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.actions.written import TEXT_LIMIT, record_written, written
from inspector.errors import InputError
from inspector.records import AllegedAct, RightKind

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


@given(TEXTS)
@settings(max_examples=200)
def test_a_written_text_is_written_as_it_is_again(text: str) -> None:
    once = written(text)
    assert written(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in once)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  样本公司\u3000", "样本公司"),
        ("一\r\n二\r三\x85四\u2028五", "一\n二\n三\n四\n五"),
        ("编号\t12", "编号 12"),
        ("\u202egpj.exe", "gpj.exe"),
        ("样\u200b本\ufeff\x07", "样本"),
        ("e\u0301", "é"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
    ],
)
def test_only_what_can_be_seen_is_kept(typed: str, kept: str) -> None:
    assert written(typed) == kept


def test_half_a_character_is_refused_with_its_place() -> None:
    with pytest.raises(InputError) as refusal:
        written("样本\udcff公司")
    assert (refusal.value.code, refusal.value.facts["position"]) == ("text.broken", 3)


def test_a_text_is_refused_only_above_the_limit() -> None:
    assert len(written("样" * TEXT_LIMIT)) == TEXT_LIMIT
    with pytest.raises(InputError) as refusal:
        written("样" * TEXT_LIMIT + "本")
    assert refusal.value.code == "text.too_long"


def test_every_text_inside_a_record_is_written_and_nothing_else_changes() -> None:
    alleged = record_written(AllegedAct(RightKind.TRADEMARK, " 00000000", "样本\x00权利人", "样本窑\t"))
    assert alleged == AllegedAct(RightKind.TRADEMARK, "00000000", "样本权利人", "样本窑")
    assert alleged.kind is RightKind.TRADEMARK

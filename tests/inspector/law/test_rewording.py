"""Sentences a bureau may word otherwise and those the law fixes; the articles papers cite, by day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from inspector.errors import BugError, InputError
from inspector.law import LawPack, load
from inspector.law.paper_wording import for_papers
from inspector.law.statute import Reference
from inspector.notices.catalogue import forms
from inspector.notices.form import read_form
from tests.inspector.notices.papers import dossier

PACK = load()
DAY = date(2026, 11, 23)
FIXED = sorted(set(PACK.phrases.sentence) - set(PACK.phrases.open))
PRINTED_HERE = [each.number for each in forms() if each.is_printed_here]


def test_an_open_sentence_is_worded_as_the_bureau_has_it() -> None:
    own = PACK.reworded({"paper_seal_warning": "严禁启封。"})
    assert for_papers(own, dossier(), DAY)["paper_seal_warning"] == "严禁启封。"
    assert for_papers(PACK, dossier(), DAY)["paper_seal_warning"] != "严禁启封。"
    assert PACK.reworded({}) == PACK


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_sentence_keeps_its_words_and_the_refusal_says_which(name: str) -> None:
    with pytest.raises(InputError) as told:
        PACK.reworded({name: PACK.phrases.sentence[name]})
    assert told.value.code == "wording.fixed"
    assert f"wording.{name}" in told.value.sentence("zh")
    assert "copies" in told.value.sentence("zh")


def test_remedies_rights_periods_and_citations_are_among_the_fixed() -> None:
    for words in ("行政复议", "申请其回避", "陈述", "届满", "工作日内", "六十日", "《", "{cite_"):
        carrying = {name for name, sentence in PACK.phrases.sentence.items() if words in sentence}
        assert carrying.issubset(FIXED), words


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"没有": "x"}, "wording.unknown"),
        ({"copies": ""}, "wording.text"),
        ({"copies": "一式两份{number}"}, "wording.places"),
        ({"copies": "一式\x00两份"}, "wording.text"),
        ({"copies": "一式两份" * 200}, "wording.text"),
    ],
)
def test_a_wording_that_cannot_be_printed_is_refused_by_name(own: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as told:
        PACK.reworded(own)
    assert told.value.code == code
    assert next(iter(own)) in told.value.sentence("zh")


@pytest.mark.parametrize("form", PRINTED_HERE)
def test_what_a_form_cites_is_in_the_pack_and_no_article_stands_in_the_form_as_plain_words(form: str) -> None:
    sheet = read_form(form)
    text = "".join(getattr(block, "text", "") for block in sheet.block)
    for name in (*re.findall(r"\{wording\.cite_([a-z_]+)", text), *filter(None, [sheet.basis])):
        assert re.fullmatch(r"《.*》第.*条.*", PACK.cited(name, DAY)), name
    assert not re.search(r"》第[一二三四五六七八九十百]+条", text + sheet.basis)


def test_the_article_is_that_of_the_day() -> None:
    renumbered = (
        Reference("trademark", "2019年修正", 60),
        Reference("trademark", "2026年修订", 74),
    )
    pack = replace_citation("extension", renumbered)
    assert pack.cited("extension", date(2026, 12, 31)) == "《中华人民共和国商标法》第六十条"
    assert pack.cited("extension", date(2027, 1, 1)) == "《中华人民共和国商标法》第七十四条"
    assert PACK.cited("extension", DAY) == "《中华人民共和国行政强制法》第二十五条"


def test_a_citation_the_pack_does_not_have_is_ours_to_mend() -> None:
    with pytest.raises(BugError) as told:
        PACK.cited("nothing", DAY)
    assert told.value.code == "law.citation"


def replace_citation(name: str, references: tuple[Reference, ...]) -> LawPack:
    citation = {**PACK.phrases.citation, name: references}
    return replace(PACK, phrases=structs.replace(PACK.phrases, citation=citation))


@pytest.mark.parametrize("form", PRINTED_HERE)
def test_no_length_of_a_period_and_no_sum_stands_in_a_form(form: str) -> None:
    """Periods and sums change with the law: they are sentences of the pack, or counted by it."""
    sheet = read_form(form)
    texts = [getattr(block, "text", "") + getattr(block, "label", "") for block in sheet.block]
    texts += [word for ask in sheet.ask for word in (ask.label, *ask.choices)]
    for text in texts:
        assert not re.search(r"[一二三四五六七八九十百千万\d]+(个工作日|日内|个月|万?元|小时)", text), text

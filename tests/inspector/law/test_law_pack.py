"""The shipped pack is whole, and a faulty one is refused by name."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import BugError
from inspector.law import Citation, load
from inspector.law.statute import joined, numeral

SHIPPED = Path(str(resources.files("resources"))) / "law"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "law"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def test_the_shipped_pack_says_its_version() -> None:
    assert load().version == load(SHIPPED).version
    assert load().version


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("statutes.toml", "to = 2026-12-31", "to = 2026-12-30", "day by day"),
        ("statutes.toml", 'id = "patent"', 'id = "trademark"', "one id"),
        ("statutes.toml", 'zh = "中华人民共和国商标法"', 'zhh = "x"', "zhh"),
        ("powers.toml", "article = 62", "article = 162", "no article 162"),
        ("powers.toml", 'version = "2019年修正"', 'version = "2018年修正"', "2018年修正"),
        ("powers.toml", 'rights = ["copyright"]', 'rights = ["trademark"]', "twice"),
        ("powers.toml", 'verdict = "allowed"', 'verdict = "perhaps"', "perhaps"),
        ("powers.toml", "依{basis}处理", "处理", "name its article"),
        ("phrases.toml", 'right = "copyright"', 'right = "trademark"', "one suspicion"),
        ("checks.toml", 'severity = "V"', 'severity = "X"', "X"),
        ("checks.toml", 'law = "penalty"', 'law = "unknown"', "unknown"),
        ("powers.toml", "[[power]]", "[[power", "powers.toml"),
        ("statutes.toml", 'pack = "2026', 'pack = "x2026', "pack"),
        ("thresholds.toml", "article = 60", "article = 160", "no article 160"),
        ("thresholds.toml", 'at_least = "50000"', 'at_least = "-1"', "above zero"),
        ("code_lists.toml", 'code = "2101"', 'code = "2102"', "a code twice"),
        ("deadlines.toml", "length = 15", "length = -15", "negative"),
        ("calendar.toml", '"2026-10-10"]', '"2026-10-09"]', "no weekend"),
    ],
)
def test_a_faulty_table_is_refused_by_file_and_fault(
    folder: Path, name: str, old: str, new: str, why: str
) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(BugError) as caught:
        load(folder)
    assert caught.value.code == "law.pack"
    assert caught.value.facts["file"] == name
    assert why in caught.value.sentence("zh")


def test_a_right_without_a_row_is_refused(folder: Path) -> None:
    spoil(folder, "powers.toml", 'rights = ["gi-product", "false-origin"]', 'rights = ["gi-product"]')
    with pytest.raises(BugError, match="false-origin/seize"):
        load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "checks.toml").unlink()
    with pytest.raises(BugError, match=r"checks\.toml"):
        load(folder)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (18, "十八"),
        (20, "二十"),
        (62, "六十二"),
        (100, "一百"),
        (103, "一百零三"),
        (115, "一百一十五"),
    ],
)
def test_articles_are_counted_as_statutes_count(number: int, words: str) -> None:
    assert numeral(number) == words


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_articles_never_read_alike(one: int, other: int) -> None:
    assert (numeral(one) == numeral(other)) == (one == other)


def test_a_citation_names_law_version_article_and_item() -> None:
    citation = Citation("trademark", "中华人民共和国商标法", "2019年修正", "62", "第一款第（四）项")
    assert citation.text == "《中华人民共和国商标法》（2019年修正）第六十二条第一款第（四）项"
    second = Citation("trademark", "中华人民共和国商标法", "2019年修正", "62", "第二款")
    other = Citation("patent", "中华人民共和国专利法", "2020年修正", "69")
    assert (
        joined([citation, second, other], short=True)
        == "《中华人民共和国商标法》第六十二条第一款第（四）项、第二款、《中华人民共和国专利法》第六十九条"
    )

"""A bureau's own measures: laid over the shared ones where they are sound, refused as a whole where not."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.notices import ReportlabPress
from inspector.notices.blocks import Sentence
from inspector.notices.catalogue import forms
from inspector.notices.form import read_form
from inspector.notices.layout import read_layout
from inspector.notices.overlay import LARGEST, overlaid, read_overlay, usual_overlay
from inspector.records.numbering import Numbering, NumberRead, read_number
from inspector.records.rewording import places_in
from tests.inspector.notices import archival, filled, papers
from tests.inspector.notices.papers import PRINTED, dossier
from ui.command_line import main


def left_of_text(pdf: bytes) -> float:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    left = min(page.get_charbox(n)[0] for n in range(page.count_chars()) if page.get_text_range(n, 1).strip())
    document.close()
    return left


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return words


def printed(overlay: Path | None) -> bytes:
    record = dossier(photos=0)
    return (
        ReportlabPress(overlay=overlay)
        .print(
            "17",
            record,
            number=filled.NUMBERS["17"],
            printed=PRINTED,
            wording=filled.wording(record),
            signatures=(),
            picture=papers.jpeg,
            paper=filled.paper("17", record),
        )
        .pdf
    )


def test_what_is_not_stated_stays_as_it_is() -> None:
    own = overlaid(b"[page]\nleft = 30\n[styles.title]\nsize = 20\n").layout
    shared = read_layout()
    assert (own.page.left, own.page.top) == (30, shared.page.top)
    assert (own.styles["title"].size, own.styles["title"].faces) == (20, shared.styles["title"].faces)
    assert own.styles["cell"] == shared.styles["cell"]
    assert overlaid(b"").layout == shared


def test_a_wider_margin_moves_the_text_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "layout.toml"
    file.write_text("[page]\nleft = 38\n", encoding="utf-8")
    moved = printed(file)
    assert left_of_text(moved) - left_of_text(printed(None)) == pytest.approx(10 * 72 / 25.4, abs=0.1)
    assert archival.faults(moved) == []


def test_a_list_stays_inside_wider_margins(tmp_path: Path) -> None:
    file = tmp_path / "layout.toml"
    file.write_text("[page]\nleft = 35\ntext_width = 120\n", encoding="utf-8")
    record = dossier(photos=0)
    notice = ReportlabPress(overlay=file).print(
        "24",
        record,
        number="样市监财清〔2026〕7号",
        printed=PRINTED,
        wording=papers.WORDING,
        signatures=(),
        picture=papers.jpeg,
    )
    document = pypdfium2.PdfDocument(notice.pdf)
    page = document[0].get_textpage()
    right = max(page.get_charbox(n)[2] for n in range(page.count_chars()))
    document.close()
    assert right <= (35 + 120) * 72 / 25.4 + 0.5


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"page = ",
        b"[page]\nleft = 200\n",
        b"[page]\nleft = -1\n",
        b"[page]\ntop = nan\n",
        b"[page]\ntext_height = 400\n",
        b"[page]\nwidth = 420\n",
        b"[page]\nleft = 'wide'\n",
        b"[styles.title]\nsize = 0\n",
        b"[styles.title]\nsize = 1e9\n",
        b"[styles.title]\nleading = inf\n",
        b"[styles.title]\nfaces = 'comic'\n",
        b"[styles.unknown]\nsize = 12\n",
        b"[wording]\nx = 1\n",
        b"[numbers]\ndigits = 0\n",
        b"[numbers]\npattern = '{short}{class}[{year}]{number}'\n",
        "[numbers]\npattern = '{short}市监{class}〔{year}〕第{number}'\n".encode(),
        "[numbers]\npattern = '{short}市监{class}〔{year}〕{number.__class__}号'\n".encode(),
        b"[numbers.classes]\n21 = ''\n",
        "[numbers.classes]\n21 = '强'\n22 = '延强'\n".encode(),
        "[numbers.classes]\n9 = '现'\n".encode(),
        "[forms.99]\n'附件' = 'x'\n".encode(),
        b"x = " + b"[" * 5000,
        b"#" * (LARGEST + 1),
    ],
)
def test_a_faulty_file_is_named_with_its_fault_and_nothing_is_printed(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "layout.toml"
    file.write_bytes(content)
    with pytest.raises(InputError) as told:
        read_overlay(file)
    assert told.value.code == "notice.overlay"
    assert told.value.facts["why"]
    with pytest.raises(InputError):
        printed(file)


def test_it_is_looked_for_where_administrators_write(tmp_path: Path) -> None:
    found = usual_overlay({"XDG_CONFIG_DIRS": f"{tmp_path}:/other", "PROGRAMDATA": str(tmp_path)})
    assert found == tmp_path / "inspector" / "layout.toml"
    assert read_overlay(found).layout == read_layout()


def written(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "layout.toml"
    file.write_text(content, encoding="utf-8")
    return file


def test_an_open_sentence_of_a_form_is_printed_as_the_bureau_words_it(tmp_path: Path) -> None:
    file = written(tmp_path, "[forms.17]\n'回函地址' = '回函请寄{paper.address:line}（不收现金）。'\n")
    words = "".join(text_of(printed(file)).split())
    assert "回函请寄样本市样本路2号样本市市场监督管理局执法支队（不收现金）。" in words
    assert "回函地址" not in words


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("[forms.21]\n'救济途径' = '不得复议'\n", "wording.fixed", "forms.21.救济途径"),
        ("[forms.21]\n'依据' = '决定扣押'\n", "wording.fixed", "forms.21.依据"),
        ("[forms.17]\n'没有' = '附件'\n", "wording.unknown", "回函地址"),
        ("[forms.17]\n'回函地址' = '不回函'\n", "wording.places", "{paper.address}"),
        (
            "[forms.17]\n'回函地址' = '{paper.address}{party.id_number}'\n",
            "wording.places",
            "{party.id_number}",
        ),
        ("[forms.17]\n'回函地址' = ' '\n", "wording.text", "forms.17.回函地址"),
        ("[forms.17]\n'回函地址' = '{paper.address}{'\n", "wording.text", "forms.17.回函地址"),
    ],
)
def test_a_sentence_that_may_not_be_worded_so_is_named(
    tmp_path: Path, content: str, code: str, said: str
) -> None:
    with pytest.raises(InputError) as told:
        read_overlay(written(tmp_path, content))
    assert told.value.code == code
    assert said in told.value.sentence("zh")
    assert "nothing is printed" in told.value.sentence("en")


def test_sentences_with_values_of_the_law_are_fixed_in_every_form() -> None:
    for listed in (each for each in forms() if each.is_printed_here):
        for block in read_form(listed.number).block:
            if isinstance(block, Sentence) and block.open:
                assert block.name
                assert not any(
                    place.startswith("wording.") and not place.startswith("wording.cite_")
                    for place in places_in(block.text)
                )


def test_a_bureau_numbers_its_papers_its_own_way(tmp_path: Path) -> None:
    pattern = "[numbers]\npattern = '{short}市监罚{class}〔{year}〕第{number}号'\ndigits = 3\n"
    own = read_overlay(written(tmp_path, pattern + "[numbers.classes]\n21 = '强措'\n")).numbering
    assert own.classes["21"] == "强措"
    assert own.text("样", "强措", 2026, 7) == "样市监罚强措〔2026〕第007号"
    assert overlaid(b"").numbering.text("样", "强制", 2026, 7) == "样市监强制〔2026〕7号"


kinds = st.sampled_from(sorted(overlaid(b"").numbering.classes.values()))


@settings(max_examples=60, deadline=None)
@given(st.text("样唐景监局罚", max_size=6), st.booleans(), st.integers(1, 6), kinds, st.integers(1, 999_999))
def test_every_pattern_that_is_allowed_is_read_back_by_any_other(
    before: str, ordinal: bool, digits: int, kind: str, number: int
) -> None:
    shipped = overlaid(b"").numbering
    pattern = f"{before}{{short}}市监{{class}}〔{{year}}〕{'第' if ordinal else ''}{{number}}号"
    own = Numbering(shipped.classes, pattern, digits)
    assert list(own.faults()) == []
    text = own.text("样", kind, 2026, number)
    assert read_number(text, shipped.classes.values()) == NumberRead(kind, 2026, number)
    assert read_number(text) == NumberRead(kind, 2026, number)


def test_what_is_no_document_number_is_read_as_none() -> None:
    for text in ("", "样市监强制[2026]17号", "样市监强制〔26〕1号", "样市监强制〔2026〕号"):
        assert read_number(text, ("强制",)) is None


def test_an_administrator_checks_a_file_before_it_is_put_in_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = "[numbers.classes]\n21 = '强措'\n[wording]\ncopies = '本文书一式三份。'\n"
    assert main(["forms", "--check", str(written(tmp_path, own))]) == 0
    told = capsys.readouterr().out
    assert "强制 → 强措" in told
    assert "本文书一式三份。" in told
    fixed = written(tmp_path, "[wording]\nremedies = '不得复议。'\n")
    assert main(["forms", "--check", str(fixed)]) != 0
    assert "wording.remedies" in capsys.readouterr().err

"""Form files: a faulty one is named as such, and every value has one source."""

from dataclasses import replace

import pytest

from inspector.errors import BugError
from inspector.notices.data_files import parsed
from inspector.notices.form import Form, read_form
from inspector.notices.values import values_of
from inspector.records import Notice, NoticeState
from tests.inspector.notices.papers import PRINTED, WORDING, dossier


@pytest.mark.parametrize(
    "content", [b"\xff", b"title = ", b"title = 1", b'title = "x"\nseal = true\nunknown = 1']
)
def test_a_faulty_form_file_is_named_with_its_fault(content: bytes) -> None:
    with pytest.raises(BugError) as fault:
        parsed("21", content, Form)
    assert fault.value.code == "notice.form_file"
    assert fault.value.facts["file"] == "21.toml"
    assert fault.value.facts["why"]
    assert "21.toml" in fault.value.sentence("zh")


@pytest.mark.parametrize("number", ["99", "x", ""])
def test_an_unknown_form_is_named(number: str) -> None:
    with pytest.raises(BugError) as fault:
        read_form(number)
    assert fault.value.code == "notice.unknown_form"


def test_the_number_of_the_list_comes_from_the_wording_alone() -> None:
    void = Notice(
        "n", "i1", "24", "样市监财清〔2026〕6号", PRINTED, "o", "0" * 64, 1, (), NoticeState.SUPERSEDED
    )
    aside = replace(dossier(), notices=(void,))
    assert values_of(aside, "", PRINTED, WORDING)["list.number"] == WORDING["list_number"]
    assert values_of(aside, "", PRINTED, {})["list.number"] == ""

"""The invented licences of the corpus, read from end to end; figures: `inspector bench reading`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.imaging import GuardedPhotoReader
from inspector.reading.licence import read_licence

FIELDS = {"name": "名称", "credit_code": "统一社会信用代码", "address": "住所"}


@pytest.mark.long
def test_the_fields_of_the_corpus_licences_are_read(reader: GuardedPhotoReader, corpus: Path) -> None:
    folder = corpus / "ocr" / "licence_visible"
    right = dict.fromkeys(FIELDS, 0)
    pictures = 0
    for truth in json.loads((folder / "truth.json").read_text("utf-8")):
        for name in (truth["file"], truth["photo"]):
            found = read_licence(reader.read_text((folder / name).read_bytes(), 1))
            values = {each.field: each.value for each in found.proposals}
            assert "credit_code" not in found.contradicted
            pictures += 1
            for field, label in FIELDS.items():
                right[field] += values.get(field) == truth[label]
    reader.end_reading()
    assert right["name"] == right["credit_code"] == pictures
    assert right["address"] >= pictures - 1

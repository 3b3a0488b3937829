"""How well photos are read: invented licences with their truth, and rendered marks; figures for rendered pictures.

The licences lie in the corpus beside the project (`ocr/licence_visible`); without it only marks are read.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LICENCES = ROOT.parent / "shared" / "corpus" / "ocr" / "licence_visible"
FIELDS = {
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "representative": "法定代表人",
    "address": "住所",
    "kind": "类型",
}
MARKS = (
    ("大清康", "熙年製"),
    ("大明宣", "德年製"),
    ("大清乾", "隆年製"),
    ("大清光", "绪年制"),
    ("乾隆", "年製"),
    ("成化", "年製"),
    ("景德镇製",),
    ("中国景", "德镇制"),
    ("德化陶瓷",),
    ("唐山", "陶瓷"),
)
LOOKS = (
    {"font": "NotoSerifSC-Regular.ttf"},
    {"font": "FandolFang-Regular.ttf", "has_frame": False, "angle": -6},
    {"font": "NotoSerifSC-Bold.ttf", "ink": (160, 40, 30), "angle": 9},
    {"font": "NotoSansSC-Regular.ttf", "angle": 90},
)


def measure() -> dict[str, Any]:
    """Return shares of right characters and fields, and seconds for a picture."""
    sys.path.insert(0, str(ROOT))
    from inspector.imaging import GuardedPhotoReader

    reader = GuardedPhotoReader()
    try:
        return {**_licences(reader), **_marks(reader)}
    finally:
        reader.close()


def _licences(reader: Any) -> dict[str, Any]:
    from inspector.reading.licence import read_licence

    if not LICENCES.is_dir():
        return {"licences": "corpus not here"}
    right = {(field, way): 0 for field in FIELDS for way in ("with_code", "text_only")}
    characters = wrong = pictures = misread = doubted = 0
    seconds = []
    for truth in json.loads((LICENCES / "truth.json").read_text("utf-8")):
        for name in (truth["file"], truth["photo"]):
            started = time.perf_counter()
            seen = reader.read_text((LICENCES / name).read_bytes(), 1)
            seconds.append(time.perf_counter() - started)
            pictures += 1
            for way, looked in (("with_code", seen), ("text_only", replace(seen, codes=()))):
                read = read_licence(looked)
                found = {each.field: each.value for each in read.proposals}
                for field, label in FIELDS.items():
                    wanted = truth[label]
                    if field == "kind":
                        right[field, way] += found.get(field) == _kind(wanted)
                        continue
                    right[field, way] += found.get(field) == wanted
                    if way == "text_only":
                        characters += len(wanted)
                        wrong += _distance(found.get(field, ""), wanted)
                named = next((each for each in read.proposals if each.field == "representative"), None)
                if way == "text_only" and named is not None and named.value != truth["法定代表人"]:
                    misread += 1
                    doubted += truth["法定代表人"] in _readings(named.value, named.doubts)
    return {
        "licences": pictures,
        "licence_characters_percent": round(100 * (1 - wrong / characters), 2),
        **{f"{field}_{way}": f"{count}/{pictures}" for (field, way), count in right.items()},
        "misread_names_whose_look_alike_is_offered": f"{doubted}/{misread}",
        "licence_seconds_median": round(statistics.median(seconds), 2),
    }


def _marks(reader: Any) -> dict[str, Any]:
    from inspector.actions.read_photo import LOOKS as WAYS
    from inspector.actions.read_photo import searched
    from tests.inspector.imaging.mark_scenes import mark_photo

    first = any_of = characters = wrong = 0
    seconds = []
    for number, columns in enumerate(MARKS):
        for place, look in enumerate(LOOKS):
            photo = mark_photo(columns, seed=number * 10 + place, **look)  # type: ignore[arg-type]
            started = time.perf_counter()
            found = searched(lambda way, photo=photo: reader.read_text(photo, 1, None, way), WAYS)
            seconds.append(time.perf_counter() - started)
            truth = "".join(columns)
            texts = [reading.text for reading in found.marks]
            first += bool(texts) and texts[0] == truth
            any_of += truth in texts
            characters += len(truth)
            wrong += min(len(truth), _distance(texts[0] if texts else "", truth))
    count = len(MARKS) * len(LOOKS)
    return {
        "marks": count,
        "marks_right_first": f"{first}/{count}",
        "marks_right_among_shown": f"{any_of}/{count}",
        "mark_characters_percent": round(100 * (1 - wrong / characters), 2),
        "mark_seconds_median": round(statistics.median(seconds), 2),
    }


def _kind(words: str) -> str:
    return "sole-trader" if words.startswith("个体") else "company"


def _readings(text: str, doubts: Any) -> set[str]:
    """Return every text the officer can pick."""
    from inspector.reading.look_alikes import with_other

    texts = {text}
    for doubt in doubts:
        texts |= {with_other(each, doubt.place, other) for each in texts for other in doubt.others}
    return texts


def _distance(one: str, other: str) -> int:
    """Return how many characters have to change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, wanted in enumerate(other, 1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (character != wanted)),
            )
    return row[-1]

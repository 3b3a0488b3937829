"""What one version of the law pack says otherwise than another, place by place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspector.law.deadlines.calendar import CalendarYear
from inspector.law.statute import numeral

_NAMES = (("rights", "measure"), ("id", "from"), ("id",), ("label",), ("code",), ("year",), ("right",))
"""What tells the rows of a table apart, whichever of these a row has."""


_FIELDS = {
    "zh": "",
    "version": "",
    "id": "编号",
    "en": "英文",
    "code": "代码",
    "label": "版本",
    "from": "自",
    "to": "至",
    "articles": "条数",
    "year": "年份",
    "source": "来源",
    "holidays": "放假",
    "made_up": "调休上班",
    "at_least": "以上",
    "at_most": "以下",
    "unit": "单位",
    "length": "长度",
    "extension": "可延长",
    "basis": "依据",
    "rights": "权利",
    "measure": "措施",
    "verdict": "结论",
    "forms": "文书",
    "severity": "等级",
    "warning": "仅提示",
    "confirmed": "已确认",
    "note": "备注",
}
"""What the commonest fields are called, for people who read what changed; others keep the name of the table."""
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_REFERENCE = frozenset({"law", "version", "article", "paragraph", "item"})


@dataclass(frozen=True)
class Difference:
    """One place at which two packs differ."""

    table: str
    """File name of the table."""
    place: str
    """Names of the rows and fields down to it."""
    before: str
    """Empty where the place is new."""
    after: str
    """Empty where the place is gone."""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Compare the texts of two sound packs; comments and the order of named rows make no difference."""
    old_tables = {name: tomllib.loads(text) for name, text in before.items()}
    new_tables = {name: tomllib.loads(text) for name, text in after.items()}
    laws = _laws(old_tables) | _laws(new_tables)
    return tuple(
        Difference(table, "·".join(place), _text(old, laws), _text(new, laws))
        for table in dict.fromkeys((*before, *after))
        for place, old, new in _compared((), old_tables.get(table, {}), new_tables.get(table, {}))
    )


def differences_of_years(
    before: Iterable[CalendarYear], after: Iterable[CalendarYear]
) -> tuple[Difference, ...]:
    """Return what a calendar that comes alone would change: the years it fixes, and no others."""
    known = {year.year: year for year in before}
    return tuple(
        Difference("calendar.toml", f"year·{year.year}", _year(known.get(year.year)), _year(year))
        for year in after
        if known.get(year.year) != year
    )


def _year(year: CalendarYear | None) -> str:
    return "" if year is None else _text({name: getattr(year, name) for name in year.__struct_fields__}, {})


def _laws(tables: Mapping[str, Any]) -> dict[str, str]:
    rows = tables.get("statutes.toml", {}).get("statute", [])
    return {row["id"]: row["zh"] for row in rows if "id" in row and "zh" in row}


def _compared(place: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if old == new:
        return
    if isinstance(old, list) or isinstance(new, list):
        old, new = ([] if value is None else value for value in (old, new))  # its rows one by one
    left, right = _by_name(old), _by_name(new)
    if left is None or right is None:
        yield place, old, new
        return
    for name in dict.fromkeys((*left, *right)):
        yield from _compared((*place, name), left.get(name), right.get(name))


def _by_name(value: Any) -> dict[str, Any] | None:
    """Return what lies in a value by name; None for one that is shown whole."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return None
    named = {_name(row): row for row in value}
    return named if "" not in named and len(named) == len(value) else None


def _name(row: dict[str, Any]) -> str:
    keys = next((keys for keys in _NAMES if all(key in row for key in keys)), ())
    return " ".join("/".join(row[key]) if isinstance(row[key], list) else str(row[key]) for key in keys)


def _text(value: Any, laws: Mapping[str, str]) -> str:
    """Return a value of a table as people read it: no brackets, no quotes, articles as they are cited."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dict() if {"law", "article"} <= value.keys() <= _REFERENCE:
            return _citation(value, laws)
        case dict():
            named = ((_FIELDS.get(name, name), _text(each, laws)) for name, each in value.items())
            return "，".join(f"{name} {words}".strip() for name, words in named if words)
        case list() | tuple():
            return "、".join(_text(each, laws) for each in value)
    return _SPAN.sub(r"\1至\2", str(value))


def _citation(place: Mapping[str, Any], laws: Mapping[str, str]) -> str:
    paragraph = f"第{numeral(place['paragraph'])}款" if place.get("paragraph") else ""
    item = f"第（{numeral(place['item'])}）项" if place.get("item") else ""
    name, version = laws.get(place["law"], place["law"]), place.get("version", "")
    return f"《{name}》（{version}）第{numeral(place['article'])}条{paragraph}{item}"

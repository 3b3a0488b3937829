"""A business licence read into the party's fields, each a proposal with where it stands and how sure it is.

The layout is that of the licences since 2014 (label in front, value behind or to the right, long values go
on below); labels are looked for, places are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector.codes.credit_code import ALPHABET, check_character, market_body
from inspector.reading.credit_codes import proposals
from inspector.reading.lines import Line, level, sure_of
from inspector.reading.look_alikes import Doubt, doubts
from inspector.reading.marks import known_words
from inspector.records import PartyKind, SeenInPhoto
from inspector.records.seen import Corners


class Source(StrEnum):
    """Where a proposal comes from."""

    CODE = "code"
    """A square or bar code."""
    TEXT = "text"
    """Characters as read."""
    MENDED = "mended"
    """Characters as read, put right by check characters."""
    NUMBER = "number"
    """Told by another number: the first two characters of the credit code say what kind of party it is."""


@dataclass(frozen=True)
class Proposal:
    """One value a field may get, if the officer says so."""

    field: str
    """Name of the field it is for, as the record calls it."""
    value: str
    source: Source
    sure: float
    corners: tuple[Corners, ...] = ()
    """Where it stands in the picture; the officer looks there."""
    changed: tuple[int, ...] = ()
    """Characters put right, from 1."""
    doubts: tuple[Doubt, ...] = ()
    """Characters of a name that may be look-alikes."""
    words: str = ""
    """As it stands on the licence, where the record has a value of its own for it."""


@dataclass(frozen=True)
class LicenceRead:
    """What a photo of a licence says."""

    proposals: tuple[Proposal, ...]
    """For each field what the square code says and, where it reads otherwise, what the text says; the text may
    have up to three credit codes."""

    @property
    def contradicted(self) -> frozenset[str]:
        """Fields of which the square code says another thing than the text: worth a close look."""
        by_code = {each.field for each in self.proposals if each.source is Source.CODE}
        by_text = {each.field for each in self.proposals if each.source in (Source.TEXT, Source.MENDED)}
        return frozenset(by_code & by_text)


_FIELDS = {
    "name": ("名称", "企业名称", "字号名称"),
    "representative": ("法定代表人", "负责人", "经营者", "投资人", "执行事务合伙人"),
    "address": ("住所", "经营场所", "主要经营场所", "营业场所"),
    "kind": ("类型", "主体类型", "经济性质"),
}
_NAMES = frozenset({"name", "representative"})
"""Fields in which a rare character stands often enough to be looked for."""
_OTHERS = (
    "统一社会信用代码",
    "注册资本",
    "成立日期",
    "经营范围",
    "营业期限",
    "组成形式",
    "登记机关",
    "注册日期",
    "出资额",
    "注册号",
)
_COMPANY_WORDS = ("公司", "企业", "合伙", "独资", "合作社", "法人")
_LABELS = {label: name for name, labels in _FIELDS.items() for label in labels} | dict.fromkeys(_OTHERS, "")
_BY_LENGTH = sorted(_LABELS, key=len, reverse=True)
_LICENCE = "营业执照"
_CHINESE_BRACKETS = str.maketrans("()", "（）")
"""Licences print full-width brackets; the reader takes half of them for narrow ones."""
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
_KEYED = re.compile(
    r"(统一社会信用代码|名称|法定代表人|住所|经营场所|负责人|经营者)\s*[:：]\s*([^;；,，\n\r]+)"
)
_KEYED_FIELDS = {"统一社会信用代码": "credit_code"} | {label: name for label, name in _LABELS.items() if name}


def read_licence(seen: SeenInPhoto) -> LicenceRead:
    """Return what the licence says; nothing if there is none in the picture."""
    lines = level(seen)
    by_code = {proposal.field: proposal for proposal in _from_codes(seen)}
    by_text = list(_from_text(lines))
    read = {(proposal.field, _plain(proposal.value)) for proposal in by_text}
    agreed = {field for field, told in by_code.items() if (field, _plain(told.value)) in read}
    found = [*by_code.values(), *(proposal for proposal in by_text if proposal.field not in agreed)]
    if by_code or by_text:
        found.extend(_kind_by_number(found))
    order = ("name", "credit_code", "kind", "representative", "address", "licence_kind")
    return LicenceRead(tuple(sorted(found, key=lambda each: order.index(each.field))))


def _plain(value: str) -> str:
    return "".join(value.translate(_CHINESE_BRACKETS).split())


def _from_codes(seen: SeenInPhoto) -> Iterator[Proposal]:
    """A licence's square code holds an address of the registry with the credit code, or labels with values."""
    for code in seen.codes:
        keyed = {_KEYED_FIELDS[label]: value.strip() for label, value in _KEYED.findall(code.text)}
        if "credit_code" not in keyed:
            numbers = {number for number in _CODE.findall(code.text.upper()) if _is_code(number)}
            if len(numbers) == 1:
                keyed["credit_code"] = numbers.pop()
        if not _is_code(keyed.get("credit_code", "")):
            continue
        for field, value in keyed.items():
            yield Proposal(field, value, Source.CODE, 1.0, (code.corners,))
        return


def _is_code(number: str) -> bool:
    return len(number) == 18 and set(number) <= set(ALPHABET) and check_character(number[:-1]) == number[-1]


def _from_text(lines: tuple[Line, ...]) -> Iterator[Proposal]:
    taken: set[str] = set()
    for line in lines:
        label, rest = _label_of(line.text)
        name = _LABELS.get(label, "")
        if label == "统一社会信用代码" and "credit_code" not in taken:
            for proposal in _code_after(lines, line, rest):
                taken.add("credit_code")
                yield proposal
        elif name and name not in taken:
            parts = _value_of(lines, line, rest)
            value = "".join([rest, *(part.text for part in parts)]).strip(" :：")
            value = value.translate(_CHINESE_BRACKETS)
            used = [line, *parts] if rest else parts
            places = tuple(part.seen.corners for part in used)
            if name == "kind":
                kind = _kind_in(value)
                if kind is not None:
                    taken.add(name)
                    yield Proposal(name, kind, Source.TEXT, sure_of(used), places, words=value)
            elif value:
                taken.add(name)
                unsure = doubts(value, known_words() if name == "name" else ()) if name in _NAMES else ()
                yield Proposal(name, value, Source.TEXT, sure_of(used), places, doubts=unsure)
    if "credit_code" not in taken:
        for line in lines:
            found = list(_codes(line, line.text))
            yield from found
            if found:
                break
    title = next((line for line in lines if _LICENCE in line.text.replace(" ", "")), None)
    if title is not None and taken:
        yield Proposal("licence_kind", _LICENCE, Source.TEXT, title.sure, (title.seen.corners,))


def _kind_in(words: str) -> PartyKind | None:
    """Return what kind of party the words behind 类型 name; None for words that are not known."""
    if "个体" in words:
        return PartyKind.SOLE_TRADER
    return PartyKind.COMPANY if any(word in words for word in _COMPANY_WORDS) else None


def _kind_by_number(found: list[Proposal]) -> Iterator[Proposal]:
    """Yield the kind of party the credit code tells, unless the words say the same."""
    code = next((each for each in found if each.field == "credit_code"), None)
    body = market_body(code.value) if code is not None else ""
    if code is None or not body:
        return
    kind = PartyKind.SOLE_TRADER if body == "个体工商户" else PartyKind.COMPANY
    if all(each.value != kind for each in found if each.field == "kind"):
        yield Proposal("kind", kind, Source.NUMBER, code.sure, code.corners, words=body)


def _code_after(lines: tuple[Line, ...], line: Line, rest: str) -> Iterator[Proposal]:
    """The code stands behind its label or, on older sheets, beside or below it."""
    if rest:
        yield from _codes(line, rest)
        return
    near = sorted(
        (other for other in lines if other is not line and _is_beside_or_below(line, other)),
        key=lambda other: abs(other.top - line.top),
    )
    for other in near:
        found = list(_codes(other, other.text))
        if found:
            yield from found
            return


def _codes(line: Line, text: str) -> Iterator[Proposal]:
    for each in proposals(text):
        source = Source.MENDED if each.changed else Source.TEXT
        yield Proposal("credit_code", each.code, source, line.sure, (line.seen.corners,), each.changed)


def _is_beside_or_below(line: Line, other: Line) -> bool:
    beside = abs(other.middle[1] - line.middle[1]) < line.height and other.left > line.left
    below = 0 < other.top - line.top < 3 * line.height and other.left < line.right and other.right > line.left
    return beside or below


def _label_of(text: str) -> tuple[str, str]:
    """Return the label a line begins with and what follows it; spaced labels (名　称) are labels too."""
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    close = "".join(character for _, character in kept)
    for label in _BY_LENGTH:
        if close.startswith(label):
            end = kept[len(label) - 1][0] + 1
            return label, text[end:].lstrip(" :：　")
    return "", ""


def _value_of(lines: tuple[Line, ...], label: Line, rest: str) -> list[Line]:
    """Return the lines that hold a value: right of the label in its row, then what goes on below."""
    parts: list[Line] = []
    if not rest:
        row = [
            other
            for other in lines
            if other is not label and other.left >= label.right - label.height / 2 and _same_row(label, other)
        ]
        row.sort(key=lambda other: other.left)
        for other in row:
            if _label_of(other.text)[0]:
                break
            if parts and other.left - parts[-1].right > 3 * label.height:
                break
            parts.append(other)
        if not parts:
            return []
    last = parts[-1] if parts else label
    left = parts[0].left if parts else None
    while (more := _continued(lines, last, left, label)) is not None:
        parts.append(more)
        last = more
        left = more.left if left is None else left
    return parts


def _continued(lines: tuple[Line, ...], last: Line, left: float | None, label: Line) -> Line | None:
    """Return the line just below that begins where the value does and is no label's."""
    for other in lines:
        gap = other.top - last.bottom
        if (
            not -0.3 * last.height < gap < 1.1 * last.height
            or other.middle[1] <= last.bottom - 0.2 * last.height
        ):
            continue
        starts = label.left + 2 * label.height if left is None else left
        fits = abs(other.left - starts) < 1.2 * label.height if left is not None else other.left > starts
        within = other.left < last.right
        if fits and within and not _label_of(other.text)[0] and not _follows_label(lines, other):
            return other
    return None


def _follows_label(lines: tuple[Line, ...], value: Line) -> bool:
    """Tell whether a label stands in front of it in its own row: then it is that one's value."""
    return any(
        _label_of(other.text)[0]
        and _same_row(other, value)
        and -1 < (value.left - other.right) / value.height < 8
        for other in lines
        if other is not value and other.right <= value.left + value.height
    )


def _same_row(one: Line, other: Line) -> bool:
    return abs(one.middle[1] - other.middle[1]) < 0.6 * min(one.height, other.height)

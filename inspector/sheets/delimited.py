"""Text tables: comma, semicolon or tab; UTF-8, UTF-16, GB18030 or Big5, as offices' programs write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from inspector.errors import InputError
from inspector.progress import Progress
from inspector.sheets.cells import text_row
from inspector.sheets.limits import FILE_BYTES, MOST_ROWS
from inspector.sheets.sheet import Row, Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ("\t", ",", ";", "，")
_LOOKED_AT = 64 * 1024
_NO_CHANCE = 4
_OFFICES = ["gb18030", "big5"]
"""What programs of mainland offices, and of Hong Kong and Taiwan, write when they do not write Unicode."""


def read_delimited(content: bytes, file_name: str, sha256: str, *, progress: Progress) -> Sheet:
    """Return the rows of a text table; raises as `read_table`."""
    text, encoding = _decoded(content, file_name)
    rows = _rows(text, file_name, progress)
    if not rows:
        raise InputError("sheet.empty", file=file_name)
    return Sheet(file_name, sha256, encoding, tuple(rows))


def _decoded(content: bytes, file_name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, file_name), encoding
    if encoding := _unmarked_utf16(content):
        return _strict(content, encoding, file_name), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        wrong_from = error.start
    encoding = _guessed(content, file_name)
    if _is_unicode_so_far(content[:wrong_from]):
        raise InputError("sheet.mixed_encoding", file=file_name, row=content.count(b"\n", 0, wrong_from) + 1)
    return _strict(content, encoding, file_name), encoding


def _is_unicode_so_far(head: bytes) -> bool:
    """Tell whether whole Chinese words stood there in UTF-8 before it broke: two encodings, or damage.

    A character or two may be chance: some pairs of GB 18030 read as UTF-8, too.
    """
    return sum(letter >= "\u0800" for letter in head.decode("utf-8")) >= _NO_CHANCE


def _unmarked_utf16(content: bytes) -> str:
    """Tell UTF-16 without its mark by the zero halves of its line ends and separators."""
    head = content[: _LOOKED_AT - _LOOKED_AT % 2]
    for encoding, ends in (
        ("utf-16-le", (b"\n\0", b",\0", b"\t\0")),
        ("utf-16-be", (b"\0\n", b"\0,", b"\0\t")),
    ):
        pairs = Counter(head[place : place + 2] for place in range(0, len(head) - 1, 2))
        if sum(pairs[end] for end in ends) >= 2:
            return encoding
    return ""


def _guessed(content: bytes, file_name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_LOOKED_AT], cp_isolation=_OFFICES, explain=False).best()
    if best is None:
        # half a character at the cut, or a single wrong byte: what is written here by far the most
        best_name = "gb18030"
        try:
            content.decode(best_name)
        except UnicodeDecodeError as error:
            if content[: error.start].isascii():
                raise InputError("sheet.encoding", file=file_name) from error
        return best_name
    return best.encoding


def _strict(content: bytes, encoding: str, file_name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError("sheet.mixed_encoding", file=file_name, row=row) from error


def _rows(text: str, file_name: str, progress: Progress) -> list[Row]:
    csv.field_size_limit(FILE_BYTES)  # a cell that is too long is refused by its row, not by an exception
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[Row] = []
    began = 1
    try:
        for cells in reader:
            row = text_row(began, cells)
            began = reader.line_num + 1
            if row is None:
                continue
            if len(rows) == MOST_ROWS:
                raise InputError("sheet.too_many_rows", file=file_name, limit=MOST_ROWS)
            rows.append(row)
            if len(rows) % 500 == 0:
                progress.step(len(rows), 0, file_name)
    except csv.Error as error:
        raise InputError("sheet.quote_open", file=file_name, row=began) from error
    return rows


def _separator(text: str) -> str:
    """Return what stands most often between the cells of the first lines, outside quotation marks."""
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:20]
    counts: Counter[str] = Counter()
    for line in lines:
        outside = "".join(line.split('"')[::2])
        counts.update({each: outside.count(each) for each in _SEPARATORS})
    best = max(_SEPARATORS, key=lambda each: counts[each])
    return best if counts[best] else ","

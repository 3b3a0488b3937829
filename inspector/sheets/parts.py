"""The inside of a workbook, looked at before any library opens it: sizes, declarations, formulas, merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from inspector.errors import InputError
from inspector.progress import Progress
from inspector.sheets.limits import MOST_PARTS, UNPACKED_BYTES

_CHUNK = 1024 * 1024
_OVERLAP = 512
_BOOK = "xl/workbook.xml"
_DECLARATION = re.compile(
    rb"<\x00?!\x00?(D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)"
)
"""Of a document type or an entity, in UTF-8 or UTF-16: a spreadsheet has none, an attack on its reader does."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass(frozen=True)
class Merged:
    """A rectangle of cells that shows what its first cell says; rows and columns from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Part:
    """One sheet's file inside the workbook."""

    has_formulas: bool = False
    merged: list[Merged] = field(default_factory=list)


def looked_into(content: bytes, file_name: str, progress: Progress) -> dict[str, Part]:
    """Return what each sheet of the workbook holds, by the sheet's name.

    Raises:
        InputError: `sheet.not_a_table` for another kind of archive, `sheet.unpacks_too_large`, `sheet.foreign_xml`,
            `sheet.damaged`; nothing was unpacked beyond the declared sizes.
    """
    with unreadable_is_damaged(file_name), zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = book.infolist()
        names = {each.filename for each in parts}
        if _BOOK not in names or "[Content_Types].xml" not in names:
            raise InputError("sheet.not_a_table", file=file_name)
        unpacked = sum(each.file_size for each in parts)
        if unpacked > UNPACKED_BYTES or len(parts) > MOST_PARTS:
            raise InputError(
                "sheet.unpacks_too_large",
                file=file_name,
                unpacked=unpacked // 1024**2,
                limit=UNPACKED_BYTES // 1024**2,
            )
        found: dict[str, Part] = {}
        for number, each in enumerate(parts):
            progress.step(number, len(parts), file_name)
            if each.filename.endswith((".xml", ".rels")):
                found[each.filename] = _read_part(book, each, file_name)
        return {name: found.get(file, Part()) for name, file in _sheets(book)}


@contextmanager
def unreadable_is_damaged(file_name: str) -> Iterator[None]:
    """Name every way in which a foreign workbook fails its reader `sheet.damaged`; the cause stays attached."""
    try:
        yield
    except InputError:
        raise
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ET.ParseError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise InputError("sheet.damaged", file=file_name) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputError("sheet.damaged", file=file_name) from error
        raise


def _read_part(book: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> Part:
    found = Part()
    seen: set[Merged] = set()
    tail = b""
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            if _DECLARATION.search(text):
                raise InputError("sheet.foreign_xml", file=file_name)
            found.has_formulas = found.has_formulas or _FORMULA.search(text) is not None
            for left, top, right, bottom in _MERGED.findall(text):
                seen.add(Merged(int(top), _column(left), int(bottom), _column(right)))
            tail = text[-_OVERLAP:]
    found.merged = sorted(seen, key=lambda each: (each.first_row, each.first_column))
    return found


def _sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and file."""
    relations = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - declarations were refused above
    files = {each.get("Id", ""): each.get("Target", "") for each in relations}
    root = ET.fromstring(book.read(_BOOK))  # noqa: S314 - as above
    for name in (_MAIN, _STRICT):
        for sheet in root.iter(f"{name}sheet"):
            target = files.get(sheet.get(_RELATION, ""), "")
            file = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            yield sheet.get("name", ""), file


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

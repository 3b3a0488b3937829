"""TrueType fonts for reportlab, with a ToUnicode table that keeps rare characters searchable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:

    class _TTFont:
        """What we use of reportlab's class, which has no types."""

        face: Any
        fontName: str  # noqa: N815 - reportlab's name
        state: Any

        def __init__(self, name: str, filename: str, *, asciiReadable: bool, shapable: bool) -> None: ...  # noqa: N803

        def addObjects(self, doc: Any) -> None: ...  # noqa: N802
else:
    _TTFont = TTFont

_MOST_ENTRIES = 100
"""In one bfchar section (PDF 32000-1, 9.10.3)."""


class TrueTypeFont(_TTFont):
    """A font whose characters beyond U+FFFF can be copied and found: reportlab writes them wrongly."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the subsets, then put right what they say of Unicode."""
        subsets = list(self.state[doc].subsets)
        known = set(doc.idToObject)
        super().addObjects(doc)
        written = [name for name in doc.idToObject if name not in known and name.startswith("toUnicodeCMap:")]
        for name, subset in zip(written, subsets, strict=True):
            doc.idToObject[name].content = to_unicode(name.partition(":")[2], subset)


def parse(path: Path) -> TrueTypeFont:
    """Read a font file and make it known to reportlab under its stem."""
    font = TrueTypeFont(path.stem, str(path), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the CMap from one-byte codes to UTF-16BE, surrogate pairs included."""
    entries = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset)
    ]
    sections = [
        "\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"])
        for part in (entries[n : n + _MOST_ENTRIES] for n in range(0, len(entries), _MOST_ENTRIES))
    ]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange"
    )
    return "\n".join(
        [head, *sections, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    )

"""PDF/A-2b as this product needs it: what is checked of a file clause by clause, and pikepdf's own check."""

from __future__ import annotations

import importlib
import io
import re
from typing import Any
from xml.etree import ElementTree

import pikepdf

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
_OPERATORS_OF_TRANSPARENCY = ("/SMask", "/BM", "/CA", "/ca")
_INVISIBLE_OK = ("/Widget",)


def faults(content: bytes) -> list[str]:
    """Name each clause of ISO 19005-2 that is not kept, as far as it is looked at here."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return [
            *_file(content, document),
            *_description(document),
            *_colours(document),
            *(fault for page in document.pages for fault in _page(page)),
        ]


def pikepdf_faults(content: bytes) -> list[str] | None:
    """Return what pikepdf's own check calls a violation; None where its dependencies are not installed."""
    try:
        check = importlib.import_module("pikepdf.pdfa").check
    except ImportError:
        return None
    with pikepdf.open(io.BytesIO(content)) as document:
        report = check(document, "2b")
    return [f"{each.rule} {each.message}" for each in report.findings if each.kind == "violation"]


def _file(content: bytes, document: pikepdf.Pdf) -> list[str]:
    root: Any = document.Root
    header, comment = content.split(b"\n", 2)[:2]
    found = {
        "6.1.2 header": re.fullmatch(rb"%PDF-1\.[0-7]", header) is None or "/Version" in root,
        "6.1.2 comment": comment[:1] != b"%" or not all(byte > 127 for byte in comment[1:5]),
        "6.1.3 id": len(document.trailer.get("/ID", ())) != 2,
        "6.1.3 encrypted": document.is_encrypted,
        "6.1.3 after the end": not re.search(rb"%%EOF\r?\n?\Z", content),
        "6.4.1 need appearances": bool(root.get("/AcroForm", {}).get("/NeedAppearances", False)),
        "6.5 actions": any(key in root for key in ("/AA", "/OpenAction", "/Names")),
        "6.9 optional content": "/OCProperties" in root,
    }
    return [clause for clause, is_broken in found.items() if is_broken]


def _description(document: pikepdf.Pdf) -> list[str]:
    root: Any = document.Root
    packet = root.Metadata.read_bytes()
    told = ElementTree.fromstring(packet)
    about: Any = document.docinfo

    def value(name: str) -> str:
        space, word = name.split(":")
        (element,) = told.iter(f"{{{_NAMES[space]}}}{word}")
        (text,) = [element.text, *(each.text for each in element.iter(f"{_RDF}li"))][-1:]
        return text or ""

    def instant(name: str) -> str:
        return re.sub(r"\D", "", str(about[name]))

    found = {
        "6.6.4 part": (value("pdfaid:part"), value("pdfaid:conformance")) != ("2", "B"),
        "6.6.2.1 filter": "/Filter" in root.Metadata,
        "6.6.3 title": value("dc:title") != str(about.Title),
        "6.6.3 author": value("dc:creator") != str(about.Author),
        "6.6.3 subject": value("dc:description") != str(about.Subject),
        "6.6.3 creator": value("xmp:CreatorTool") != str(about.Creator),
        "6.6.3 producer": value("pdf:Producer") != str(about.Producer),
        "6.6.3 created": re.sub(r"\D", "", value("xmp:CreateDate")) != instant("/CreationDate"),
        "6.6.3 changed": re.sub(r"\D", "", value("xmp:ModifyDate")) != instant("/ModDate"),
    }
    return [clause for clause, is_broken in found.items() if is_broken]


def _colours(document: pikepdf.Pdf) -> list[str]:
    root: Any = document.Root
    (intent,) = root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    found = {
        "6.2.3 intent": str(intent.S) != "/GTS_PDFA1",
        "6.2.3 profile": profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or profile[8] >= 5,
        "6.2.3 components": int(intent.DestOutputProfile.N) != 3,
    }
    return [clause for clause, is_broken in found.items() if is_broken]


def _page(page: Any) -> list[str]:
    found = []
    if any(key in page.obj for key in ("/Trans", "/AA", "/Group", "/PresSteps")):
        found.append("6.2.10 page")
    content = " ".join(str(operator) for _, operator in pikepdf.parse_content_stream(page))
    if re.search(r"\b(k|K|cs|CS|sh|gs)\b", content):
        found.append("6.2.4 colour operators")
    resources: Any = page.obj.Resources
    for font in resources.get("/Font", {}).values():
        found += _font(font)
    for image in resources.get("/XObject", {}).values():
        if image.get("/Interpolate", False) or any(
            key in image for key in (*_OPERATORS_OF_TRANSPARENCY, "/OPI")
        ):
            found.append("6.2.8 image")
        if str(image.ColorSpace) not in ("/DeviceRGB", "/DeviceGray"):
            found.append("6.2.4 image colour")
    for annotation in page.obj.get("/Annots", ()):
        has_no_size = [int(edge) for edge in annotation.Rect] == [0, 0, 0, 0]
        if not has_no_size and "/AP" not in annotation:
            found.append("6.3.3 appearance")
        if int(annotation.F) & 0b100111 != 0b100 or str(annotation.Subtype) not in _INVISIBLE_OK:
            found.append("6.3.2 flags")
    return found


def _font(font: Any) -> list[str]:
    found = []
    descriptor = font.FontDescriptor
    if "/FontFile2" not in descriptor:
        found.append("6.2.11.4 embedded")
    if "/ToUnicode" not in font:
        found.append("6.2.11.7 unicode")
    codes = int(font.LastChar) - int(font.FirstChar) + 1
    if len(font.Widths) != codes:
        found.append("6.2.11.5 widths")
    if not int(descriptor.Flags) & 0b100 or "/Encoding" in font:
        found.append("6.2.11.6 symbolic")
    return found

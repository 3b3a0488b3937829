"""The archive form: what the press printed becomes PDF/A-2b (ISO 19005-2), the same bytes each time."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from inspector.clock import CHINA
from inspector.notices.sheet import Imprint

if TYPE_CHECKING:
    from pikepdf import Pdf

PRODUCER = "inspector"
_UNUSED = ("/Keywords", "/Trapped")
"""What reportlab says of a document although nobody told it."""


def archival(pdf: bytes, imprint: Imprint) -> bytes:
    """Return the document with what PDF/A-2b adds: the colours' meaning and a description in XMP.

    Fonts, colours and pages are made conformant where they are written (`Sheets`, `TrueTypeFont`).
    """
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root: Any = document.Root
        root.Metadata = _described(document, imprint)
        root.OutputIntents = pikepdf.Array([document.make_indirect(_output_intent(document))])
        root.MarkInfo = pikepdf.Dictionary(Marked=False)
        about: Any = document.docinfo
        for name in _UNUSED:
            if name in about:
                del about[name]
        about.Producer = PRODUCER
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            force_version="1.7",
        )
    return out.getvalue()


def xmp_packet(imprint: Imprint) -> bytes:
    """Return the description, in the words of the information dictionary (ISO 19005-2, 6.6.2 and 6.6.3)."""
    printed = _xmp_date(imprint.printed)
    title, author, subject = (escape(each) for each in (imprint.title, imprint.author, imprint.subject))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<xmp:CreateDate>{printed}</xmp:CreateDate>
<xmp:ModifyDate>{printed}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _described(document: Pdf, imprint: Imprint) -> Any:
    import pikepdf

    return document.make_stream(xmp_packet(imprint), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _output_intent(document: Pdf) -> Any:
    import pikepdf

    profile = document.make_stream(srgb_profile(), N=3)
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        RegistryName="http://www.color.org",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )


@cache
def srgb_profile() -> bytes:
    """Return the sRGB profile shipped with the product (Little CMS, free of copyright)."""
    return (resources.files("resources") / "colour" / "sRGB.icc").read_bytes()


def _xmp_date(instant: datetime) -> str:
    return instant.astimezone(CHINA).isoformat(timespec="seconds")

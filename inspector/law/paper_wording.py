"""The sentences of papers an officer writes besides the record: what is told, and the remedies."""

from __future__ import annotations

from inspector.law import remedies
from inspector.law.pack import LawPack
from inspector.records import Dossier

_PAPERS = "paper_"


def for_papers(pack: LawPack, dossier: Dossier) -> dict[str, str]:
    """Return every sentence of the law pack that papers print, filled from the record."""
    bureau, officers = dossier.bureau, dossier.officers
    facts = {
        "bureau": bureau.name,
        "government": bureau.government,
        "officers": "、".join(officer.name for officer in officers),
        "certificates": "、".join(officer.cert_no for officer in officers),
        "subject": dossier.inspection.subject,
        "remedies": remedies.paragraph(pack, bureau),
    }
    return {
        name: sentence.format_map(facts)
        for name, sentence in pack.phrases.sentence.items()
        if name.startswith(_PAPERS)
    }

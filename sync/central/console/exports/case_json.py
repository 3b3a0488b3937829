"""One case as JSON: the records as the device signed them into its journal, what holds them, and what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping

from inspector.canonical import Json
from inspector.law import Finding
from inspector.records.plain import to_plain
from sync.central.console.cases import Case


def case_json(
    case: Case, findings: tuple[Finding, ...], *, law: str, at: str, files: Mapping[str, str] | None = None
) -> bytes:
    """Return the case; `files` are the names, by object id, of what lies beside it in a bag."""
    known, named = case.dossier, files or {}
    content: dict[str, Json] = {
        "v": 1,
        "kind": "inspector-case",
        "exported": at,
        "device": {"id": case.device, "name": case.device_name},
        "bundles": [bundle for bundle, _ in case.bundles],
        "bureau": to_plain(known.bureau),
        "fair": to_plain(known.fair),
        "inspection": to_plain(known.inspection),
        "later_acts": [each.id for each in case.later],
        "officers": [to_plain(officer) for officer in known.officers],
        "party": to_plain(known.party) if known.party else None,
        "items": [to_plain(item) for item in known.items],
        "photos": [
            {**to_plain(photo), **_held(case, photo.id), "file": named.get(photo.id)}
            for photo in known.photos
        ],
        "recordings": [
            {**to_plain(each), **_held(case, each.id), "file": named.get(each.id)}
            for each in known.recordings
        ],
        "office": {name.value: line.value for name, line in case.office.items()},
        "photo_layers": [to_plain(layer) for layer in known.layers],
        "measures": [to_plain(measure) for measure in known.measures],
        "notices": [
            {**to_plain(notice), **_held(case, notice.pdf_object_id), "file": named.get(notice.pdf_object_id)}
            for notice in known.notices
        ],
        "papers": [to_plain(paper) for paper in known.papers],
        "corrections": [to_plain(correction) for correction in known.corrections],
        "dimensions": [to_plain(dimension) for dimension in known.dimensions],
        "law_pack": law,
        "findings": [
            {
                "id": each.id,
                "severity": each.severity,
                "reminder": each.warning,
                "zh": each.message_zh,
                "en": each.message_en,
                "article": each.article,
                "blocks": list(each.forms),
            }
            for each in findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _held(case: Case, object_id: str) -> dict[str, Json]:
    held = case.held.get(object_id)
    if held is None:
        return {"held": False, "bundle": None, "received": None}
    return {"held": True, "bundle": held.bundle, "received": held.received}

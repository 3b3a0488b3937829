"""The demo's own pictures are what their README says."""

from __future__ import annotations

from pathlib import Path

from inspector.imaging import GuardedPhotoReader

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def test_the_samples_are_photos_with_claims(reader: GuardedPhotoReader) -> None:
    claims = {}
    for file in sorted(SAMPLES.glob("*.jpg")):
        with file.open("rb") as source:
            claims[file.stem] = reader.examine(source, file.name).claims
    assert len(claims) == 14
    assert [name for name, found in claims.items() if found.taken is None] == ["sample_11_bowl_front"]
    assert [name for name, found in claims.items() if found.orientation != 1] == ["sample_04_vase_front"]
    assert sum(found.latitude is not None for found in claims.values()) == 5
    assert all(found.model in {"Rendered", ""} for found in claims.values())


def test_the_samples_are_small_and_named_beside_them() -> None:
    pictures = sorted(SAMPLES.glob("*.jpg"))
    assert sum(file.stat().st_size for file in pictures) < 3_000_000
    readme = (SAMPLES.with_suffix(".md")).read_text("utf-8")
    assert all(file.stem in readme for file in pictures)

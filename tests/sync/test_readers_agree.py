"""Two readings of one page: on bundles nobody foresaw, both give the same verdict and never stumble."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.verifier import verify
from sync.verifier.kinds import PHOTO, kind_of
from tests.vectors.by_hand import Recipe, canonical

WHOLE = Recipe("two objects", photos={"a1" * 16: b"x" * 5000, "b2" * 16: b""}).build()
LENGTH = int.from_bytes(WHOLE[-8:-4], "big")
FOOT: dict[str, Any] = json.loads(WHOLE[-72 - LENGTH : -72])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text(max_size=5) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
NUMBERS = st.sampled_from([-1, 0, 1, 55, 56, 2**12, 2**22, 2**23, 2**24, 2**32, 2**53, 2**53 + 1, 10**30])


def agreed(path: Path, content: bytes) -> tuple[str, str]:
    """Return the verdict both readers give, or fail."""
    path.write_bytes(content)
    found = verify(path)
    try:
        with BundleFile(path) as bundle:
            bundle.verify()
        ours = ("intact", "")
    except InputError as error:
        verdict = "altered" if error.code == "bundle.altered" else "cannot-tell"
        ours = (verdict, str(error.facts.get("place", "")))
    theirs = ("intact" if found.verdict == "signer-unknown" else found.verdict, found.place)
    assert ours == theirs, (ours, theirs, found.reason_en)
    return ours


def resigned(change: Any) -> bytes:
    recipe = Recipe("two objects", photos={"a1" * 16: b"x" * 5000, "b2" * 16: b""}, change_raw_foot=change)
    return recipe.build()


SETTINGS = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(key=st.sampled_from(sorted(FOOT)), value=JSON | NUMBERS)
@example(key="part_size", value=True)
@example(key="suite", value=True)
@example(key="v", value=True)
@example(key="critical", value=["a", {}])
@example(key="objects", value=[["a1" * 16, 10**30]])
@example(key="checkpoint", value="\ud800")
def test_any_value_in_a_signed_foot_is_judged_alike(tmp_path: Path, key: str, value: Any) -> None:
    try:
        raw = canonical({**FOOT, key: value})
    except UnicodeEncodeError:
        raw = json.dumps({**FOOT, key: value}, sort_keys=True, separators=(",", ":")).encode()
    agreed(tmp_path / "any.ipb", resigned(lambda _: raw))


@SETTINGS
@given(
    raw=st.binary(max_size=60)
    | st.text(max_size=30).map(str.encode)
    | JSON.map(lambda v: json.dumps(v).encode())
)
def test_any_bytes_signed_as_foot_are_judged_alike(tmp_path: Path, raw: bytes) -> None:
    verdict, _ = agreed(tmp_path / "any.ipb", resigned(lambda _: raw))
    assert verdict == "altered"


@SETTINGS
@given(st.binary(max_size=300), st.booleans(), st.booleans())
def test_any_bytes_with_or_without_the_marks_are_judged_alike(
    tmp_path: Path, inside: bytes, begins: bool, ends: bool
) -> None:
    content = b"IPB1" * begins + inside + b"IPB1" * ends
    path = tmp_path / "any.ipb"
    path.write_bytes(content)
    assume(kind_of(path) != PHOTO)  # a picture may hold anything after its own end
    verdict, _ = agreed(path, content)
    assert verdict in {"altered", "cannot-tell"}


@SETTINGS
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=20))
def test_cutting_out_and_putting_in_is_found(tmp_path: Path, one: int, other: int, new: bytes) -> None:
    begin, end = sorted((one, other))
    content = WHOLE[:begin] + new + WHOLE[end:]
    verdict, _ = agreed(tmp_path / "any.ipb", content)
    assert (verdict == "intact") == (content == WHOLE)

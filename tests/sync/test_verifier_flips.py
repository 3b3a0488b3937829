"""One bit changed anywhere in what a court is given is found; what is honest is never called altered."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from sync.verifier.given import Given
from sync.verifier.verifying import verify_all
from tests.vectors.by_hand import entries
from tests.vectors.make_proofs import signers
from tests.vectors.proof_by_hand import LENGTH, PHOTO, RECEIPT_KEY, notice, proof, receipt

GIVEN = Given(centre_keys=(RECEIPT_KEY.public_key().public_bytes_raw(),))
FOUND = {"altered", "cannot-tell"}

MADE: dict[str, Callable[[], tuple[dict[str, bytes], str]]] = {
    "proof": lambda: ({"p.proof.json": proof()}, "p.proof.json"),
    "cosigned and stamped proof": lambda: (
        {"p.proof.json": proof(centre=RECEIPT_KEY, is_stamped=True)},
        "p.proof.json",
    ),
    "receipt": lambda: ({"r.receipt": receipt()}, "r.receipt"),
    "photo": lambda: ({"p.jpg": PHOTO, "p.proof.json": proof()}, "p.jpg"),
    "notice": lambda: ({"p.pdf": notice(), "p.proof.json": proof(LENGTH)}, "p.pdf"),
    "notice without a proof": lambda: ({"p.pdf": notice()}, "p.pdf"),
}


def write(folder: Path, files: dict[str, bytes]) -> None:
    (folder / "signers.json").write_bytes(signers())
    for name, content in files.items():
        (folder / name).write_bytes(content)


def verdict_on(path: Path) -> str:
    return verify_all([path], GIVEN).verdicts[0].verdict


def flip(folder: Path, name: str, content: bytes, bit: int) -> str:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    (folder / name).write_bytes(changed)
    return verdict_on(folder / name)


@pytest.mark.parametrize("kind", MADE)
def test_a_changed_bit_is_found(kind: str, tmp_path: Path) -> None:
    files, name = MADE[kind]()
    write(tmp_path, files)
    assert verdict_on(tmp_path / name) in {"intact", "signer-unknown"}
    bits = random.Random(kind).sample(range(len(files[name]) * 8), 40)
    assert [bit for bit in bits if flip(tmp_path, name, files[name], bit) not in FOUND] == []


@pytest.mark.long
def test_every_changed_bit_of_a_small_proof_is_found(tmp_path: Path) -> None:
    content = proof(1, size=1)
    write(tmp_path, {"p.proof.json": content})
    bits = range(len(content) * 8)
    assert [bit for bit in bits if flip(tmp_path, "p.proof.json", content, bit) not in FOUND] == []


@pytest.mark.long
@pytest.mark.parametrize("kind", MADE)
def test_a_thousand_changed_bits_are_found(kind: str, tmp_path: Path) -> None:
    files, name = MADE[kind]()
    write(tmp_path, files)
    bits = random.Random(f"long {kind}").sample(range(len(files[name]) * 8), 1_000)
    assert [bit for bit in bits if flip(tmp_path, name, files[name], bit) not in FOUND] == []


@settings(max_examples=25, deadline=None)
@drawn(
    size=st.integers(1, 70),
    at=st.integers(0, 69),
    photo=st.binary(min_size=1, max_size=200),
    words=st.text('样本甲乙 a"\\\n\u2028\U0001f3fa', max_size=8),
    is_cosigned=st.booleans(),
)
def test_an_honest_proof_with_its_photo_is_intact(
    tmp_path_factory: pytest.TempPathFactory, size: int, at: int, photo: bytes, words: str, is_cosigned: bool
) -> None:
    seq = at % size + 1
    content = b"\xff\xd8\xff" + photo
    record = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "file_name": words}
    changes = [
        {"kind": "Photo", "subject": "a1", "record": record} if n == seq else {} for n in range(1, size + 1)
    ]
    folder = tmp_path_factory.mktemp("honest")
    made = proof(seq, run=entries(1, changes), size=size, centre=RECEIPT_KEY if is_cosigned else None)
    write(folder, {"any.proof.json": made, "other name.jpg": content})
    found = verify_all([folder], Given())
    assert [each.verdict for each in found.verdicts] == ["intact", "intact"]
    assert found.not_judged == (str(folder / "signers.json"),)


@settings(max_examples=60, deadline=None)
@drawn(
    content=st.binary(max_size=300),
    begin=st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"{", b'{"a":']),
)
def test_a_strangers_file_is_never_called_altered(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, begin: bytes
) -> None:
    folder = tmp_path_factory.mktemp("strange")
    write(folder, {"p.proof.json": proof(), "strange": begin + content})
    assert verdict_on(folder / "strange") == "cannot-tell"


@pytest.mark.parametrize(
    "content",
    [b"\xff\xd8\xff%PDF-1.7 both", b"\xff\xd8\xff and then IPB1", b"no picture at all", b"%PDF-1.7 as photo"],
)
def test_a_photo_that_looks_like_something_else_is_proved_all_the_same(
    tmp_path: Path, content: bytes
) -> None:
    record = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    run = entries(1, [{"kind": "Photo", "subject": "a1", "record": record}])
    write(tmp_path, {"a.proof.json": proof(1, run=run, size=1), "a.jpg": content})
    assert [verdict_on(tmp_path / name) for name in ("a.jpg", "a.proof.json")] == ["intact", "intact"]

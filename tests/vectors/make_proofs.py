"""Writes `proof/` beside this file (`python -m tests.vectors.make_proofs`): proofs, receipts and notices, good and bad."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.vectors.by_hand import DEVICE, SIGNER, STRANGER, b64, word
from tests.vectors.proof_by_hand import (
    FILM,
    LENGTH,
    PDF,
    PHOTO,
    RECEIPT_KEY,
    certificate,
    film_journal,
    journal,
    note,
    notice,
    proof,
    receipt,
    sealed,
    timestamp,
)

FOLDER = Path(__file__).parent / "proof"
Said = dict[str, Any]


@dataclass
class Vector:
    """Files in one folder; the verdict and place on `judged` there."""

    judged: str
    files: dict[str, bytes]
    verdict: str
    place: str = ""
    options: list[str] = field(default_factory=list)
    """"centre" and "tsa": the key and certificate to hand over."""


def vectors() -> dict[str, Vector]:
    """Return every vector by name."""
    return {
        **_good(),
        **_unknown(),
        **_form(),
        **_contents(),
        **_photos(),
        **_recordings(),
        **_notices(),
        **_receipts(),
    }


def signers() -> bytes:
    """Return the list that knows the vectors' device."""
    listed = {
        "device": DEVICE,
        "name": "样本局一号机",
        "public_key": b64(SIGNER.public_key().public_bytes_raw()),
    }
    return json.dumps(
        {"v": 1, "signers": [{**listed, "from": None, "to": None}]}, ensure_ascii=False
    ).encode()


def _one(content: bytes, verdict: str, place: str = "", options: tuple[str, ...] = ()) -> Vector:
    return Vector("p.proof.json", {"p.proof.json": content}, verdict, place, list(options))


def _good() -> dict[str, Vector]:
    found = {f"entry_{seq}_of_{LENGTH}": _one(proof(seq), "intact") for seq in range(1, LENGTH + 1)}
    found |= {
        f"entry_{seq}_of_{size}": _one(proof(seq, size=size), "intact")
        for seq, size in ((1, 1), (8, 8), (6, 9))
    }
    found["unknown_key"] = _one(proof(change=lambda said: said.update(later="样本")), "intact")
    found["cosigned"] = _one(proof(centre=RECEIPT_KEY), "intact")
    found["cosigned_by_known"] = _one(proof(centre=RECEIPT_KEY), "intact", options=("centre",))
    found["stamped"] = _one(proof(is_stamped=True), "intact")
    found["stamped_by_known"] = _one(proof(is_stamped=True), "intact", options=("tsa",))
    found["stamp_not_der_algorithm"] = _one(
        proof(change=lambda said: said.update(timestamp=b64(_strange_stamp()))), "intact"
    )
    return found


def _unknown() -> dict[str, Vector]:
    def newer(said: Said) -> None:
        said.update(min_reader=2, v=2, path="elsewhere")

    return {
        "signer_not_listed": _one(proof(signer=STRANGER), "signer-unknown"),
        "not_listed_but_centre_known": _one(
            proof(signer=STRANGER, centre=RECEIPT_KEY), "intact", options=("centre",)
        ),
        "not_listed_nor_centre": _one(proof(signer=STRANGER, centre=RECEIPT_KEY), "signer-unknown"),
        "newer_version": _one(proof(change=newer), "cannot-tell"),
        "critical_feature": _one(proof(change=lambda said: said.update(critical=["x"])), "cannot-tell"),
    }


def _form() -> dict[str, Vector]:
    good = proof()

    def setting(**values: Any) -> Callable[[Said], None]:
        return lambda said: said.update(values)

    changes = {
        "min_reader_missing": lambda said: said.pop("min_reader"),
        "critical_not_a_list": setting(critical={}),
        "v_missing": lambda said: said.pop("v"),
        "path_not_hashes": setting(path=["z" * 64]),
        "path_upper_case": lambda said: said.update(path=[each.upper() for each in said["path"]]),
        "signer_short": setting(signer=b64(b"short")),
        "signer_not_base64": setting(signer="%"),
        "centre_short": setting(centre=b64(b"short")),
        "timestamp_missing": lambda said: said.pop("timestamp"),
    }
    found = {name: _one(proof(change=change), "altered", "form") for name, change in changes.items()}
    found |= {
        "space": _one(good.replace(b'"v":1', b'"v": 1'), "altered", "form"),
        "cut": _one(good[:-5], "altered", "form"),
        "one_byte_more": _one(good + b"\n", "altered", "form"),
        "key_twice": _one(good.replace(b'"v":1', b'"v":1,"v":1'), "altered", "form"),
        "nested": Vector("p.proof.json", {"p.proof.json": b"[" * 20_000}, "altered", "form"),
    }
    return found


def _contents() -> dict[str, Vector]:
    run, other = journal(), journal(lambda changes: changes[5]["record"].update(size=1))

    def with_note(text: str) -> Callable[[Said], None]:
        return lambda said: said.update(checkpoint=text)

    def entry(change: Callable[[str], str]) -> Callable[[Said], None]:
        return lambda said: said.update(entry=change(said["entry"]))

    def path(change: Callable[[list[str]], list[str]]) -> Callable[[Said], None]:
        return lambda said: said.update(path=change(said["path"]))

    cosigned = note(run, centre=RECEIPT_KEY)
    cases = {
        "entry_not_canonical": (entry(lambda text: text + " "), "entry"),
        "entry_without_key": (entry(lambda text: text.replace('"boot":"boot-1",', "")), "entry"),
        "entry_other_record": (entry(lambda _: other[5].decode()), "path"),
        "entry_other_place": (entry(lambda _: run[6].decode()), "path"),
        "entry_beyond_checkpoint": (with_note(note(run[:5])), "checkpoint"),
        "checkpoint_of_stranger": (with_note(note(run, STRANGER)), "checkpoint"),
        "checkpoint_without_signature": (with_note(note(run).partition("—")[0]), "checkpoint"),
        "checkpoint_time_changed": (with_note(note(run).replace("01:31", "01:32")), "checkpoint"),
        "checkpoint_of_other_journal": (with_note(note(other)), "path"),
        "signer_changed": (
            lambda said: said.update(signer=b64(STRANGER.public_key().public_bytes_raw())),
            "checkpoint",
        ),
        "path_short": (path(lambda hashes: hashes[:-1]), "path"),
        "path_long": (path(lambda hashes: [*hashes, "0" * 64]), "path"),
        "path_swapped": (path(lambda hashes: hashes[::-1]), "path"),
        "path_empty": (path(lambda _: []), "path"),
        "centre_without_line": (
            lambda said: said.update(centre=b64(RECEIPT_KEY.public_key().public_bytes_raw())),
            "centre signature",
        ),
        "line_without_centre": (with_note(cosigned), "centre signature"),
        "centre_signature_wrong": (
            lambda said: said.update(
                centre=b64(RECEIPT_KEY.public_key().public_bytes_raw()), checkpoint=_wrong_last_line(cosigned)
            ),
            "centre signature",
        ),
        "stamp_over_another": (lambda said: said.update(timestamp=b64(timestamp(b"else"))), "timestamp"),
        "stamp_not_der": (lambda said: said.update(timestamp=b64(b"no token")), "timestamp"),
        "stamp_signature_wrong": (
            lambda said: said.update(timestamp=b64(_wrong_signature(_stamp()))),
            "timestamp",
        ),
    }
    found = {name: _one(proof(change=change), "altered", place) for name, (change, place) in cases.items()}
    found["sum_wrong"] = _one(
        proof(change=lambda said: said.update(later="x"), is_summed_before=True), "altered", "sum"
    )
    return found


def _photos() -> dict[str, Vector]:
    def beside(judged: str, photo: bytes, name: str, verdict: str, place: str = "") -> Vector:
        return Vector(judged, {"p.proof.json": proof(), name: photo}, verdict, place)

    other = PHOTO[:-9] + bytes([PHOTO[-9] ^ 1]) + PHOTO[-8:]
    return {
        "photo_beside": beside("p.proof.json", PHOTO, "p.jpg", "intact"),
        "photo_itself": beside("p.jpg", PHOTO, "p.jpg", "intact"),
        "photo_renamed": beside("DSC_1.jpg", PHOTO, "DSC_1.jpg", "intact"),
        "photo_altered": beside("p.proof.json", other, "p.jpg", "altered", "photo"),
        "photo_altered_itself": beside("p.jpg", other, "p.jpg", "altered", "photo"),
        "photo_named_by_subject": beside("p.proof.json", other, f"{'a1' * 16}.jpg", "altered", "photo"),
        "photo_of_something_else": beside("x.jpg", b"\xff\xd8\xff" + word("x", 99), "x.jpg", "cannot-tell"),
        "photo_of_something_else_beside": beside("p.proof.json", other, "x.jpg", "intact"),
        "photo_alone": Vector("p.jpg", {"p.jpg": PHOTO}, "cannot-tell"),
    }


def _recordings() -> dict[str, Vector]:
    def beside(judged: str, film: bytes, name: str, verdict: str, place: str = "") -> Vector:
        files = {"p.proof.json": proof(7, run=film_journal()), name: film}
        return Vector(judged, files, verdict, place)

    other = FILM[:-9] + bytes([FILM[-9] ^ 1]) + FILM[-8:]
    return {
        "recording_beside": beside("p.proof.json", FILM, "p.mp4", "intact"),
        "recording_itself": beside("p.mp4", FILM, "p.mp4", "intact"),
        "recording_renamed": beside("GX010042.mp4", FILM, "GX010042.mp4", "intact"),
        "recording_altered": beside("p.proof.json", other, "p.mp4", "altered", "recording"),
        "recording_altered_itself": beside("p.mp4", other, "p.mp4", "altered", "recording"),
        "recording_cut": beside("p.mp4", FILM[:-1], "p.mp4", "altered", "recording"),
        "recording_as_a_photos": Vector(
            "p.mp4", {"p.proof.json": proof(), "p.mp4": FILM}, "altered", "photo"
        ),
        "recording_alone": Vector("p.mp4", {"p.mp4": FILM}, "cannot-tell"),
    }


def _notices() -> dict[str, Vector]:
    def beside(judged: str, pdf: bytes, verdict: str, place: str = "", name: str = "p.pdf") -> Vector:
        return Vector(judged, {"p.proof.json": proof(LENGTH), name: pdf}, verdict, place)

    whole = notice()
    copy = sealed(whole, "样本时间戳机构", is_stamp=True)

    def flipped(pdf: bytes, at: int) -> bytes:
        return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]

    def alone(pdf: bytes, verdict: str, place: str = "") -> Vector:
        return Vector("p.pdf", {"p.pdf": pdf}, verdict, place)

    unusual = whole.replace(b"ETSI.CAdES.detached", b"ETSI.CAdES.xxxxxxxx")
    return {
        "notice_beside": beside("p.proof.json", whole, "intact"),
        "notice_itself": beside("p.pdf", whole, "intact"),
        "notice_renamed": beside("x.pdf", whole, "intact", name="x.pdf"),
        "notice_altered": beside("p.pdf", flipped(whole, 12), "altered", "notice"),
        "notice_stamped_copy": beside("p.pdf", copy, "intact"),
        "notice_copy_with_stamp_damaged": beside("p.pdf", flipped(copy, len(copy) - 2), "altered", "seal 3"),
        "notice_with_something_added": beside("p.pdf", whole + b"% more\n%%EOF\n", "cannot-tell"),
        "notice_stamped_and_then_added": beside("p.pdf", copy + b"% more\n%%EOF\n", "cannot-tell"),
        "notice_signed_again_by_anyone": beside("p.pdf", sealed(whole, "somebody"), "cannot-tell"),
        "notice_alone": alone(whole, "signer-unknown"),
        "notice_alone_without_seal": alone(PDF, "cannot-tell"),
        "notice_alone_added": alone(whole + b"% more\n", "cannot-tell"),
        "notice_alone_first_seal_broken": alone(flipped(whole, 12), "altered", "seal 1"),
        "notice_alone_second_seal_broken": alone(flipped(whole, len(whole) - 2), "altered", "seal 2"),
        "notice_alone_of_unknown_form": alone(unusual, "cannot-tell"),
    }


def _receipts() -> dict[str, Vector]:
    def one(content: bytes, verdict: str, place: str = "", *, is_key_given: bool = True) -> Vector:
        options = ["centre"] if is_key_given else []
        return Vector("r.receipt", {"r.receipt": content}, verdict, place, options)

    good = receipt()
    last = f'"last":{LENGTH}'
    return {
        "receipt": one(good, "intact"),
        "receipt_without_key": one(good, "cannot-tell", is_key_given=False),
        "receipt_of_another_centre": one(receipt(key=STRANGER), "cannot-tell"),
        "receipt_altered": one(
            good.replace("样本中心".encode(), "样本中央".encode()), "altered", "signature"
        ),
        "receipt_other_length": one(
            good.replace(last.replace('"', '\\"').encode(), b'\\"last\\":12'), "altered", "checkpoint"
        ),
        "receipt_with_space": one(good + b" ", "altered", "form"),
        "receipt_without_objects": one(receipt(lambda said: said.pop("objects")), "altered", "form"),
        "receipt_checkpoint_of_stranger": one(
            receipt(lambda said: said.update(checkpoint=note(journal(), STRANGER, RECEIPT_KEY))),
            "altered",
            "checkpoint",
        ),
        "receipt_cosignature_wrong": one(
            receipt(lambda said: said.update(checkpoint=_wrong_last_line(said["checkpoint"]))),
            "altered",
            "centre signature",
        ),
    }


def _wrong_last_line(text: str) -> str:
    """Keep name and key hash of the last line, and give it another line's signature."""
    import base64

    lines = text[:-1].split("\n")
    first, last = (base64.b64decode(line.rpartition(" ")[2]) for line in lines[-2:])
    lines[-1] = f"{lines[-1].rpartition(' ')[0]} {b64(last[:4] + first[4:])}"
    return "\n".join(lines) + "\n"


def _stamp() -> bytes:
    return timestamp((note(journal()).partition("\n\n")[0] + "\n").encode())


def _wrong_signature(token: bytes) -> bytes:
    return token[:-1] + bytes([token[-1] ^ 1])


def _strange_stamp() -> bytes:
    """A token whose hash is of a kind no reader of this page needs to know."""
    sha256, unknown = bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040277")
    return _stamp().replace(sha256, unknown)


def main() -> None:
    """Write every vector that is not there yet, and what is expected of each."""
    shared = {
        "signers.json": signers(),
        "centre.key": b64(RECEIPT_KEY.public_key().public_bytes_raw()).encode(),
        "tsa.der": certificate("样本时间戳机构"),
    }
    expected = {}
    for name, vector in vectors().items():
        for file, content in vector.files.items():
            (FOLDER / name).mkdir(parents=True, exist_ok=True)
            (FOLDER / name / file).write_bytes(content)
        expected[name] = {
            "judged": vector.judged,
            "verdict": vector.verdict,
            "place": vector.place,
            "options": vector.options,
        }
    for file, content in shared.items():
        (FOLDER / file).write_bytes(content)
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / "expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()

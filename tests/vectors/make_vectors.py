"""Writes the vectors beside this file (`python -m tests.vectors.make_vectors`); a published one is never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.vectors.by_hand import (
    CENTRE,
    DEVICE,
    OTHER_CENTRE,
    SIGNER,
    STRANGER,
    Recipe,
    b64,
    checkpoint,
    gzip_bomb,
    recording,
    word,
)

FOLDER = Path(__file__).parent
TWO = {"a1" * 16: word("photo", 5000), "b2" * 16: word("second photo", 300)}


@dataclass
class Vector:
    """A file, the verdict it must get, and what opening it with the centre's key must say."""

    content: bytes
    verdict: str
    place: str = ""
    opening: str = ""
    """Empty: opens. Otherwise the error's code, or "bundle.altered PLACE"."""


def vectors() -> dict[str, Vector]:
    """Return every vector by file name."""
    return {
        f"{name}.ipb": vector
        for group in (_good(), _flipped(), _wrong_foot(), _cannot_tell(), _wrong_inside())
        for name, vector in group.items()
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


def _good() -> dict[str, Vector]:
    first = Recipe("first")
    second = Recipe(
        "second", photos={"b2" * 16: b""}, before=first.run(), previous=first.foot_hash(), sequence=2
    )
    good = {
        "first": first,
        "second": second,
        "no_object": Recipe("no object", photos={}),
        "two_objects": Recipe("two objects", photos=TWO),
        "recording": Recipe("recording", named_by=recording),
        "two_recipients": Recipe("two recipients", recipients=(OTHER_CENTRE, CENTRE)),
        "large_parts": Recipe("large parts", part_size=1 << 24),
        "unknown_key": Recipe("unknown key", change_foot=lambda foot: {**foot, "later": "样本"}),
    }
    found = {name: Vector(recipe.build(), "intact") for name, recipe in good.items()}
    found["other_signer"] = Vector(Recipe("other signer", signer=STRANGER).build(), "signer-unknown")
    return found


def _flipped() -> dict[str, Vector]:
    whole = Recipe("two objects", photos=TWO).build()
    foot = len(whole) - 72 - int.from_bytes(whole[-8:-4], "big")

    def flip(at: int) -> bytes:
        at %= len(whole)
        return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]

    places = {
        "flip_magic": (0, "head"),
        "flip_head_id": (20, "head"),
        "flip_head_zero": (63, "head"),
        "flip_object": (64 + 4096 + 10, f"part 1 (object {'a1' * 16})"),
        "flip_second_object": (64 + 5056 + 10, f"part 2 (object {'b2' * 16})"),
        "flip_manifest": (64 + 5056 + 356 + 60, "part 3 (manifest)"),
        "flip_envelopes": (foot - 1, "part 5 (envelopes)"),
        "flip_foot": (foot + 30, "signature"),
        "flip_foot_form": (foot, "foot"),
        "flip_signature": (-72, "signature"),
        "flip_length": (-8, "tail"),
        "flip_tail": (-1, "tail"),
    }
    found = {name: Vector(flip(at), "altered", place) for name, (at, place) in places.items()}
    found["cut_at_half"] = Vector(whole[: len(whole) // 2], "altered", "tail")
    found["cut_last_byte"] = Vector(whole[:-1], "altered", "tail")
    found["one_byte_more"] = Vector(whole + b"\0", "altered", "tail")
    found["one_byte_inside"] = Vector(whole[:100] + b"\0" + whole[100:], "altered", "length")
    found["one_byte_before"] = Vector(b"\0" + whole, "altered", "length")
    return found


def _wrong_foot() -> dict[str, Vector]:
    def setting(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda foot: {**foot, **values}

    object_id = "a1" * 16
    size = 5056
    changes = {
        "duplicate_object": lambda foot: {**foot, "objects": foot["objects"] * 2},
        "negative_object": setting(objects=[[object_id, -1]]),
        "boolean_object": setting(objects=[[object_id, True]]),
        "object_of_2_to_53": setting(objects=[[object_id, 2**53]]),
        "object_beyond_32_gib": setting(objects=[[object_id, (32 << 30) + 1]]),
        "object_id_a_path": setting(objects=[["../../../../etc/passwd", size]]),
        "too_few_parts": lambda foot: {**foot, "parts": foot["parts"][1:]},
        "too_many_parts": lambda foot: {**foot, "parts": [*foot["parts"], "0" * 64]},
        "part_size_odd": setting(part_size=4097),
        "part_size_zero": setting(part_size=0),
        "part_size_beyond_16_mib": setting(part_size=1 << 25),
        "first_after_last": setting(first=9),
        "no_recipient": setting(recipients=[]),
        "previous_missing": setting(sequence=2),
        "critical_not_a_list": setting(critical={}),
    }
    found = {
        name: Vector(Recipe(name.replace("_", " "), change_foot=change).build(), "altered", "foot")
        for name, change in changes.items()
    }
    # the sizes still fit the number of parts, but not the file
    longer = Recipe("object longer", change_foot=setting(objects=[[object_id, size + 1]]))
    found["object_longer_than_it_is"] = Vector(longer.build(), "altered", "length")
    forms = {
        "foot_with_space": lambda raw: raw.replace(b'"epoch":1', b'"epoch": 1'),
        "foot_key_twice": lambda raw: raw.replace(b'"epoch":1', b'"epoch":1,"epoch":1'),
        "foot_float": lambda raw: raw.replace(b'"epoch":1', b'"epoch":1.0'),
        "foot_nested": lambda raw: b"[" * 20_000,
        "foot_not_utf8": lambda raw: raw.replace(b'"epoch":1', b'"epoch":"\xff"'),
    }
    for name, form in forms.items():
        recipe = Recipe(name.replace("_", " "), change_raw_foot=form)
        found[name] = Vector(recipe.build(), "altered", "foot")
    run = Recipe("any").run()
    for name, note in {
        "checkpoint_of_other_size": checkpoint(run, size=3),
        "checkpoint_of_stranger": checkpoint(run, STRANGER),
        "checkpoint_without_signature": checkpoint(run).partition("—")[0],
        "checkpoint_with_two_lines": checkpoint(run) + checkpoint(run).partition("\n\n")[2],
    }.items():
        recipe = Recipe(name.replace("_", " "), change_foot=setting(checkpoint=note))
        found[name] = Vector(recipe.build(), "altered", "checkpoint")
    return found


def _cannot_tell() -> dict[str, Vector]:
    newer = Recipe(
        "newer", change_foot=lambda foot: {**foot, "v": 2, "min_reader": 2, "objects": "elsewhere"}
    )
    critical = Recipe("critical", change_foot=lambda foot: {**foot, "critical": ["volumes"]})
    return {
        "newer_version": Vector(newer.build(), "cannot-tell"),
        "critical_feature": Vector(critical.build(), "cannot-tell"),
        "not_a_bundle": Vector(b"%PDF-1.7 sample", "cannot-tell"),
        "empty": Vector(b"", "cannot-tell"),
    }


def _wrong_inside() -> dict[str, Vector]:
    """Intact to anyone without the key; the centre must refuse them all the same."""
    object_id = "a1" * 16

    def objects(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda manifest: {**manifest, "objects": [{**manifest["objects"][0], **values}]}

    def reseal(lines: list[bytes]) -> list[bytes]:
        return [lines[0], lines[1].replace(lines[1][-200:-100], lines[1][-200:-100].swapcase())]

    inside: dict[str, tuple[dict[str, Any], str]] = {
        "inside_key_wrong": ({"change_manifest": objects(key=b64(bytes(32)))}, f"object {object_id}"),
        "inside_sha256_wrong": ({"change_manifest": objects(sha256="0" * 64)}, f"object {object_id}"),
        "inside_size_wrong": ({"change_manifest": objects(size=4999)}, f"object {object_id}"),
        "inside_other_object": ({"change_manifest": objects(id="c3" * 16)}, "manifest"),
        "inside_other_bundle": ({"change_manifest": lambda m: {**m, "bundle": "0" * 32}}, "manifest"),
        "inside_readdressed": ({"change_manifest": lambda m: {**m, "recipients": ["0" * 16]}}, "manifest"),
        "inside_other_signer": ({"manifest_signer": STRANGER}, "manifest"),
        "inside_gzip_bomb": ({"change_gzip": lambda _: gzip_bomb(4096)}, "entries"),
        "inside_gzip_trailing": ({"change_gzip": lambda packed: packed + b"\0"}, "entries"),
        "inside_gzip_two_members": ({"change_gzip": lambda packed: packed * 2}, "entries"),
        "inside_gzip_cut": ({"change_gzip": lambda packed: packed[:-4]}, "entries"),
        "inside_not_gzip": ({"change_gzip": lambda _: b"sample"}, "entries"),
        "inside_entry_missing": ({"change_entries": lambda lines: lines[:-1]}, "entries"),
        "inside_entries_swapped": ({"change_entries": lambda lines: lines[::-1]}, "entries"),
        "inside_chain_broken": ({"change_entries": reseal}, "entries"),
        "inside_not_json": ({"change_entries": lambda lines: [b"sample", *lines[1:]]}, "entries"),
    }
    found = {
        name: Vector(Recipe(name, **changes).build(), "intact", "", f"bundle.altered {place}")
        for name, (changes, place) in inside.items()
    }
    other = Recipe("inside for another", recipients=(OTHER_CENTRE,))
    found["inside_for_another"] = Vector(other.build(), "intact", "", "bundle.key_unknown")
    return found


def main() -> None:
    """Write every file and what is expected of it."""
    expected = {}
    for name, vector in vectors().items():
        (FOLDER / name).write_bytes(vector.content)
        expected[name] = {
            "verdict": vector.verdict,
            "place": vector.place,
            "opening": vector.opening,
            "sha256": hashlib.sha256(vector.content).hexdigest(),
        }
    (FOLDER / "signers.json").write_bytes(signers())
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Writes `feed/` beside this file (`python -m tests.vectors.make_feeds`): opened feeds and certificates, good and bad."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.vectors.feed_by_hand import (
    DEVICE,
    FIRST_KEY,
    LAST_KEY,
    NEXT_KEY,
    NONCE,
    OTHER_ROOT,
    SIGNER,
    STRANGER,
    Feed,
    at,
    b64,
    bureau,
    canonical,
    carried,
    case,
    certificate,
    new_key,
    raw,
    request,
    restart,
    usual,
)
from tests.vectors.feed_by_hand import ROOT as ROOT_KEY

FOLDER = Path(__file__).parent / "feed"
FEED, CERTIFICATE = "f.feed.json", "k.certificate"


def signers(
    centres: tuple[tuple[Any, str | None, str | None], ...] = (),
    roots: tuple[Any, ...] = (ROOT_KEY,),
    device_until: str | None = None,
) -> dict[str, Any]:
    """Return a list that knows the root alone, unless more is said."""
    device = {"device": DEVICE, "name": "样本局一号机", "public_key": b64(raw(SIGNER)), "from": None}
    return {
        "v": 1,
        "signers": [{**device, "to": device_until}],
        "centres": [
            {"name": "样本中心", "receipt_key": b64(raw(key)), "from": begin, "to": end}
            for key, begin, end in centres
        ],
        "roots": [{"bureau": bureau(root), "root_key": b64(raw(root))} for root in roots],
    }


@dataclass
class Vector:
    """A file, the list beside it, and the verdict and place it must get."""

    content: bytes
    verdict: str
    place: str = ""
    name: str = FEED
    listed: dict[str, Any] = field(default_factory=signers)
    is_open: bool | None = None
    """Whether something stays open beside the verdict; None: not said."""


def vectors() -> dict[str, Vector]:
    """Return every vector by name."""
    return {
        **_good(),
        **_vouched(),
        **_entries(),
        **_endings(),
        **_keys(),
        **_anew(),
        **_unknown(),
        **_certificates(),
    }


def _good() -> dict[str, Vector]:
    followed = usual()
    followed.say(new_key(NEXT_KEY))
    followed.key = NEXT_KEY
    followed.say(case("丁"))
    itself = usual()
    itself.key = NEXT_KEY
    itself.say(new_key(NEXT_KEY, former_until=""))
    itself.say(case("丁"))
    part = usual()
    part.entries = part.entries[2:]
    asked = usual().plain(nonce=NONCE) | {"request": request()}
    return {
        "whole": Vector(usual().file(), "intact"),
        "by_list_alone": Vector(
            usual().file(), "intact", listed=signers(((FIRST_KEY, None, None),), roots=())
        ),
        "key_followed": Vector(followed.file(), "intact"),
        "key_announces_itself": Vector(itself.file(), "intact"),
        "from_the_third_on": Vector(part.file(), "intact"),
        "an_answer": Vector(canonical(asked), "intact"),
        "nothing_told": Vector(Feed().file(), "intact"),
    }


def _vouched() -> dict[str, Vector]:
    """What a thief makes with a key that was given away and with its certificate, and what a list says of it."""
    stolen, followed = usual(), usual()
    stolen.say(case("假"))
    followed.say(new_key(NEXT_KEY))
    followed.key = NEXT_KEY
    both = (FIRST_KEY, None, None), (NEXT_KEY, None, None)
    return {
        "by_its_certificate_alone": Vector(stolen.file(), "intact", is_open=True),
        "by_a_key_on_the_list": Vector(usual().file(), "intact", listed=signers(both[:1]), is_open=False),
        "key_followed_that_is_not_on_the_list": Vector(
            followed.file(), "intact", listed=signers(both[:1]), is_open=True
        ),
        "key_followed_on_the_list": Vector(followed.file(), "intact", listed=signers(both), is_open=False),
    }


def _entries() -> dict[str, Vector]:
    def at_entry(number: int) -> str:
        return f"feed entry {number}"

    forged = usual()
    forged.entries[3]["signature"] = forged.entries[2]["signature"]
    by_stranger = usual()
    by_stranger.key = STRANGER
    by_stranger.say(case("假"))
    by_stranger.key = FIRST_KEY
    body = usual()
    body.entries[3]["body"] = canonical(case("假")[1]).decode()
    other_bureau = usual()
    other_bureau.say(case("假"), bureau=bureau(OTHER_ROOT))
    other_device = usual()
    other_device.say(case("假"), device="e0" * 16)
    reordered = usual()
    reordered.entries[2:4] = reversed(reordered.entries[2:4])
    missing = usual()
    del missing.entries[3]
    replayed = usual()
    replayed.entries.insert(4, replayed.entries[3])
    broken = usual()
    broken.say(case("假"), prev="ab" * 32)
    skipped = usual()
    skipped.say(case("假"), seq=7)
    begins = Feed()
    begins.say(case("甲"), prev="ab" * 32)
    return {
        "forged": Vector(forged.file(), "altered", at_entry(4)),
        "forged_by_stranger": Vector(by_stranger.file(), "altered", at_entry(6)),
        "body_changed": Vector(body.file(), "altered", at_entry(4)),
        "of_another_bureau": Vector(other_bureau.file(), "altered", at_entry(6)),
        "of_another_device": Vector(other_device.file(), "altered", at_entry(6)),
        "reordered": Vector(reordered.file(), "altered", at_entry(3)),
        "missing": Vector(missing.file(), "altered", at_entry(4)),
        "entry_replayed": Vector(replayed.file(), "altered", at_entry(5)),
        "link_broken": Vector(broken.file(), "altered", at_entry(6)),
        "number_skipped": Vector(skipped.file(), "altered", at_entry(6)),
        "first_with_a_link": Vector(begins.file(), "altered", at_entry(1)),
    }


def _endings() -> dict[str, Vector]:
    place = "feed head"
    cut = usual()
    ending = cut.plain()
    del cut.entries[4]
    forged = usual().plain()
    forged["head"] = Feed(key=STRANGER).plain(length=5, head=usual().prev)["head"]
    answer = usual().plain(nonce=NONCE) | {"request": request("cd" * 16)}
    later, sooner = (_ended_by(NEXT_KEY, since) for since in (at(60), at(0)))
    spaced = usual().file().replace(b'"v":1}', b'"v": 1}')
    return {
        "truncated": Vector(canonical(ending), "altered", place),
        "ending_forged": Vector(canonical(forged), "altered", place),
        "ending_of_another_entry": Vector(usual().file(head="ab" * 32), "altered", place),
        "ending_of_another_bureau": Vector(usual().file(bureau=bureau(OTHER_ROOT)), "altered", place),
        "ending_of_another_epoch": Vector(usual().file(epoch=2), "altered", place),
        "answer_replayed": Vector(canonical(answer), "altered", place),
        "ending_by_a_later_key": Vector(later, "intact"),
        "ending_by_a_key_from_before": Vector(sooner, "altered", place),
        "ending_after_its_key_ended": Vector(
            usual().file(), "signer-unknown", listed=signers(((FIRST_KEY, None, at(100)),))
        ),
        "not_canonical": Vector(spaced, "altered", "form"),
        "cut_in_the_middle": Vector(usual().file()[:2000], "altered", "form"),
        "more_than_it_may_say": Vector(canonical(usual().plain() | {"more": 1}), "altered", "form"),
    }


def _ended_by(key: Any, since: str) -> bytes:
    """The usual feed, of a device that heard of no other key, with an ending by one that was certified then."""
    feed = usual()
    feed.key = key
    feed.certificates = [carried(certificate(key, since=since))]
    return feed.file()


def _keys() -> dict[str, Vector]:
    former = usual()
    former.say(new_key(NEXT_KEY))
    former.say(case("假"))  # by the key that was followed
    uncertified = usual()
    uncertified.say(new_key(NEXT_KEY, root=OTHER_ROOT))
    uncertified.key = NEXT_KEY
    itself = usual()
    itself.key = NEXT_KEY
    itself.say(new_key(NEXT_KEY, root=OTHER_ROOT, former_until=""))
    ended = signers(((FIRST_KEY, None, at(4)),))
    given_away = signers(((FIRST_KEY, at(0), at(0)),))
    return {
        "signed_by_the_former_key": Vector(former.file(), "altered", "feed entry 7"),
        "key_without_the_root": Vector(uncertified.file(), "altered", "feed entry 6"),
        "key_announces_itself_without_the_root": Vector(itself.file(), "altered", "feed entry 6"),
        "signed_after_its_key_ended": Vector(usual().file(), "signer-unknown", listed=ended),
        "signed_by_a_key_given_away": Vector(usual().file(), "signer-unknown", listed=given_away),
    }


def _anew() -> dict[str, Vector]:
    def begun(told: tuple[str, dict[str, Any]], epoch: int = 2, key: Any = FIRST_KEY) -> bytes:
        feed = usual()
        feed.key = key
        feed.begin(epoch, told)
        feed.say(case("丁"))
        return feed.file()

    place = "feed entry 6"
    given_away = usual()
    given_away.key = NEXT_KEY
    given_away.say(new_key(NEXT_KEY, former_until=""))
    given_away.key = FIRST_KEY
    given_away.begin(2, restart(key=FIRST_KEY))
    return {
        "begun_anew": Vector(begun(restart()), "intact"),
        "begun_anew_by_the_key_the_root_names": Vector(begun(restart(key=LAST_KEY), key=LAST_KEY), "intact"),
        "begun_anew_without_the_root": Vector(begun(restart(root=OTHER_ROOT)), "altered", place),
        "begun_anew_for_another_bureau": Vector(begun(restart(of_bureau="cd" * 16)), "altered", place),
        "begun_anew_with_an_old_word": Vector(begun(restart(2), epoch=3), "altered", place),
        "begun_anew_without_a_word": Vector(begun(case("假")), "altered", place),
        "begun_anew_by_a_stranger": Vector(begun(restart(), key=STRANGER), "altered", place),
        "begun_anew_by_a_key_given_away": Vector(given_away.file(), "altered", "feed entry 7"),
        "begun_anew_and_no_root_known": Vector(
            begun(restart()), "cannot-tell", listed=signers(((FIRST_KEY, None, None),), roots=())
        ),
    }


def _unknown() -> dict[str, Vector]:
    strange = signers(((LAST_KEY, None, None),), roots=(OTHER_ROOT,))
    return {
        "nobody_known": Vector(usual().file(), "cannot-tell", listed=signers(roots=())),
        "list_of_another_bureau": Vector(usual().file(), "cannot-tell", listed=strange),
        "root_that_is_no_bureau_s": Vector(
            usual().file(),
            "cannot-tell",
            listed=signers() | {"roots": [{"bureau": "cd" * 16, "root_key": b64(raw(ROOT_KEY))}]},
        ),
    }


def _certificates() -> dict[str, Vector]:
    device = certificate(SIGNER, "device", DEVICE)
    forged = device | {"signature": certificate(STRANGER, "device", DEVICE)["signature"]}
    claimed = certificate(SIGNER, "device", DEVICE, root=OTHER_ROOT, bureau=bureau())
    strange = certificate(SIGNER, "device", DEVICE, root=OTHER_ROOT)

    def given(said: dict[str, Any], verdict: str, place: str = "", **more: Any) -> Vector:
        return Vector(carried(said).encode(), verdict, place, CERTIFICATE, **more)

    return {
        "certificate": given(device, "intact"),
        "certificate_of_a_receipt_key": given(certificate(FIRST_KEY), "intact"),
        "certificate_forged": given(forged, "altered", "signature"),
        "certificate_by_another_root": given(claimed, "altered", "signature"),
        "certificate_of_another_bureau": given(strange, "cannot-tell"),
        "certificate_of_a_revoked_device": given(
            device, "signer-unknown", listed=signers(device_until=at(100))
        ),
        "certificate_with_a_short_key": given(
            certificate(SIGNER, "device", DEVICE, public_key=b64(b"short")), "altered", "form"
        ),
    }


def main() -> None:
    """Write the files."""
    expected: dict[str, dict[str, str | bool]] = {}
    for name, vector in vectors().items():
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / vector.name).write_bytes(vector.content)
        (folder / "signers.json").write_text(json.dumps(vector.listed, ensure_ascii=False), "utf-8")
        expected[name] = {"judged": vector.name, "verdict": vector.verdict, "place": vector.place}
        if vector.is_open is not None:
            expected[name]["open"] = vector.is_open
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()

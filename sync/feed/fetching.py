"""The device's side of the feed: ask, verify entry after entry, apply each; what is refused changes nothing (FORMAT.md 13.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.actions.ports import Device, UnitOfWork
from inspector.errors import InputError
from inspector.records import FeedEntry, FeedState, PinnedCentre
from sync.feed.applying import apply_entry, try_again
from sync.feed.bodies import ReceiptKeyBody, RestartBody, read_body
from sync.feed.entry import ENTRY, NO_ENTRY, CarriedEntry, Head, Kind, head_of, require_signed
from sync.feed.page import Page, PageHead, Request, feed_public, make_request, open_page, read_head
from sync.feed.restart import read_restart
from sync.statement import content_of, is_signed, read_statement
from sync.strict_json import base64_bytes
from sync.trust import Role, require_certified

_MOST_PAGES = 1000


@dataclass(frozen=True)
class Fetched:
    """What a fetch brought."""

    applied: tuple[FeedEntry, ...] = ()
    set_aside: tuple[FeedEntry, ...] = ()
    length: int = 0
    """How long the feed is at the centre."""
    left: int = 0
    """Entries that did not come along: the next page brings them."""


def request_of(device: Device) -> bytes:
    """Return the signed request for what comes after the last entry here.

    Raises:
        InputError: `device.not_enrolled`.
    """
    with device.reading() as unit:
        centre = _pinned(unit, device)
        epoch, seq, head = reached(unit, centre.bureau)
    request = Request(
        bureau=centre.bureau,
        device=device.id,
        epoch=epoch,
        after=seq,
        head=head,
        feed_key=feed_public(device.id, device.signer),
        nonce=device.ids.object(),
    )
    return make_request(request, device.signer)


def reached(unit: UnitOfWork, bureau: str) -> tuple[int, int, str]:
    """Return epoch, number and hash of the last entry this device has of a bureau's feed; 1, 0 and zeros for none."""
    mine = [each for each in unit.all(FeedEntry) if each.bureau == bureau]
    last = max(mine, key=lambda each: each.order, default=None)
    return (last.epoch, last.seq, last.id) if last else (1, 0, NO_ENTRY)


def fetch(device: Device, ask: Callable[[bytes], bytes]) -> Fetched:
    """Ask until everything is here; a cut loses nothing, the next call goes on after the last entry.

    Raises:
        InputError: as `take_page`, and `feed.replayed` if an answer is not to this question.
        SystemFault: `transport.…`
    """
    applied: list[FeedEntry] = []
    set_aside: list[FeedEntry] = []
    for _ in range(_MOST_PAGES):
        request = request_of(device)
        nonce = str(content_of(read_statement(request))["nonce"])
        found = take_page(device, ask(request), nonce=nonce)
        applied += found.applied
        set_aside += found.set_aside
        if not found.left:
            return Fetched(tuple(applied), tuple(set_aside), found.length)
        if not found.applied and not found.set_aside:
            raise InputError("feed.truncated", left=found.left)
    raise InputError("feed.truncated", left=0)


def take_page(device: Device, raw: bytes, *, nonce: str = "") -> Fetched:
    """Verify a page and apply its entries, one transaction each; entries that are here already are passed over.

    `nonce` is that of the question; empty for a page carried by hand, which may be older than the last question.

    Raises:
        InputError: `device.not_enrolled`; `feed.form`, `feed.not_ours` for another device or bureau,
            `feed.signature`, `feed.altered`, `feed.order` for a gap or another order, `feed.rollback` if the centre
            took back what it said, `feed.replayed`. What came before the fault stays applied.
    """
    page = open_page(raw, device.id, device.signer)
    before = _again(device)
    with device.reading() as unit:
        _pinned(unit, device)
    done = [kept for entry in page.entries if (kept := _take(device, entry)) is not None]
    head = _ending(device, page, nonce)
    with device.reading() as unit:
        epoch, seq, last = reached(unit, head.bureau)
    if head.epoch > epoch:
        seq = 0  # the entry that begins the new epoch did not come along
    elif (head.epoch, head.length) < (epoch, seq) or (head.length == seq and head.head != last):
        raise InputError("feed.rollback", have=seq, length=head.length)
    done += before
    return Fetched(
        applied=tuple(each for each in done if each.state is FeedState.APPLIED),
        set_aside=tuple(each for each in done if each.state is FeedState.SET_ASIDE),
        length=head.length,
        left=head.length - seq,
    )


def _take(device: Device, entry: CarriedEntry) -> FeedEntry | None:
    """Verify one entry against what is here and apply it; None if it is here already."""
    head = head_of(entry)
    with device.reading() as unit:
        centre = _pinned(unit, device)
        epoch, seq, last = reached(unit, centre.bureau)
        is_known = unit.find(FeedEntry, entry.id) is not None
    if not _is_ours(device, centre, head) or (not centre.bureau and head.kind != Kind.ROOT):
        raise InputError("feed.not_ours")
    if is_known:
        return None  # its hash covers everything that was verified when it came
    if head.kind == Kind.RESTART and head.epoch > epoch and (head.seq, head.prev) == (1, NO_ENTRY):
        require_signed(entry, _key_of_restart(centre, head, entry), head.seq)
        return apply_entry(device, head, entry)
    is_fork = head.seq == seq + 1 and head.prev != last
    if (head.epoch, head.seq) <= (epoch, seq) or is_fork:
        raise InputError("feed.rollback", have=seq, length=head.seq)
    if (head.epoch, head.seq) != (epoch, seq + 1):
        raise InputError("feed.order", expected=seq + 1, found=head.seq)
    require_signed(entry, _key_for(centre, head, entry), head.seq)
    return apply_entry(device, head, entry)


def _key_for(centre: PinnedCentre, head: Head, entry: CarriedEntry) -> bytes:
    """Return the key that has to have signed an entry: the pinned one.

    Where that one is lost or in strange hands, the new key may announce itself, if the root certifies it.
    """
    pinned_key = base64_bytes(centre.receipt_key, 32) or b""
    root = base64_bytes(centre.root_key, 32)
    if head.kind != Kind.RECEIPT_KEY or root is None:
        return pinned_key
    try:
        require_signed(entry, pinned_key, head.seq)
    except InputError:
        body = read_body(entry, ReceiptKeyBody)
        require_certified(body.certificate, root, bureau=centre.bureau, role=Role.RECEIPT, key=body.key)
        return base64_bytes(body.key, 32) or b""
    return pinned_key


def _key_of_restart(centre: PinnedCentre, head: Head, entry: CarriedEntry) -> bytes:
    """Return the key that has to have signed the first entry of a new epoch, once the pinned root agrees to begin one.

    The centre that was restored may sign with a key of that time: the root names it. One that was given away stays out.
    """
    root = base64_bytes(centre.root_key, 32)
    if root is None:
        raise InputError("feed.restart")
    said = read_restart(read_body(entry, RestartBody).statement.encode(), root)
    if (said.bureau, said.epoch) != (head.bureau, head.epoch):
        raise InputError("feed.restart")
    given_away = {each.key for each in centre.former_receipt_keys if not each.until}
    key = centre.receipt_key
    if said.receipt_key not in given_away and is_signed(
        entry.statement, ENTRY, base64_bytes(said.receipt_key, 32) or b""
    ):
        key = said.receipt_key
    return base64_bytes(key, 32) or b""


def _ending(device: Device, page: Page, nonce: str) -> PageHead:
    """Return how long the feed is, signed by the key that counts after the page's entries."""
    with device.reading() as unit:
        centre = _pinned(unit, device)
    head = read_head(page.head, base64_bytes(centre.receipt_key, 32) or b"")
    if not _is_ours(device, centre, head):
        raise InputError("feed.not_ours")
    if nonce and head.nonce != nonce:
        raise InputError("feed.replayed")
    return head


def _again(device: Device) -> list[FeedEntry]:
    """Try what was set aside once more: a record may have come, or a newer program knows the kind."""
    with device.reading() as unit:
        waiting = [each for each in unit.all(FeedEntry) if each.state is FeedState.SET_ASIDE]
    done = []
    for kept in sorted(waiting, key=lambda each: each.order):
        again = try_again(device, kept, head_of(CarriedEntry(kept.text, kept.signature, kept.body)))
        if again.state is FeedState.APPLIED:
            done.append(again)
    return done


def _pinned(unit: UnitOfWork, device: Device) -> PinnedCentre:
    centre = unit.find(PinnedCentre, device.id)
    if centre is None:
        raise InputError("device.not_enrolled")
    return centre


def _is_ours(device: Device, centre: PinnedCentre, head: Head | PageHead) -> bool:
    """Tell whether something is for this device; one that was enrolled before bureaus had ids takes the first."""
    return head.device == device.id and centre.bureau in {"", head.bureau}

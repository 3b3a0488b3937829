"""Which key has to have signed an entry of a feed: it changes on the way, as FORMAT.md 13.5 and 13.8 say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import canonical, signers, statement
from .canonical import exact_base64
from .certified import Certificate, read, root_of
from .given import Given
from .statement import Statement
from .verdict import CannotTellError

if TYPE_CHECKING:
    from .feed import Entry


class Keys:
    """The receipt key that counts, followed from entry to entry."""

    def __init__(
        self, bureau: str, given: Given, listed: signers.Listed, certificates: tuple[Certificate, ...]
    ) -> None:
        """Collect what counts at the beginning; nothing inside the file does without a known root."""
        self.bureau = bureau
        self.root = root_of(bureau, given, listed)
        self._listed = {each.key: each for each in listed.centres}
        shown = {
            each.key: signers.instant_ms(each.statement.content["since"])
            for each in certificates
            if (each.bureau, each.role) == (bureau, "receipt") and each.is_from(self.root)
        }
        is_our_list = not listed.roots or self.root in listed.roots
        from_list = list(listed.centre_keys) if is_our_list else []
        self._known = [*given.centre_keys, *shown, *from_list]
        self._shown = shown
        """When the root certified each key in the file, in milliseconds."""
        self._vouched = {*given.centre_keys, *from_list}
        self._is_sure = bool(given.centre_keys or shown or (self.root in listed.roots and from_list))
        """Some key is certainly this bureau's: what none of them signed is not the centre's."""
        self._given_away: set[bytes] = set()
        self._current: bytes | None = None
        self._are_all_vouched = True
        self._told_last = 0
        self.out_of_time: list[tuple[str, str]] = []
        """What is signed, by its own word, when its key did not count by the list: its name in Chinese and English."""

    @property
    def current(self) -> bytes:
        """The key that counts now; empty before the first entry."""
        return self._current or b""

    @property
    def is_vouched(self) -> bool:
        """Tell whether somebody gave every key that signed, or it is on the list: else the file alone speaks for it."""
        return self._are_all_vouched and self._current in self._vouched

    def require_signed(self, entry: Entry) -> None:
        """Judge an entry's signature and let the key follow that it announces.

        Raises:
            AlteredError: at this entry, `signature` or `body`.
            CannotTellError: no key or root is known that could say.
        """
        key = self._signer(entry)
        if key is None:
            if self._current is None and not self._is_sure:
                raise self._no_key()
            raise entry.wrong("signature")
        self._note_time(key, entry.head["at"], f"第 {entry.number} 条", f"entry {entry.number}")
        self._told_last = signers.instant_ms(entry.head["at"])
        self._are_all_vouched &= key in self._vouched
        before, self._current = self._current, key
        if entry.head["kind"] == "receipt-key":
            self._follow(entry, before)

    def has_signed_ending(self, ending: Statement) -> bool:
        """Tell whether the ending is signed by the key that counts after the last entry, or by one that came after it.

        A device that was taken off the list is told of no later key, and its feed is shown all the same.
        """
        later = [key for key, since in self._shown.items() if since >= self._told_last]
        may = self._known if self._current is None else [self._current, *later]
        key = next((each for each in may if ending.is_signed("feed-head", each)), None)
        if key is None:
            if self._current is None and not self._is_sure:
                raise self._no_key()
            return False
        self._note_time(key, ending.content["at"], "末尾声明", "the ending")
        self._current = key
        return True

    def _note_time(self, key: bytes, at: str, zh: str, en: str) -> None:
        listed = self._listed.get(key)
        if listed is not None and not listed.counts_at(at):
            self.out_of_time.append((zh, en))

    def _signer(self, entry: Entry) -> bytes | None:
        """Return the key that signed, of those that may at this place."""
        may = list(self._known) if self._current is None else [self._current]
        kind = entry.head["kind"]
        if kind == "restart":
            may += self._of_restart(entry)
        for each in may:
            if entry.signed.is_signed("feed", each):
                return each
        if kind == "receipt-key" and self._announces_itself(entry):
            return self._announced(entry)
        return None

    def _of_restart(self, entry: Entry) -> list[bytes]:
        """Return the key the root's word names, once that word is the root's and of this bureau and epoch."""
        root = self._root()
        try:
            said = statement.read(_body(entry)["statement"])
            key = exact_base64(said.content["receipt_key"])
            is_word = said.is_signed("feed-restart", root) and entry.head["epoch"] > 1
            is_word = is_word and said.content["bureau"] == entry.head["bureau"]
            if not is_word or said.content["epoch"] != entry.head["epoch"] or key is None:
                raise ValueError("restart")
        except (ValueError, LookupError, TypeError) as error:
            raise entry.wrong("restart") from error
        return [] if key in self._given_away else [key]

    def _announces_itself(self, entry: Entry) -> bool:
        """Tell whether a new key signed its own announcement, with the root's certificate."""
        key = self._announced(entry)
        return entry.signed.is_signed("feed", key) and self._certificate(entry, key).is_from(self._root())

    def _follow(self, entry: Entry, former: bytes | None) -> None:
        """Let the announced key count from the next entry on; with a known root, only one that it certified."""
        key = self._announced(entry)
        if self.root is not None and not self._certificate(entry, key).is_from(self.root):
            raise entry.wrong("certificate")
        if _body(entry).get("former_until") == "" and former is not None:
            self._given_away.add(former)
        self._current = key

    def _announced(self, entry: Entry) -> bytes:
        key = exact_base64(_body(entry).get("key"))
        if key is None or len(key) != 32:
            raise entry.wrong("body")
        return key

    def _certificate(self, entry: Entry, key: bytes) -> Certificate:
        try:
            found = read(str(_body(entry).get("certificate")))
        except ValueError as error:
            raise entry.wrong("certificate") from error
        if (found.bureau, found.role, found.key) != (self.bureau, "receipt", key):
            raise entry.wrong("certificate")
        return found

    def _root(self) -> bytes:
        if self.root is None:
            raise CannotTellError(
                f"缺少单位 {self.bureau} 的根公钥，换钥或重新开始的一条无法核对。请用 --root-key 给出，或把中心端的 signers.json 放在旁边。",
                f"The root of the bureau {self.bureau} is needed to check a key that announces itself or a new epoch:"
                " give it with --root-key, or put the centre's signers.json beside the file.",
            )
        return self.root

    def _no_key(self) -> CannotTellError:
        return CannotTellError(
            f"缺少单位 {self.bureau} 的中心端公钥或根公钥，签名无法核对。请把中心端的名单 signers.json 放在旁边，或用 --root-key、--centre-key 给出。",
            f"A key of the centre, or the root of the bureau {self.bureau}, is needed to check the signatures: put the"
            " centre's list signers.json beside the file, or give one with --root-key or --centre-key.",
        )


def _body(entry: Entry) -> dict[str, Any]:
    try:
        plain = canonical.parse(entry.body.encode())
    except ValueError as error:
        raise entry.wrong("body") from error
    if not isinstance(plain, dict):
        raise entry.wrong("body")
    return plain

"""Pages: what keeps together stays together, heads come again, nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.notices.typeset.pages import make_pages
from inspector.notices.typeset.pieces import Piece, space


def piece(height: float, *, keep: bool = False) -> Piece:
    return space(height, keep=keep)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 100), st.booleans()), max_size=40))
def test_every_piece_stands_once_in_order_and_every_page_fits(parts: list[tuple[int, bool]]) -> None:
    pieces = [piece(height, keep=keep) for height, keep in parts]
    pages = make_pages(pieces, 100)
    assert [stacked for page in pages for stacked in page.pieces] == pieces
    assert all(page.height <= 100 for page in pages)


def test_what_keeps_together_moves_to_the_next_page_together() -> None:
    pages = make_pages([piece(60), piece(30, keep=True), piece(30)], 100)
    assert [len(page.pieces) for page in pages] == [1, 2]


def test_the_head_of_a_table_is_repeated() -> None:
    head = piece(10)
    rows = [Piece(45, head.draw, repeat=(head,)) for _ in range(3)]
    pages = make_pages([head, *rows], 100)
    assert [page.pieces[0] for page in pages] == [head, head]


def test_an_appendix_begins_a_page() -> None:
    pages = make_pages([piece(10), Piece(10, piece(1).draw, new_page=True)], 100)
    assert len(pages) == 2


def test_a_repeated_head_counts_towards_the_height() -> None:
    head = piece(30)
    rows = [Piece(40, head.draw, keep=True, repeat=(head,)), Piece(40, head.draw, repeat=(head,))]
    pages = make_pages([piece(90), *rows], 100)
    assert all(page.height <= 100 for page in pages)

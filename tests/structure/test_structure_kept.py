"""Kept: the ledger tells whom to look out for, and names no other word."""

from __future__ import annotations

import pytest

from pipeline.model.ledger import Entry, Fate
from pipeline.notes import places
from pipeline.structure import kept


@pytest.mark.parametrize(
    ("place", "who"),
    [
        (places.comment("Ada Lindqvist"), "Ada Lindqvist"),
        (places.comment("Ada Lindqvist", places.paragraph(36)), "Ada Lindqvist"),
        (places.comment("Ada Lindqvist", places.paragraph(3, page=2), to="Bo Sundmann"), "Ada Lindqvist"),
        (places.comment("Ada Lindqvist", to="Bo Sundmann"), "Ada Lindqvist"),
        (places.paragraph(36), ""),
        (places.picture(places.paragraph(2)), ""),
    ],
)
def test_who_wrote_a_comment_is_read_from_its_place(place: str, who: str) -> None:
    """With or without where it hangs, and whom it answers."""
    assert places.author(place) == who


def test_where_a_comment_hangs_is_nobody() -> None:
    """„Kommentar von Ada Lindqvist bei Absatz 36“ makes no person of „Absatz“."""
    place = places.comment("Ada Lindqvist", places.paragraph(36))
    entry = Entry("a", "protokoll.docx", place, "stimmt", "paragraph", Fate.WITHHELD)
    assert set(kept.people([entry]).parts) == {"Ada", "Lindqvist"}

"""Hostile files: stamped and proven, or refused in words; never a traceback, never for ever."""

from __future__ import annotations

import io
import time
from functools import cache

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stamp import foreign
from verify import samples

from pipeline.model.problem import Trouble
from pipeline.stamp import proof, sheet


@cache
def bases() -> tuple[bytes, ...]:
    """Return files of each kind, the PDF with everything readable in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(foreign.form())) as document:
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return out.getvalue(), foreign.wordlike(), samples.word(title=["x"], imprint=["y"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 2),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 30)),
        min_size=1,
        max_size=8,
    ),
)
def test_damaged_anywhere(number, damages):
    """Whatever bytes are changed, what comes out is proven or nothing."""
    data = bytearray(bases()[number])
    for share, new, gone in damages:
        at = int(share * len(data))
        data[at : at + gone] = new
    try:
        proof.stamp(bytes(data), "fremd", [samples.FUNDER], foreign.FACES)
    except Trouble as trouble:
        assert trouble.problems[0].message


def circle(document: pikepdf.Pdf) -> None:
    """Let the structure tree bite its tail, and again."""
    top = document.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, pikepdf.Array) else top
    top.K = pikepdf.Array([*top.K, top, top, top])


def fields(document: pikepdf.Pdf) -> None:
    """Let a field be its own child, ten times."""
    field = document.make_indirect(pikepdf.Dictionary(T="a"))
    field.Kids = pikepdf.Array([field] * 10)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field] * 10))


def outline(document: pikepdf.Pdf) -> None:
    """Let a bookmark follow itself."""
    first = document.Root.Outlines.First
    first.Next = first


def numbers(document: pikepdf.Pdf) -> None:
    """Give a page a number that no array can reach."""
    document.pages[0].obj.StructParents = 2_000_000_000


@pytest.mark.parametrize("change", [circle, fields, outline, numbers])
def test_what_never_ends(change):
    """Circles and huge numbers take seconds at most."""
    start = time.process_time()
    try:
        proof.stamp(foreign.changed(foreign.tagged(), change), "fremd", [samples.FUNDER], foreign.FACES)
    except Trouble as trouble:
        assert trouble.problems[0].message
    assert time.process_time() - start < 20


def test_a_page_that_draws_without_end(monkeypatch):
    """More content than any page needs is refused before it is taken apart."""
    monkeypatch.setattr(sheet, "MOST_CONTENT", 100)
    with pytest.raises(Trouble, match="draws more than"):
        proof.stamp(foreign.tagged(), "fremd", [samples.FUNDER], foreign.FACES)


def test_a_number_of_content_that_is_huge():
    """One mark with the number two thousand million makes no array of that length."""

    def mark(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(b"/P <</MCID 2000000000>> BDC EMC")

    try:
        proof.stamp(foreign.changed(foreign.tagged(), mark), "fremd", [samples.FUNDER], foreign.FACES)
    except Trouble as trouble:
        assert trouble.problems[0].message

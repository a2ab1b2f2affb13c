"""Pandoc runs in a box: it reads nothing else, asks no network, and ends in time."""

import pytest

from pipeline.engine import pandoc
from pipeline.model.problem import ToolFailure


def test_it_converts_bytes_to_bytes() -> None:
    """No file of ours is involved."""
    assert (
        pandoc.convert("*ä*\n".encode(), source="markdown", target="html") == "<p><em>ä</em></p>\n".encode()
    )


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b".. include:: /etc/hostname\n", "rst"),
        (b"\\input{/etc/hostname}\n", "latex"),
        (b"#include /etc/hostname\n", "org"),
    ],
)
def test_nothing_outside_is_read(data: bytes, source: str) -> None:
    """Includes in untrusted text come to nothing."""
    with open("/etc/hostname", encoding="utf-8") as file:  # noqa: PTH123
        secret = file.read().strip()
    try:
        out = pandoc.convert(data, source=source, target="plain").decode()
    except ToolFailure:
        return
    assert secret not in out


def test_a_picture_address_is_not_fetched() -> None:
    """A file of the machine does not get into a document."""
    out = pandoc.convert(b"![x](/etc/hostname)\n", source="markdown", target="docx")
    assert b"media" not in out


def test_a_call_that_takes_too_long_is_ended() -> None:
    """Nested brackets keep the reader busy for a long time; people get a sentence instead."""
    with pytest.raises(ToolFailure, match="pandoc"):
        pandoc.convert(b"[" * 60 + b"a" + b"]" * 60, source="markdown", target="html", seconds=0.5)


def test_an_error_is_a_sentence_of_the_tool() -> None:
    """What pandoc says arrives."""
    with pytest.raises(ToolFailure, match="nonsense"):
        pandoc.convert(b"", source="nonsense", target="html")

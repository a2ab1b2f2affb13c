"""Pandoc runs in a box: it reads nothing else, asks no network, and ends in time."""

import io
import socket
import subprocess
import zipfile

import pytest

from pipeline.engine import lasting, pandoc
from pipeline.model.problem import ToolFailure


def test_it_converts_bytes_to_bytes() -> None:
    """No file of ours is involved."""
    made = pandoc.convert("*ä*\n".encode(), source="markdown", target="html")
    assert made.decode() == "<p><em>ä</em></p>"


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


@pytest.mark.parametrize("address", ["/etc/hostname", "file:///etc/hostname", "in", "{page}"])
def test_a_picture_address_is_not_fetched(address: str) -> None:
    """Neither a file of the machine nor a page gets into a document, and nobody is asked for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        there = address.format(page=f"http://127.0.0.1:{server.getsockname()[1]}/x.png")
        out = pandoc.convert(f"![Wort]({there})\n".encode(), source="markdown", target="docx")
        with pytest.raises(TimeoutError):
            server.accept()
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert not [name for name in archive.namelist() if "media" in name]
        assert b"Wort" in archive.read("word/document.xml")


def test_one_process_serves_many_and_an_error_harms_no_other() -> None:
    """The conversion after an error and after a hang is the one before them."""
    before = pandoc.convert(b"*a*\n", source="markdown", target="html")
    for data, source in ((b"", "nonsense"), (b"[" * 60 + b"a" + b"]" * 60, "markdown")):
        with lasting.within(0.5), pytest.raises(ToolFailure):
            pandoc.convert(data, source=source, target="html")
        assert pandoc.convert(b"*a*\n", source="markdown", target="html") == before


def test_a_call_that_takes_too_long_is_ended() -> None:
    """Nested brackets keep the reader busy for a long time; people get a sentence instead."""
    with lasting.within(0.5), pytest.raises(ToolFailure, match="pandoc"):
        pandoc.convert(b"[" * 60 + b"a" + b"]" * 60, source="markdown", target="html")


def test_an_error_is_a_sentence_of_the_tool() -> None:
    """What pandoc says arrives."""
    with pytest.raises(ToolFailure, match="nonsense"):
        pandoc.convert(b"", source="nonsense", target="html")


def test_text_is_read_as_pandocs_own_command_reads_it() -> None:
    """Whatever line ends and tabs it has, and whether or not its last line ends."""
    text = "a\r\n\r\n|x|y|\r\n|-|-|\r\n|1|2|\r\n\r\n```\r\n\tc\r\n```\r\n\r\n|x|y|\n|-|-|\n|1|2|"
    command = [str(pandoc.find()), "-f", "commonmark_x", "-t", "html", "--wrap=none"]
    theirs = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    ours = pandoc.convert(text.encode(), source="commonmark_x", target="html", options={"wrap_text": "none"})
    assert ours.decode() == theirs.decode().rstrip("\n")

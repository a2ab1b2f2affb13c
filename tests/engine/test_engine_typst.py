"""Typst runs in a box of its own."""

import io
import subprocess
from pathlib import Path

import pypdf
import pytest

from pipeline.engine import lasting, typst
from pipeline.model.problem import ToolFailure

FONTS = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[2] / "templates" / "fonts").glob("Atkinson*-Regular.ttf")
}
TEXT = '#set document(title: "T")\n#set text(lang: "de", font: "Atkinson Hyperlegible Next")\n= Kopf\nWort'


def compile_pdf(source: str, seconds: float = 60) -> bytes:
    """Set one page."""
    with lasting.within(seconds):
        return typst.compile_pdf({"main.typ": source.encode()}, fonts=FONTS, timestamp=0)


def test_a_page_is_tagged_and_the_same_on_every_run() -> None:
    """Same input, same bytes; claims are in the file."""
    one, two = compile_pdf(TEXT), compile_pdf(TEXT)
    assert one == two
    assert "/StructTreeRoot" in pypdf.PdfReader(io.BytesIO(one)).trailer["/Root"]


@pytest.mark.parametrize("path", ["/etc/hostname", "../../../../etc/hostname", "../fonts/x"])
def test_nothing_outside_its_root_is_read(path: str) -> None:
    """Even typesetter code could reach nothing."""
    with pytest.raises(ToolFailure):
        compile_pdf(f'{TEXT}\n#read("{path}")')


def test_an_endless_loop_is_ended() -> None:
    """A process can be stopped, a thread could not."""
    with pytest.raises(ToolFailure, match="typst"):
        compile_pdf(f"{TEXT}\n#let n = 0\n#while n >= 0 {{ n = calc.rem(n + 1, 7) }}", seconds=3)


def test_processes_last_and_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sets page after page; one that was killed, or that has set enough, is followed by another."""

    def waiting() -> list[subprocess.Popen[bytes]]:
        return [one._process for one in lasting.waiting()]

    lasting.close()
    made = compile_pdf(TEXT)
    (first,) = waiting()
    assert compile_pdf(TEXT) == made
    assert waiting() == [first]
    first.kill()
    first.wait()
    assert compile_pdf(TEXT) == made
    (second,) = waiting()
    assert second != first
    monkeypatch.setattr(typst, "_MOST_JOBS", 1)
    assert compile_pdf(TEXT) == made
    assert waiting() == []


def test_what_one_guide_breaks_harms_no_other() -> None:
    """The page after an error and after a hang is the page before them."""
    before = compile_pdf(TEXT)
    for broken in ("#nichts", "#while true { }"):
        with pytest.raises(ToolFailure):
            compile_pdf(f"{TEXT}\n{broken}", seconds=3)
        assert compile_pdf(TEXT) == before


def test_packages_are_not_downloaded() -> None:
    """Setting a page asks no network."""
    with pytest.raises(ToolFailure):
        compile_pdf('#import "@preview/cetz:0.3.0"\n' + TEXT)


def test_a_template_that_lacks_what_the_program_calls_is_named() -> None:
    """Somebody has updated the program, and not the templates of the workspace."""
    with pytest.raises(ToolFailure) as caught:
        compile_pdf(f"{TEXT}\n#announcement[Wort]")
    assert "templates/typst/guide.typ" in caught.value.hint

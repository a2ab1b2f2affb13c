"""Everything the program says, it says in German too."""

import io
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from pipeline.messages import CATALOGUES, translation

ROOT = Path(__file__).parent.parent
FOLDER = CATALOGUES / "de" / "LC_MESSAGES"


def spoken() -> set[str]:
    """Return every message in the program's source."""
    rows = extract_from_dir(
        ROOT / "pipeline", keywords={"_": None, "_mark": None, "german": None, "ngettext": (1, 2)}
    )
    return {row[2] if isinstance(row[2], str) else row[2][0] for row in rows} - {""}


@pytest.fixture(scope="module")
def german() -> Catalog:
    """Return the German catalogue as people edit it."""
    return read_po(io.StringIO((FOLDER / "howtomake.po").read_text("utf-8")), locale="de")


def test_every_message_has_a_german_translation(german: Catalog) -> None:
    """The German catalogue is complete."""
    translated = {m.id if isinstance(m.id, str) else m.id[0] for m in german if m.id and m.string}
    assert spoken() - translated == set()


def test_placeholders_are_the_same_in_both_languages(german: Catalog) -> None:
    """A translation neither loses nor invents a value, so no message can fail while it is being said."""

    def names(text: str) -> set[str]:
        return {
            str(name)
            for _literal, name, _spec, _conversion in string.Formatter().parse(text)
            if name is not None
        }

    said = spoken()
    for message in german:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for english in filter(None, ids):
            for translated in strings:
                if english in said:
                    assert names(translated) == names(english), english


def test_the_compiled_catalogue_is_the_edited_one(german: Catalog) -> None:
    """What runs (.mo) says what is edited (.po)."""
    compiled = read_mo(io.BytesIO((FOLDER / "howtomake.mo").read_bytes()))

    def said(catalogue: Catalog) -> set[tuple[str, str]]:
        return {(str(list(message.id)), str(list(message.string))) for message in catalogue if message.id}

    assert said(compiled) == said(german)


@pytest.mark.parametrize(
    ("tag", "word"), [("de-DE", "Inhalt"), ("de_DE.UTF-8", "Inhalt"), ("en", "Contents"), ("fr", "Contents")]
)
def test_the_language_is_chosen_by_its_tag(tag: str, word: str) -> None:
    """German for German tags, English for all others."""
    assert translation(tag).gettext("Contents") == word


@pytest.mark.parametrize(("locale", "words"), [("de_DE.UTF-8", "Aufruf:"), ("C", "Usage:")])
def test_help_speaks_the_language_of_the_environment(locale: str, words: str) -> None:
    """Click's own words are translated as well."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "build", "--help"],
        capture_output=True, check=True, cwd=ROOT, env={"LANG": locale, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert words in done.stdout.decode()

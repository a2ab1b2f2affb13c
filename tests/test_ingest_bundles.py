"""Folders, archives, old Word files, photos: what people bring in one go, through the real command."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from judges.need import need
from PIL import Image

from pipeline.engine import office

ROOT = Path(__file__).parents[1]
SLUG = "thema"


def run(folder: Path, *words: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `howtomake WORDS` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=seconds,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOWTOMAKE_LANG": "en", "PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a new workspace."""
    folder = tmp_path / "w"
    folder.mkdir()
    assert run(folder, "init").returncode == 0
    return folder


def ledger(workspace: Path) -> list[dict[str, str]]:
    """Return the lines of the ledger."""
    text = (workspace / "guides" / SLUG / "ledger.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def notes(workspace: Path) -> set[str]:
    """Return the names of the files kept."""
    return {path.name for path in (workspace / "guides" / SLUG / "notes").iterdir()}


def picture(form: str, colour: str = "white") -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, form)
    return out.getvalue()


def mixed() -> dict[str, bytes]:
    """Return what a folder of a workshop holds."""
    return {
        "Protokoll.rtf": rb"{\rtf1\ansi\ansicpg1252 {\b Tipps}\par - fr\'fch anfangen, mindestens ein Jahr vorher\par}",
        "Tag 1/Flipchart.jpg": picture("JPEG"),
        "Tag 1/Flipchart.jpg.txt": b"Tipps\n- vorher fragen, wer kommt\n",
        "Tag 2/Flipchart.jpg": picture("JPEG", "black"),
        "Tag 2/Flipchart.jpg.txt": "Stolpersteine\n- zu spät eingeladen haben\n".encode(),
        "Tag 2/Board.webp": picture("WEBP"),
        "Scan.pdf": picture("PDF"),
        "Scan.pdf.txt": b"Ziele\n- alle kommen zu Wort\n",
        "Karten.tsv": b"Karte\tPunkte\nRuhe im Haus\t3\nmehr Licht\t5\n",
        "Film.mp4": b"\0\0\0\x18ftypisom" + b"\0" * 50,
        "leer.txt": b"",
        "Thumbs.db": b"\xd0\xcf\x11\xe0",
        ".DS_Store": b"\0\0\0\1Bud1",
    }


TAKEN = {
    "Protokoll.rtf", "Tag 1 - Flipchart.jpg", "Tag 1 - Flipchart.jpg.txt", "Tag 2 - Flipchart.jpg",
    "Tag 2 - Flipchart.jpg.txt", "Tag 2 - Board.webp", "Scan.pdf", "Scan.pdf.txt", "Karten.tsv",
}  # fmt: skip


@pytest.mark.parametrize("how", ["folder", "zip", "zip in a folder"])
def test_a_folder_or_an_archive_of_everything_is_taken(workspace: Path, tmp_path: Path, how: str) -> None:
    """Each file is kept by itself, transcriptions find their pictures, and the account names every one."""
    given = tmp_path / "Workshop"
    given.mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in mixed().items():
            archive.writestr(name, data)
            if how == "folder":
                (given / name).parent.mkdir(exist_ok=True)
                (given / name).write_bytes(data)
    if how != "folder":
        (given / "alles.zip").write_bytes(packed.getvalue())
    done = run(workspace, "ingest", SLUG, str(given / "alles.zip" if how == "zip" else given))
    assert done.returncode == 0, done.stderr
    assert notes(workspace) == TAKEN
    assert "Film.mp4" in done.stdout
    assert "Thumbs.db" not in done.stdout
    rows = ledger(workspace)
    account = [row for row in rows if row["source"] in {"Workshop/", "alles.zip"}]
    assert len(account) == len(mixed())
    assert {row["fate"] for row in account if "Film.mp4" in row["text"]} == {"open"}
    transcribed = [row["place"] for row in rows if "zu spät eingeladen" in row["text"]]
    assert "Tag 2 - Flipchart.jpg" in transcribed[0]
    assert [row["kind"] for row in rows if row["source"].endswith("Scan.pdf")] == ["picture"]
    again = run(workspace, "ingest", SLUG, str(given / "alles.zip" if how == "zip" else given))
    assert "Nothing new" in again.stdout


def test_links_and_strange_files_in_a_folder_are_not_followed(workspace: Path, tmp_path: Path) -> None:
    """A link out of the folder is named, hidden folders are passed over, and a pipe hangs nobody."""
    given = tmp_path / "Ordner"
    (given / ".git").mkdir(parents=True)
    (given / ".git" / "config").write_text("geheim und niemandes Sache")
    (given / "a.txt").write_text("Tipps\n- früh anfangen, mindestens ein Jahr vorher\n")
    (tmp_path / "draussen").mkdir()
    (tmp_path / "draussen" / "geheim.txt").write_text("Das steht nicht in diesem Ordner, sondern draussen.")
    try:
        (given / "link.txt").symlink_to(tmp_path / "draussen" / "geheim.txt")
        (given / "ordner").symlink_to(tmp_path / "draussen")
        os.mkfifo(given / "rohr.txt")
    except (OSError, AttributeError):
        pytest.skip("this system makes no links or pipes")
    done = run(workspace, "ingest", SLUG, str(given), seconds=60)
    assert done.returncode == 0, done.stderr
    assert notes(workspace) == {"a.txt"}
    for name in ("link.txt", "ordner", "rohr.txt"):
        assert name in done.stdout
    alone = run(workspace, "ingest", SLUG, str(given / "rohr.txt"), seconds=60)
    assert (alone.returncode, "no file" in alone.stderr) == (1, True)


def test_a_wrong_file_in_a_folder_is_named_and_nothing_is_written(workspace: Path, tmp_path: Path) -> None:
    """All problems at once, with the folder they are in."""
    given = tmp_path / "Ordner"
    given.mkdir()
    (given / "kaputt.docx").write_bytes(b"PK\x03\x04 abgeschnitten")
    (given / "kaputt.zip").write_bytes(b"PK\x03\x04 abgeschnitten")
    (given / "gut.txt").write_text("Ein Satz, der lang genug für Notizen ist.")
    done = run(workspace, "ingest", SLUG, str(given))
    assert done.returncode == 1
    assert "kaputt.zip" in done.stderr
    assert not (workspace / "guides" / SLUG).exists()
    (given / "kaputt.zip").unlink()
    assert "kaputt.docx" in run(workspace, "ingest", SLUG, str(given)).stderr


def old_word(folder: Path, text: str) -> bytes:
    """Return an old Word file as LibreOffice writes it."""
    (folder / "alt.html").write_text(f"<h1>Tipps</h1><p>{text}</p>", encoding="utf-8")
    subprocess.run(
        [office.find(), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to",
         "doc:MS Word 97", "--outdir", str(folder), str(folder / "alt.html")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "alt.doc").read_bytes()


@pytest.mark.slow
def test_an_old_word_file_is_read_through_libreoffice_once(workspace: Path, tmp_path: Path) -> None:
    """The original stays, what was read lies beside it, and the ledger says through whom; again takes no time."""
    need("soffice", hint="apt install libreoffice-writer")
    (tmp_path / "Protokoll.DOC").write_bytes(old_word(tmp_path, "Alle Teilnehmer*innen früh fragen."))
    done = run(workspace, "ingest", SLUG, str(tmp_path / "Protokoll.DOC"))
    assert done.returncode == 0, done.stderr
    assert notes(workspace) == {"Protokoll.DOC", "Protokoll.DOC.docx"}
    rows = ledger(workspace)
    assert [row["fate"] for row in rows if row["source"] == "Protokoll.DOC"] == ["metadata"]
    assert "LibreOffice" in next(row["place"] for row in rows if row["source"] == "Protokoll.DOC")
    assert any("Teilnehmer*innen" in row["text"] for row in rows if row["source"] == "Protokoll.DOC.docx")
    assert "Nothing new" in run(workspace, "ingest", SLUG, str(tmp_path / "Protokoll.DOC")).stdout


def test_what_is_attached_to_a_mail_is_read(workspace: Path) -> None:
    """The minutes came as an attachment: kept beside the mail, read, and accounted for; programs are left out."""
    message = EmailMessage()
    message["From"], message["Subject"] = "anna@haus.example", "Protokoll"
    message.set_content("Anbei das Protokoll.\n")
    pad = "## Tipps\n\n- früh anfangen, Leute fragen\n".encode()
    message.add_attachment(pad, maintype="text", subtype="markdown", filename="pad.md")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="tool.exe")
    (workspace.parent / "mail.eml").write_bytes(message.as_bytes())
    done = run(workspace, "ingest", SLUG, "../mail.eml")
    assert done.returncode == 0, done.stderr
    assert {"mail.eml", "pad.md"} <= notes(workspace)
    entries = ledger(workspace)
    assert any(one["source"] == "pad.md" and "früh anfangen" in one["text"] for one in entries)
    assert any("tool.exe" in one["text"] for one in entries if one["source"] == "mail.eml/")
    again = run(workspace, "ingest", SLUG, "../mail.eml")
    assert "Nothing new" in again.stdout

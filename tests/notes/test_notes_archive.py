"""Archives and folders: every file in them is taken or named; none leads out, none blows up."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from pipeline.model.bundle import Bundle, Member
from pipeline.model.ledger import Entry, Fate
from pipeline.model.problem import Trouble
from pipeline.notes import archive, inventory, naming
from pipeline.notes.desk import Here
from pipeline.notes.unpacked import unpack

TEXT = b"Ein Satz, der lang genug ist, um Notizen zu sein.\n"


def zipped(files: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def raw(name: bytes, data: bytes = TEXT, flags: int = 0, extra: bytes = b"", *, link: bool = False) -> bytes:
    """Return an archive of one file whose name is these bytes."""
    made = zipped({"x" * len(name): data}, zipfile.ZIP_STORED).replace(b"x" * len(name), name)
    at = made.index(b"PK\x01\x02")
    head = bytearray(made)
    head[6:8] = head[at + 8 : at + 10] = struct.pack("<H", flags)
    if link:
        head[at + 5], head[at + 38 : at + 42] = 3, struct.pack("<I", 0o120777 << 16)
    if extra:
        head[at + 30 : at + 32] = struct.pack("<H", len(extra))
        end = at + 46 + len(name)
        head[end:end] = extra
        tail = head.index(b"PK\x05\x06")
        head[tail + 12 : tail + 16] = struct.pack("<I", tail - at)
    return bytes(head)


def paths(data: bytes) -> list[str]:
    """Return the paths of what is in an archive."""
    bundle = archive.members("notizen.zip", data)
    assert bundle is not None
    return [member.path for member in bundle.members]


@pytest.mark.parametrize(
    ("name", "flags", "extra", "said"),
    [
        ("Größe.txt".encode("cp437"), 0, b"", "Größe.txt"),
        ("Größe.txt".encode(), 0, b"", "Größe.txt"),
        ("Größe.txt".encode(), 0x800, b"", "Größe.txt"),
        (b"Gr__e.txt", 0, struct.pack("<HHBI", 0x7075, 16, 1, 0) + "Größe.txt".encode(), "Größe.txt"),
        (b"../../etc/passwd.txt", 0, b"", "etc/passwd.txt"),
        (b"/etc/passwd.txt", 0, b"", "etc/passwd.txt"),
        (rb"C:\Users\a.txt", 0, b"", "Users/a.txt"),
        (b"..", 0, b"", "?"),
        (b"a\0b.txt", 0, b"", "a b.txt"),
    ],
)
def test_names_come_out_right_and_lead_nowhere(name: bytes, flags: int, extra: bytes, said: str) -> None:
    """Windows' code page, UTF-8 with and without its flag, and paths out of the folder."""
    assert paths(raw(name, flags=flags, extra=extra)) == [said]


def test_what_is_left_out_is_named_with_its_reason() -> None:
    """Files of the system, empty ones, links, strange kinds, and all the rest is taken under plain names."""
    data = zipped(
        {
            "Workshop/Tag 1/Protokoll.txt": TEXT,
            "Workshop/Tag 2/Protokoll.txt": TEXT + b"anders",
            "Workshop/Folien.pptx": zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
            "Workshop/leer.txt": b"",
            "Workshop/.DS_Store": b"\0\0\0\1Bud1",
            "__MACOSX/Workshop/._Protokoll.txt": b"\0\5\x16\7",
            "Workshop/Thumbs.db": b"\xd0\xcf\x11\xe0",
            "Workshop/~$Protokoll.docx": b"\x0fBea",
        }
    )
    found = unpack([("notizen.zip", data)], [], Here())
    assert [name for name, _data in found.files] == ["Tag 1 - Protokoll.txt", "Tag 2 - Protokoll.txt"]
    assert [path for path, _why in found.left_out] == ["notizen.zip/Workshop/Folien.pptx"]
    (account,) = found.accounts
    assert len(account.blocks) == 8
    entries = [
        Entry(str(n), "notizen.zip", b.place, b.raw, b.kind.value, Fate.METADATA)
        for n, b in enumerate(account.blocks)
    ]
    assert inventory.reconcile(inventory.take("notizen.zip", data), entries) == []
    assert inventory.reconcile(inventory.take("notizen.zip", data), entries[1:]) != []


def test_archives_in_archives_are_opened_and_office_files_are_none() -> None:
    """Also in a folder; a Word file is a zip, too, but no archive."""
    inner = zipped({"b.txt": TEXT})
    assert paths(zipped({"a.txt": TEXT + b"1", "c.zip": inner})) == ["a.txt", "c.zip/b.txt"]
    found = unpack([], [Bundle("Ordner/", (Member("x/c.zip", inner),))], Here())
    assert [name for name, _data in found.files] == ["c.zip - b.txt"]
    assert archive.members("a.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b""})) is None


def test_a_link_is_not_followed() -> None:
    """Neither in an archive nor anywhere."""
    bundle = archive.members("a.zip", raw(b"link.txt", b"/etc/passwd", link=True))
    assert bundle is not None
    assert [(member.data, bool(member.why)) for member in bundle.members] == [(b"", True)]


@pytest.mark.parametrize(
    "data",
    [
        zipped({f"{n}.txt": b"" for n in range(1_001)}),
        zipped({f"{n}.txt": b"\0" * 49_000_000 for n in range(5)}),
        zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"4.txt": TEXT})})})}),
        zipped({"a.txt": TEXT})[:60],
        raw(b"a.txt", flags=1),
        raw(b"\xff\xfe.txt", flags=0x800),
        zipped({"a.txt": TEXT}, zipfile.ZIP_STORED).replace(b"lang genug", b"kurz genug"),
        b"PK\x03\x04 abgeschnitten",
        b"PK\x05\x06" + b"\0" * 10,
    ],
    ids=["many", "bomb", "nested", "cut", "locked", "name", "checksum", "head", "tail"],
)
def test_hostile_archives_are_refused_in_words(data: bytes) -> None:
    """One problem with what to do; no bomb is unpacked."""
    with pytest.raises(Trouble) as trouble:
        archive.members("a.zip", data)
    (problem,) = trouble.value.problems
    assert problem.path == "a.zip"
    assert problem.hint


def test_a_size_that_lies_is_found_out() -> None:
    """What counts is what comes out, not what the directory says."""
    made = bytearray(zipped({"a.txt": b"\0" * 1_000_000}))
    at = made.index(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 10)
    try:
        bundle = archive.members("a.zip", bytes(made))
    except Trouble:
        return
    assert bundle is not None
    assert all(len(member.data) <= 10 for member in bundle.members)


def test_names_in_notes_are_safe_and_a_transcription_keeps_to_its_picture() -> None:
    """Two photos of one name, each with what somebody wrote down from it."""
    files = [
        ("Flipchart.jpg", b"eins"),
        ("Flipchart.jpg.txt", b"1"),
        ("Flipchart.jpg", b"zwei"),
        ("con.txt", b"3"),
        ("a:b?.txt", b"4"),
        ("gleich.txt", b"4"),
    ]
    assert naming.stored(files, {"Flipchart.jpg": b"null"}) == {
        "Flipchart (2).jpg": b"eins",
        "Flipchart (2).jpg.txt": b"1",
        "Flipchart (3).jpg": b"zwei",
        "_con.txt": b"3",
        "a-b-.txt": b"4",
    }

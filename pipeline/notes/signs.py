"""Signs: what letters of symbol fonts show (Wingdings, Symbol), as signs a reader can see."""

from __future__ import annotations

BOXES = {"☐": False, "☑": True, "☒": True}
"""Signs that people put before what is to be ticked, and whether it is."""
_UNKNOWN = " "
_BYTE = 0xFF
_BULLET = 0xB7
"""Word's own bullet, of the font Symbol; all other private signs are mostly Wingdings."""


def _table(pairs: str) -> dict[int, str]:
    return {int(code, 16): sign for code, sign in (pair.split() for pair in pairs.split(";"))}


_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {ord(latin): greek for latin, greek in zip(_LATIN, _GREEK, strict=True)} | _table(
    "22 ∀;24 ∃;a2 ′;a3 ≤;a5 ∞;ab ↔;ac ←;ad ↑;ae →;af ↓;b0 °;b1 ±;b2 ″;b3 ≥;b4 ×;b6 ∂;b7 •;b8 ÷;b9 ≠;ba ≡;"
    "bb ≈;bc …;c6 ∅;c7 ∩;c8 ∪;ce ∈;cf ∉;d1 ∇;d6 √;d7 ⋅;d8 ¬;d9 ∧;da ∨;db ⇔;dc ⇐;dd ⇑;de ⇒;df ⇓;e5 ∑;f2 ∫"
)
_DINGS = _table(
    "21 ✎;22 ✂;28 ☎;2a ✉;46 ☞;4a ☺;4b ☺;4c ☹;6c ●;6e ■;6f ☐;70 ☐;71 ☐;72 ☐;75 ◆;76 ❖;78 ☒;9f •;a0 •;a1 ○;"
    "a7 ▪;a8 ☐;ab ★;d8 ➢;df ←;e0 →;e1 ↑;e2 ↓;e7 ←;e8 →;e9 ↑;ea ↓;ef ←;f0 →;f1 ↑;f2 ↓;fb ✗;fc ✓;fd ☒;fe ☑"
)
_DINGS_2 = _table("4f ✗;50 ✓;51 ☒;52 ☑;53 ☒;54 ☒;30 ☐;97 •;a3 ☐")
_FONTS = {"symbol": _SYMBOL, "wingdings": _DINGS, "wingdings 2": _DINGS_2}


def sign(font: str, code: int) -> str:
    """Return the sign that a letter of a font shows; a box with a space behind it, as people type it."""
    table = _FONTS.get(font.lower(), _DINGS if code > _BYTE else {})
    found = table.get(code & _BYTE, _UNKNOWN if code > _BYTE or table else chr(code))
    return f"{found} " if found in BOXES else found


def private(letter: str) -> str:
    """Return the sign for a letter of the private area, where copied text keeps signs of unknown fonts."""
    code = ord(letter) & _BYTE
    return _FONTS["symbol"][code] if code == _BULLET else sign("wingdings", code)

"""Web: an HTML page (Google Docs, a web pad, a wiki, a saved page) as blocks, in reading order."""

from __future__ import annotations

import re
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Notes
from pipeline.notes import normalise, outline
from pipeline.notes.unreadable import Unreadable
from pipeline.notes.webpage import Page

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_ENDLESS = ("title", "textarea")
"""Elements whose text goes on to their end, tags and all; without an end it is the rest of the page."""


def read(name: str, data: bytes) -> Notes:
    """Read a page; nothing in it is run, and no address in it is asked.

    Raises:
        Unreadable: the bytes are no text, or hold no page.
    """
    again = _("Save the page anew as HTML or as text.")
    try:
        text, repairs = normalise.decode(data)
        root = _parsed(_DECLARATION.sub("", text))
    except (normalise.Undecodable, ValueError) as error:
        raise Unreadable(_("Expected a web page, but these bytes are none."), again) from error
    page = Page(name)
    if root is not None:
        _ended(root, text.lower())
        try:
            page.whole(root)
        except RecursionError as error:
            raise Unreadable(
                _("This page is nested too deeply."), _("Save its text as a text file.")
            ) from error
    return Notes(name, tuple(outline.with_paths(page.blocks)), (*repairs, *normalise.total(page.repairs)))


def _ended(root: Any, typed: str) -> None:
    """Refuse a page of which a browser shows nothing below a point, because an element has no end.

    `typed` is its text in small letters.

    Raises:
        Unreadable: there is such an element.
    """
    for node in root.iter(*_ENDLESS):
        if _TAG.search(node.text or "") and typed.count(f"</{node.tag}") < typed.count(f"<{node.tag}"):
            raise Unreadable(
                _("This page is damaged: its element “{tag}” has no end.").format(tag=node.tag),
                _("Save the page anew as HTML or as text."),
            )


def _parsed(text: str) -> Any:
    """Return the root element of a page, None for an empty one."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(text, parser)
    except etree.LxmlError as error:
        raise ValueError(str(error)) from error

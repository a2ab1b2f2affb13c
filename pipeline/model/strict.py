"""Strict: what nouns that come out of YAML say about themselves to the schema library."""

from __future__ import annotations

STRICT = {"extra": "forbid"}
"""An unknown key is an error, not a silent loss."""

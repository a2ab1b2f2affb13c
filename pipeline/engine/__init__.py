"""Pandoc and typst: the only place where other programs run."""

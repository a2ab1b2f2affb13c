"""Pandoc, typst, LibreOffice and the readers apart: the only place where programs run."""

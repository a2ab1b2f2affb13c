"""Readers, one a kind of file; normalising; the inventory; personal data."""

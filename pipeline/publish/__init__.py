"""What centres find: the catalogue of all guides."""

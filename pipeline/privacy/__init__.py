"""Privacy: hints at persons in texts, and what people decided about them; it replaces no reading."""

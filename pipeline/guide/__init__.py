"""guide.md as values, and the rules that hold for it."""

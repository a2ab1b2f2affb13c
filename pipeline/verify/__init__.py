"""Verify: reads finished files back and compares; shares no code with the writers."""

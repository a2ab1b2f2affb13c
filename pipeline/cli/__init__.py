"""Words in, one call, words out: the command line."""

from pipeline.cli.main import main

__all__ = ["main"]

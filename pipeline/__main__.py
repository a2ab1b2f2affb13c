"""`python -m pipeline` is `howtomake`."""

from pipeline.cli import main

main()

"""Package: a zip of parts, as Word files and e-books are, and what may be wrong with one."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What Python raises over a package that is broken, locked or packed in a way it does not know."""

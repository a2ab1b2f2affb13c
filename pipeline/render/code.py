"""Code: the QR code that leads from paper to the current version of a guide."""

from __future__ import annotations

import functools
import hashlib
import io

_MODULE = 8
"""Pixels of one module; sharp in print at two centimetres, and a kilobyte all the same."""
_QUIET = 4
"""Modules left white around it (ISO/IEC 18004, 6.3.8)."""


@functools.lru_cache(maxsize=8)
def qr(address: str) -> tuple[str, bytes]:
    """Return a name made from the content, and the code as a PNG; an address has always the same."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", scale=_MODULE, border=_QUIET)
    return f"{hashlib.sha256(out.getvalue()).hexdigest()[:12]}.png", out.getvalue()

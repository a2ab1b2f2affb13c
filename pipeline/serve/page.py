"""Page: a finished page that listens to the bell while it is served; the file in dist/ stays as it is."""

from __future__ import annotations

import base64
import hashlib
import html
import re

EVENTS = "/.howtomake/events"

SCRIPT = """
(() => {
  "use strict";
  let seen = null;
  const news = new EventSource("EVENTS");
  const note = document.createElement("pre");
  note.setAttribute("role", "alert");
  Object.assign(note.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: 99, margin: 0, padding: "1rem 1.5rem",
    maxHeight: "60vh", overflow: "auto", whiteSpace: "pre-wrap",
    background: "#a92c16", color: "#fff", font: "16px/1.5 monospace",
  });
  news.onmessage = (event) => {
    const { number, trouble } = JSON.parse(event.data);
    if (seen !== null && number !== seen && !trouble) location.reload();
    seen = number;
    note.textContent = trouble;
    if (trouble) document.body.append(note);
    else note.remove();
  };
})();
""".replace("EVENTS", EVENTS)
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')


def live(data: bytes) -> bytes:
    """Return an HTML page with the script in it, which the page's own policy is widened for: by its hash."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()

    def widened(match: re.Match[bytes]) -> bytes:
        policy = html.unescape(match[2].decode())
        ours = f"'sha256-{digest}'"
        policy = (
            policy.replace("script-src ", f"script-src {ours} ")
            if "script-src " in policy
            else f"{policy}; script-src {ours}"
        )
        return match[1] + html.escape(f"{policy}; connect-src 'self'").encode() + match[3]

    data = _POLICY.sub(widened, data, count=1)
    before, end, after = data.rpartition(b"</body>")
    return before + f"<script>{SCRIPT}</script>".encode() + end + after if end else data

"""Chat: one question to a language model at an address the editor has chosen; a short answer or none.

The only place of the program that speaks to a network, and only when it is told where.
"""

from __future__ import annotations

import ipaddress
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.messages import _
from pipeline.model.problem import ToolFailure

SECONDS = 30.0
MOST_BYTES = 64_000
"""Of an answer; one word is asked for."""
_MOST_TOKENS = 12


@dataclass(frozen=True)
class Model:
    """A model behind the chat interface that most local servers share.

    `address` ends before `/chat/completions`; `key` is sent as a bearer token when there is one.
    """

    address: str
    name: str
    key: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the address is this machine."""
        host = urlsplit(self.address).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer may not send what was asked on to somebody else."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


def ask(model: Model, rules: str, question: str, *, seconds: float = SECONDS) -> str:
    """Return what the model answers, as plain text; the same question gets the same answer if it can.

    Raises:
        ToolFailure: nobody answers there within `seconds`, or not in the form that was agreed.
    """
    if urlsplit(model.address).scheme not in {"http", "https"}:
        raise ToolFailure("adviser", _("“{address}” is no web address.").format(address=model.address))
    body = {
        "model": model.name,
        "messages": [{"role": "system", "content": rules}, {"role": "user", "content": question}],
        "temperature": 0,
        "seed": 0,
        "max_tokens": _MOST_TOKENS,
    }
    headers = {"Content-Type": "application/json"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    request = urllib.request.Request(  # noqa: S310  (http and https only, see above)
        f"{model.address.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers, method="POST"
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=seconds) as answer:
            said = json.loads(answer.read(MOST_BYTES))
        return str(said["choices"][0]["message"]["content"])
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ToolFailure(
            "adviser",
            _("no answer from {address}: {why}").format(address=model.address, why=str(error)[:200]),
            _("Is the server running? Without `--ask` nobody is asked."),
        ) from error

"""App: dist/ over HTTP for this machine's browser; read only, loopback only."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.serve import page
from pipeline.serve.bell import Bell

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
_PAUSE = 0.1
"""Seconds between two looks at the bell."""
_KINDS = {".epub": "application/epub+zip", ".html": "text/html; charset=utf-8"}


def app(dist: Path, bell: Bell, port: int) -> Starlette:
    """Return the application that shows `dist`, for requests that were meant for it."""
    from starlette.applications import Starlette
    from starlette.responses import StreamingResponse
    from starlette.routing import Route

    async def events(_request: Request) -> Response:
        return StreamingResponse(_news(bell), media_type="text/event-stream", headers=_HEADERS)

    async def file(request: Request) -> Response:
        return _file(dist, request.path_params["path"])

    routes = [Route(page.EVENTS, events), Route("/{path:path}", file)]
    made = Starlette(routes=routes)
    made.add_middleware(_Doorman, port=port)
    return made


_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def _news(bell: Bell) -> AsyncIterator[str]:
    told = None
    while True:
        if bell.news != told:
            told = bell.news
            number, trouble = told
            yield f"data: {json.dumps({'number': number, 'trouble': trouble})}\n\n"
        await asyncio.sleep(_PAUSE)


def _file(dist: Path, name: str) -> Response:
    """Return a file of dist/; nothing above it, nothing behind a link that leads out of it."""
    from starlette.responses import PlainTextResponse, Response

    path = dist / name if name and not name.endswith("/") else dist / name / "index.html"
    try:
        path = path.resolve(strict=True)
        inside = path.is_relative_to(dist.resolve()) and not path.name.startswith(".")
        if not inside or not path.is_file():
            raise FileNotFoundError(name)
        data = path.read_bytes()
    except (OSError, ValueError):
        return PlainTextResponse("404", status_code=404, headers=_HEADERS)
    kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".html":
        data = page.live(data)
    return Response(data, media_type=kind, headers=_HEADERS)


class _Doorman:
    """Lets in whoever came to this machine by its name: a page elsewhere may not read or drive us.

    A foreign name that leads to 127.0.0.1 (DNS rebinding) is in `Host`, a foreign page in `Origin`.
    """

    def __init__(self, inner: Any, *, port: int) -> None:
        self.inner = inner
        self.hosts = {f"{name}:{port}".encode() for name in (HOST, "localhost")}
        self.origins = {b"http://" + host for host in self.hosts}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"host") not in self.hosts or headers.get(b"origin") not in {None, *self.origins}:
            await PlainTextResponse("403", status_code=403)(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await PlainTextResponse("405", status_code=405)(scope, receive, send)
        else:
            await self.inner(scope, receive, send)

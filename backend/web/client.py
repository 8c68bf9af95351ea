"""The built client: read and compressed once at start, served from memory.

What a phone opens first is compressed best, before anybody is served; the large rest (GraphiQL)
follows in a thread, so that it delays no start, and is served as it is until then.
Assets carry a hash in their names and never change. Pages are asked for again each time (ETag), and
each answer gets a fresh nonce. A 304 has no policy header, so the stored page keeps its own nonce.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import Thread
from typing import cast

import brotli
from starlette.requests import Request
from starlette.responses import Response

BUILT = Path(__file__).parent / "client"
NONCE = b"__NONCE__"

_LARGE = 96 * 1024
_BEST, _QUICK = 11, 5
_FOREVER = "public, max-age=31536000, immutable"
_TEXTUAL = ("text/", "application/javascript", "application/json", "image/svg")


@dataclass(frozen=True, slots=True)
class Stored:
    """One file: its bytes, the same compressed (None where that gains nothing), type and ETag."""

    raw: bytes
    compressed: bytes | None
    media_type: str
    etag: str


class Client:
    """Every file of a built client, by its path from the folder (`assets/main-x.js`)."""

    def __init__(self, folder: Path = BUILT) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): _store(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        Thread(target=self._compress_large, daemon=True).start()

    def _compress_large(self) -> None:
        for name, stored in [*self.files.items()]:
            if len(stored.raw) > _LARGE:
                self.files[name] = _compressed(stored, _QUICK)

    def asset(self, request: Request) -> Response | None:
        """Answer with an immutable asset, or None where there is none of that name."""
        stored = self.files.get(request.url.path.lstrip("/"))
        return None if stored is None else _answer(request, stored, {"cache-control": _FOREVER})

    def page(self, request: Request, name: str, policy: Callable[[str], str]) -> Response | None:
        """Answer with a page under a fresh nonce, or None where the client was not built."""
        stored = self.files.get(name)
        if stored is None:
            return None
        headers = {"cache-control": "private, no-cache", "etag": stored.etag}
        if _is_known(request, stored):
            return Response(status_code=304, headers=headers)
        nonce = token_urlsafe(16)
        headers["content-security-policy"] = policy(nonce)
        return Response(
            stored.raw.replace(NONCE, nonce.encode()), media_type="text/html", headers=headers
        )

    def file(self, request: Request) -> Response | None:
        """Answer with another public file (an icon, a manifest) that is asked for again each time."""
        name = request.url.path.lstrip("/")
        if name.endswith(".html") or name not in self.files:
            return None
        return _answer(request, self.files[name], {"cache-control": "no-cache"})


def _store(path: Path) -> Stored:
    raw = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    stored = Stored(raw, None, media_type, f'"{sha256(raw).hexdigest()[:32]}"')
    is_page = path.suffix == ".html"  # each answer has a nonce of its own
    return stored if is_page or len(raw) > _LARGE else _compressed(stored, _BEST)


def _compressed(stored: Stored, quality: int) -> Stored:
    if not stored.media_type.startswith(_TEXTUAL):
        return stored
    smaller = cast("bytes", brotli.compress(stored.raw, quality=quality))
    return replace(stored, compressed=smaller) if len(smaller) < len(stored.raw) else stored


def _answer(request: Request, stored: Stored, headers: dict[str, str]) -> Response:
    headers |= {"etag": stored.etag, "vary": "accept-encoding"}
    if _is_known(request, stored):
        return Response(status_code=304, headers=headers)
    if stored.compressed is not None and "br" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "br"
        return Response(stored.compressed, media_type=stored.media_type, headers=headers)
    return Response(stored.raw, media_type=stored.media_type, headers=headers)


def _is_known(request: Request, stored: Stored) -> bool:
    known = request.headers.get("if-none-match", "")
    return known == "*" or stored.etag in known

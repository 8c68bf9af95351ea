"""`POST /files?name=…`: one file as the plain body, which phones, programs and curl all can send.

The answer is 201 with the id that `attachmentIds` takes. With an `Idempotency-Key` the same file
of the same person is kept once, however often it is sent.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend import settings
from backend.accounts import allowances
from backend.actor import Actor
from backend.db import unit_of_work
from backend.db.shield import to_the_end
from backend.errors import DomainError, Invalid, Unavailable, Words
from backend.files import actions, policy, stores
from backend.files.inspection import Inspected, inspect
from backend.files.kinds import TooLarge
from backend.graph import encode_id
from backend.graph.context import Context
from backend.graph.idempotency import Claim, once
from backend.web.entrance import SessionGate
from backend.web.refusals import answering

logger = logging.getLogger(__name__)

_NOT_KEPT = {"cache-control": "private, no-store"}


async def upload(request: Request) -> Response:
    """Keep the file in the body and answer with its id."""
    return await answering(request, lambda: _upload(request))


async def _upload(request: Request) -> Response:
    context = await SessionGate().admit(request, {})
    policy.ensure_may_upload(context.actor)
    await actions.ensure_room(context.actor)
    name = _name(request)
    with _incoming() as path:
        sent = await _received(request, path)
        inspected = await _inspected(path, name=name, actor=context.actor)
        kept = await _kept(
            context, inspected, key=request.headers.get("idempotency-key"), sent=sent
        )
    return JSONResponse(kept, 201, headers=_NOT_KEPT)


async def _inspected(path: Path, *, name: str, actor: Actor) -> Inspected:
    """Return what will be kept; who sends too much that is refused has to wait."""
    whose = str(policy.owner_of(actor))
    await allowances.ensure_left(policy.REFUSED, whose)
    try:
        return await inspect(path, name=name)
    except DomainError:
        await allowances.count(policy.REFUSED, whose)
        raise


def _name(request: Request) -> str:
    kind = request.headers.get("content-type", "")
    if (
        kind.startswith("multipart/")
        or request.headers.get("content-encoding", "identity") != "identity"
    ):
        words = Words("请把文件本身作为请求体发送", "Send the file itself as the body, not a form")
        raise DomainError(words, code="UNSUPPORTED_TYPE")
    name = request.query_params.get("name", "")
    if not name:
        words = Words("请给出文件名：/files?name=…", "Name the file: /files?name=…")
        raise Invalid(words, path=("name",))
    return name


@contextmanager
def _incoming() -> Generator[Path]:
    """Give a place for the file while it comes in; whatever happens, nothing stays there."""
    path = stores.incoming()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield path
    except OSError as error:
        logger.warning("a file could not be kept: %s", error)
        words = Words(
            "暂时存不下文件，请稍后再试", "Files cannot be kept right now: try again later"
        )
        raise Unavailable(words) from error
    finally:
        with suppress(OSError):
            for left in (path, path.with_suffix(".drawn")):
                left.unlink(missing_ok=True)


async def _received(request: Request, path: Path) -> str:
    """Write the body to `path` as it comes; return its SHA-256."""
    largest = settings.current().largest_file
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:18]) > largest:
        raise _too_large(largest)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        async for piece in request.stream():
            size += len(piece)
            if size > largest:
                raise _too_large(largest)
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _too_large(largest: int) -> TooLarge:
    mebibytes = f"{largest / 1024 / 1024:.3g}"
    words = Words(f"文件超过 {mebibytes} MB", f"The file is larger than {mebibytes} MiB")
    return TooLarge(words, path=("file",))


async def _kept(
    context: Context, inspected: Inspected, *, key: str | None, sent: str
) -> Mapping[str, object]:
    """Keep content and row; content first, so that no row is ever without it."""
    store = stores.current()
    await store.put(inspected.sha256, inspected.path)
    try:
        kept = await _written(context, inspected, key=key, sent=sent)
    except BaseException:
        # A content without a row is found by nobody and would stay for ever, whatever went wrong.
        with suppress(DomainError):
            await to_the_end(actions.forget_content(inspected.sha256))
        raise
    # Somebody may have forgotten the same content between our putting it and writing it down.
    if not await store.has(inspected.sha256):
        await store.put(inspected.sha256, inspected.path)
    return kept


async def _written(
    context: Context, inspected: Inspected, *, key: str | None, sent: str
) -> Mapping[str, object]:
    async def work() -> Mapping[str, object]:
        row = await actions.keep(inspected, actor=context.actor)
        facts = {"name": row.name, "mediaType": row.media_type, "size": row.size}
        return {"id": encode_id("StoredFile", row.id), **facts}

    async with unit_of_work():
        if key is None:
            return await work()
        given = [sent, inspected.name]
        claim = Claim.of(principal=context.principal, mutation="POST /files", key=key, given=given)
        return await once(claim, work, secret=frozenset())

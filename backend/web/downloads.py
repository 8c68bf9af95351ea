"""`/files/…/…`: contents by signed links, which no page can run and no proxy keeps."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.actors import actor_of_person
from backend.actor import SYSTEM
from backend.errors import NotFound, Words, not_allowed, not_found
from backend.exports import queries as exports
from backend.exports.actions import KEPT_FOR
from backend.exports.contents import file_of
from backend.files import links, stores
from backend.files.links import Link
from backend.files.names import disposition
from backend.graph.requests import language_of_header
from backend.imports import queries as imports
from backend.imports.columns import template
from backend.imports.models import ImportKind
from backend.imports.results import result
from backend.submissions import attachments
from backend.submissions.actions import log_reading
from backend.web.refusals import answering

NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"
_CSV = "text/csv; charset=utf-8"
_FIVE_MINUTES = "private, max-age=300"


async def attachment(request: Request) -> Response:
    """Answer with the content of an attachment."""
    return await answering(request, lambda: _attachment(request))


async def _attachment(request: Request) -> Response:
    link = ensure_link("attachments", request)
    # Whoever lost sight of the case since the link was made reads nothing any more.
    is_person = await accounts.person_by_id(link.owner_id) is not None
    actor = await actor_of_person(link.owner_id) if is_person else SYSTEM
    found = await attachments.opened(link.key, actor=actor)
    if found is None:
        raise not_found(("id",))
    row, sha256 = found
    store = stores.current()
    if not await store.has(sha256):
        raise NotFound(Words("文件内容已不在存储中", "The content is no longer in the store"))
    await log_reading(actor, [row.submission_id])
    is_hidden = link.options == attachments.HIDDEN
    name = attachments.shown_name(row, language_of_header(request), is_hidden=is_hidden)
    headers = {
        "content-length": str(row.size),
        "content-disposition": disposition(name, inline=row.media_type.startswith("image/")),
    }
    return StreamingResponse(
        store.read(sha256), media_type=row.media_type, headers=headers | sealed()
    )


async def export(request: Request) -> Response:
    """Answer with the file of an export, made now."""
    return await answering(request, lambda: _export(request))


async def _export(request: Request) -> Response:
    link = ensure_link("exports", request)
    made = await exports.own(link.key, link.owner_id)
    if made is None:
        raise not_found(("id",))
    if clock.now() >= made.created_at + KEPT_FOR:
        raise NotFound(Words("导出已过期，请重新导出", "This export is over: export again"))
    content = await file_of(made)
    headers = {"content-disposition": disposition(content.name, inline=False)} | sealed()
    return StreamingResponse(content.pieces, media_type=content.media_type, headers=headers)


async def import_result(request: Request) -> Response:
    """Answer with what became of the lines of an import."""
    return await answering(request, lambda: _import_result(request))


async def _import_result(request: Request) -> Response:
    link = ensure_link("imports", request)
    run = await imports.seen(link.key, await actor_of_person(link.owner_id))
    if run is None:
        raise not_found(("id",))
    name = f"result-{run.kind.value.lower().replace('_', '-')}.csv"
    headers = {"content-disposition": disposition(name, inline=False)} | sealed()
    pieces = result(run, language_of_header(request))
    return StreamingResponse(pieces, media_type=_CSV, headers=headers)


async def import_template(request: Request) -> Response:
    """Answer with the CSV that people fill in."""
    return await answering(request, lambda: _import_template(request))


async def _import_template(request: Request) -> Response:
    named = {kind.value.lower().replace("_", "-"): kind for kind in ImportKind}
    kind = named.get(request.path_params["kind"])
    if kind is None:
        raise not_found(("kind",))
    name = f"{request.path_params['kind']}.csv"
    headers = {"content-disposition": disposition(name, inline=False)}
    return Response(template(kind), media_type=_CSV, headers=headers)


def sealed() -> dict[str, str]:
    """Return the headers of every content that people handed in."""
    return {
        "cache-control": _FIVE_MINUTES,
        "content-security-policy": NOTHING_RUNS,
        "cross-origin-resource-policy": "same-origin",
    }


def ensure_link(what: str, request: Request) -> Link:
    """Return the link of a request; raise `NotAllowed` for one that is not ours or is over."""
    link = links.read(what, request.path_params["key"], dict(request.query_params))
    if link is None:
        raise not_allowed(Words("链接无效", "This link is not valid"))
    if link.is_over:
        words = Words(
            "链接已过期，请回到原页面重新打开", "This link has expired: open it anew from its page"
        )
        raise not_allowed(words)
    return link

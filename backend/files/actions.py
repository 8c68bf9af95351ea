"""Keeping a file, taking it for something, and forgetting what was taken for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import clock
from backend.actor import SYSTEM, Actor
from backend.db import sql, unit_of_work
from backend.errors import Invalid, TooMany, Words
from backend.events import record
from backend.files import policy, queries, stores
from backend.files.inspection import Inspected
from backend.files.models import StoredFile

_LOCK = 0x4C4A_0002  # an advisory lock of PostgreSQL, ours by agreement
_BATCH = 200


async def keep(inspected: Inspected, *, actor: Actor) -> StoredFile:
    """Write down a file whose content the store has; it is the actor's until it is attached."""
    policy.ensure_may_upload(actor)
    owner_id = policy.owner_of(actor)
    assert owner_id is not None  # noqa: S101 - said by the policy
    async with unit_of_work():
        await _hold_contents()
        await ensure_room(actor)
        row = await StoredFile.create(
            owner_id=owner_id,
            sha256=inspected.sha256,
            size=inspected.size,
            media_type=inspected.media_type,
            name=inspected.name,
            created_at=clock.now(),
        )
        facts = {"size": row.size, "media_type": row.media_type}
        await record("file.stored", row, actor=actor, area_code=_area_of(actor), payload=facts)
    return row


async def ensure_room(actor: Actor) -> None:
    """Raise `TooMany` when too many files of the actor hang on nothing: look before one comes in."""
    owner_id = policy.owner_of(actor)
    if owner_id is not None and await queries.unattached_of(owner_id) >= policy.MOST_UNATTACHED:
        words = Words("未使用的文件太多，请先提交诉求", "Too many files wait: file the case first")
        raise TooMany(words, retry_after=3600, path=("file",))


async def forget_content(sha256: str) -> None:
    """Forget a content that nothing names: what came with it was refused."""
    async with unit_of_work():
        await _hold_contents()
        if not await queries.is_named(sha256):
            await stores.current().remove(sha256)


async def take(
    ids: Sequence[UUID], *, actor: Actor, path: tuple[str | int, ...] = ("input", "attachmentIds")
) -> list[StoredFile]:
    """Take the actor's own files, each for one thing only, in the unit of that thing.

    Raises `Invalid` when one is unknown, another person's, gone, or taken already.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    theirs = sql.is_in("id", wanted)
    taken = await sql.execute(
        "UPDATE stored_file SET attached_at = ? WHERE attached_at IS NULL AND owner_id = ?"
        f" AND {theirs.text}",
        (clock.now(), policy.owner_of(actor), *theirs.values),
    )
    if taken != len(wanted):
        raise Invalid(
            Words(
                "附件不存在、已过期或已使用，请重新上传",
                "A file is unknown, gone or used: send it again",
            ),
            path=path,
        )
    found = await queries.by_ids(wanted)
    return [found[file_id] for file_id in wanted]


async def hold(file: StoredFile, *, actor: Actor) -> None:
    """Keep one's own file for good, for something that may use it again; in the caller's unit."""
    owner_id = policy.owner_of(actor)
    if owner_id is None or file.owner_id != owner_id:
        raise Invalid(
            Words("只能使用自己上传的文件", "Only one's own file"), path=("input", "fileId")
        )
    if file.attached_at is None:
        await take([file.id], actor=actor, path=("input", "fileId"))


async def forget_unattached() -> int:
    """Forget files that hung on nothing for seven days, and contents that nothing names any more."""
    before = clock.now() - policy.KEPT_UNATTACHED
    forgotten = 0
    while old := await queries.unattached_before(before, limit=_BATCH):
        for row in old:
            await _forget(row)
        forgotten += len(old)
    return forgotten


async def _forget(row: StoredFile) -> None:
    async with unit_of_work():
        await _hold_contents()
        if not await StoredFile.filter(id=row.id, attached_at=None).delete():
            return
        await record("file.forgotten", row, actor=SYSTEM, area_code="")
        # Within the unit, so that nobody writes the same content down between look and removal.
        if not await queries.is_named(row.sha256):
            await stores.current().remove(row.sha256)


async def _hold_contents() -> None:
    """Let nobody else write down or remove contents before this unit ends; SQLite does by itself."""
    if sql.engine() == "postgres":
        await sql.fetch("SELECT pg_advisory_xact_lock(?::bigint)", (_LOCK,))


def _area_of(actor: Actor) -> str:
    return actor.seats[0].area_code if actor.seats else ""

"""The queue: enqueue, cancel, claim, finish, fail. Each is one statement that decides by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from backend import clock
from backend.db import in_unit, sql, unit_of_work, uuid7
from backend.events.backoff import LADDER, trouble, wait_after
from backend.jobs.models import Job, JobState

LEASE: Final = timedelta(seconds=60)
"""How long a claimed job is left to its worker; then another one may take it."""

TRIES: Final = len(LADDER)
"""After which a job is dead."""


async def enqueue(
    kind: str, *, key: str, run_at: datetime, payload: Mapping[str, object] | None = None
) -> bool:
    """Ask, in the unit of the caller, that `kind` be done at or after `run_at`.

    `key` names this one thing to do: a second request is a no-op and returns False, unless the
    first was cancelled. `payload` is JSON. Raises RuntimeError outside a unit of work.
    """
    if not in_unit():
        raise RuntimeError("a job belongs into the unit of work of what asks for it")
    asked = await sql.execute(
        "INSERT INTO job (id, kind, key, payload, state, run_at, due_at, attempts, owner, error,"
        " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', '', ?)"
        " ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, payload = excluded.payload,"
        " state = excluded.state, run_at = excluded.run_at, due_at = excluded.due_at, attempts = 0,"
        " owner = '', error = '', created_at = excluded.created_at, finished_at = NULL"
        " WHERE job.state = ?",
        (
            uuid7(),
            kind,
            key,
            dict(payload or {}),
            JobState.WAITING,
            run_at,
            run_at,
            clock.now(),
            JobState.CANCELLED,
        ),
    )
    return asked > 0


async def cancel(key: str) -> bool:
    """Take back what waits under `key`; return whether it still waited."""
    return bool(
        await sql.execute(
            "UPDATE job SET state = ?, finished_at = ? WHERE key = ? AND state = ?",
            (JobState.CANCELLED, clock.now(), key, JobState.WAITING),
        )
    )


async def claim(kinds: Sequence[str], *, owner: str) -> Job | None:
    """Take the job that has been due longest; it is the owner's until its lease ends."""
    theirs = sql.is_in("kind", kinds)
    now = clock.now()
    due = sql.Where("state = ? AND due_at <= ?", (JobState.WAITING, now)) & theirs
    # Looking first costs a read; claiming costs the write lock of SQLite.
    if not await sql.fetch(f"SELECT 1 FROM job WHERE {due.text} LIMIT 1", due.values):
        return None
    skipping = " FOR UPDATE SKIP LOCKED" if sql.engine() == "postgres" else ""
    first = f"SELECT id FROM job WHERE {due.text} ORDER BY due_at, id LIMIT 1{skipping}"
    async with unit_of_work():
        taken = await sql.fetch(
            f"UPDATE job SET attempts = attempts + 1, owner = ?, due_at = ? WHERE id = ({first})"
            " RETURNING id",
            (owner, now + LEASE, *due.values),
        )
        return await sql.one(Job, sql.is_in("job.id", [row["id"] for row in taken]))


async def finish(job: Job) -> bool:
    """Mark the job done, if it is still ours; first statement of the unit of its effect.

    Whoever else took it meanwhile waits for this unit and then finds it done.
    """
    return await _settle(job, "state = ?, finished_at = ?", JobState.DONE, clock.now())


async def renew(job: Job) -> bool:
    """Prolong the lease of what is still ours."""
    return await _settle(job, "due_at = ?", clock.now() + LEASE)


async def fail(job: Job, error: BaseException) -> None:
    """Let the job be tried again later, or bury it after the last try."""
    if job.attempts >= TRIES:
        await bury(job, trouble(error))
    else:
        again = clock.now() + wait_after(job.attempts)
        await _settle(job, "due_at = ?, owner = '', error = ?", again, trouble(error))


async def bury(job: Job, error: str) -> None:
    """Give the job up, visibly."""
    changes = "state = ?, finished_at = ?, error = ?"
    await _settle(job, changes, JobState.DEAD, clock.now(), error)


async def dead() -> list[Job]:
    """Return the jobs given up, the newest first."""
    where = sql.Where("job.state = ?", (JobState.DEAD,))
    return await sql.rows(Job, where, order="job.finished_at DESC")


async def revive(key: str) -> bool:
    """Let a dead job be tried again from the first step."""
    return bool(
        await sql.execute(
            "UPDATE job SET state = ?, due_at = ?, attempts = 0, finished_at = NULL"
            " WHERE key = ? AND state = ?",
            (JobState.WAITING, clock.now(), key, JobState.DEAD),
        )
    )


async def _settle(job: Job, changes: str, *values: object) -> bool:
    """Change the job only while the taking that gave it to us is the last one."""
    return bool(
        await sql.execute(
            f"UPDATE job SET {changes} WHERE id = ? AND owner = ? AND attempts = ? AND state = ?",
            (*values, job.id, job.owner, job.attempts, JobState.WAITING),
        )
    )

"""What lies open with one person of an office."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.models import Membership
from backend.actor import DEPARTMENT_ROLES, Actor
from backend.db import sql
from backend.desk import queries
from backend.desk.policy import VERIFYING, Item
from backend.organizations import queries as organizations
from backend.submissions.models import Submission
from backend.submissions.workflow import OPEN_STATES as OPEN_CASES
from backend.tasks.models import Support, SupportState, Task
from backend.tasks.workflow import OPEN_STATES as OPEN_TASKS

OPEN_SUPPORT = (SupportState.REQUESTED, SupportState.DECLINED)


async def open_items_of(giver: Membership, *, limit: int) -> list[Item]:
    """Return the open tasks and opinions, or the open cases, of one seat: at most `limit` a kind."""
    found: list[Item] = []
    if giver.role in DEPARTMENT_ROLES:
        for model, states in ((Task, sorted(OPEN_TASKS)), (Support, OPEN_SUPPORT)):
            table = sql.table_of(model)
            theirs = sql.Where(
                f"{table}.department_id = ? AND {table}.officer_id = ?",
                (giver.organization_id, giver.person_id),
            )
            where = theirs & sql.is_in(f"{table}.state", states)
            found += await sql.rows(model, where, order=f"{table}.due_at, {table}.id", limit=limit)
    if giver.role in VERIFYING:
        where = sql.Where("submission.verifier_id = ?", (giver.person_id,))
        where &= sql.is_in("submission.state", sorted(OPEN_CASES))
        areas = sorted(await organizations.codes_under(giver.area_code))
        where &= sql.is_in("submission.area_code", areas)
        order = "submission.filed_at, submission.id"
        found += await sql.rows(Submission, where, order=order, limit=limit)
    return found


def open_mentions_for(taker: Actor, *, instead_of: UUID) -> sql.Where:
    """Open mentions of another person on notes the taker reads and is not himself called in."""
    where = sql.Where(
        "mention.person_id = ? AND mention.done_at IS NULL AND NOT EXISTS (SELECT 1 FROM mention "
        "AS twin WHERE twin.note_id = mention.note_id AND twin.person_id = ?)",
        (instead_of, taker.person_id),
    )
    notes = queries.notes_visible_to(taker)
    return where & sql.Where(
        "EXISTS (SELECT 1 FROM internal_note WHERE internal_note.id = mention.note_id "
        f"AND ({notes.text}))",
        notes.values,
    )

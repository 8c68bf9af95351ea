"""What waits for one person: a list put together from cases, tasks and mentions, most urgent first.

Each kind is one condition beside the policy it mirrors; what the person may not read is in none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role
from backend.db import Row, sql
from backend.desk import queries
from backend.desk.models import Mention
from backend.submissions import queries as cases
from backend.submissions.models import State, Submission
from backend.tasks import queries as tasks
from backend.tasks.models import Task, TaskState


class TodoKind(StrEnum):
    """Why something lies on a desk."""

    MENTION = "MENTION"
    VERIFY = "VERIFY"
    DISPATCH = "DISPATCH"
    DECIDE_DISPUTE = "DECIDE_DISPUTE"
    START = "START"
    REVIEW = "REVIEW"
    RULE_RETURN = "RULE_RETURN"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do; `sort_at` is its due, or since when it waits where nothing is due."""

    kind: TodoKind
    sort_at: datetime
    id: UUID
    row: Row


@dataclass(frozen=True, slots=True)
class Pile:
    """The things of one kind: rows of a table, the instant they are sorted by, and which of them."""

    kind: TodoKind
    model: type[Row]
    sort_at: str
    where: sql.Where

    @property
    def table(self) -> str:
        """The table of its rows."""
        return sql.table_of(self.model)


def piles(actor: Actor, kinds: Collection[TodoKind] | None = None) -> list[Pile]:
    """Return the piles of the person's desk that can hold anything."""
    made = [_mentions(actor), *_cases(actor), *_tasks(actor)]
    return [
        pile for pile in made if pile.where != sql.NOTHING and (kinds is None or pile.kind in kinds)
    ]


async def page(found: list[Pile], *, beyond: sql.Where, order: str, limit: int) -> list[Todo]:
    """Return the first things beyond a place: one statement for all kinds, one for each table."""
    if not found:
        return []
    parts = [
        sql.Where(
            f"SELECT * FROM (SELECT '{pile.kind.value}' AS kind, {pile.sort_at} AS sort_at, "
            f"{pile.table}.id AS id FROM {pile.table} WHERE {pile.where.text}) AS pile "
            f"WHERE {beyond.text} ORDER BY {order} LIMIT {int(limit)}",
            (*pile.where.values, *beyond.values),
        )
        for pile in found
    ]
    union = " UNION ALL ".join(f"SELECT * FROM ({part.text}) AS part" for part in parts)
    values = [value for part in parts for value in part.values]
    text = f"SELECT * FROM ({union}) AS todo ORDER BY {order} LIMIT {int(limit)}"
    named = [_named(row) for row in await sql.fetch(text, values)]
    models = {pile.kind: pile.model for pile in found}
    wanted: dict[type[Row], list[UUID]] = {}
    for kind, _, key in named:
        wanted.setdefault(models[kind], []).append(key)
    rows = await _rows(wanted)
    return [Todo(kind, at, key, rows[key]) for kind, at, key in named if key in rows]


async def counts(found: list[Pile]) -> dict[TodoKind, int]:
    """Return how many things lie in each pile: one statement."""
    if not found:
        return {}
    parts = [
        f"SELECT '{pile.kind.value}' AS kind, COUNT(*) AS total FROM {pile.table} "
        f"WHERE {pile.where.text}"
        for pile in found
    ]
    values = [value for pile in found for value in pile.where.values]
    rows = await sql.fetch(" UNION ALL ".join(parts), values)
    return {TodoKind(str(row["kind"])): int(str(row["total"])) for row in rows}


def _named(row: Mapping[str, object]) -> tuple[TodoKind, datetime, UUID]:
    at, key = sql.as_instant(row["sort_at"]), sql.as_uuid(row["id"])
    if at is None or key is None:
        raise ValueError("a thing to do without an instant")
    return TodoKind(str(row["kind"])), at, key


async def _rows(wanted: Mapping[type[Row], Collection[UUID]]) -> dict[UUID, Row]:
    found: dict[UUID, Row] = {}
    for model, ids in wanted.items():
        for row in await sql.rows(model, sql.is_in(f"{sql.table_of(model)}.id", ids)):
            found[row.id] = row
    return found


def _mentions(actor: Actor) -> Pile:
    where = queries.mentions_visible_to(actor) & sql.Where("mention.done_at IS NULL")
    return Pile(TodoKind.MENTION, Mention, "mention.mentioned_at", where)


def _own(actor: Actor) -> list[UUID]:
    return sorted({seat.organization_id for seat in actor.seats})


def _in_areas(table: str, actor: Actor, *roles: Role) -> sql.Where:
    return sql.is_in(f"{table}.area_code", sorted(actor.areas_as(*roles)))


def _cases(actor: Actor) -> list[Pile]:
    """Cases to verify, dispatch and rule on; never one's own firm's."""
    seen = cases.visible_to(actor) & ~sql.is_in("submission.firm_id", _own(actor))
    filed = sql.is_in("submission.state", (State.FILED, State.VERIFYING))
    accepted = sql.Where("submission.state = ?", (State.ACCEPTED,))
    disputed = sql.Where("submission.state = ?", (State.DISPUTED,))
    return [
        Pile(
            TodoKind.VERIFY,
            Submission,
            "COALESCE(submission.verify_due_at, submission.filed_at)",
            filed & _verifies(actor) & seen,
        ),
        Pile(
            TodoKind.DISPATCH,
            Submission,
            "COALESCE(submission.dispatch_due_at, submission.accepted_at)",
            accepted & _dispatches(actor) & seen,
        ),
        Pile(
            TodoKind.DECIDE_DISPUTE,
            Submission,
            "COALESCE((SELECT handling.disputed_at FROM handling WHERE handling.submission_id = "
            "submission.id AND handling.round = submission.round), submission.answered_at)",
            disputed & _rules("submission", actor) & _leads_none(actor) & seen,
        ),
    ]


def _complaint_for(actor: Actor) -> sql.Where:
    """Complaints go to the supervisor; those about a supervisor to the Federation."""
    about = sql.Where("submission.complained_of_id IS NOT NULL")
    supervised = sql.Where("submission.complained_of_supervises = ?", (True,))
    theirs = ~supervised & _in_areas("submission", actor, Role.SUPERVISOR)
    return about & (theirs | (supervised & _in_areas("submission", actor, Role.FEDERATION)))


def _verifies(actor: Actor) -> sql.Where:
    """Mirrors `submissions.policy.verifies`, of cases that nobody else has opened."""
    usual = sql.Where("submission.complained_of_id IS NULL")
    again = sql.Where(
        "submission.complained_of_id IS NOT NULL AND submission.review_used = ?", (True,)
    )
    mine = usual & _in_areas("submission", actor, Role.FEDERATION)
    mine |= _complaint_for(actor)
    mine |= again & _in_areas("submission", actor, Role.FEDERATION, Role.SUPERVISOR)
    free = sql.Where(
        "(submission.verifier_id IS NULL OR submission.verifier_id = ?) AND "
        "(submission.declined_by_id IS NULL OR submission.declined_by_id <> ?)",
        (actor.person_id, actor.person_id),
    )
    return mine & free


def _dispatches(actor: Actor) -> sql.Where:
    """Mirrors `submissions.policy.dispatches`; the Federation may, but the coordinator has to."""
    usual = sql.Where("submission.complained_of_id IS NULL")
    return (usual & _in_areas("submission", actor, Role.COORDINATOR)) | _complaint_for(actor)


def _rules(table: str, actor: Actor) -> sql.Where:
    """Mirrors `submissions.policy.rules_on` but for who leads."""
    complaint = sql.Where(f"{table}.complained_of_id IS NOT NULL")
    usual = sql.Where(f"{table}.complained_of_id IS NULL")
    coordinated = sql.Where(f"{table}.lead_also_coordinates = ?", (True,))
    mine = complaint & _in_areas(table, actor, Role.SUPERVISOR, Role.FEDERATION)
    mine |= usual & ~coordinated & _in_areas(table, actor, Role.COORDINATOR)
    others = (Role.FEDERATION, Role.SUPERVISOR, Role.COORDINATOR)
    mine |= usual & coordinated & _in_areas(table, actor, *others)
    return mine


def _leads_none(actor: Actor) -> sql.Where:
    """Cases of which no organization of the actor leads a task of the round."""
    found = sql.EVERYTHING
    for own in _own(actor):
        found &= ~sql.Where("CAST(submission.lead_ids AS TEXT) LIKE ?", (f"%{own}%",))
    return found


def _tasks(actor: Actor) -> list[Pile]:
    """Tasks of the department that nobody has begun; replies to review; returns to rule on.

    Never one's own firm's.
    """
    seen = tasks.visible_to(actor) & ~sql.is_in("task.firm_id", _own(actor))
    ours = sql.is_in("task.department_id", sorted(actor.organizations_as(*DEPARTMENT_ROLES)))
    others = ~sql.is_in("task.department_id", _own(actor)) & _rules("task", actor)

    def pile(kind: TodoKind, state: TaskState, sort_at: str, whose: sql.Where) -> Pile:
        where = whose & sql.Where("task.state = ?", (state,)) & seen
        return Pile(kind, Task, sort_at, where)

    since = "COALESCE(task.claimed_at, task.assigned_at)"
    return [
        pile(TodoKind.START, TaskState.ASSIGNED, "task.contact_due_at", ours),
        pile(TodoKind.REVIEW, TaskState.COMPLETION_CLAIMED, since, others),
        pile(TodoKind.RULE_RETURN, TaskState.RETURN_REQUESTED, "task.assigned_at", others),
    ]

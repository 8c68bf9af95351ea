"""Who leaves hands everything open to a colleague, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend import clock
from backend.accounts.actors import actor_of_person
from backend.accounts.models import Membership
from backend.actor import Actor, Seat
from backend.db import sql, unit_of_work
from backend.desk import items, policy
from backend.desk.models import Mention
from backend.desk.policy import Item
from backend.errors import Invalid, Words
from backend.events import Draft, record_many
from backend.submissions.models import Submission

MOST_ITEMS = 500
"""Items of each kind handed over at once; the rest goes with the next act."""


@dataclass(slots=True)
class HandOver:
    """What went over, and what the colleague may not have."""

    given: list[Item] = field(default_factory=list[Item])
    kept: list[Item] = field(default_factory=list[Item])
    mention_count: int = 0


async def hand_over(giver: Membership, taker: Membership, *, actor: Actor) -> HandOver:
    """Give every open item of one seat to a colleague in the same role and organization.

    What he may not handle (it is his own firm's, or he declined it) stays and is named.
    """
    seat = policy.ensure_may_hand_over(actor, giver)
    _ensure_alike(giver, taker)
    receiving = await actor_of_person(taker.person_id)
    over = HandOver()
    async with unit_of_work():
        for item in await items.open_items_of(giver, limit=MOST_ITEMS):
            goes = policy.takes_over(receiving, item)
            (over.given if goes else over.kept).append(item)
        await _move(over.given, giver, taker)
        over.mention_count = await _move_mentions(giver, taker, receiving)
        await _tell(over.given, giver, taker, actor=actor, seat=seat)
    return over


def _ensure_alike(giver: Membership, taker: Membership) -> None:
    alike = (giver.role, giver.organization_id) == (taker.role, taker.organization_id)
    now = clock.now()
    stands = taker.since <= now and (taker.until is None or taker.until > now)
    if not alike or not stands or giver.person_id == taker.person_id:
        raise Invalid(
            Words(
                "只能移交给本单位同一角色的同事",
                "Only to a colleague in the same role and organization",
            ),
            path=("input", "toId"),
        )
    if giver.role not in policy.HANDED_OVER:
        raise Invalid(
            Words("这个角色没有个人待办", "This role has no items of its own"),
            path=("input", "fromId"),
        )


async def _move(moved: Sequence[Item], giver: Membership, taker: Membership) -> None:
    """Write the new person in; whoever acts on what he read before is told that it has changed."""
    for item in moved:
        table = sql.quoted(sql.table_of(type(item)))
        column = "verifier_id" if isinstance(item, Submission) else "officer_id"
        await sql.execute(
            f"UPDATE {table} SET {column} = ?, version = version + 1 WHERE id = ? AND {column} = ?",
            (taker.person_id, item.id, giver.person_id),
        )


async def _move_mentions(giver: Membership, taker: Membership, receiving: Actor) -> int:
    """Give over the mentions the taker may read, once each; the others stay where they are."""
    where = items.open_mentions_for(receiving, instead_of=giver.person_id)
    mentions = await sql.rows(Mention, where, order="mention.id", limit=MOST_ITEMS)
    await Mention.filter(id__in=[each.id for each in mentions]).update(person_id=taker.person_id)
    return len(mentions)


async def _tell(
    given: Sequence[Item], giver: Membership, taker: Membership, *, actor: Actor, seat: Seat
) -> None:
    """Record each item that went over; no firm reads who in an office has its case."""
    facts = {"from_id": giver.person_id, "to_id": taker.person_id}
    drafts = [
        Draft(
            f"{type(item).__name__.lower()}.handed_over",
            type(item).__name__,
            item.id,
            actor,
            item.area_code,
            seat=seat,
            thread_id=item.id if isinstance(item, Submission) else item.submission_id,
            payload=facts,
        )
        for item in given
    ]
    if drafts:
        await record_many(drafts, silent=False)

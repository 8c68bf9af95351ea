"""Filing one ticked message of a pasted chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import clean_text, sql, unit_of_work, uuid7
from backend.desk import policy, queries
from backend.desk.lines import content_hash
from backend.desk.models import AUTHOR_LENGTH, PastedLine
from backend.errors import Invalid, NotPossible, Words
from backend.organizations.actions import enter_firm
from backend.organizations.models import Organization
from backend.submissions import actions as cases
from backend.submissions import queries as case_queries
from backend.submissions.models import BODY_LENGTH, Channel, Submission


@dataclass(frozen=True, slots=True)
class Line:
    """A message the clerk files: for a firm he chose, or for a new one by its name and area."""

    text: str
    firm: Organization | None = None
    firm_name: str = ""
    area_code: str = ""
    person_id: UUID | None = None
    author: str = ""
    said_at: datetime | None = None
    category_code: str | None = None
    is_urgent: bool = False


async def file_line(line: Line, *, actor: Actor) -> tuple[Submission, bool]:
    """File a message as a case; return it, and whether it was there before.

    A message makes at most one case, whoever files it and however it was copied.
    """
    text = clean_text(line.text, minimum=1, maximum=BODY_LENGTH, path=("input", "text"))
    author = clean_text(line.author, maximum=AUTHOR_LENGTH, path=("input", "author"))
    if line.said_at is not None and line.said_at > clock.now():
        raise Invalid(
            Words("发言时间不能晚于现在", "Nobody wrote it in the future"), path=("input", "saidAt")
        )
    async with unit_of_work():
        firm = await firm_of(line, actor=actor)
        seat = policy.ensure_may_file_for(firm, actor=actor)
        known = content_hash(author=author, at=line.said_at, text=text, firm_id=firm.id)
        if before := (await queries.filed_lines([known])).get(known):
            return await _filed_before(before, actor=actor), True
        filing = cases.Filing(
            firm_id=firm.id,
            body=text,
            category_code=line.category_code,
            is_urgent=line.is_urgent,
            channel=Channel.GROUP,
        )
        row = await cases.enter(
            filing,
            actor=actor,
            seat=seat,
            area_code=firm.area_code,
            filed_by_id=await _speaker(line, firm),
        )
        taken = await _keep(row, known, author=author, said_at=line.said_at, actor=actor)
        if not taken:
            # Two clerks pasted the same chat at once: the other one's case stands, ours is undone.
            raise NotPossible(
                Words("这条消息刚被登记，请刷新", "This message was filed just now; look again")
            )
    return row, False


async def _speaker(line: Line, firm: Organization) -> UUID | None:
    """Return who speaks for the firm; raise Invalid for somebody who is not of it."""
    speaker = await queries.speaker_of(firm.id, line.person_id)
    if line.person_id is not None and speaker != line.person_id:
        raise Invalid(
            Words("此人不是这家企业的", "This person is not of the firm"),
            path=("input", "personId"),
        )
    return speaker


async def firm_of(line: Line, *, actor: Actor) -> Organization:
    """Return the firm of a line, entered now where the clerk gives only its name."""
    if line.firm is not None:
        return line.firm
    if not line.firm_name.strip():
        raise Invalid(
            Words("请选择企业，或填写企业名称", "Choose a firm, or give its name"),
            path=("input", "firmId"),
        )
    policy.ensure_clerk(actor, line.area_code)
    firm, _ = await enter_firm(
        line.firm_name, area_code=line.area_code, actor=actor, path=("input", "newFirm", "name")
    )
    return firm


async def _keep(
    row: Submission, known: str, *, author: str, said_at: datetime | None, actor: Actor
) -> bool:
    """Keep where the case comes from; return whether nobody else did meanwhile."""
    table = sql.table_of(PastedLine)
    return bool(
        await sql.execute(
            f"INSERT INTO {table} (id, submission_id, content_hash, author, said_at, filed_by_id, "
            "filed_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (content_hash) DO NOTHING",
            (uuid7(), row.id, known, author or None, said_at, actor.person_id, clock.now()),
        )
    )


async def _filed_before(line: PastedLine, *, actor: Actor) -> Submission:
    seen = sql.Where("submission.id = ?", (line.submission_id,)) & case_queries.visible_to(actor)
    row = await sql.one(Submission, seen)
    if row is None:
        raise NotPossible(Words("这条消息已在别处登记", "This message was filed elsewhere"))
    return row

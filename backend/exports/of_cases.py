"""Cases as lines of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.accounts import phones
from backend.accounts.models import Person
from backend.accounts.queries import number_of
from backend.db import sql
from backend.errors import Words
from backend.exports.sheets import (
    Line,
    Reader,
    Sheet,
    areas,
    categories,
    last_day,
    local,
    named,
    organizations,
    people,
)
from backend.exports.unnamed import unnamed
from backend.exports.words import said
from backend.submissions import queries
from backend.submissions.actions import log_reading
from backend.submissions.models import Submission

COLUMNS: Final = (
    Words("诉求编号", "Number"),
    Words("状态", "State"),
    Words("地区", "Area"),
    Words("渠道", "Channel"),
    Words("类型", "Kind"),
    Words("类别", "Category"),
    Words("公开程度", "Visibility"),
    Words("标题", "Title"),
    Words("内容", "Text"),
    Words("企业", "Firm"),
    Words("联系人", "Contact"),
    Words("联系电话", "Phone"),
    Words("主办部门", "Lead department"),
    Words("提交时间", "Filed at"),
    Words("受理时间", "Accepted at"),
    Words("交办时间", "Dispatched at"),
    Words("承诺答复日", "Promised by"),
    Words("答复时间", "Answered at"),
    Words("办结时间", "Closed at"),
    Words("办结方式", "Closed by"),
    Words("办理结果", "Outcome"),
    Words("企业评价", "Verdict of the firm"),
    Words("轮次", "Round"),
)


async def cases(ids: Sequence[UUID], reader: Reader) -> list[Submission]:
    """Return those of the cases that the reader may see, in order; reading hidden ones is logged."""
    where = sql.is_in("submission.id", ids) & queries.visible_to(reader.actor)
    found = {row.id: row for row in await sql.rows(Submission, where)}
    await log_reading(reader.actor, [*found])
    return [found[each] for each in ids if each in found]


async def _lines(ids: Sequence[UUID], reader: Reader) -> list[Line]:
    rows, language = await cases(ids, reader), reader.language
    known = await organizations(
        each for row in rows for each in (row.firm_id, row.lead_department_id)
    )
    contacts = await _contacts(rows)
    places, topics = await areas(language), await categories(language)
    words = await unnamed(rows, reader)
    return [
        (
            row.number,
            said(row.state, language),
            places.get(row.area_code, row.area_code),
            said(row.channel, language),
            said(row.kind, language),
            topics.get(row.category_code, ""),
            said(row.visibility, language),
            words.said(row.title, row.id),
            words.said(row.body, row.id),
            *firm_and_contact(row, reader, named(known.get(row.firm_id), language), contacts),
            named(known.get(row.lead_department_id), language),
            local(row.filed_at),
            local(row.accepted_at),
            local(row.dispatched_at),
            last_day(row.promised_due_at),
            local(row.answered_at),
            local(row.closed_at),
            said(row.closed_by, language),
            said(row.outcome, language),
            said(row.verdict, language),
            row.round,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as the screen shows him: his number with its middle hidden."""

    name: str
    phone: str


async def _contacts(rows: Sequence[Submission]) -> Mapping[UUID | None, Contact]:
    """Return who speaks for the firms of a page; each number is opened once."""
    found = await people(row.filed_by_id for row in rows)
    return {person.id: _contact(person) for person in found.values()}


def _contact(person: Person) -> Contact:
    number = number_of(person)
    return Contact(person.name, phones.mask(number) if number else "")


def firm_and_contact(
    row: Submission, reader: Reader, firm: str, contacts: Mapping[UUID | None, Contact]
) -> tuple[str, str, str]:
    """Return firm, contact and masked number as the screen shows them: a hidden firm is hidden."""
    if not queries.identity_visible(reader.actor, row):
        hidden = Words("（已隐去）", "(hidden)").said_in(reader.language)
        return hidden, hidden, hidden
    contact = contacts.get(row.filed_by_id)
    return (firm, contact.name, contact.phone) if contact is not None else (firm, "", "")


SHEET: Final = Sheet(Words("诉求", "Cases"), COLUMNS, _lines)

"""Tasks as lines of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.db import sql
from backend.errors import Words
from backend.exports.of_cases import cases
from backend.exports.sheets import (
    Line,
    Reader,
    Sheet,
    areas,
    last_day,
    local,
    named,
    organizations,
)
from backend.exports.unnamed import unnamed
from backend.exports.words import said
from backend.submissions.queries import identity_visible
from backend.submissions.sides import works_in_office
from backend.tasks import deadlines, queries
from backend.tasks.models import Task

COLUMNS: Final = (
    Words("诉求编号", "Number"),
    Words("标题", "Title"),
    Words("企业", "Firm"),
    Words("地区", "Area"),
    Words("主办部门", "Lead department"),
    Words("任务状态", "State"),
    Words("类型", "Kind"),
    Words("轮次", "Round"),
    Words("交办要求", "Assignment"),
    Words("交办时间", "Assigned at"),
    Words("办理期限", "Due by"),
    Words("原定期限", "Due by at first"),
    Words("首次联系期限", "Contact due at"),
    Words("首次联系时间", "Contacted at"),
    Words("提交答复时间", "Reply filed at"),
    Words("完成时间", "Done at"),
    Words("办理结果", "Outcome"),
    Words("答复内容", "Reply"),
)


async def _lines(ids: Sequence[UUID], reader: Reader) -> list[Line]:
    where = sql.is_in("task.id", ids) & queries.visible_to(reader.actor)
    found = {row.id: row for row in await sql.rows(Task, where)}
    rows = [found[each] for each in ids if each in found]
    about = {case.id: case for case in await cases(list({r.submission_id for r in rows}), reader)}
    known = await organizations(each for row in rows for each in (row.firm_id, row.department_id))
    places, language = await areas(reader.language), reader.language
    words = await unnamed(about.values(), reader)
    lines: list[Line] = []
    for row in rows:
        case = about.get(row.submission_id)
        is_known = case is not None and identity_visible(reader.actor, case)
        in_office = works_in_office(reader.actor, firm_id=row.firm_id, area_code=row.area_code)
        lines.append(
            (
                case.number if case is not None else "",
                words.said(case.title, case.id) if case is not None else "",
                named(known.get(row.firm_id), language) if is_known else "",
                places.get(row.area_code, row.area_code),
                named(known.get(row.department_id), language),
                said(row.state, language),
                said(row.kind, language),
                row.round,
                words.said(row.assignment, row.submission_id) if in_office else "",
                local(row.assigned_at),
                last_day(deadlines.effective_due(row)),
                last_day(row.original_due_at),
                local(row.contact_due_at),
                local(row.contacted_at),
                local(row.claimed_at) if in_office else None,
                local(row.done_at),
                said(row.outcome, language) if in_office else "",
                words.said(row.reply, row.submission_id) if in_office else "",
            )
        )
    return lines


SHEET: Final = Sheet(Words("任务", "Tasks"), COLUMNS, _lines)

"""Why a task or an opinion is due when it is: the count, and all that moved it since."""

from __future__ import annotations

from datetime import timedelta

from backend.errors import Words
from backend.organizations import queries as organizations
from backend.tasks import deadlines
from backend.tasks.models import Support, Task
from backend.workdays import date_words, explain

_MOMENT = timedelta(microseconds=1)


async def why_due(task: Task) -> Words:
    """Return why the task is due when it is, sentence by sentence."""
    parts = [await _first_count(task), *_moves(task)]
    calendar = await organizations.calendar_of(task.area_code)
    if task.paused_due_at is not None:
        day = date_words(calendar.date_of(task.paused_due_at - _MOMENT))
        parts.append(
            Words(
                f"正在等待企业回复，企业一直不回复时期限为{day.zh}。",
                f"The firm is being waited for: without a reply it is due on {day.en}.",
            )
        )
    elif task.due_at != task.original_due_at:
        day = date_words(calendar.date_of(task.due_at - _MOMENT))
        parts.append(Words(f"现在的期限是{day.zh}。", f"Now due on {day.en}."))
    return _joined(parts)


async def _first_count(task: Task) -> Words:
    target = deadlines.target_of(task)
    calendar = await organizations.calendar_of(task.area_code)
    half = Words("重办，时限为首次的一半。", "Handled again, in half of the first time. ")
    before = half if task.round > 1 else Words("", "")
    if task.took_over:
        before = Words(
            f"{before.zh}经裁定改由本部门办理，自裁定之日起算。",
            f"{before.en}Given to this department by a ruling, and counted from its day. ",
        )
    if target.workdays is None:
        hours = target.clock_hours or 0
        return Words(
            f"{before.zh}紧急事项，自交办起{hours}小时，节假日不停。",
            f"{before.en}Urgent: {hours} hours from the dispatch, holidays included.",
        )
    counted = explain(calendar, calendar.date_of(task.assigned_at), target.workdays).words
    return Words(f"{before.zh}{counted.zh}", f"{before.en}{counted.en}")


def _moves(task: Task) -> list[Words]:
    moves: list[Words] = []
    if task.paused_workdays:
        days = task.paused_workdays
        moves.append(
            Words(f"等待企业回复顺延{days}个工作日。", f"Waited for the firm: {days} working days.")
        )
    if task.paused_seconds:
        minutes = -(-task.paused_seconds // 60)
        moves.append(
            Words(f"等待企业回复顺延{minutes}分钟。", f"Waited for the firm: {minutes} minutes.")
        )
    if task.extended_workdays:
        days = task.extended_workdays
        moves.append(
            Words(f"经批准延期{days}个工作日。", f"Extended by {days} working days, as granted.")
        )
    if task.listed_at is not None:
        moves.append(
            Words(
                "列入长期推进，每30个工作日报告一次进展。",
                "Listed as long-term: a report of progress every 30 working days.",
            )
        )
    return moves


async def why_opinion_due(row: Support) -> Words:
    """Return why an opinion is due when it is."""
    calendar = await organizations.calendar_of(row.area_code)
    start = date_words(calendar.date_of(row.requested_at))
    day = date_words(calendar.date_of(row.due_at - _MOMENT))
    share = deadlines.SUPPORT_PERCENT
    return Words(
        f"协办时限为主办剩余时限的{share}%，{start.zh}起算，{day.zh}前反馈。",
        f"{share}% of the lead's time that was left on {start.en}: due by {day.en}.",
    )


def _joined(parts: list[Words]) -> Words:
    return Words("".join(part.zh for part in parts), " ".join(part.en for part in parts))

"""Who is offered what, of everything that belongs to a case; and one of these, taken at random."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import sql
from backend.errors import Invalid, NotPossible
from backend.instructions import queries as lines
from backend.instructions.models import InstructionLine
from backend.instructions.workflow import LineAct
from backend.submissions import queries as case_queries
from backend.submissions.models import Submission
from backend.submissions.workflow import Act
from backend.tasks import queries as task_queries
from backend.tasks.models import Support, Task
from backend.tasks.workflow import TaskAct
from tests.tasks.city import City
from tests.tasks.doing import BY_ACT, BY_LINE_ACT

# Each ends a case or takes it away: taken seldom, so that cases live long.
RARE = frozenset(
    {
        Act.WITHDRAW,
        Act.DECLINE,
        Act.SPLIT,
        Act.MOVE,
        Act.MARK_COMPLAINT,
        Act.UPHOLD,
        Act.ADD_INFO,
        Act.INSTRUCT,
        TaskAct.WRITE_TO_FIRM,
        TaskAct.REQUEST_SUPPORT,
        TaskAct.LIST,
    }
)
OFTEN = frozenset(
    {
        Act.ACCEPT_AND_DISPATCH,
        Act.DISPATCH,
        Act.CONFIRM,
        Act.REDO,
        TaskAct.ANSWER,
        TaskAct.PASS,
        TaskAct.REQUEST_RETURN,
        TaskAct.RULE,
        TaskAct.DECIDE_EXTENSION,
        TaskAct.CANCEL,
    }
)
NOT_WALKED = frozenset(
    {Act.REVEAL_CONTACT, Act.SEND_TO_LEADER, Act.POST_MESSAGE, Act.DISPUTE, Act.FORWARD, Act.OBJECT}
)
# Where a case goes may turn out not to be possible: the area chosen is the walk's, not the offer's.
MAY_FAIL = frozenset({Act.MOVE, Act.SPLIT})

Row = Submission | Task | Support | InstructionLine


async def offers(city: City, case_id: UUID) -> list[tuple[Actor, Any, Row]]:
    """Return what each person who sees it may do with the case and all that belongs to it."""
    found: list[tuple[Actor, Any, Row]] = []
    for actor in city.people:
        found += [(actor, act, row) for act, row in await offered(actor, case_id)]
    return found


async def offered(actor: Actor, case_id: UUID) -> list[tuple[Any, Row]]:
    """Return what one person may do now, of what he sees."""
    found: list[tuple[Any, Row]] = []
    of_case = (case_id,)
    for case in await sql.rows(
        Submission, sql.Where("submission.id = ?", of_case) & case_queries.visible_to(actor)
    ):
        found += [(act, case) for act in case_queries.viewer_acts(case, actor)]
    for task in await sql.rows(
        Task, sql.Where("task.submission_id = ?", of_case) & task_queries.visible_to(actor)
    ):
        found += [(act, task) for act in task_queries.viewer_acts(task, actor)]
    for row in await sql.rows(
        Support,
        sql.Where("support.submission_id = ?", of_case) & task_queries.supports_visible_to(actor),
    ):
        found += [(act, row) for act in task_queries.support_acts(row, actor)]
    for line in await sql.rows(
        InstructionLine,
        sql.Where("instruction_line.submission_id = ?", of_case) & lines.lines_visible_to(actor),
    ):
        found += [(act, line) for act in lines.viewer_line_acts(line, actor)]
    return found


async def act_at_random(city: City, case_id: UUID) -> None:
    """Let one of the offers be taken; what was said with it may turn out not to fit."""
    with clock.set_to(city.now):
        possible = {
            (type(act), act, row.id): (actor, act, row)
            for actor, act, row in await offers(city, case_id)
            if act not in NOT_WALKED
        }
        if not possible:
            return
        fitting = [*possible.values()]
        weights = [1 if act in RARE else 20 if act in OFTEN else 5 for _, act, _ in fitting]
        actor, act, row = city.random.choices(fitting, weights)[0]
        roles = "/".join(seat.role for seat in actor.seats)
        city.done.append(f"{city.now:%m-%d %H:%M} {roles} {act} {type(row).__name__} {row.id}")
        try:
            await (BY_LINE_ACT if isinstance(act, LineAct) else BY_ACT)[act](city, row, actor)
        except (Invalid, NotPossible) as refused:
            city.done[-1] += f" ({refused})"
            if isinstance(refused, NotPossible) and act not in MAY_FAIL:
                raise

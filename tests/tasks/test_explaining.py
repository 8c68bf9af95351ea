"""Every due date says why it is what it is, in the language of whoever asks."""

from __future__ import annotations

from datetime import date

import pytest

from backend import clock, graph
from backend.actor import Actor
from backend.schema import schema
from backend.submissions.models import Kind
from backend.tasks import actions as tasks
from backend.tasks import explaining
from backend.tasks.models import Task
from tests.submissions.cast import a_task, the_cast
from tests.tasks.test_returns import MONDAY, on, returned
from tests.tasks.test_support import supported

pytestmark = pytest.mark.usefixtures("database")

SUPPORTS = """{
  supports { totalCount nodes { dueOn light dueExplanation viewerActions department { code } lead { code } } }
  tasks { nodes { dueExplanation heldWorkdays openSupportCount supports { nodes { state } } } }
}"""


async def asked(actor: Actor) -> dict[str, dict[str, list[dict[str, object]]]]:
    """Return what somebody reads of opinions and tasks."""
    answer = await schema.execute(SUPPORTS, context_value=graph.Context(actor=actor))
    assert answer.data is not None, answer.errors
    assert answer.errors is None
    return answer.data


async def test_a_plain_task_counts_its_working_days() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
    words = await explaining.why_due(task)
    assert "第10个工作日" in words.zh
    assert "working day 10" in words.en


async def test_an_urgent_one_counts_hours() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.URGENT)
    assert "24小时" in (await explaining.why_due(task)).zh


async def test_pauses_and_extensions_are_told() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.request_extension(
            task,
            due_on=date(2026, 12, 9),
            reason="需会商",
            interim_reply="稍后",
            actor=cast.officer,
        )
        await tasks.decide_extension(task, is_granted=True, text="", actor=cast.coordinator)
        await tasks.ask(task, question="编号？", actor=cast.officer)
        assert "正在等待企业回复" in (await explaining.why_due(task)).zh
    with clock.set_to(on(11, 25)):
        await tasks.reply(task, text="7", actor=cast.firm)
    words = await explaining.why_due(task)
    assert "延期2个工作日" in words.zh
    assert "顺延2个工作日" in words.zh
    assert "12月11日" in words.zh


async def test_a_task_taken_over_says_from_when_it_counts() -> None:
    cast = await the_cast()
    task = await returned(cast)
    with clock.set_to(on(11, 25)):
        new = await tasks.rule(
            task, text="改派", department_id=cast.indit_id, actor=cast.coordinator
        )
    assert "自裁定之日起算" in (await explaining.why_due(new)).zh


async def test_the_graph_shows_an_opinion_to_offices_and_never_to_the_firm() -> None:
    cast = await the_cast()
    task, _, officer = await supported(cast)
    with clock.set_to(MONDAY):
        seen = await asked(officer)
        [row] = seen["supports"]["nodes"]
        assert (row["dueOn"], row["light"]) == ("2026-12-01", "GREEN")
        assert "60%" in str(row["dueExplanation"])
        assert seen["tasks"]["nodes"] == []
        firm = await asked(cast.firm)
        assert firm["supports"]["totalCount"] == 0
        [own] = firm["tasks"]["nodes"]
        assert (own["openSupportCount"], own["supports"]) == (None, {"nodes": []})
        [led] = (await asked(cast.officer))["tasks"]["nodes"]
        assert (led["openSupportCount"], led["heldWorkdays"]) == (1, 0)
    assert await Task.filter(id=task.id).exists()

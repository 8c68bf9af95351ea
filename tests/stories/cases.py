"""Cases brought to where a story begins, each step by its own person over real HTTP."""

from __future__ import annotations

from typing import Any

from tests.stories import documents as d
from tests.stories import people
from tests.stories.people import Answer, signed_in

SENTENCE = "银行要求先还后贷，过桥资金太贵，请协调续贷。"
SOLVED = {"text": "已协调银行办理无还本续贷。", "outcome": "SOLVED"}
BY_CALL = {"contact": {"channel": "CALL"}}


async def filed(url: str, **given: Any) -> Answer:
    """Return a case that the firm has just filed."""
    firm = await signed_in(url, people.FIRM)
    payload = await firm.act(d.FILE, firmId=await firm.firm_id(), **{"body": SENTENCE, **given})
    assert payload["userErrors"] == []
    return payload["submission"]


async def accepted(url: str, **given: Any) -> Answer:
    """Return a case that the Federation has taken on."""
    clerk = await signed_in(url, people.CLERK)
    return (await clerk.done(await filed(url, **given), d.ACCEPT))["submission"]


async def dispatched(
    url: str, *, code: str = "COMM", kind: str = "CONSULT", **given: Any
) -> Answer:
    """Return the task of a case that a department has just been given."""
    clerk = await signed_in(url, people.CLERK)
    department = await clerk.organization(code)
    departments = [{"departmentId": department["id"], "text": "请三日内联系企业"}]
    case = await filed(url, **given)
    payload = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=departments, kind=kind)
    return payload["tasks"][0]


async def asked(url: str) -> Answer:
    """Return a task whose officer has asked the firm."""
    officer = await signed_in(url, people.COMM_OFFICER)
    task = await dispatched(url)
    return (await officer.done(task, d.ASK, question="是哪家银行？"))["task"]


async def answered(url: str, **given: Any) -> Answer:
    """Return a task that is done: its reply is with the firm."""
    return await filed_answer(
        await signed_in(url, people.COMM_OFFICER), await dispatched(url, **given)
    )


async def claimed(url: str, *, officer: str = people.COMM_OFFICER, code: str = "COMM") -> Answer:
    """Return a task of a complex case whose reply waits for review."""
    task = await dispatched(url, code=code, kind="COMPLEX")
    task = await filed_answer(await signed_in(url, officer), task)
    assert task["state"] == "COMPLETION_CLAIMED"
    return task


async def filed_answer(officer: people.Somebody, task: Answer) -> Answer:
    """Return the task after its officer has called the firm and answered."""
    return (await officer.done(task, d.ANSWER, **SOLVED, **BY_CALL))["task"]


async def disputed(url: str, **answer: Any) -> Answer:
    """Return a case whose reply the firm has not accepted."""
    firm = await signed_in(url, people.FIRM)
    case = (await answered(url))["submission"]
    said = {"verdict": "NOT_SOLVED", "grade": "DISSATISFIED", **answer}
    return (await firm.done(case, d.EVALUATE, answer=said))["submission"]

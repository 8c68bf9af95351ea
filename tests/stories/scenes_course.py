"""Scenes of what happens to a task between its dispatch and its reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

Bring = Callable[[str], Awaitable[Answer]]

SUPPORT = "id version state viewerActions dueOn light dueExplanation opinion isFinal"
REQUEST_RETURN = d.task_act("taskRequestReturn", "TaskRequestReturnInput")
RULE = d.task_act("taskRule", "TaskRuleInput")
REQUEST_EXTENSION = d.task_act("taskRequestExtension", "TaskRequestExtensionInput")
DECIDE_EXTENSION = d.task_act("taskDecideExtension", "TaskDecideExtensionInput")
CONTEST = d.task_act("taskContest", "TaskContestInput")
LIST = d.task_act("taskList", "TaskListInput")
CANCEL = d.task_act("taskCancel", "TaskCancelInput")
DECLINE_SUPPORT = f"""
mutation Act($input: SupportDeclineInput!) {{
  supportDecline(input: $input) {{ support {{ {SUPPORT} }} {d.ERRORS} }}
}}"""
SUPPORTS = f"{{ supports(first: 1, filter: {{states: [REQUESTED]}}, orderBy: {{field: REQUESTED_AT, direction: DESC}}) {{ nodes {{ {SUPPORT} }} }} }}"
DUE_ON = "query Due($id: ID!) { task(id: $id) { dueOn dueExplanation heldWorkdays } }"
NOT_OURS = {"reason": "NOT_OUR_DUTY", "text": "属人社部门职责"}
PLAN = {"plan": "分期推进", "milestones": [{"dueOn": "2199-01-01", "text": "完成设计"}]}


async def returned(url: str) -> Answer:
    """Return a task that its department wants to be rid of."""
    officer = await signed_in(url, people.COMM_OFFICER)
    return (await officer.done(await cases.dispatched(url), REQUEST_RETURN, **NOT_OURS))["task"]


async def later(who: Somebody, task: Answer) -> str:
    """Return a day nine days after a task is due."""
    due = (await who.ask(DUE_ON, {"id": task["id"]}))["task"]["dueOn"]
    return (date.fromisoformat(due) + timedelta(days=9)).isoformat()


async def an_extension(url: str) -> tuple[Somebody, Answer, Answer]:
    """Return who asks for more time for which task, and what he says."""
    officer = await signed_in(url, people.COMM_OFFICER)
    task = await cases.dispatched(url)
    until = await later(officer, task)
    return officer, task, {"dueOn": until, "reason": "需会商", "interimReply": "正在会商"}


async def extension_asked(url: str) -> Answer:
    """Return a task whose extension waits for a decision."""
    officer, task, said = await an_extension(url)
    return (await officer.done(task, REQUEST_EXTENSION, **said))["task"]


async def listed(url: str) -> Answer:
    """Return a long-term task."""
    supervisor = await signed_in(url, people.SUPERVISOR)
    return (await supervisor.done(await cases.dispatched(url), LIST, **PLAN))["task"]


async def one_of_two(url: str) -> Answer:
    """Return the task of the first of two departments."""
    clerk = await signed_in(url, people.CLERK)
    both = [{"departmentId": (await clerk.organization(code))["id"]} for code in ("COMM", "HRSS")]
    case = await cases.filed(url)
    payload = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=both, kind="CONSULT")
    return payload["tasks"][0]


async def drawn(url: str) -> Answer:
    """Return a task whose reply went out and was drawn."""
    officer = await signed_in(url, people.COMM_OFFICER)
    said = {"text": "部分解决", "outcome": "PARTLY", **cases.BY_CALL}
    return (await officer.done(await cases.dispatched(url), d.ANSWER, **said))["task"]


async def supported(url: str) -> Answer:
    """Return what HRSS was asked beside a task."""
    clerk = await signed_in(url, people.CLERK)
    hrss = {"departmentId": (await clerk.organization("HRSS"))["id"], "text": "请提意见"}
    comm = {"departmentId": (await clerk.organization("COMM"))["id"], "supports": [hrss]}
    case = await cases.filed(url)
    await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=[comm], kind="CONSULT")
    asked = await signed_in(url, people.HRSS_OFFICER)
    return (await asked.ask(SUPPORTS))["supports"]["nodes"][0]


async def support_declined(url: str) -> Answer:
    """Return what HRSS refused to say."""
    officer = await signed_in(url, people.HRSS_OFFICER)
    return (await officer.done(await supported(url), DECLINE_SUPPORT, **NOT_OURS))["support"]


def of(who: str, bring: Bring, **more: object) -> Make:
    """Make the scene of a thing that `bring` brings to where the act is possible."""

    async def make(url: str) -> Scene:
        thing = await bring(url)
        read = {"id": thing["id"], "expectedVersion": thing["version"]}
        return Scene(await signed_in(url, who), {**read, **more})

    return make


async def asking_for_more_time(url: str) -> Scene:
    officer, task, said = await an_extension(url)
    return Scene(officer, {"id": task["id"], "expectedVersion": task["version"], **said})


async def asking_for_support(url: str) -> Scene:
    coordinator = await signed_in(url, people.COORDINATOR)
    task = await cases.dispatched(url)
    hrss = {"departmentId": (await coordinator.organization("HRSS"))["id"], "text": "请提意见"}
    given = {"id": task["id"], "expectedVersion": task["version"], "supports": [hrss]}
    return Scene(coordinator, given)


async def writing_to_the_firm(url: str) -> Scene:
    officer = await signed_in(url, people.COMM_OFFICER)
    return Scene(officer, {"id": (await cases.dispatched(url))["id"], "text": "您好"})


OFFICER, HRSS, COORDINATOR = people.COMM_OFFICER, people.HRSS_OFFICER, people.COORDINATOR
OF_COURSE: Mapping[str, Make] = {
    "supportDecline": of(HRSS, supported, **NOT_OURS),
    "supportGiveOpinion": of(HRSS, supported, opinion="可以办理"),
    "supportRule": of(COORDINATOR, support_declined, text="属贵局职责"),
    "taskCancel": of(COORDINATOR, one_of_two, reason="重复交办"),
    "taskContest": of(people.FIRM, cases.asked),
    "taskDecideExtension": of(COORDINATOR, extension_asked, isGranted=True),
    "taskList": of(people.SUPERVISOR, cases.dispatched, **PLAN),
    "taskPostMessage": writing_to_the_firm,
    "taskReportMilestone": of(OFFICER, listed, text="设计已完成"),
    "taskRequestExtension": asking_for_more_time,
    "taskRequestReturn": of(OFFICER, cases.dispatched, **NOT_OURS),
    "taskRequestSupport": asking_for_support,
    "taskResumeListed": of(OFFICER, listed),
    "taskRule": of(COORDINATOR, returned, text="应由贵局办理"),
    "taskSampleCheck": of(COORDINATOR, drawn, finding="GOOD"),
}

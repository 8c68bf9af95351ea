"""Tasks and opinions: one of two, alone, of a firm that hides, of who coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from backend.tasks.models import SupportState, TaskState
from backend.tasks.workflow import SupportAct, TaskAct
from tests.stories import cases, people, scenes_course
from tests.stories.people import Answer
from tests.submissions.test_offers import BY_A_PERSON
from tests.walk.city import City
from tests.walk.machines import Kind, Machine, Said
from tests.walk.of_cases import BY_CALL, SOLVED, given

FIRM, CLERK, COORDINATOR = people.FIRM, people.CLERK, people.COORDINATOR
SUPERVISOR, HRSS = people.SUPERVISOR, people.HRSS_OFFICER
OFFICERS = {"COMM": people.COMM_OFFICER, "INDIT": people.INDIT_OFFICER, "HRSS": HRSS}
REVIEWERS = {"COMM": COORDINATOR, "INDIT": CLERK}
NOT_OURS, PLAN = scenes_course.NOT_OURS, scenes_course.PLAN
DUE = "query($id: ID!) { task(id: $id) { dueOn } }"
SUPPORTS = "query($id: ID!) { task(id: $id) { supports(first: 1) { nodes { id version state } } } }"


class Course:
    """How a task gets from its dispatch to each state."""

    code = "COMM"
    also: tuple[str, ...] = ("HRSS",)
    filing: ClassVar[Mapping[str, object]] = {}
    kind = "COMPLEX"

    async def assigned(self, city: City) -> Answer:
        """Return a task just given."""
        sent = {"firmId": city.ids["FIRM"], "body": cases.SENTENCE, **self.filing}
        case = (await city.done(FIRM, "submissionFile", **sent))["submission"]
        departments = [{"departmentId": city.ids[code]} for code in (self.code, *self.also)]
        to = {"departments": departments, "kind": self.kind}
        return (await city.done(CLERK, "submissionAcceptAndDispatch", case, **to))["tasks"][0]

    async def bring(self, city: City, state: TaskState) -> Answer:
        """Return a fresh task in a state."""
        task = await self.assigned(city)
        for who, name, said in self.way(state):
            payload = await city.done(who, name, task, **said)
            task = payload.get("task") or payload["support"]
        return task

    def way(self, state: TaskState) -> list[tuple[str, str, Mapping[str, object]]]:
        """Return who does what on the way."""
        officer, reviewer = OFFICERS[self.code], REVIEWERS[self.code]
        answered = (officer, "taskAnswer", {**SOLVED, **BY_CALL})
        ways: dict[TaskState, list[tuple[str, str, Mapping[str, object]]]] = {
            TaskState.ASSIGNED: [],
            TaskState.IN_PROGRESS: [(officer, "taskReportProgress", {"text": "已约谈"})],
            TaskState.WAITING_FOR_SUBMITTER: [(officer, "taskAsk", {"question": "哪家银行？"})],
            TaskState.RETURN_REQUESTED: [(officer, "taskRequestReturn", NOT_OURS)],
            TaskState.COMPLETION_CLAIMED: [answered],
            TaskState.LISTED: [(SUPERVISOR, "taskList", PLAN)],
            TaskState.DONE: [answered, (reviewer, "taskPass", {})],
            TaskState.CANCELLED: [(reviewer, "taskCancel", {"reason": "重复交办"})],
        }
        return ways[state]


class Alone(Course):
    """The only task of its round; its reply goes out at once and is read later."""

    also = ()
    kind = "CONSULT"

    def way(self, state: TaskState) -> list[tuple[str, str, Mapping[str, object]]]:
        """Return who does what on the way."""
        partly = {"text": "部分解决", "outcome": "PARTLY", **BY_CALL}
        if state is TaskState.DONE:
            return [(OFFICERS[self.code], "taskAnswer", partly)]
        return super().way(state)


class AloneAtTheCoordinator(Alone):
    """The same, led by who coordinates."""

    code = "INDIT"


class Hidden(Course):
    """The firm hides from the department."""

    filing: ClassVar[Mapping[str, object]] = {"visibility": "CONFIDENTIAL"}


class OfTheCoordinator(Course):
    """The organization that coordinates leads it itself."""

    code = "INDIT"


class Extended(Course):
    """More time is asked for."""

    async def assigned(self, city: City) -> Answer:
        """Return a task whose extension waits for a decision."""
        task = await super().assigned(city)
        said = await more_time(city, task)
        return (await city.done(OFFICERS[self.code], "taskRequestExtension", task, **said))["task"]


class ExtendedOnce(Extended):
    """More time was granted, and is asked for again."""

    async def assigned(self, city: City) -> Answer:
        """Return a task whose second extension waits for a decision."""
        task = await super().assigned(city)
        task = (await city.done(COORDINATOR, "taskDecideExtension", task, isGranted=True))["task"]
        said = await more_time(city, task)
        return (await city.done(OFFICERS[self.code], "taskRequestExtension", task, **said))["task"]


class ExtendedAtTheCoordinator(Extended):
    """More time is asked for by who coordinates."""

    code = "INDIT"


async def more_time(city: City, task: Answer) -> Mapping[str, object]:
    """Ask until a day that lies a week after the due."""
    due = (await city.ask(CLERK, DUE, id=task["id"]))["task"]["dueOn"]
    until = (date.fromisoformat(due) + timedelta(days=9)).isoformat()
    return {"dueOn": until, "reason": "需会商", "interimReply": "正在会商"}


async def to_tax(city: City, _task: Answer) -> Mapping[str, object]:
    """Ask a department that has no part in it."""
    return {"supports": [{"departmentId": city.ids["TAX_BUREAU"], "text": "请提意见"}]}


SAID: Mapping[TaskAct, Said] = {
    TaskAct.RECORD_CONTACT: BY_CALL,
    TaskAct.CALL_FOR_DEPARTMENT: BY_CALL,
    TaskAct.WRITE_TO_FIRM: {"text": "您好"},
    TaskAct.REPORT_PROGRESS: {"text": "已约谈"},
    TaskAct.ASK: {"question": "哪家银行？"},
    TaskAct.REPLY: {"text": "苏州银行"},
    TaskAct.CONTEST: {"text": "已经答复过"},
    TaskAct.ANSWER: {**SOLVED, **BY_CALL},
    TaskAct.PASS: {},
    TaskAct.SEND_BACK: {"reason": "请逐条答复"},
    TaskAct.REQUEST_RETURN: NOT_OURS,
    TaskAct.RULE: {"text": "应由贵局办理"},
    TaskAct.REQUEST_EXTENSION: more_time,
    TaskAct.DECIDE_EXTENSION: {"isGranted": True},
    TaskAct.LIST: PLAN,
    TaskAct.REPORT_MILESTONE: {"text": "设计已完成"},
    TaskAct.RESUME_LISTED: {},
    TaskAct.REQUEST_SUPPORT: to_tax,
    TaskAct.CANCEL: {"reason": "重复交办"},
    TaskAct.SAMPLE_CHECK: {"finding": "GOOD"},
}
AT_WORK = frozenset({TaskState.IN_PROGRESS, TaskState.WAITING_FOR_SUBMITTER})
SHORT = frozenset({TaskState.ASSIGNED, TaskState.DONE})
CALLED = frozenset({TaskState.ASSIGNED, TaskState.RETURN_REQUESTED}) | AT_WORK
TASKS = Machine(
    type_name="Task",
    table="tasks.STEPS",
    observer=CLERK,
    kinds={
        "one of two": Kind(Course().bring, frozenset(TaskState)),
        "alone": Kind(Alone().bring, SHORT | AT_WORK),
        "alone at the coordinator": Kind(AloneAtTheCoordinator().bring, SHORT),
        "hidden": Kind(Hidden().bring, CALLED),
        "of the coordinator": Kind(OfTheCoordinator().bring, frozenset(TaskState)),
        "extended": Kind(Extended().bring, AT_WORK),
        "extended once": Kind(ExtendedOnce().bring, AT_WORK),
        "extended at the coordinator": Kind(ExtendedAtTheCoordinator().bring, AT_WORK),
    },
    mutations={act: name for act, name in BY_A_PERSON.items() if isinstance(act, TaskAct)},
    said=SAID,
    first_acts={TaskState.ASSIGNED: TaskState.IN_PROGRESS},
    instead={TaskAct.ANSWER: TaskAct.CLAIM},
    apart={TaskAct.ANSWER: frozenset({"one of two", "alone"})},
    once=frozenset({TaskAct.REQUEST_SUPPORT}),
)


class Opinion:
    """How what another department was asked gets to each state."""

    asked = "HRSS"

    async def requested(self, city: City) -> Answer:
        """Return what a department was just asked."""
        sent = {"firmId": city.ids["FIRM"], "body": cases.SENTENCE}
        case = (await city.done(FIRM, "submissionFile", **sent))["submission"]
        support = {"departmentId": city.ids[self.asked], "text": "请提意见"}
        departments = [{"departmentId": city.ids["COMM"], "supports": [support]}]
        task = (await given(city, case, by=CLERK, departments=departments))["tasks"][0]
        found = await city.ask(SUPERVISOR, SUPPORTS, id=task["id"])
        [row] = found["task"]["supports"]["nodes"]
        city.cases[row["id"]] = case["id"]
        return row

    async def bring(self, city: City, state: SupportState) -> Answer:
        """Return a fresh one in a state."""
        row = await self.requested(city)
        officer = OFFICERS[self.asked]
        declined = (officer, "supportDecline", NOT_OURS)
        dropped = (SUPERVISOR if self.asked == "INDIT" else COORDINATOR, "supportRule")
        ways: dict[SupportState, list[tuple[str, str, Mapping[str, object]]]] = {
            SupportState.REQUESTED: [],
            SupportState.OPINION_GIVEN: [(officer, "supportGiveOpinion", {"opinion": "可以"})],
            SupportState.DECLINED: [declined],
            SupportState.CANCELLED: [declined, (*dropped, {"isDropped": True, "text": "不需"})],
        }
        for who, name, said in ways[state]:
            row = (await city.done(who, name, row, **said))["support"]
        return row


class Final(Opinion):
    """It was ruled that the department has to say something."""

    async def requested(self, city: City) -> Answer:
        """Return what was asked again."""
        row = await super().requested(city)
        row = (await city.done(HRSS, "supportDecline", row, **NOT_OURS))["support"]
        return (await city.done(COORDINATOR, "supportRule", row, text="属贵局职责"))["support"]


class OfTheCoordinatorsOpinion(Opinion):
    """The organization that coordinates is asked itself."""

    asked = "INDIT"


OPINIONS = Machine(
    type_name="Support",
    table="tasks.SUPPORT_STEPS",
    observer=SUPERVISOR,
    kinds={
        "plain": Kind(Opinion().bring, frozenset(SupportState)),
        "final": Kind(Final().bring, frozenset({SupportState.REQUESTED})),
        "of the coordinator": Kind(
            OfTheCoordinatorsOpinion().bring, frozenset({SupportState.DECLINED})
        ),
    },
    mutations={act: name for act, name in BY_A_PERSON.items() if isinstance(act, SupportAct)},
    said={
        SupportAct.GIVE_OPINION: {"opinion": "可以办理"},
        SupportAct.DECLINE_SUPPORT: NOT_OURS,
        SupportAct.RULE_SUPPORT: {"text": "属贵局职责"},
    },
)

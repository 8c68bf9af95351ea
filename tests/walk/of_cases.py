"""Cases: plain ones, those of a chamber, complaints, hidden ones, those a leader gave away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from backend.submissions.models import State
from backend.submissions.workflow import OPEN_STATES, Act
from tests.stories import cases, people, scenes_voices
from tests.stories.people import Answer
from tests.submissions.test_offers import BY_A_PERSON
from tests.walk.city import City
from tests.walk.machines import Kind, Machine, Said

FIRM, CLERK, COORDINATOR = people.FIRM, people.CLERK, people.COORDINATOR
SUPERVISOR, OFFICER, MAYOR = people.SUPERVISOR, people.COMM_OFFICER, people.MAYOR
CHAMBER_HEAD = scenes_voices.CHAMBER_HEAD
BY_CALL = {"contact": {"channel": "CALL"}}
SOLVED = {"text": "已协调银行办理无还本续贷。", "outcome": "SOLVED"}
WORDS = {"text": "请牵头办理", "type": "HANDLE"}
NOT_SOLVED = {"verdict": "NOT_SOLVED", "grade": "DISSATISFIED"}
HAPPY = {"verdict": "SOLVED", "grade": "SATISFIED"}
PRESSED = {"reason": "SOMEBODY_ASKED_ME", "text": "有人来过电话"}
ELSEWHERE = {"reason": "OTHER", "text": "不属受理范围", "where": "市场监管局"}


async def given(city: City, case: Answer, *, by: str, code: str = "COMM", **more: Any) -> Answer:
    """Return the payload after a case was accepted and dispatched to a department."""
    departments = [{"departmentId": city.ids[code]}]
    sent = {"departments": departments, "kind": "CONSULT", **more}
    return await city.done(by, "submissionAcceptAndDispatch", case, **sent)


async def again(city: City, case: Answer, *, by: str = FIRM) -> Answer:
    """Return a case with its present version."""
    return (await city.read(by, "Submission", [case["id"]]))[case["id"]]


class Course:
    """How a case gets from its filing to each state: who does what on the way."""

    verifier = CLERK
    officer = OFFICER
    code = "COMM"
    filing: ClassVar[Mapping[str, object]] = {}

    async def filed(self, city: City) -> Answer:
        """Return a case just filed."""
        sent = {"firmId": city.ids["FIRM"], "body": cases.SENTENCE, **self.filing}
        return (await city.done(FIRM, "submissionFile", **sent))["submission"]

    async def handled(self, city: City) -> tuple[Answer, Answer]:
        """Return a case in handling, and its task."""
        payload = await given(city, await self.filed(city), by=self.verifier, code=self.code)
        return payload["submission"], payload["tasks"][0]

    async def answered(self, city: City) -> Answer:
        """Return a case whose reply is with the firm."""
        case, task = await self.handled(city)
        await self.answer(city, task)
        return await again(city, case)

    async def answer(self, city: City, task: Answer) -> None:
        """Let the officer answer."""
        await city.done(self.officer, "taskAnswer", task, **SOLVED, **BY_CALL)

    async def bring(self, city: City, state: State) -> Answer:
        """Return a fresh case in a state."""
        if state is State.FILED:
            return await self.filed(city)
        if state in (State.IN_HANDLING, State.WITHDRAWN):
            case, _ = await self.handled(city)
            if state is State.IN_HANDLING:
                return case
            return (await city.done(FIRM, "submissionWithdraw", case, **PRESSED))["submission"]
        if state in (State.ANSWERED, State.DISPUTED, State.CLOSED):
            case = await self.answered(city)
            if state is State.ANSWERED:
                return case
            said = NOT_SOLVED if state is State.DISPUTED else HAPPY
            return (await city.done(FIRM, "submissionEvaluate", case, answer=said))["submission"]
        name, said = VERIFIED[state]
        case = await self.filed(city)
        return (await city.done(self.verifier, name, case, **said))["submission"]


VERIFIED: Mapping[State, tuple[str, Mapping[str, object]]] = {
    State.VERIFYING: ("submissionOpen", {}),
    State.NEEDS_INFO: ("submissionAskInfo", {"question": "何时到期？"}),
    State.ACCEPTED: ("submissionAccept", {}),
    State.DECLINED: ("submissionDecline", ELSEWHERE),
}


class OfChamber(Course):
    """A chamber files for its member."""

    async def filed(self, city: City) -> Answer:
        """Return a case that the chamber has just filed."""
        sent = {"firmId": city.ids["FIRM"], "chamberId": city.ids["CHAMBER"]}
        sent["body"] = cases.SENTENCE
        return (await city.done(CHAMBER_HEAD, "submissionFileForMember", **sent))["submission"]


class Complaint(Course):
    """The firm complains of a department, and of none of those who verify."""

    verifier = SUPERVISOR

    async def filed(self, city: City) -> Answer:
        """Return a complaint just filed."""
        sent = {"firmId": city.ids["FIRM"], "body": cases.SENTENCE}
        sent["complainedOfId"] = city.ids["TAX_BUREAU"]
        return (await city.done(FIRM, "submissionFile", **sent))["submission"]


class Hidden(Course):
    """The firm hides: the department writes to it."""

    filing: ClassVar[Mapping[str, object]] = {"visibility": "CONFIDENTIAL"}

    async def answer(self, city: City, task: Answer) -> None:
        """Let the officer answer."""
        await city.done(self.officer, "taskPostMessage", task, text="您好，请补充材料")
        task = (await city.read(self.officer, "Task", [task["id"]]))[task["id"]]
        await city.done(self.officer, "taskAnswer", task, **SOLVED)


class OfTheCoordinator(Course):
    """The organization that coordinates leads it itself."""

    officer = people.INDIT_OFFICER
    code = "INDIT"


class GivenAway(Course):
    """A leader gave it away before anybody verified it."""

    async def handled(self, city: City) -> tuple[Answer, Answer]:
        """Return a case that a leader has sent to a department, and its task."""
        case = await self.filed(city)
        about = {"submissionId": case["id"], "expectedVersion": case["version"]}
        to = {"departments": [city.ids["COMM"]]}
        await city.done(MAYOR, "instructionIssue", None, **about, **WORDS, **to)
        found = await city.ask(OFFICER, TASKS, id=case["id"])
        [task] = found["submission"]["tasks"]["nodes"]
        return await again(city, case), task

    async def answer(self, city: City, task: Answer) -> None:
        """Let the officer answer, and the coordinator read it."""
        await super().answer(city, task)
        task = (await city.read(COORDINATOR, "Task", [task["id"]]))[task["id"]]
        await city.done(COORDINATOR, "taskPass", task)


TASKS = "query($id: ID!) { submission(id: $id) { tasks(first: 1) { nodes { id version } } } }"


async def to_departments(city: City, _case: Answer) -> Answer:
    """Name a department with a task of its own."""
    return {"departments": [{"departmentId": city.ids["COMM"], "text": "请联系企业"}]}


async def redone(city: City, case: Answer) -> Answer:
    """Name the department that does it again."""
    return {**await to_departments(city, case), "text": "请重办"}


async def instructed(city: City, _case: Answer) -> Answer:
    """Name the department that leads from now on."""
    return {"departments": [city.ids["COMM"]], **WORDS}


async def forwarded(city: City, _case: Answer) -> Answer:
    """Name the department to whose head it goes."""
    return {"departmentId": city.ids["COMM"]}


async def complained(city: City, _case: Answer) -> Answer:
    """Name whom the firm complains of."""
    return {"complainedOfId": city.ids["TAX_BUREAU"]}


async def sent_to(city: City, _case: Answer) -> Answer:
    """Name the leader."""
    return {"membershipId": await city.leader(), "note": "请阅"}


SAID: Mapping[Act, Said] = {
    Act.OPEN: {},
    Act.ACCEPT: {"categoryCode": "FINANCE"},
    Act.ACCEPT_AND_DISPATCH: to_departments,
    Act.ASK_INFO: {"question": "何时到期？"},
    Act.ANSWER_INFO: {"text": "月底"},
    Act.DECLINE: ELSEWHERE,
    Act.DISPATCH: to_departments,
    Act.ANSWER_DIRECTLY: {"outcome": "EXPLAINED", "text": "可以续贷", "detail": "《办法》第三条"},
    Act.CONFIRM: {"answer": HAPPY},
    Act.DISPUTE: {"answer": NOT_SOLVED},
    Act.REDO: redone,
    Act.UPHOLD: {"explanation": "依据充分"},
    Act.REQUEST_REVIEW: {"text": "确属企业诉求"},
    Act.WITHDRAW: PRESSED,
    Act.MOVE: {"areaCode": "320571", "reason": "企业已迁址"},
    Act.ADD_INFO: {"text": "合同编号如下"},
    Act.MARK_COMPLAINT: complained,
    Act.AUDIT_WITHDRAWAL: {"finding": "UNCLEAR", "note": "企业未接电话"},
    Act.SPLIT: {"parts": [{"body": "请协调续贷"}, {"body": "厂区停电频繁"}]},
    Act.REVEAL_CONTACT: {"reason": "需要联系企业"},
    Act.POST_MESSAGE: {"text": "请尽快"},
    Act.TAKE_OVER: {},
    Act.OBJECT: {},
    Act.INSTRUCT: instructed,
    Act.FORWARD: forwarded,
    Act.VERIFY_BESIDE: {"text": "情况属实"},
    Act.SEND_TO_LEADER: sent_to,
}
EVERYWHERE = frozenset(State) - {State.DRAFT}
FROM_HANDLING = frozenset(
    {State.IN_HANDLING, State.ANSWERED, State.DISPUTED, State.CLOSED, State.WITHDRAWN}
)


def kind(course: Callable[[], Course], states: frozenset[State] = EVERYWHERE) -> Kind:
    """Return a kind of case."""
    return Kind(course().bring, states)


CASES = Machine(
    type_name="Submission",
    table="submissions.STEPS",
    observer=FIRM,
    kinds={
        "plain": kind(Course),
        "of a chamber": kind(OfChamber),
        "complaint": kind(Complaint),
        "hidden": kind(Hidden, frozenset({State.FILED, State.IN_HANDLING, State.ANSWERED})),
        "of the coordinator": kind(OfTheCoordinator, frozenset({State.DISPUTED})),
        "given away": kind(GivenAway, FROM_HANDLING),
    },
    mutations={act: name for act, name in BY_A_PERSON.items() if isinstance(act, Act)},
    said=SAID,
    # An open case that the firm objects to is withdrawn; one that is over stays as it is.
    along={Act.OBJECT: Act.WITHDRAW},
    once=frozenset({Act.MOVE}),
    unbrought={State.DRAFT: "filing writes it and FILED in one unit"},
    closed={
        **dict.fromkeys(
            [(Act.VERIFY_BESIDE, state) for state in OPEN_STATES - FROM_HANDLING],
            "only a leader leaves facts unverified, and he gives it away",
        ),
        (Act.RECORD_CLOSED, State.ANSWERED): "history writes a whole life at once",
    },
)

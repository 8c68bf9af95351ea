"""What a person is offered he can do by a mutation, and nothing that is not offered has one."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLObjectType, build_schema

from backend.submissions.workflow import STEPS as CASE_STEPS
from backend.submissions.workflow import Act
from backend.tasks.workflow import STEPS as TASK_STEPS
from backend.tasks.workflow import TaskAct

CONTRACT = Path(__file__).resolve().parents[2] / "schema.graphql"
BY_A_PERSON: dict[Act | TaskAct, str] = {
    Act.FILE: "submissionFile",
    Act.OPEN: "submissionOpen",
    Act.ACCEPT: "submissionAccept",
    Act.ACCEPT_AND_DISPATCH: "submissionAcceptAndDispatch",
    Act.ASK_INFO: "submissionAskInfo",
    Act.ANSWER_INFO: "submissionAnswerInfo",
    Act.DECLINE: "submissionDecline",
    Act.DISPATCH: "submissionDispatch",
    Act.ANSWER_DIRECTLY: "submissionAnswerDirectly",
    Act.CONFIRM: "submissionEvaluate",
    Act.DISPUTE: "submissionEvaluate",
    Act.REDO: "submissionRedo",
    Act.REVEAL_CONTACT: "submissionRevealContact",
    Act.UPHOLD: "submissionUphold",
    Act.REVEAL_CONTACT: "submissionRevealContact",
    TaskAct.RECORD_CONTACT: "taskRecordContact",
    TaskAct.REPORT_PROGRESS: "taskReportProgress",
    TaskAct.ASK: "taskAsk",
    TaskAct.REPLY: "taskReply",
    TaskAct.ANSWER: "taskAnswer",
    TaskAct.PASS: "taskPass",
    TaskAct.SEND_BACK: "taskSendBack",
}
# The firm's one answer by the link that the silent get: confirms or disputes like submissionEvaluate.
SIGNED_OUT = {"invitationAnswer"}
STEPS = {**CASE_STEPS, **TASK_STEPS}


def mutations_of_cases_and_tasks() -> set[str]:
    kind = build_schema(CONTRACT.read_text("utf-8")).mutation_type
    assert isinstance(kind, GraphQLObjectType)
    return {name for name in kind.fields if name.startswith(("submission", "task", "invitation"))}


def test_each_act_offered_to_a_person_has_its_mutation_and_no_other_act_has_one() -> None:
    offered = {act for act, step in STEPS.items() if step.offered and step.by == "person"}
    assert set(BY_A_PERSON) == offered


def test_each_mutation_of_cases_and_tasks_is_an_offered_act() -> None:
    assert mutations_of_cases_and_tasks() == {*BY_A_PERSON.values(), *SIGNED_OUT}


def test_an_act_that_is_not_offered_has_no_mutation_of_its_name() -> None:
    unoffered = [act for act, step in STEPS.items() if not step.offered]
    assert unoffered
    named = {
        ("submission" if isinstance(act, Act) else "task") + act.title().replace("_", "")
        for act in unoffered
    }
    assert named & mutations_of_cases_and_tasks() == set()

"""What a person is offered he can do by a mutation, and nothing that is not offered has one."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLObjectType, build_schema

from backend.submissions.workflow import STEPS as CASE_STEPS
from backend.submissions.workflow import Act
from backend.tasks.workflow import STEPS as TASK_STEPS
from backend.tasks.workflow import SUPPORT_STEPS, SupportAct, TaskAct

CONTRACT = Path(__file__).resolve().parents[2] / "schema.graphql"
BY_A_PERSON: dict[Act | TaskAct | SupportAct, str] = {
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
    Act.REQUEST_REVIEW: "submissionRequestReview",
    Act.WITHDRAW: "submissionWithdraw",
    Act.MOVE: "submissionMove",
    Act.ADD_INFO: "submissionAddInfo",
    Act.MARK_COMPLAINT: "submissionMarkComplaint",
    Act.AUDIT_WITHDRAWAL: "submissionAuditWithdrawal",
    Act.SPLIT: "submissionSplit",
    Act.REVEAL_CONTACT: "submissionRevealContact",
    Act.POST_MESSAGE: "submissionPostMessage",
    Act.TAKE_OVER: "submissionTakeOver",
    Act.OBJECT: "submissionObject",
    Act.INSTRUCT: "instructionIssue",
    Act.FORWARD: "instructionForward",
    Act.VERIFY_BESIDE: "submissionVerifyBeside",
    Act.SEND_TO_LEADER: "submissionSendToLeader",
    TaskAct.RECORD_CONTACT: "taskRecordContact",
    TaskAct.REPORT_PROGRESS: "taskReportProgress",
    TaskAct.ASK: "taskAsk",
    TaskAct.REPLY: "taskReply",
    TaskAct.ANSWER: "taskAnswer",
    TaskAct.PASS: "taskPass",
    TaskAct.SEND_BACK: "taskSendBack",
    TaskAct.CALL_FOR_DEPARTMENT: "taskRecordContact",
    TaskAct.WRITE_TO_FIRM: "taskPostMessage",
    TaskAct.CONTEST: "taskContest",
    TaskAct.REQUEST_RETURN: "taskRequestReturn",
    TaskAct.RULE: "taskRule",
    TaskAct.REQUEST_EXTENSION: "taskRequestExtension",
    TaskAct.DECIDE_EXTENSION: "taskDecideExtension",
    TaskAct.LIST: "taskList",
    TaskAct.REPORT_MILESTONE: "taskReportMilestone",
    TaskAct.RESUME_LISTED: "taskResumeListed",
    TaskAct.REQUEST_SUPPORT: "taskRequestSupport",
    TaskAct.CANCEL: "taskCancel",
    TaskAct.SAMPLE_CHECK: "taskSampleCheck",
    SupportAct.GIVE_OPINION: "supportGiveOpinion",
    SupportAct.DECLINE_SUPPORT: "supportDecline",
    SupportAct.RULE_SUPPORT: "supportRule",
}
# The firm's one answer by the link that the silent get: confirms or disputes like submissionEvaluate.
SIGNED_OUT = {"invitationAnswer", "submissionFileAnonymously"}
# There is no case yet on which filing could be offered.
ALSO_FILES = {"submissionFileForMember"}
# Reading changes nothing of the case.
ALSO_READS = {"submissionMarkRead"}
# Neither does taking away what one reads.
EXPORTS = {"submissionsExport", "tasksExport", "submissionExportSheet"}
# One act on many cases, each of them offered the act.
IN_BULK = {"submissionsOpen", "submissionsAccept", "submissionsAcceptAndDispatch"}
SPOKEN = {"instructionIssue", "instructionForward"}
STEPS = {**CASE_STEPS, **TASK_STEPS, **SUPPORT_STEPS}


def mutations_of_cases_and_tasks() -> set[str]:
    kind = build_schema(CONTRACT.read_text("utf-8")).mutation_type
    assert isinstance(kind, GraphQLObjectType)
    prefixes = ("submission", "task", "support", "invitation")
    return {name for name in kind.fields if name.startswith(prefixes)} | SPOKEN


def test_each_act_offered_to_a_person_has_its_mutation_and_no_other_act_has_one() -> None:
    offered = {act for act, step in STEPS.items() if step.offered and step.by == "person"}
    assert set(BY_A_PERSON) == offered


def test_each_mutation_of_cases_and_tasks_is_an_offered_act() -> None:
    assert mutations_of_cases_and_tasks() == {
        *BY_A_PERSON.values(),
        *SIGNED_OUT,
        *ALSO_FILES,
        *ALSO_READS,
        *EXPORTS,
        *IN_BULK,
    }


def test_every_edge_of_both_machines_can_be_taken() -> None:
    assert [act for act, step in STEPS.items() if not step.offered] == []

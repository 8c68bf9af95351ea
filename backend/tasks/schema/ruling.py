"""Returning, ruling, extending, listing, cancelling and reading afterwards, on the graph."""

from __future__ import annotations

from datetime import date

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations.schema import Duty
from backend.submissions.schema.attached import file_ids
from backend.submissions.schema.voice_fields import CaseMessage
from backend.tasks import actions
from backend.tasks.models import ReturnReason, SampleFinding
from backend.tasks.schema.course import Milestone
from backend.tasks.schema.dispatching import department_of
from backend.tasks.schema.mutations import TaskEditInput, TaskError, TaskPayload, act
from backend.tasks.schema.types import Task


@strawberry.input
class TaskRequestReturnInput(TaskEditInput):
    """Why it is not this department's (at most 1,000 characters), and whose it should be."""

    reason: ReturnReason
    text: str
    proposed_department_id: strawberry.ID | None = None


@strawberry.input
class TaskRuleInput(TaskEditInput):
    """The ruling in words; without a department the same one has it. Without a duty it cites what
    the department answers for in the case's category.
    """

    text: str
    department_id: strawberry.ID | None = None
    duty_id: strawberry.ID | None = None


@strawberry.input
class TaskRequestExtensionInput(TaskEditInput):
    """Until which day, at most ten working days later; why; and what the firm is told meanwhile."""

    due_on: date
    reason: str
    interim_reply: str


@strawberry.input
class TaskDecideExtensionInput(TaskEditInput):
    """Granted or refused; a refusal says why (at most 1,000 characters)."""

    is_granted: bool
    text: str = ""


@strawberry.input
class TaskContestInput(TaskEditInput):
    """What the firm says to it, if anything (at most 1,000 characters)."""

    text: str = ""


@strawberry.input
class MilestoneInput:
    """One step of a plan: by which day, and what (at most 1,000 characters)."""

    due_on: date
    text: str


@strawberry.input
class TaskListInput(TaskEditInput):
    """The plan (at most 1,000 characters) and its steps (1–20)."""

    plan: str
    milestones: list[MilestoneInput]


@strawberry.input
class TaskReportMilestoneInput(TaskEditInput):
    """How far it is (at most 1,000 characters), and which step is done, if one is."""

    text: str
    milestone_id: strawberry.ID | None = None


@strawberry.input
class TaskCancelInput(TaskEditInput):
    """Why (at most 1,000 characters)."""

    reason: str


@strawberry.input
class TaskSampleCheckInput(TaskEditInput):
    """What was found; a follow-up says what is to be done (at most 1,000 characters)."""

    finding: SampleFinding
    text: str = ""


@strawberry.input
class TaskPostMessageInput(graph.MutationInput):
    """The task, and the message to the firm (1–2,000 characters)."""

    id: strawberry.ID
    text: str
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.type
class TaskPostMessagePayload(graph.Payload):
    """The task and the new message."""

    task: Task | None = None
    message: CaseMessage | None = None
    user_errors: list[TaskError] = strawberry.field(default_factory=list)


@strawberry.type
class CourseMutation:
    """What happens to a task between its dispatch and its reply."""

    @graph.mutation(
        scope=Scope.TASKS_WRITE,
        description="Ask to return a task before the first act (退回); the clock goes on.",
    )
    async def task_request_return(
        self, info: strawberry.Info, input: TaskRequestReturnInput
    ) -> TaskPayload:
        """Ask once, within one working day."""

        async def find() -> dict[str, object]:
            name = "proposedDepartmentId"
            proposed = await department_of(info, input.proposed_department_id, name=name)
            return {"proposed_department_id": proposed}

        request = actions.request_return
        return await act(info, input, request, find=find, reason=input.reason, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE,
        description="Rule on a returned task (裁定): final. Gives back the task of whoever has it now.",
    )
    async def task_rule(self, info: strawberry.Info, input: TaskRuleInput) -> TaskPayload:
        """Rule; never by the organization that leads."""

        async def find() -> dict[str, object]:
            duty = None
            if input.duty_id is not None:
                duty = await graph.find(info, Duty, input.duty_id, path=("input", "dutyId"))
            return {"department_id": await department_of(info, input.department_id), "duty": duty}

        return await act(info, input, actions.rule, find=find, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Ask for more time before the task is due (申请延期)."
    )
    async def task_request_extension(
        self, info: strawberry.Info, input: TaskRequestExtensionInput
    ) -> TaskPayload:
        """Ask for up to ten working days."""
        return await act(
            info,
            input,
            actions.request_extension,
            due_on=input.due_on,
            reason=input.reason,
            interim_reply=input.interim_reply,
        )

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Grant or refuse an extension (审批延期).")
    async def task_decide_extension(
        self, info: strawberry.Info, input: TaskDecideExtensionInput
    ) -> TaskPayload:
        """Decide outside the department; a second one by the leader in charge."""
        decide = actions.decide_extension
        return await act(info, input, decide, is_granted=input.is_granted, text=input.text)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Say as the firm that the question is answered already: the pause ends.",
    )
    async def task_contest(self, info: strawberry.Info, input: TaskContestInput) -> TaskPayload:
        """Lift the pause; the clock goes on from now."""
        return await act(info, input, actions.contest, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="List a task as long-term, with its plan (长期推进)."
    )
    async def task_list(self, info: strawberry.Info, input: TaskListInput) -> TaskPayload:
        """List; it stays open in every figure."""
        steps = [actions.Planned(step.due_on, step.text) for step in input.milestones]
        return await act(info, input, actions.list_long_term, plan=input.plan, milestones=steps)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Tell the firm how far a long-term task is."
    )
    async def task_report_milestone(
        self, info: strawberry.Info, input: TaskReportMilestoneInput
    ) -> TaskPayload:
        """Report; the next report is due 30 working days later."""

        async def find() -> dict[str, object]:
            if input.milestone_id is None:
                return {}
            path = ("input", "milestoneId")
            return {"milestone": await graph.find(info, Milestone, input.milestone_id, path=path)}

        return await act(info, input, actions.report_milestone, find=find, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Go on with a long-term task in the ordinary way."
    )
    async def task_resume_listed(self, info: strawberry.Info, input: TaskEditInput) -> TaskPayload:
        """Resume."""
        return await act(info, input, actions.resume_listed)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="End one of several tasks of a round (取消)."
    )
    async def task_cancel(self, info: strawberry.Info, input: TaskCancelInput) -> TaskPayload:
        """Cancel; never the last one of its round."""
        return await act(info, input, actions.cancel, reason=input.reason)

    @graph.mutation(
        scope=Scope.TASKS_WRITE,
        description="Say what was found in a reply that had gone out already (抽查).",
    )
    async def task_sample_check(
        self, info: strawberry.Info, input: TaskSampleCheckInput
    ) -> TaskPayload:
        """Check; it stops no reply."""
        check = actions.check_sample
        return await act(info, input, check, finding=input.finding, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Write to the firm in the thread of its case (留言)."
    )
    async def task_post_message(
        self, info: strawberry.Info, input: TaskPostMessageInput
    ) -> TaskPostMessagePayload:
        """Write as the department; to a firm that hides this is the first contact."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Task, input.id)
            actor = graph.actor_of(info)
            files = file_ids(input.attachment_ids)
            message = await actions.write_to_firm(
                row, text=input.text, attachment_ids=files, actor=actor
            )
            return {"task": row, "message": message}

        return await graph.perform(info, TaskPostMessagePayload, input, work)

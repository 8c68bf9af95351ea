"""The verbs of the task on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions.models import Outcome
from backend.submissions.schema.attached import file_ids
from backend.tasks import actions, models
from backend.tasks.models import ContactChannel
from backend.tasks.schema.types import Task


@graph.error_type("Task")
class TaskError(graph.UserError):
    """Why an act on a task was refused."""


Action = Callable[..., Awaitable[object]]
Find = Callable[[], Awaitable[Mapping[str, object]]]


@strawberry.input
class TaskEditInput(graph.MutationInput):
    """The task, and the version on which the decision was taken."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class ContactInput:
    """How the firm was reached, and when if not now."""

    channel: ContactChannel
    at: datetime | None = None


@strawberry.input
class TaskRecordContactInput(TaskEditInput):
    """A call, visit or message that reached the firm."""

    contact: ContactInput


@strawberry.input
class TaskTextInput(TaskEditInput):
    """What is said (at most 1,000 characters)."""

    text: str


@strawberry.input
class TaskAskInput(TaskEditInput):
    """A question to the firm (at most 1,000 characters)."""

    question: str


@strawberry.input
class TaskAnswerInput(TaskEditInput):
    """答复企业; `contact` may be left out when one is on record."""

    text: str
    outcome: Outcome
    planned_on: date | None = None
    detail: str = ""
    contact: ContactInput | None = None
    without_support_reason: str = strawberry.field(
        default="", description="Why an opinion that is still missing is not waited for."
    )
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.input
class TaskSendBackInput(TaskEditInput):
    """What is missing (at most 1,000 characters)."""

    reason: str


@strawberry.type
class TaskPayload(graph.Payload):
    """The task as it is now."""

    task: Task | None = None
    user_errors: list[TaskError] = strawberry.field(default_factory=list)


def contact_of(given: ContactInput | None) -> actions.Contact | None:
    """Return the contact of the input."""
    return actions.Contact(given.channel, given.at) if given else None


async def act(
    info: strawberry.Info,
    given: TaskEditInput,
    action: Action,
    *,
    find: Find | None = None,
    **more: object,
) -> TaskPayload:
    """Find the task through what the viewer may see, act on it, give back who has it now.

    `find` reads what else the input names.
    """

    async def work() -> dict[str, object]:
        row = await graph.find(info, Task, given.id)
        found: Mapping[str, object] = await find() if find else {}
        edit = {"actor": graph.actor_of(info), "expected_version": given.expected_version}
        made = await action(row, **edit, **found, **more)
        return {"task": made if isinstance(made, models.Task) else row}

    return await graph.perform(info, TaskPayload, given, work)


@strawberry.type
class TaskMutation:
    """What can be done with a task."""

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Put on record that the firm was reached.")
    async def task_record_contact(
        self, info: strawberry.Info, input: TaskRecordContactInput
    ) -> TaskPayload:
        """Record a contact; the first one stops the first-contact clock."""
        contact = actions.Contact(input.contact.channel, input.contact.at)
        return await act(info, input, actions.put_contact_on_record, contact=contact)

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Tell the firm how far it is.")
    async def task_report_progress(
        self, info: strawberry.Info, input: TaskTextInput
    ) -> TaskPayload:
        """Report progress."""
        return await act(info, input, actions.report_progress, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Ask the firm; the clock stops until it replies."
    )
    async def task_ask(self, info: strawberry.Info, input: TaskAskInput) -> TaskPayload:
        """Ask; five working days at most."""
        return await act(info, input, actions.ask, question=input.question)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Reply to that question as the firm."
    )
    async def task_reply(self, info: strawberry.Info, input: TaskTextInput) -> TaskPayload:
        """Reply; the department's clock goes on."""
        return await act(info, input, actions.reply, text=input.text)

    @graph.mutation(
        scope=Scope.TASKS_WRITE,
        description="Answer the firm (答复企业): at once, or after review where it is due.",
    )
    async def task_answer(self, info: strawberry.Info, input: TaskAnswerInput) -> TaskPayload:
        """Answer; a contact with the firm must be on record."""

        async def work() -> dict[str, object]:
            row, actor = await graph.find(info, Task, input.id), graph.actor_of(info)
            files = file_ids(input.attachment_ids)
            await actions.answer(
                row,
                text=input.text,
                outcome=input.outcome,
                planned_on=input.planned_on,
                detail=input.detail,
                contact=contact_of(input.contact),
                without_support_reason=input.without_support_reason,
                expected_version=input.expected_version,
                actor=actor,
            )
            await actions.attach_to_reply(row, files, actor=actor)
            return {"task": row}

        return await graph.perform(info, TaskPayload, input, work)

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Let a reviewed reply go to the firm.")
    async def task_pass(self, info: strawberry.Info, input: TaskEditInput) -> TaskPayload:
        """Pass; never by the organization that leads."""
        return await act(info, input, actions.pass_review)

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Send a reply back to its department.")
    async def task_send_back(self, info: strawberry.Info, input: TaskSendBackInput) -> TaskPayload:
        """Send back; the filing that is sent back does not count."""
        return await act(info, input, actions.send_back, reason=input.reason)

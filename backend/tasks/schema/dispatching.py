"""Giving a case to departments, on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations.schema import Organization
from backend.submissions.models import Kind
from backend.submissions.schema import (
    Submission,
    SubmissionEditInput,
    SubmissionError,
)
from backend.tasks import actions, models
from backend.tasks.schema.types import Task
from backend.tasks.workflow import MOST_SUPPORTS

Action = Callable[..., Awaitable[list[models.Task]]]


@strawberry.input
class SupportInput:
    """One department asked for its opinion, and about what (at most 1,000 characters)."""

    department_id: strawberry.ID
    text: str = ""


@strawberry.input
class AssignmentInput:
    """One department that leads a task, what is asked of it (at most 1,000 characters), and who
    supports it (协办; at most ten).
    """

    department_id: strawberry.ID
    text: str = ""
    supports: list[SupportInput] = strawberry.field(default_factory=list)


@strawberry.input
class SubmissionDispatchInput(SubmissionEditInput):
    """One to ten departments; each leads a task of its own."""

    departments: list[AssignmentInput]


@strawberry.input
class SubmissionAcceptAndDispatchInput(SubmissionDispatchInput):
    """受理并交办 in one sheet; kind and category left out stay as guessed."""

    kind: Kind | None = None
    category_code: str | None = None


@strawberry.input
class SubmissionRedoInput(SubmissionEditInput):
    """A new round; without departments the same ones handle it again."""

    text: str = ""
    departments: list[AssignmentInput] = strawberry.field(default_factory=list)


@strawberry.type
class SubmissionDispatchPayload(graph.Payload):
    """The case and the tasks of its present round."""

    submission: Submission | None = None
    tasks: list[Task] | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


async def assignments_of(
    info: strawberry.Info, given: list[AssignmentInput]
) -> list[actions.Assignment]:
    """Return the departments the input names; raise NotFound for one that is none."""
    return [
        actions.Assignment(
            (
                await graph.find(
                    info,
                    Organization,
                    entry.department_id,
                    path=("input", "departments", index, "departmentId"),
                )
            ).id,
            text=entry.text,
            supports=tuple(
                await supports_of(
                    info, entry.supports, path=("input", "departments", index, "supports")
                )
            ),
        )
        for index, entry in enumerate(given[: actions.MOST_TASKS + 1])
    ]


async def supports_of(
    info: strawberry.Info, given: list[SupportInput], *, path: tuple[str | int, ...]
) -> list[actions.Asked]:
    """Return the departments asked to support; raise NotFound for one that is none."""
    found: list[actions.Asked] = []
    for index, entry in enumerate(given[: MOST_SUPPORTS + 1]):
        where = (*path, index, "departmentId")
        row = await graph.find(info, Organization, entry.department_id, path=where)
        found.append(actions.Asked(row.id, entry.text))
    return found


async def department_of(
    info: strawberry.Info, given: strawberry.ID | None, *, name: str = "departmentId"
) -> UUID | None:
    """Return the id of a department the input may name."""
    if given is None:
        return None
    return (await graph.find(info, Organization, given, path=("input", name))).id


async def act(
    info: strawberry.Info,
    given: SubmissionDispatchInput | SubmissionRedoInput,
    action: Action,
    **more: object,
) -> SubmissionDispatchPayload:
    """Find the case through what the viewer may see, give it away, answer with its tasks."""

    async def work() -> dict[str, object]:
        row = await graph.find(info, Submission, given.id)
        tasks = await action(
            row,
            assignments=await assignments_of(info, given.departments),
            actor=graph.actor_of(info),
            expected_version=given.expected_version,
            **more,
        )
        return {"submission": row, "tasks": tasks}

    return await graph.perform(info, SubmissionDispatchPayload, given, work)


@strawberry.type
class DispatchMutation:
    """How a case becomes tasks."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Take a case on and give it to departments in one act (受理并交办).",
    )
    async def submission_accept_and_dispatch(
        self, info: strawberry.Info, input: SubmissionAcceptAndDispatchInput
    ) -> SubmissionDispatchPayload:
        """Accept and dispatch."""
        about = {"kind": input.kind, "category_code": input.category_code}
        return await act(info, input, actions.accept_and_dispatch, **about)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Give an accepted case to departments (交办)."
    )
    async def submission_dispatch(
        self, info: strawberry.Info, input: SubmissionDispatchInput
    ) -> SubmissionDispatchPayload:
        """Dispatch; the departments' clocks start now."""
        return await act(info, input, actions.dispatch)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Have a disputed case handled again (重办)."
    )
    async def submission_redo(
        self, info: strawberry.Info, input: SubmissionRedoInput
    ) -> SubmissionDispatchPayload:
        """Start a new round; never decided by the organization that led."""
        return await act(info, input, actions.redo, text=input.text)

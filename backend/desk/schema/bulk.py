"""One act on many cases: each in its own unit, each with its own result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import strawberry

from backend import graph
from backend.actor import Scope
from backend.desk.schema.pasting import SubmissionRow, SubmissionRowsPayload
from backend.desk.schema.types import DeskError
from backend.organizations.schema import Organization
from backend.submissions import actions as cases
from backend.submissions.models import Kind
from backend.submissions.models import Submission as SubmissionModel
from backend.submissions.schema import Submission, SubmissionError
from backend.tasks import actions as tasks

Act = Callable[[SubmissionModel, int], Awaitable[object]]


@strawberry.input
class SubmissionVersionInput:
    """A case, and the version on which the decision was taken."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class SubmissionsEditInput(graph.MutationInput):
    """1–100 cases."""

    submissions: list[SubmissionVersionInput]


@strawberry.input
class SubmissionsAcceptInput(SubmissionsEditInput):
    """Kind and category for all of them; left out each stays as guessed."""

    kind: Kind | None = None
    category_code: str | None = None


@strawberry.input
class SubmissionsAcceptAndDispatchInput(SubmissionsAcceptInput):
    """The one department that leads them all, and what is asked of it."""

    department_id: strawberry.ID
    text: str = ""


async def each(
    info: strawberry.Info, given: SubmissionsEditInput, act: Act
) -> SubmissionRowsPayload:
    """Find each case through what the viewer may see and act on it."""

    async def work(_index: int, row: SubmissionVersionInput) -> Mapping[str, object]:
        case = await graph.find(info, Submission, row.id)
        await act(case, row.expected_version)
        return {"submission": case}

    return await graph.perform_each(
        info,
        SubmissionRowsPayload,
        given,
        given.submissions,
        work,
        row=SubmissionRow,
        errors=(SubmissionError, DeskError),
        path="submissions",
    )


@strawberry.type
class BulkMutation:
    """Acts on many cases at once."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Open many filed cases: verification begins."
    )
    async def submissions_open(
        self, info: strawberry.Info, input: SubmissionsEditInput
    ) -> SubmissionRowsPayload:
        """Begin to verify each."""
        actor = graph.actor_of(info)

        async def act(case: SubmissionModel, version: int) -> None:
            await cases.open_case(case, actor=actor, expected_version=version)

        return await each(info, input, act)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Take many cases on.")
    async def submissions_accept(
        self, info: strawberry.Info, input: SubmissionsAcceptInput
    ) -> SubmissionRowsPayload:
        """Accept each."""
        actor = graph.actor_of(info)

        async def act(case: SubmissionModel, version: int) -> None:
            await cases.accept(
                case,
                actor=actor,
                expected_version=version,
                kind=input.kind,
                category_code=input.category_code,
            )

        return await each(info, input, act)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Take many cases on and give them to one department (受理并交办).",
    )
    async def submissions_accept_and_dispatch(
        self, info: strawberry.Info, input: SubmissionsAcceptAndDispatchInput
    ) -> SubmissionRowsPayload:
        """Accept and dispatch each."""
        actor = graph.actor_of(info)

        async def act(case: SubmissionModel, version: int) -> None:
            department = await graph.find(
                info, Organization, input.department_id, path=("input", "departmentId")
            )
            await tasks.accept_and_dispatch(
                case,
                assignments=[tasks.Assignment(department.id, text=input.text)],
                actor=actor,
                kind=input.kind,
                category_code=input.category_code,
                expected_version=version,
            )

        return await each(info, input, act)

"""Notices on the graph."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import datetime

import strawberry

from backend import graph
from backend.actor import Scope
from backend.db import sql
from backend.notifications import actions, live, models, queries
from backend.notifications.wording import said
from backend.submissions.schema import Submission
from backend.tasks.schema import Task


def _text(row: models.Notice, context: graph.Context) -> str:
    return said(row.event_name, row.audience, row.details, context.language)


@graph.node(models.Notice, visible_to=queries.visible_to)
class Notice(graph.Node[models.Notice]):
    """What happened, told to the viewer (站内消息)."""

    text: str = graph.function(_text, description="In words, in the language of the request.")
    event_name: str = graph.column(description="What happened, such as `submission.answered`.")
    told_at: datetime = graph.column("noticed_at", description="When it was told (UTC).")
    read_at: datetime | None = graph.column(description="When it was read (UTC); null until then.")
    submission: Submission | None = graph.to_one(
        "submission_id", description="The case; null when the viewer may no longer see it."
    )
    task: Task | None = graph.to_one(
        "task_id", description="The task; null when there is none or it is out of sight."
    )


@strawberry.input(description="Fields are joined by AND.")
class NoticeFilter:
    """Which notices to list."""

    is_read: bool | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        if self.is_read is None:
            return sql.EVERYTHING
        return sql.Where(f"notice.read_at IS {'NOT ' if self.is_read else ''}NULL")


@graph.error_type("Notice")
class NoticeError(graph.UserError):
    """What can be wrong with reading notices."""


@strawberry.input
class NoticeMarkReadInput(graph.MutationInput):
    """Which notices were read (at most 100)."""

    ids: list[strawberry.ID]


@strawberry.input
class NoticeMarkAllReadInput(graph.MutationInput):
    """The latest notice the viewer has in front of him: it and all before it."""

    until_id: strawberry.ID


@strawberry.type
class NoticePayload(graph.Payload):
    """How many were marked, and how many are left unread."""

    marked_count: int | None = None
    unread_count: int | None = None
    user_errors: list[NoticeError] = strawberry.field(default_factory=list)


@strawberry.type
class NoticeQuery:
    """Reading notices."""

    notices: graph.Connection[Notice] = graph.connection(
        Notice,
        filter=NoticeFilter,
        default_order="-noticed_at",
        description="The viewer's own notices, the latest first.",
    )

    @strawberry.field(description="How many notices the viewer has not read.")
    async def unread_notice_count(self, info: strawberry.Info) -> int:
        """Count them; of nobody it is 0."""
        return await queries.unread_count(graph.actor_of(info))


@strawberry.type
class NoticeMutation:
    """Marking notices as read."""

    @graph.mutation(scope=Scope.ACCOUNT_WRITE, description="Mark notices as read.")
    async def notice_mark_read(
        self, info: strawberry.Info, input: NoticeMarkReadInput
    ) -> NoticePayload:
        """Mark each of them; one that is not the viewer's is not found."""
        actor = graph.actor_of(info)

        async def work() -> dict[str, object]:
            found = [
                await graph.find(info, Notice, each, path=("input", "ids", place))
                for place, each in enumerate(input.ids[: actions.MOST_AT_ONCE + 1])
            ]
            marked = await actions.mark_read(found, actor=actor)
            return {"marked_count": marked, "unread_count": await queries.unread_count(actor)}

        return await graph.perform(info, NoticePayload, input, work)

    @graph.mutation(scope=Scope.ACCOUNT_WRITE, description="Mark a notice and all before it read.")
    async def notice_mark_all_read(
        self, info: strawberry.Info, input: NoticeMarkAllReadInput
    ) -> NoticePayload:
        """Mark them; what came after the list was drawn stays unread."""
        actor = graph.actor_of(info)

        async def work() -> dict[str, object]:
            until = await graph.find(info, Notice, input.until_id, path=("input", "untilId"))
            marked = await actions.mark_all_read(until, actor=actor)
            return {"marked_count": marked, "unread_count": await queries.unread_count(actor)}

        return await graph.perform(info, NoticePayload, input, work)


@strawberry.type
class NoticeSubscription:
    """Notices as they come."""

    @strawberry.subscription(
        description="The viewer's notices from now on, oldest first, each once. After a cut read "
        "`notices` for what came meanwhile."
    )
    async def notice_given(self, info: strawberry.Info) -> AsyncGenerator[Notice, None]:
        """Yield them; nobody has none."""
        actor = graph.actor_of(info)
        if actor.person_id is None or not actor.may_use(Scope.READ):
            raise graph.unauthenticated()
        async for row in live.follow(actor.person_id):
            yield Notice.of(row)

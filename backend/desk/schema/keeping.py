"""Snippets and saved views on the graph."""

from __future__ import annotations

from typing import Any, cast

import orjson
import strawberry
from graphql import GraphQLSchema, Undefined, utilities

from backend import graph
from backend.actor import Scope
from backend.desk import actions
from backend.desk.models import FILTER_LENGTH, ViewTarget
from backend.desk.schema.types import DeskError, SavedView, Snippet
from backend.errors import Invalid, Words
from backend.organizations.schema import Organization

FILTERS = {ViewTarget.SUBMISSIONS: "SubmissionFilter", ViewTarget.TASKS: "TaskFilter"}
_PATH = ("input", "filter")


@strawberry.input
class SnippetSaveInput(graph.MutationInput):
    """A new snippet, or with `id` and `expectedVersion` a changed one. Title 1–60, text 1–2,000."""

    title: str
    text: str
    is_shared: bool = False
    organization_id: strawberry.ID | None = None
    id: strawberry.ID | None = None
    expected_version: int | None = None


@strawberry.type
class SnippetPayload(graph.Payload):
    """The snippet as it is now; null when it is gone."""

    snippet: Snippet | None = None
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


@strawberry.input
class SavedViewSaveInput(graph.MutationInput):
    """A new view, or with `id` and `expectedVersion` a changed one; `filter` is JSON of the list's."""

    name: str
    target: ViewTarget
    filter: str
    is_shared: bool = False
    organization_id: strawberry.ID | None = None
    id: strawberry.ID | None = None
    expected_version: int | None = None


@strawberry.type
class SavedViewPayload(graph.Payload):
    """The view as it is now; null when it is gone."""

    saved_view: SavedView | None = None
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


@strawberry.input
class DeskDeleteInput(graph.MutationInput):
    """One of one's own."""

    id: strawberry.ID


def checked_filter(info: strawberry.Info, target: ViewTarget, text: str) -> str:
    """Return the filter as the list itself would take it; raise Invalid for anything else."""
    if len(text) > FILTER_LENGTH:
        raise Invalid(
            Words(f"最多 {FILTER_LENGTH} 个字", f"At most {FILTER_LENGTH} characters"), path=_PATH
        )
    given = _read(text)
    # The library's types are unknown to the checker in part.
    coerce: Any = cast("Any", utilities).coerce_input_value
    kind: Any = _published(info).type_map[FILTERS[target]]
    if not isinstance(given, dict) or coerce(given, kind) is Undefined:
        raise Invalid(Words("这不是该列表的筛选条件", "This is no filter of that list"), path=_PATH)
    return orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()


def _read(text: str) -> object:
    try:
        return cast("object", orjson.loads(text))
    except orjson.JSONDecodeError:
        return None


def _published(info: strawberry.Info) -> GraphQLSchema:
    """Return the schema that this very operation runs on."""
    return info._raw_info.schema  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def ensure_whole(id: strawberry.ID | None, expected_version: int | None) -> None:
    """Raise Invalid unless a change names both what is changed and its version."""
    if (id is None) != (expected_version is None):
        raise Invalid(
            Words("修改时请同时给出编号和版本", "A change needs `id` and `expectedVersion`"),
            path=("input", "expectedVersion"),
        )


async def _office(info: strawberry.Info, given: strawberry.ID | None) -> Organization | None:
    if given is None:
        return None
    row = await graph.find(info, Organization, given, path=("input", "organizationId"))
    return Organization.of(row)


@strawberry.type
class KeepingQuery:
    """What is kept for use again."""

    snippets: graph.Connection[Snippet] = graph.connection(
        Snippet, default_order="title", description="One's own snippets and shared ones, by title."
    )
    saved_views: graph.Connection[SavedView] = graph.connection(
        SavedView, default_order="name", description="One's own views and shared ones, by name."
    )


@strawberry.type
class KeepingMutation:
    """Keeping things for use again."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Keep a piece of a reply for oneself or, shared, for one's organization. At "
        "most 100 each.",
    )
    async def snippet_save(self, info: strawberry.Info, input: SnippetSaveInput) -> SnippetPayload:
        """Save a snippet."""

        async def work() -> dict[str, object]:
            ensure_whole(input.id, input.expected_version)
            office = await _office(info, input.organization_id)
            known = await graph.find(info, Snippet, input.id) if input.id is not None else None
            row = await actions.save_snippet(
                known,
                title=input.title,
                text=input.text,
                is_shared=input.is_shared,
                actor=graph.actor_of(info),
                organization_id=office.row.id if office is not None else None,
                expected_version=input.expected_version,
            )
            return {"snippet": row}

        return await graph.perform(info, SnippetPayload, input, work)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Forget one of one's own snippets.")
    async def snippet_delete(self, info: strawberry.Info, input: DeskDeleteInput) -> SnippetPayload:
        """Delete a snippet."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Snippet, input.id)
            await actions.delete_snippet(row, actor=graph.actor_of(info))
            return {}

        return await graph.perform(info, SnippetPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Keep a list with its filter under a name, for oneself or, shared, for one's "
        "organization. At most 100 each. A key the filter does not know is refused.",
    )
    async def saved_view_save(
        self, info: strawberry.Info, input: SavedViewSaveInput
    ) -> SavedViewPayload:
        """Save a view."""

        async def work() -> dict[str, object]:
            ensure_whole(input.id, input.expected_version)
            office = await _office(info, input.organization_id)
            known = await graph.find(info, SavedView, input.id) if input.id is not None else None
            row = await actions.save_view(
                known,
                name=input.name,
                target=input.target,
                conditions=checked_filter(info, input.target, input.filter),
                is_shared=input.is_shared,
                actor=graph.actor_of(info),
                organization_id=office.row.id if office is not None else None,
                expected_version=input.expected_version,
            )
            return {"saved_view": row}

        return await graph.perform(info, SavedViewPayload, input, work)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Forget one of one's own views.")
    async def saved_view_delete(
        self, info: strawberry.Info, input: DeskDeleteInput
    ) -> SavedViewPayload:
        """Delete a view."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, SavedView, input.id)
            await actions.delete_view(row, actor=graph.actor_of(info))
            return {}

        return await graph.perform(info, SavedViewPayload, input, work)

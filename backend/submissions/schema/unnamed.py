"""The words of a case for those who may not learn which firm it is: what names it is left out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from backend import graph
from backend.db import sql
from backend.events.models import Event
from backend.submissions import queries, searching
from backend.submissions.models import Submission
from backend.submissions.redaction import MUST_GO, Known, found_in, redacted

WORDS_OF_STEPS: Final = ("text", "question", "explanation", "reason", "where", "note", "summary")
"""What a step may carry in somebody's own words."""
LISTS_OF_STEPS: Final = ("milestones",)
"""Where a step carries several such."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The names behind a case, or None for a viewer who may know them."""

    names: Known | None


def of_case(text: str, case: Submission, context: graph.Context) -> str | Awaitable[str]:
    """Return words of a case as this viewer may read them."""
    if queries.identity_visible(context.actor, case):
        return text
    return of_thread(text, case.id, context)


def words_of(
    attribute: str, *, case: str = "submission_id"
) -> Callable[[Any, graph.Context], Awaitable[str] | None]:
    """Make the rule of a column in which somebody wrote about a case; `case` holds the case's id."""

    def words(row: Any, context: graph.Context) -> Awaitable[str] | None:
        text: str | None = getattr(row, attribute)
        return of_thread(text, getattr(row, case), context) if text is not None else None

    return words


def words_of_case(
    attribute: str,
) -> Callable[[Submission, graph.Context], str | Awaitable[str] | None]:
    """Make the same rule of a column of the case itself."""

    def words(row: Submission, context: graph.Context) -> str | Awaitable[str] | None:
        text: str | None = getattr(row, attribute)
        return of_case(text, row, context) if text is not None else None

    return words


async def of_thread(text: str, case_id: UUID, context: graph.Context) -> str:
    """Return words said in the thread of a case as this viewer may read them."""
    behind = await _batch(context).get(case_id)
    return _without(text, behind.names)


async def of_step(
    event: Event, payload: Mapping[str, object], context: graph.Context
) -> Mapping[str, object]:
    """Return what a step carries as this viewer may read it."""
    if event.thread_id is None or not any(_are_words(*each) for each in payload.items()):
        return payload
    behind = await _batch(context).get(event.thread_id)
    return _step_without(payload, behind.names)


def _step_without(said: Mapping[str, object], names: Known | None) -> dict[str, object]:
    return {key: _said_without(key, value, names) for key, value in said.items()}


def _said_without(key: str, value: object, names: Known | None) -> object:
    if isinstance(value, str):
        return _without(value, names) if key in WORDS_OF_STEPS else value
    if key in LISTS_OF_STEPS and isinstance(value, list):
        inner = cast("list[Mapping[str, object]]", value)
        return [_step_without(each, names) for each in inner]
    return value


def _are_words(key: str, value: object) -> bool:
    return bool(value) and (key in WORDS_OF_STEPS or key in LISTS_OF_STEPS)


def _without(text: str, names: Known | None) -> str:
    if names is None:
        return text
    return redacted(text, [span for span in found_in(text, names) if span.kind in MUST_GO])


def _batch(context: graph.Context) -> graph.Batch[UUID, Behind]:
    async def fetch(case_ids: Sequence[UUID]) -> Mapping[UUID, Behind]:
        cases = await sql.rows(Submission, sql.is_in("submission.id", case_ids))
        hidden = [case for case in cases if not queries.identity_visible(context.actor, case)]
        names = await searching.names_behind(hidden)
        return {case.id: Behind(names.get(case.id)) for case in cases}

    # Of a case that is not there nothing is known, so what has the form of a name is left out.
    return context.loaders.batch("names behind", lambda: graph.Batch(fetch, Behind(Known())))

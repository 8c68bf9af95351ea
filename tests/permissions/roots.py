"""The fields of Query: lists read to their end, objects by id, and the few that are asked otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from graphql import is_required_argument

from backend import graph
from tests.permissions import reading
from tests.permissions.matrix import Matrix, asked, key_of
from tests.permissions.reading import target_of
from tests.permissions.relations import Viewer, sees

NOT_HERE = {
    "node": "the matrix reads by `nodes`",
    "nodes": "the matrix reads by it",
    "rateLimit": "about the caller alone",
    "explainDueDate": "a public calculator without objects",
    "departmentSuggestions": "public bodies alone",
    "statistics": "figures: tests/statistics/test_small_cells.py",
    "invitation": "by the secret of a link: tests/surveys/test_links.py",
    "tiers": "rules, without objects",
    "unreadNoticeCount": "a count of one's own notices",
    "todos": "what the viewer may act on: tests/desk",
    "todoCounts": "the same, counted: tests/desk",
    "leaderDesk": "lists of cases and instructions, see `test_paths`",
    "publishedAnswers": "what is published, found by words",
    "publicationDraft": "the words of a case for those who may publish: see `test_filters`",
    "identifyingSpans": "the same",
    "similarSubmissions": "cases found by words: see `test_filters`",
    "pastePreview": "for clerks: see `test_filters`",
    "caller": "for clerks: see `test_filters`",
    "mentionCandidates": "people of offices: see `test_filters`",
    "submissionOfReturnCode": "by a secret: tests/submissions",
    "viewer": "oneself, see `test_viewer`",
    "events": "a feed, see `read_feed`",
}
"""Fields of Query that are neither a list of objects nor an object by its id, and why that is fine."""

BY_ANOTHER_KEY = {"submissionByNumber": ("number", "Submission", "number")}
"""Fields of Query that find one object by something else: argument, type, attribute of the row."""


def fields() -> dict[str, Any]:
    """Return the fields of Query."""
    return dict(reading.fields_of("Query"))


def lists() -> dict[str, str]:
    """Return the type that each list of Query lists."""
    return {
        name: target_of(field)
        for name, field in fields().items()
        if reading.is_way(field)
        and "first" in field.args
        and not any(is_required_argument(argument) for argument in field.args.values())
    }


def by_id() -> dict[str, str]:
    """Return the type that each look-up by id finds."""
    return {
        name: target_of(field)
        for name, field in fields().items()
        if reading.is_way(field) and set(field.args) == {"id"}
    }


def values_for(viewer: Viewer, type_name: str) -> str:
    """Return what this viewer reads of each object of a list."""
    return reading.values_of(type_name) if viewer.reads_all else "__typename id"


async def read_list(matrix: Matrix, viewer: Viewer, name: str, type_name: str) -> None:
    """Read one list to its end; compare what is there, how many it counts, and every value."""
    document = (
        f"query($after: String) {{ {name}({reading.PAGE}, after: $after) "
        f"{{ totalCount pageInfo {{ hasNextPage endCursor }} "
        f"nodes {{ {values_for(viewer, type_name)} }} }} }}"
    )
    found: set[UUID] = set()
    after: str | None = None
    while True:
        page = (await asked(viewer, document, {"after": after}))[name]
        for each in page["nodes"]:
            found.add(key_of(each["id"]))
            matrix.check(viewer, each, f"Query.{name}")
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    due = {key for key, facts in matrix.world.all_of(type_name) if sees(viewer, facts)}
    due = {key for key in due if is_listed(name, viewer, matrix.world.rows[type_name][key])}
    matrix.compare(viewer, type_name, f"Query.{name}", found, due)
    if page["totalCount"] != len(found):
        matrix.note(type_name, "id", viewer, f"Query.{name}.totalCount", "counts otherwise")


LISTED: dict[str, Any] = {}
"""Lists that hold not all that one sees: by name, what of it (`viewer`, row) is in the list."""


def is_listed(name: str, viewer: Viewer, row: Any) -> bool:
    """Say whether what somebody sees belongs into this list of his."""
    return name not in LISTED or LISTED[name](viewer, row)


async def read_feed(matrix: Matrix, viewer: Viewer) -> None:
    """Read the feed of events to its end."""
    document = (
        f"query($after: ID) {{ events(first: 100, after: $after) {{ cursor hasMore "
        f"events {{ {values_for(viewer, 'Event')} }} }} }}"
    )
    found: set[UUID] = set()
    after, has_more = None, True
    while has_more:
        page = (await asked(viewer, document, {"after": after}))["events"]
        for each in page["events"]:
            found.add(key_of(each["id"]))
            matrix.check(viewer, each, "Query.events")
        after, has_more = page["cursor"], page["hasMore"]
    due = {key for key, facts in matrix.world.all_of("Event") if sees(viewer, facts)}
    matrix.compare(viewer, "Event", "Query.events", found, due)


async def look_up(matrix: Matrix, viewer: Viewer, name: str, type_name: str) -> None:
    """Look one object up that the viewer sees, one that he does not, and one that is not there."""
    document = f"query($id: ID!) {{ {name}(id: $id) {{ {reading.values_of(type_name)} }} }}"
    seen = {key: sees(viewer, facts) for key, facts in matrix.world.all_of(type_name)}
    chosen = [
        next((key for key, is_seen in seen.items() if is_seen is wanted), uuid4())
        for wanted in (True, False)
    ]
    for key in (*chosen, uuid4()):
        answer = await asked(viewer, document, {"id": graph.encode_id(type_name, key)})
        found = {key} if answer[name] is not None else set[UUID]()
        matrix.compare(viewer, type_name, f"Query.{name}", found, {key} if seen.get(key) else set())
        if answer[name] is not None:
            matrix.check(viewer, answer[name], f"Query.{name}")


async def look_up_otherwise(matrix: Matrix, viewer: Viewer, name: str) -> None:
    """Look every object up by its other key."""
    argument, type_name, attribute = BY_ANOTHER_KEY[name]
    document = f"query($key: String!) {{ {name}({argument}: $key) {{ id }} }}"
    for key, facts in matrix.world.all_of(type_name):
        value = getattr(matrix.world.rows[type_name][key], attribute)
        answer = (await asked(viewer, document, {"key": value}))[name]
        found = {key_of(answer["id"])} if answer is not None else set[UUID]()
        due = {key} if sees(viewer, facts) else set[UUID]()
        matrix.compare(viewer, type_name, f"Query.{name}", found, due)

"""Snippets and saved views: one's own, and what one's office shares."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backend.actor import Role
from backend.desk.actions.keeping import MOST_KEPT
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import Cast, body, somebody, the_cast

FILTER = {"states": ["FILED", "VERIFYING"], "categoryCodes": ["FINANCE"], "filedFrom": "2026-11-01"}


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


async def test_a_shared_snippet_is_read_by_colleagues_and_changed_by_its_owner(cast: Cast) -> None:
    colleague = await somebody(Role.OFFICER, await body("COMM"))
    given = {"title": "续贷", "text": "已协调银行办理无还本续贷。"}
    mine = (await act(d.SNIPPET, cast.officer, **given))["snippet"]
    shared = (await act(d.SNIPPET, cast.officer, **{**given, "title": "甲"}, isShared=True))[
        "snippet"
    ]
    assert (mine["isShared"], mine["isOwn"], mine["version"]) == (False, True, 1)
    titles = [each["title"] for each in (await ask(d.SNIPPETS, cast.officer))["snippets"]["nodes"]]
    assert sorted(titles) == ["甲", "续贷"]
    [theirs] = (await ask(d.SNIPPETS, colleague))["snippets"]["nodes"]
    assert (theirs["title"], theirs["isOwn"]) == ("甲", False)
    for other in (cast.clerk, cast.firm):
        assert (await ask(d.SNIPPETS, other))["snippets"]["nodes"] == []

    edit: dict[str, Any] = {**given, "id": shared["id"], "isShared": True}
    refused = await act(d.SNIPPET, colleague, **edit, expectedVersion=1)
    assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"
    refused = await act(d.FORGET_SNIPPET, colleague, id=shared["id"])
    assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"
    changed = (await act(d.SNIPPET, cast.officer, **edit, expectedVersion=1))["snippet"]
    assert (changed["title"], changed["version"]) == ("续贷", 2)
    stale = await act(d.SNIPPET, cast.officer, **edit, expectedVersion=1)
    assert stale["userErrors"][0]["code"] == "CONFLICT"
    assert (await act(d.FORGET_SNIPPET, cast.officer, id=shared["id"]))["userErrors"] == []
    assert (await ask(d.SNIPPETS, colleague))["snippets"]["nodes"] == []


async def test_a_view_is_kept_as_its_list_would_take_it(cast: Cast) -> None:
    given = {"name": "本月金融", "target": "SUBMISSIONS", "filter": json.dumps(FILTER)}
    view = (await act(d.VIEW, cast.clerk, **given, isShared=True))["savedView"]
    assert json.loads(view["filter"]) == FILTER
    colleague = await somebody(Role.FEDERATION, await body("FED"))
    [seen] = (await ask(d.VIEWS, colleague))["savedViews"]["nodes"]
    assert (seen["name"], seen["isOwn"]) == ("本月金融", False)
    document = "query L($f: SubmissionFilter) { submissions(filter: $f) { totalCount } }"
    found = await ask(document, cast.clerk, f=json.loads(view["filter"]))
    assert found["submissions"]["totalCount"] == 0
    assert (await act(d.FORGET_VIEW, cast.clerk, id=view["id"]))["userErrors"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "null",
        "{",
        '{"states": ["NO_SUCH"]}',
        '{"unknown": true}',
        '{"filedFrom": "gestern"}',
        '{"states": "FILED", "password": "x"}',
        "[" * 5000,
        '{"search": "' + "长" * 4000 + '"}',
    ],
)
async def test_a_filter_that_the_list_would_refuse_is_not_kept(cast: Cast, wrong: str) -> None:
    given = {"name": "错", "target": "SUBMISSIONS", "filter": wrong}
    refused = await act(d.VIEW, cast.clerk, **given)
    assert refused["userErrors"][0]["path"] == ["input", "filter"]
    assert (await ask(d.VIEWS, cast.clerk))["savedViews"]["nodes"] == []


async def test_a_filter_of_tasks_is_none_of_cases(cast: Cast) -> None:
    text = json.dumps({"isOverdue": True})
    kept = await act(d.VIEW, cast.officer, name="超时", target="TASKS", filter=text)
    assert kept["userErrors"] == []
    refused = await act(d.VIEW, cast.officer, name="超时", target="SUBMISSIONS", filter=text)
    assert refused["userErrors"][0]["code"] == "INVALID"


async def test_only_offices_keep_things_and_not_without_end(cast: Cast) -> None:
    given = {"title": "一", "text": "二"}
    refused = await act(d.SNIPPET, cast.firm, **given)
    assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"
    for _ in range(MOST_KEPT):
        await act(d.SNIPPET, cast.officer, **given)
    refused = await act(d.SNIPPET, cast.officer, **given)
    assert refused["userErrors"][0]["code"] == "NOT_POSSIBLE"
    for wrong in ({"title": ""}, {"text": ""}, {"title": "长" * 61}, {"text": "长" * 2001}):
        refused = await act(d.SNIPPET, cast.clerk, **{**given, **wrong})
        assert refused["userErrors"][0]["code"] == "INVALID"

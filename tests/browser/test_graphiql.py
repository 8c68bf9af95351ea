"""GraphiQL comes from our own server and asks our own graph."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_graphiql_runs_the_first_query_and_loads_nothing_from_elsewhere(
    visit: Visit, city: str
) -> None:
    page = visit("/livez")
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/graphiql")
    # The editor is large: it stands some time after its button on a slow machine.
    editor = page.get_by_label("Operation Editor")
    expect(editor).to_contain_text("submissionCount", timeout=30_000)
    page.get_by_role("button", name="Execute query").click()
    expect(page.get_by_label("Result Window")).to_contain_text("submissionCount", timeout=30_000)
    expect(page.get_by_label("Result Window")).to_contain_text("868")
    assert hosts - {""} == {urlsplit(city).netloc}

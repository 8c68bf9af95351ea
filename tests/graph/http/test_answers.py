"""Status, form and headers of an answer."""

from __future__ import annotations

import httpx
import pytest

from backend.graph.documents import problems, read
from backend.graph.media import EVENT_STREAM, GRAPHQL_JSON, JSON, preferred
from tests.graph.http.asking import ask, codes

REFUSED = {
    "{": "GRAPHQL_PARSE_FAILED",
    "{ nothing }": "GRAPHQL_VALIDATION_FAILED",
    "query ($v: Int!) { number(value: $v) }": "BAD_USER_INPUT",
    "query A { hello } query B { hello }": "OPERATION_RESOLUTION_FAILURE",
    "fragment F on Query { hello }": "OPERATION_RESOLUTION_FAILURE",
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_cannot_be_run_is_a_bad_request_without_data(client: httpx.Client, query: str) -> None:
    response = ask(client, query)
    assert (response.status_code, codes(response)) == (400, [REFUSED[query]])
    assert "data" not in response.json()


@pytest.mark.parametrize("query", REFUSED)
def test_who_takes_plain_json_gets_the_same_with_200(client: httpx.Client, query: str) -> None:
    response = ask(client, query, accept=JSON)
    assert (response.status_code, codes(response)) == (200, [REFUSED[query]])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON),
        (f"{JSON};q=0.1, {GRAPHQL_JSON};q=0.2", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        (f"{JSON};q=oops", None),
        ("text/html", None),
    ],
)
def test_the_client_chooses_the_form(accept: str, expected: str | None) -> None:
    assert preferred(accept, (JSON, GRAPHQL_JSON)) == expected


def test_who_takes_neither_json_nor_events_is_told(client: httpx.Client) -> None:
    response = ask(client, "{ hello }", accept="text/html")
    assert (response.status_code, codes(response)) == (406, ["BAD_REQUEST"])


@pytest.mark.parametrize("accept", [f"{EVENT_STREAM}, {JSON}", f"{JSON}, {EVENT_STREAM}"])
def test_a_query_is_json_even_when_events_are_taken_too(client: httpx.Client, accept: str) -> None:
    assert ask(client, "{ hello }", accept=accept).headers["content-type"].startswith(JSON)


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON, "*/*", ""])
def test_a_subscription_is_not_answered_as_json(client: httpx.Client, accept: str) -> None:
    response = ask(client, "subscription { count(to: 1) }", accept=accept)
    assert (response.status_code, codes(response)) == (406, ["BAD_REQUEST"])
    assert "text/event-stream" in response.json()["errors"][0]["message"]


def test_get_runs_queries(client: httpx.Client) -> None:
    sent = {"query": "query Q($n: String!) { hello(name: $n) }", "variables": '{"n": "get"}'}
    response = client.get("", params={**sent, "operationName": "Q"})
    assert response.json()["data"] == {"hello": "hello get"}


def test_get_runs_no_mutation(client: httpx.Client) -> None:
    response = client.get("", params={"query": 'mutation { rename(name: "x") }'})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


def test_a_batch_is_refused_by_name(client: httpx.Client) -> None:
    response = client.post("", json=[{"query": "{ hello }"}])
    assert response.status_code == 400
    assert "批量" in response.json()["errors"][0]["message"]


def test_headers_a_resolver_sets_are_sent(client: httpx.Client) -> None:
    response = ask(client, 'mutation { rename(name: "new") }')
    assert response.headers["set-cookie"] == "name=new"


def test_no_proxy_and_no_browser_keeps_an_answer(client: httpx.Client) -> None:
    answered = client.get("", params={"query": "{ hello }"})
    refused = client.get("")
    assert answered.headers["cache-control"] == "private, no-store"
    assert refused.headers["cache-control"] == "private, no-store"


def test_a_trusted_document_is_run_by_its_id(client: httpx.Client) -> None:
    response = client.post("", json={"documentId": "sha256:known"})
    assert response.json()["data"] == {"hello": "hello world"}


def test_an_unknown_document_is_asked_for_and_then_run(client: httpx.Client) -> None:
    response = client.post("", json={"documentId": "sha256:other"})
    assert (response.status_code, codes(response)) == (200, ["PERSISTED_QUERY_NOT_FOUND"])
    response = client.post("", json={"documentId": "sha256:other", "query": "{ hello }"})
    assert response.json()["data"] == {"hello": "hello world"}


def test_a_document_is_read_and_checked_once(client: httpx.Client) -> None:
    query = "query OnlyHere { hello }"
    ask(client, query)
    before, checked = read.cache_info().misses, problems.cache_info().misses
    hits = problems.cache_info().hits
    for _ in range(3):
        ask(client, query)
    assert (read.cache_info().misses, problems.cache_info().misses) == (before, checked)
    assert problems.cache_info().hits == hits + 3


def test_what_was_loaded_is_shared_within_an_operation_alone(client: httpx.Client) -> None:
    first, second = (ask(client, "{ loaded again: loaded }").json()["data"] for _ in range(2))
    assert first["loaded"] == first["again"]
    assert second["loaded"] == second["again"] == first["loaded"] + 1


def test_the_schema_can_be_asked_for(client: httpx.Client) -> None:
    response = ask(client, "{ __schema { queryType { name } } }")
    assert response.json()["data"] == {"__schema": {"queryType": {"name": "Query"}}}

"""Subscriptions as server-sent events."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from backend.graph.http import Endpoint
from backend.graph.streams import HEARTBEAT_SECONDS
from tests.graph.http.asking import codes
from tests.graph.http.serving import served
from tests.graph.http.stage import PHONE, Door, schema

EVENTS = {"accept": "text/event-stream"}


@contextmanager
def followed(client: httpx.Client, query: str, **headers: str) -> Generator[Iterator[str]]:
    """Subscribe; the frames as they come, without the blank line that ends each."""
    sent = {"query": query}
    with client.stream("POST", "", json=sent, headers={**EVENTS, **headers}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield _frames(response)


def _frames(response: httpx.Response) -> Iterator[str]:
    rest = ""
    for text in response.iter_text():
        *frames, rest = (rest + text).split("\n\n")
        yield from frames


def nexts(frames: Iterator[str]) -> list[dict[str, Any]]:
    """Return what the next events carry, of a stream that must end with complete."""
    *all_but_last, last = [frame for frame in frames if frame != ":"]
    assert last == "event: complete\ndata:"
    return [json.loads(frame.removeprefix("event: next\ndata: ")) for frame in all_but_last]


def wait_until(claim: Callable[[], bool]) -> None:
    """Give something two seconds to become true."""
    deadline = time.monotonic() + 2
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_every_result_is_an_event_framed_with_line_feeds(client: httpx.Client) -> None:
    with followed(client, "subscription { count(to: 2) }") as frames:
        assert [each["data"] for each in nexts(frames)] == [{"count": 0}, {"count": 1}]


def test_an_event_source_may_get(client: httpx.Client) -> None:
    params = {"query": "subscription { count(to: 1) }"}
    response = client.get("", params=params, headers=EVENTS)
    assert response.text.startswith('event: next\ndata: {"data":{"count":0}')
    assert response.headers["cache-control"] == "no-cache, no-transform"
    assert "\r" not in response.text


@pytest.mark.parametrize(
    "accept", ["text/event-stream, application/json", "application/json, text/event-stream;q=0.1"]
)
def test_a_subscription_is_events_whatever_else_is_taken(client: httpx.Client, accept: str) -> None:
    with followed(client, "subscription { count(to: 1) }", accept=accept) as frames:
        assert len(nexts(frames)) == 1


def test_a_query_is_an_event_when_no_json_is_taken(client: httpx.Client) -> None:
    with followed(client, "{ hello }") as frames:
        assert [each["data"] for each in nexts(frames)] == [{"hello": "hello world"}]


@pytest.mark.parametrize("query", ["subscription { nothing }", "subscription { count }"])
def test_what_cannot_be_run_is_an_event_too(client: httpx.Client, query: str) -> None:
    with followed(client, query) as frames:
        [only] = nexts(frames)
        assert only["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_a_stream_that_breaks_ends_masked(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with followed(client, "subscription { broken }") as frames:
        first, last = nexts(frames)
    assert first["data"] == {"broken": 0}
    assert last["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert PHONE not in json.dumps(last) + caplog.text


def test_a_silent_stream_shows_that_it_lives(client: httpx.Client, impatient: None) -> None:
    assert HEARTBEAT_SECONDS <= 15
    with followed(client, "subscription { forever }") as frames:
        assert next(frames).startswith("event: next")
        assert [next(frames), next(frames)] == [":", ":"]


def test_a_subscription_is_closed_when_its_client_goes(client: httpx.Client, door: Door) -> None:
    before = door.streams_open
    with followed(client, "subscription { forever }") as frames:
        next(frames)
        assert door.streams_open == before + 1
    wait_until(lambda: door.streams_open == before)


def test_a_stream_ends_with_the_token_behind_it(client: httpx.Client, door: Door) -> None:
    token = "Bearer alice-ends"
    with followed(client, "subscription { forever }", authorization=token) as frames:
        next(frames)
        door.ended.add("alice-ends")
        [last] = nexts(frames)
    assert last["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_bad_token_opens_no_stream(client: httpx.Client) -> None:
    headers = {**EVENTS, "authorization": "Bearer wrong"}
    response = client.post("", json={"query": "subscription { forever }"}, headers=headers)
    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])


def test_a_server_that_stops_breaks_streams_off_so_that_clients_come_back(door: Door) -> None:
    endpoint = Endpoint(schema, gate=door)
    with (
        served(endpoint) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}/graphql") as client,
        followed(client, "subscription { forever }") as frames,
    ):
        next(frames)
        endpoint.drain()
        assert list(frames) == []


def test_every_result_is_loaded_anew(client: httpx.Client) -> None:
    with followed(client, "subscription { queries(to: 3) { loaded again: loaded } }") as frames:
        loads = [each["data"]["queries"] for each in nexts(frames)]
    assert all(each["loaded"] == each["again"] for each in loads)
    assert len({each["loaded"] for each in loads}) == 3

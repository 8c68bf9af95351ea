"""How much one caller may ask for in a time."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from backend.graph.allowance import Allowance, Allowances
from backend.graph.http import Endpoint
from tests.graph.http.asking import ask, codes
from tests.graph.http.serving import served
from tests.graph.http.stage import DOOR, schema
from tests.graph.http.test_sockets import INIT, Talk, talk

PAGE = "{ items(first: 89) { nodes { name } } }"
"""Costs 90, with the request itself 100."""


class Hands:
    """A clock moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def port(hands: Hands) -> Iterator[int]:
    """A graph where each caller has 200 points and gets 10 a second."""
    allowances = Allowances(full=200, per_second=10, now=hands)
    with served(Endpoint(schema, gate=DOOR, allowances=allowances)) as bound:
        yield bound


@pytest.fixture
def counted(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/graphql") as client:
        yield client


def test_an_operation_takes_its_cost_and_says_what_is_left(counted: httpx.Client) -> None:
    response = ask(counted, PAGE)
    assert response.status_code == 200
    assert response.headers["ratelimit-policy"] == '"points";q=200;w=20'
    assert response.headers["ratelimit"] == '"points";r=100;t=10'


def test_who_has_no_points_left_waits_until_they_are_there(
    counted: httpx.Client, hands: Hands
) -> None:
    ask(counted, PAGE)
    ask(counted, PAGE)
    refused = ask(counted, PAGE)
    assert (refused.status_code, codes(refused)) == (429, ["RATE_LIMITED"])
    assert refused.headers["retry-after"] == "1"
    hands.at += 10
    assert ask(counted, PAGE).status_code == 200


def test_an_operation_dearer_than_what_is_left_is_not_begun(counted: httpx.Client) -> None:
    ask(counted, PAGE)
    refused = ask(counted, PAGE.replace("89", "98"))
    assert (refused.status_code, codes(refused)) == (429, ["RATE_LIMITED"])
    assert refused.headers["retry-after"] == "1"
    assert "data" not in refused.json()


def test_a_mistake_takes_the_points_of_a_request(counted: httpx.Client) -> None:
    assert ask(counted, "{ nothing }").headers["ratelimit"] == '"points";r=190;t=1'


def test_callers_have_their_own_points(counted: httpx.Client) -> None:
    ask(counted, PAGE)
    response = ask(counted, PAGE, headers={"authorization": "Bearer alice"})
    assert response.headers["ratelimit"] == '"points";r=100;t=10'


def test_a_caller_can_ask_what_is_left(counted: httpx.Client) -> None:
    query = "{ rateLimit { limit remaining maximumCost } }"
    found = ask(counted, query).json()["data"]["rateLimit"]
    assert found == {"limit": 200, "remaining": 189, "maximumCost": 5000}


def test_where_nobody_counts_there_is_no_limit(client: httpx.Client) -> None:
    response = ask(client, "{ rateLimit { limit } }")
    assert response.json()["data"] == {"rateLimit": None}
    assert "ratelimit" not in response.headers


def test_operations_on_a_socket_are_counted(port: int) -> None:
    def outcome(talking: Talk) -> str:
        talking.subscribe("1", PAGE)
        heard = talking.hear()
        if heard["type"] == "next":
            assert talking.hear()["type"] == "complete"
        return heard["type"]

    with talk(f"ws://127.0.0.1:{port}/graphql", init=INIT) as talking:
        assert [outcome(talking) for _ in range(2)] == ["next", "error"]


def test_points_fill_up_evenly_and_no_higher(hands: Hands) -> None:
    allowance = Allowance(100, 10, hands)
    assert allowance.take(100) == 0
    assert allowance.take(1) == 1
    hands.at += 3.5
    assert (allowance.remaining, allowance.seconds_until_full) == (35, 7)
    hands.at += 1000
    assert (allowance.remaining, allowance.seconds_until_full) == (100, 0)


def test_a_caller_not_seen_for_long_is_forgotten(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.graph.allowance._CALLERS", 2)
    allowances = Allowances(now=hands)
    first = allowances.of("first")
    allowances.of("second")
    assert allowances.of("first") is first
    allowances.of("third")
    assert allowances.of("first") is first
    second = allowances.of("second")
    assert second.remaining == second.full

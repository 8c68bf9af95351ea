"""What programs of other people get: urql, Apollo, graphql-ws and graphql-sse, run by Node."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.clients import node

HELLO = {"hello": "hello world"}
COUNTED = {"got": [{"count": 0}, {"count": 1}, {"count": 2}]}
MISTAKEN = ["GRAPHQL_VALIDATION_FAILED"]

EXPECTED: dict[str, object] = {
    "urqlQuery": HELLO,
    "urqlQueryByGet": HELLO,
    "urqlMutation": {"rename": "new"},
    "urqlMistake": MISTAKEN,
    "urqlSubscriptionOverEvents": COUNTED,
    "urqlSubscriptionOverSocket": COUNTED,
    "apolloQuery": HELLO,
    "apolloMutation": {"rename": "new"},
    "apolloMistake": MISTAKEN,
    "apolloSubscriptionOverSocket": COUNTED,
    "eventsQuery": {"got": [HELLO]},
    "eventsSubscription": COUNTED,
    "eventsMistake": {"got": [{"errors": MISTAKEN}]},
    "eventsAsSomebody": {"got": [{"person": "alice"}]},
    "socketQuery": {"got": [HELLO]},
    "socketSubscription": COUNTED,
    "socketMistake": {"got": [], "error": MISTAKEN},
    "socketAsSomebody": {"got": [{"person": "alice"}]},
    "socketAsNobodyWeKnow": {"got": [], "error": 4403},
    "socketKeptAliveByTheClient": True,
}


@pytest.fixture(scope="module")
def outcomes(graph_url: str, socket_url: str) -> Any:
    return node.run("clients.mjs", graph_url, socket_url)


@pytest.mark.parametrize("scenario", EXPECTED)
def test_a_client_gets_what_it_expects(outcomes: Any, scenario: str) -> None:
    assert outcomes[scenario] == EXPECTED[scenario]


def test_every_scenario_is_looked_at(outcomes: Any) -> None:
    assert set(outcomes) == set(EXPECTED)

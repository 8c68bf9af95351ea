"""The graphql-transport-ws protocol, message by message."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.graph.sockets import OPERATIONS
from tests.graph.http.stage import PHONE, Door
from tests.graph.http.test_streams import wait_until

PROTOCOL = Subprotocol("graphql-transport-ws")
INIT = {"type": "connection_init"}


class Talk:
    """One end of a connection, in messages."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, *messages: object) -> None:
        for message in messages:
            text = message if isinstance(message, str | bytes) else json.dumps(message)
            self.connection.send(text)

    def subscribe(self, key: str, query: str, **rest: Any) -> None:
        self.say({"id": key, "type": "subscribe", "payload": {"query": query, **rest}})

    def hear(self) -> Any:
        return json.loads(self.connection.recv(timeout=5))

    def read_on(self) -> None:
        while True:
            self.hear()

    def closing_code(self) -> int:
        """Read on until the server closes."""
        with pytest.raises(ConnectionClosed) as closed:
            self.read_on()
        received = closed.value.rcvd
        assert received is not None
        return received.code


@contextmanager
def talk(url: str, *, init: object = INIT) -> Generator[Talk]:
    """Connect, and say hello unless `init` is None."""
    with connect(url, subprotocols=[PROTOCOL], max_size=None) as connection:
        talking = Talk(connection)
        if init is not None:
            talking.say(init)
            assert talking.hear() == {"type": "connection_ack"}
        yield talking


def test_results_come_one_by_one_and_then_the_end(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("1", "subscription { count(to: 2) }")
        first, second, last = (talking.hear() for _ in range(3))
    assert [first["payload"]["data"], second["payload"]["data"]] == [{"count": 0}, {"count": 1}]
    assert (first["type"], first["id"], last) == ("next", "1", {"type": "complete", "id": "1"})


def test_operations_share_a_connection(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("slow", "subscription { forever }")
        assert talking.hear()["id"] == "slow"
        talking.subscribe("quick", "query Q($n: String!) { hello(name: $n) }", variables={"n": "x"})
        assert talking.hear()["payload"]["data"] == {"hello": "hello x"}


def test_a_trusted_document_is_run_by_its_id(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.say({"id": "1", "type": "subscribe", "payload": {"documentId": "sha256:known"}})
        assert talking.hear()["payload"]["data"] == {"hello": "hello world"}


@pytest.mark.parametrize(
    "query", ["{", "{ nothing }", "query ($v: Int!) { number(value: $v) }", ""]
)
def test_a_mistake_ends_its_operation_and_no_other(socket_url: str, query: str) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("1", query)
        refused = talking.hear()
        assert (refused["type"], refused["id"]) == ("error", "1")
        assert refused["payload"][0]["extensions"]["code"]
        talking.subscribe("1", "{ hello }")
        assert talking.hear()["type"] == "next"


def test_a_bug_is_masked(socket_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("1", "subscription { broken }")
        assert talking.hear()["payload"]["data"] == {"broken": 0}
        [error] = talking.hear()["payload"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert PHONE not in str(error) + caplog.text


def test_an_operation_the_client_completes_is_closed_and_its_id_free(
    socket_url: str, door: Door
) -> None:
    before = door.streams_open
    with talk(socket_url) as talking:
        talking.subscribe("1", "subscription { forever }")
        assert talking.hear()["type"] == "next"
        talking.say({"id": "1", "type": "complete"})
        wait_until(lambda: door.streams_open == before)
        talking.subscribe("1", "{ hello }")
        assert talking.hear()["payload"]["data"] == {"hello": "hello world"}


def test_operations_are_closed_when_their_client_goes(socket_url: str, door: Door) -> None:
    before = door.streams_open
    with talk(socket_url) as talking:
        for key in "abc":
            talking.subscribe(key, "subscription { forever }")
            talking.hear()
        assert door.streams_open == before + 3
    wait_until(lambda: door.streams_open == before)


def test_every_result_is_loaded_anew(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("1", "subscription { queries(to: 3) { loaded again: loaded } }")
        loads = [talking.hear()["payload"]["data"]["queries"] for _ in range(3)]
    assert all(each["loaded"] == each["again"] for each in loads)
    assert len({each["loaded"] for each in loads}) == 3


def test_both_sides_may_ping(socket_url: str, impatient: None) -> None:
    with talk(socket_url) as talking:
        talking.say({"type": "ping"})
        assert talking.hear() == {"type": "pong"}
        assert talking.hear() == {"type": "ping"}
        talking.say({"type": "pong"})
        assert talking.hear() == {"type": "ping"}


def test_the_token_of_connection_init_says_who_asks(socket_url: str) -> None:
    init = {**INIT, "payload": {"authorization": "Bearer alice"}}
    with talk(socket_url, init=init) as talking:
        talking.subscribe("1", "{ person }")
        assert talking.hear()["payload"]["data"] == {"person": "alice"}


def test_a_bad_token_is_turned_away(socket_url: str) -> None:
    with talk(socket_url, init=None) as talking:
        talking.say({**INIT, "payload": {"authorization": "Bearer wrong"}})
        assert talking.closing_code() == 4403


def test_a_door_out_of_order_asks_to_come_back(socket_url: str, door: Door) -> None:
    door.is_unavailable = True
    with talk(socket_url, init=None) as talking:
        talking.say(INIT)
        assert talking.closing_code() == 1013


def test_the_connection_is_cut_off_when_the_token_ends(socket_url: str, door: Door) -> None:
    init = {**INIT, "payload": {"authorization": "Bearer alice-goes"}}
    with talk(socket_url, init=init) as talking:
        talking.subscribe("1", "subscription { forever }")
        assert talking.hear()["type"] == "next"
        door.ended.add("alice-goes")
        assert talking.closing_code() == 4403


def test_nothing_is_run_before_connection_init(socket_url: str) -> None:
    with talk(socket_url, init=None) as talking:
        talking.subscribe("1", "{ hello }")
        assert talking.closing_code() == 4401


def test_who_never_introduces_himself_is_cut_off(socket_url: str, impatient: None) -> None:
    with talk(socket_url, init=None) as talking:
        assert talking.closing_code() == 4408


def test_who_introduces_himself_twice_is_cut_off(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.say(INIT)
        assert talking.closing_code() == 4429


def test_an_id_is_used_once_at_a_time(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.subscribe("1", "subscription { forever }")
        talking.subscribe("1", "subscription { forever }")
        assert talking.closing_code() == 4409


def test_one_connection_holds_a_hundred_operations(socket_url: str) -> None:
    with talk(socket_url) as talking:
        for number in range(OPERATIONS + 1):
            talking.subscribe(str(number), "subscription { forever }")
        heard = [talking.hear() for _ in range(OPERATIONS + 1)]
    [refused] = [each for each in heard if each["type"] == "error"]
    assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"


CRAFTED: list[object] = [
    "", "x", "null", "1", '"x"', "[]", "[" * 100_000, "NaN", b"\x00\xff", "{}",
    {"type": None}, {"type": ["ping"]}, {"type": "unknown"}, {"type": "start"},
    {"type": "complete"}, {"type": "complete", "id": 1}, {"type": "complete", "id": ["1"]},
    {"type": "subscribe"}, {"type": "subscribe", "id": "1"},
    {"type": "subscribe", "id": 1, "payload": {"query": "{ hello }"}},
    {"type": "subscribe", "id": "", "payload": {"query": "{ hello }"}},
    {"type": "subscribe", "id": "1", "payload": None},
    {"type": "subscribe", "id": "1", "payload": "{ hello }"},
    '{"type": "complete", "id": "\\ud800"}',
]  # fmt: skip


@pytest.mark.parametrize("message", CRAFTED, ids=lambda message: repr(message)[:40])
def test_what_is_no_message_ends_the_connection(
    socket_url: str, message: object, caplog: pytest.LogCaptureFixture
) -> None:
    with talk(socket_url) as talking:
        talking.say(message)
        assert talking.closing_code() == 4400
    assert caplog.records == []


@pytest.mark.parametrize(
    "payload",
    [{}, {"query": 1}, {"query": None}, {"query": "{ hello }", "variables": []},
     {"query": "{ hello }", "operationName": {}}, {"query": "{ hello }", "extensions": 1}],
)  # fmt: skip
def test_a_crafted_operation_is_refused_alone(socket_url: str, payload: object) -> None:
    with talk(socket_url) as talking:
        talking.say({"type": "subscribe", "id": "1", "payload": payload})
        refused = talking.hear()
        assert (refused["type"], refused["id"]) == ("error", "1")
        assert refused["payload"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("payload", ["x", 1, []])
def test_a_crafted_introduction_ends_the_connection(socket_url: str, payload: object) -> None:
    with talk(socket_url, init=None) as talking:
        talking.say({**INIT, "payload": payload})
        assert talking.closing_code() == 4400


def test_a_message_over_one_mebibyte_ends_the_connection(socket_url: str) -> None:
    with talk(socket_url) as talking:
        talking.say({"type": "ping", "payload": {"a": "零" * 350_000}})
        assert talking.closing_code() == 1009


@pytest.mark.parametrize("protocol", ["graphql-ws", "something-else"])
def test_other_protocols_are_not_spoken(socket_url: str, protocol: str) -> None:
    with connect(socket_url, subprotocols=[Subprotocol(protocol)]) as connection:
        assert Talk(connection).closing_code() == 4406

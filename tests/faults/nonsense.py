"""Requests that nobody should send: made from good ones, the same every time for one seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

GOOD = json.dumps(
    {
        "query": "query A($c: String!) { areas(first: 5) { nodes { code } } }",
        "variables": {"c": "x"},
    }
).encode()
PATHS = (
    "/graphql",
    "/files",
    "/",
    "/graphiql",
    "/schema.graphql",
    "/nowhere/../graphql",
    "/readyz",
)
METHODS = (*["POST"] * 20, "GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
TYPES = (
    *["application/json"] * 15,
    "application/json; charset=utf-16",
    "application/graphql",
    "text/plain",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "",
    "é/ü",
)
ACCEPTS = ("*/*", "application/json", "text/event-stream", "application/graphql-response+json", "")


@dataclass(frozen=True, slots=True)
class Nonsense:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def _flipped(chance: random.Random) -> bytes:
    body = bytearray(GOOD)
    for _ in range(chance.randint(1, 20)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _nested(chance: random.Random) -> bytes:
    depth = chance.choice((50, 500, 20_000))
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}"), ("{a", "}")))
    return (opening * depth + "1" + closing * depth).encode()


def _document(chance: random.Random) -> bytes:
    words = ["query", "{", "}", "(", ")", "$a", ":", "!", "...", "on", "@skip", '"', "areas", "1"]
    text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 60)))
    return json.dumps({"query": text}).encode()


def _variables(chance: random.Random) -> bytes:
    values = [None, -1, 1e400, "\ud800", "\x00", {"a": []}, [[]], True, "长" * 5000, 2**70, ""]
    given: dict[str, object] = {"first": chance.choice(values), "id": chance.choice(values)}
    query = (
        "query($first: Int, $id: ID!) { areas(first: $first) { totalCount } node(id: $id) { id } }"
    )
    return json.dumps({"query": query, "variables": given}).encode()


def _wrong_shape(chance: random.Random) -> bytes:
    shapes = ("null", "1", '"x"', "[]", "[{}]", "{}", '{"query": 1}', '{"query": null}', "", "{")
    return chance.choice(shapes).encode()


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 4000))


def _mutation(chance: random.Random) -> bytes:
    given = {"idempotencyKey": chance.choice(("", "k" * 65, "k", None, 1)), "phone": "\u202e1"}
    query = "mutation($input: SignInRequestCodeInput!) { signInRequestCode(input: $input) { userErrors { code } } }"
    return json.dumps({"query": query, "variables": {"input": given}}).encode()


KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    _flipped,
    _nested,
    _document,
    _variables,
    _wrong_shape,
    _noise,
    _mutation,
)


def nonsense(count: int, *, seed: int) -> Iterator[Nonsense]:
    """Yield so many requests."""
    chance = random.Random(seed)
    for number in range(count):
        body = KINDS[number % len(KINDS)](chance)
        headers = {"accept": chance.choice(ACCEPTS)}
        if kind := chance.choice(TYPES):
            headers["content-type"] = kind
        if chance.random() < 0.2:
            headers["authorization"] = chance.choice(("Bearer x", "Bearer ", "Basic eA==", "\x7f"))
        if chance.random() < 0.1:
            headers["cookie"] = "lingju_session=" + "a" * chance.choice((1, 43, 3000))
        path = PATHS[0] if chance.random() < 0.8 else chance.choice(PATHS)
        query = "?query=" + "%ff" * 3 if chance.random() < 0.1 else ""
        yield Nonsense(chance.choice(METHODS), path + query, headers, body)

"""Requests nobody sends by mistake: each is refused in JSON, none with a 5xx."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

JSON_TYPE = {"content-type": "application/json"}
DEEP = 100_000


def a_query(**rest: Any) -> bytes:
    return json.dumps({"query": "{ hello }", **rest}).encode()


BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"   ",
    "null": b"null",
    "text": b'"x"',
    "number": b"1",
    "true": b"true",
    "nan": b"NaN",
    "infinity": b'{"query":"{hello}","variables":{"a":Infinity}}',
    "array": b"[]",
    "array of nothing": b"[null, 1]",
    "batch": b'[{"query":"{hello}"},{"query":"{hello}"}]',
    "object": b"{}",
    "cut off": b'{"query":"{hel',
    "two values": b'{"query":"{hello}"}{}',
    "bad utf-8": b'{"query":"{\xff\xfe}"}',
    "utf-16": '{"query":"{hello}"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + a_query(),
    "nul byte": b'{"query":"{hello}\x00"}',
    "nul escaped": b'{"query":"{hello}\\u0000"}',
    "lone surrogate": b'{"query":"{hello(name:\\"\\ud800\\")}"}',
    "lone surrogate in a variable": a_query(variables={"name": "\ud800"}),
    "lone surrogate in the name": b'{"query":"{hello}","operationName":"\\udfff"}',
    "nested arrays": b"[" * DEEP,
    "nested objects": b'{"query":' * DEEP,
    "nested variables": b'{"query":"{hello}","variables":{"a":' + b"[" * DEEP,
    "query null": b'{"query":null}',
    "query empty": b'{"query":""}',
    "query blank": b'{"query":"   "}',
    "query comment": b'{"query":"# nothing"}',
    "query number": b'{"query":1}',
    "query array": b'{"query":["{hello}"]}',
    "query object": b'{"query":{"a":1}}',
    "query brace": b'{"query":"{"}',
    "query schema": b'{"query":"type Query { a: Int }"}',
    "query extension": b'{"query":"extend type Query { a: Int } { hello }"}',
    "query fragment only": b'{"query":"fragment F on Query { hello }"}',
    "query in a circle": b'{"query":"{...F} fragment F on Query {...F}"}',
    "query nested braces": json.dumps({"query": "{item" * DEEP}).encode(),
    "query nested lists": json.dumps({"query": "{hello(name:" + "[" * DEEP}).encode(),
    "query nested types": json.dumps({"query": "query($a:" + "[" * DEEP}).encode(),
    "query two operations": b'{"query":"query A {hello} query B {hello}"}',
    "query unclosed block": json.dumps({"query": '{hello(name:"""' + "x" * 1000}).encode(),
    "variables array": a_query(variables=[1]),
    "variables text": a_query(variables="{}"),
    "extensions text": a_query(extensions="{}"),
    "extensions array": a_query(extensions=[]),
    "name number": a_query(operationName=1),
    "name unknown": a_query(operationName="Nobody"),
    "name object": a_query(operationName={}),
    "huge integer": b'{"query":"query($v:Int!){number(value:$v)}","variables":{"v":'
    + b"9" * 400
    + b"}}",
    "huge literal": json.dumps({"query": "{number(value:" + "9" * 5000 + ")}"}).encode(),
    "huge page": json.dumps({"query": "{items(first:" + "9" * 5000 + "){nodes{name}}}"}).encode(),
    "huge exponent": b'{"query":"query($v:Int!){number(value:$v)}","variables":{"v":1e999999}}',
    "variable missing": b'{"query":"query($v:Int!){number(value:$v)}"}',
    "variable of another type": b'{"query":"query($v:Int!){number(value:$v)}","variables":{"v":{}}}',
    "input incomplete": b'{"query":"{number(value:1,point:{})}"}',
    "document unknown": b'{"documentId":"sha256:unknown"}',
    "document number": b'{"documentId":1}',
    "persisted query": b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
    "proto": b'{"__proto__":{"query":"{hello}"}}',
    "subscription": b'{"query":"subscription{count(to:1)}"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_crafted_body_is_refused_in_json(client: httpx.Client, name: str) -> None:
    response = client.post("", content=BODIES[name], headers=JSON_TYPE)
    assert response.status_code < 500
    assert response.headers["content-type"].startswith("application/json")
    assert all(error["extensions"]["code"] for error in response.json()["errors"])
    assert response.json().get("data") is None


MULTIPART = [
    b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.a"]}\r\n--x--',
    b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n[]\r\n--x--',
    b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\nnull\r\n--x--',
    b"--x",
    b"",
]


@pytest.mark.parametrize("body", MULTIPART)
def test_a_multipart_body_is_not_taken(client: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = client.post("", content=body, headers=headers)
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


TYPES = ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"]


@pytest.mark.parametrize("kind", TYPES)
def test_a_body_that_is_not_json_in_utf8_is_not_taken(client: httpx.Client, kind: str) -> None:
    assert client.post("", content=a_query(), headers={"content-type": kind}).status_code == 415


def test_a_compressed_body_is_not_taken(client: httpx.Client) -> None:
    headers = {**JSON_TYPE, "content-encoding": "gzip"}
    assert client.post("", content=a_query(), headers=headers).status_code == 415


QUERY_STRINGS = [
    "",
    "query=",
    "query=%7B",
    "query=%ff%fe",
    "query=%7Bhello%7D&variables=1",
    "query=%7Bhello%7D&variables=%5B%5D",
    "query=%7Bhello%7D&variables=%7B",
    "query=%7Bhello%7D&extensions=x",
    "query=%7Bhello%7D&operationName=Nobody",
    "variables=%7B%7D",
    "documentId=x",
]


@pytest.mark.parametrize("query", QUERY_STRINGS)
def test_a_crafted_address_is_refused_in_json(client: httpx.Client, query: str) -> None:
    response = client.get(f"?{query}", headers={"accept": "application/graphql-response+json"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 5 * 1024 * 1024])
@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_body_over_one_mebibyte_is_too_large(
    client: httpx.Client, size: int, is_chunked: bool
) -> None:
    body = b" " * size
    content = (body[at : at + 65536] for at in range(0, size, 65536)) if is_chunked else body
    response = client.post("", content=content, headers=JSON_TYPE)
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_body_announced_as_too_large_is_refused_before_it_comes(graph_port: int) -> None:
    with socket.create_connection(("127.0.0.1", graph_port), timeout=5) as peer:
        head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        peer.sendall(f"{head}Content-Length: {10**15}\r\n\r\n".encode())
        assert peer.recv(1024).startswith(b"HTTP/1.1 413 ")


def test_a_body_of_one_mebibyte_is_read(client: httpx.Client) -> None:
    body = a_query().ljust(1024 * 1024)
    assert client.post("", content=body, headers=JSON_TYPE).json()["data"]


def test_a_client_that_leaves_in_the_middle_of_its_body_leaves_no_trace(
    graph_port: int, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", graph_port)) as peer:
        head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        peer.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
    assert client.post("", content=a_query(), headers=JSON_TYPE).status_code == 200
    assert caplog.records == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "REPORT"])
def test_other_methods_are_told_which_are_allowed(client: httpx.Client, method: str) -> None:
    response = client.request(method, "")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
    assert method == "HEAD" or response.json()["errors"]

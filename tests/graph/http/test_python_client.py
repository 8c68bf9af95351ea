"""What a Python program of other people gets, with the gql library."""

from __future__ import annotations

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.websockets import WebsocketsTransport


async def test_gql_asks_over_http_and_checks_against_the_schema_it_fetched(graph_url: str) -> None:
    transport = AIOHTTPTransport(graph_url)
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        assert await session.execute(gql("{ hello }")) == {"hello": "hello world"}


async def test_gql_follows_over_a_socket(socket_url: str) -> None:
    init = {"authorization": "Bearer alice"}
    async with Client(transport=WebsocketsTransport(socket_url, init_payload=init)) as session:
        assert await session.execute(gql("{ person }")) == {"person": "alice"}
        followed = session.subscribe(gql("subscription { count(to: 3) }"))
        assert [each["count"] async for each in followed] == [0, 1, 2]

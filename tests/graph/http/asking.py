"""Short ways to ask, for tests that are sentences."""

from __future__ import annotations

from typing import Any

import httpx

GRAPHQL_JSON = "application/graphql-response+json"


def ask(
    client: httpx.Client, query: str, *, accept: str = GRAPHQL_JSON, **rest: Any
) -> httpx.Response:
    """POST a query, with `variables=` and other parameters of the request, or `headers=`."""
    headers = {"accept": accept, **rest.pop("headers", {})}
    return client.post("", json={"query": query, **rest}, headers=headers)


def codes(response: httpx.Response) -> list[str]:
    """Return the codes of the errors, of which every one must have one."""
    return [error["extensions"]["code"] for error in response.json()["errors"]]


def language(name: str) -> dict[str, str]:
    """Return the header that asks for a language."""
    return {"accept-language": name}

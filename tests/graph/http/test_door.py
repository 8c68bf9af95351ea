"""Who comes in: tokens, cookies, and pages that try to use the cookie of somebody else."""

from __future__ import annotations

import httpx

from tests.graph.http.asking import ask, codes
from tests.graph.http.stage import SESSION_COOKIE

WHO = "{ person }"
COOKIE = {"cookie": f"{SESSION_COOKIE}=alice"}


def test_a_token_says_who_asks(client: httpx.Client) -> None:
    response = ask(client, WHO, headers={"authorization": "Bearer alice"})
    assert response.json()["data"] == {"person": "alice"}


def test_a_bad_token_is_refused_with_a_challenge(client: httpx.Client) -> None:
    response = ask(client, WHO, headers={"authorization": "Bearer wrong"})
    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_cookie_says_who_posts(client: httpx.Client) -> None:
    assert ask(client, WHO, headers=COOKIE).json()["data"] == {"person": "alice"}


def test_a_cookie_says_nothing_of_who_gets(client: httpx.Client) -> None:
    response = client.get("", params={"query": WHO}, headers=COOKIE)
    assert response.json()["data"] == {"person": ""}


def test_a_token_says_who_gets(client: httpx.Client) -> None:
    headers = {"authorization": "Bearer alice"}
    response = client.get("", params={"query": WHO}, headers=headers)
    assert response.json()["data"] == {"person": "alice"}


def test_a_form_of_a_foreign_page_cannot_use_the_cookie(client: httpx.Client) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"):
        headers = {**COOKIE, "content-type": kind}
        body = b'{"query":"mutation{rename(name:\\"x\\")}"}'
        assert client.post("", content=body, headers=headers).status_code == 415


def test_a_script_of_a_foreign_page_cannot_use_the_cookie(client: httpx.Client) -> None:
    response = ask(client, WHO, headers={**COOKIE, "origin": "https://elsewhere.example"})
    assert (response.status_code, codes(response)) == (403, ["FORBIDDEN"])

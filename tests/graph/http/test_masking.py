"""What is told of an error, and what is not."""

from __future__ import annotations

import logging

import httpx
import pytest

from tests.graph.http.asking import ask, codes, language
from tests.graph.http.stage import PHONE, Door


@pytest.mark.parametrize("query", ["{ bug }", "{ outOfRange }"])
def test_a_bug_is_masked_and_can_be_found_by_its_id(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    response = ask(client, query)
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert PHONE not in response.text
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert error["extensions"]["requestId"] in record.getMessage()


def test_the_log_names_type_and_place_of_a_bug_but_nobodys_data(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    ask(client, "{ bug }")
    assert "RuntimeError at bug" in caplog.text
    assert "stage.py" in caplog.text
    assert PHONE not in caplog.text


def test_a_bug_at_the_door_is_masked(
    client: httpx.Client, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.is_broken = True
    response = ask(client, "{ hello }", headers=language("en"))
    assert (response.status_code, codes(response)) == (500, ["INTERNAL_SERVER_ERROR"])
    assert response.json()["errors"][0]["extensions"]["requestId"] in caplog.text
    assert PHONE not in response.text + caplog.text


def test_mistakes_of_the_client_are_not_logged(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    for query in ("{", "{ nothing }", "query ($v: Int!) { number(value: $v) }", "{ forbidden }"):
        ask(client, query)
    client.post("", content=b"\xff", headers={"content-type": "application/json"})
    assert caplog.records == []


def test_an_argument_that_is_null_too_late_is_the_clients_mistake(client: httpx.Client) -> None:
    query = "query ($v: Int = 1) { number(value: $v) }"
    assert codes(ask(client, query, variables={"v": None})) == ["BAD_USER_INPUT"]


def test_a_refusal_says_why_in_the_language_of_the_request(client: httpx.Client) -> None:
    chinese = ask(client, "{ forbidden }", headers=language("zh-CN,zh;q=0.9,en;q=0.8"))
    english = ask(client, "{ forbidden }", headers=language("fr, en-GB;q=0.8"))
    assert codes(chinese) == codes(english) == ["FORBIDDEN"]
    assert chinese.json()["errors"][0]["message"] == "您没有办理此事的权限"
    assert english.json()["errors"][0]["message"] == "You may not do this"


def test_a_store_that_cannot_be_reached_is_no_bug_and_says_when_to_come_back(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = ask(client, "{ unavailableAtAll }", headers=language("en"))
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert codes(response) == ["UNAVAILABLE"]
    assert response.json()["errors"][0]["message"] == "The store cannot be reached"
    assert caplog.records == []


def test_what_else_was_asked_is_answered_while_one_store_is_away(client: httpx.Client) -> None:
    response = ask(client, "{ hello unavailable }")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "hello world", "unavailable": None}


def test_a_door_that_cannot_reach_its_store_says_when_to_come_back(
    client: httpx.Client, door: Door
) -> None:
    door.is_unavailable = True
    response = ask(client, "{ hello }")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert codes(response) == ["UNAVAILABLE"]

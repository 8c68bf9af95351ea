from __future__ import annotations

from typing import Any

import pytest

from backend import graph
from backend.accounts import queries
from backend.accounts.models import DisclosureLog
from backend.accounts.schema import Person
from backend.actor import Role
from backend.db import sql
from tests.accounts.browsing import (
    CREATE,
    REVEAL,
    REVOKE,
    SCHEMA,
    VIEWER,
    Browser,
    signed_in,
)
from tests.accounts.cast import EAST, WEST, a_holder, a_person

pytestmark = pytest.mark.usefixtures("database")


async def test_a_person_makes_a_token_uses_it_and_revokes_it(browser: Browser):
    await signed_in(browser, await a_holder(Role.OFFICER, name="李四"))
    given: dict[str, Any] = {"name": "报表程序", "scopes": ["TASKS_WRITE"], "days": 30}
    made = await browser.act(CREATE, key="once", **given)
    token = made["secret"]
    assert made["accessToken"]["scopes"] == ["READ", "TASKS_WRITE"]
    assert made["accessToken"]["hint"] == token[:8]
    again = await browser.act(CREATE, key="once", **given)
    assert (again["secret"], again["accessToken"]) == (None, made["accessToken"])
    browser.client.cookies.clear()
    viewer = (await browser.ask(VIEWER, token=token))["viewer"]
    assert viewer["name"] == "李四"
    assert viewer["phone"] is None
    assert [each["name"] for each in viewer["accessTokens"]["nodes"]] == ["报表程序"]
    refused = await browser.send(
        REVOKE, token=token, input={"idempotencyKey": "r", "id": made["accessToken"]["id"]}
    )
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_revoked_token_gets_401_with_a_challenge(browser: Browser):
    await signed_in(browser, await a_person())
    made = await browser.act(CREATE, name="x", scopes=["ACCOUNT_WRITE"])
    token, id_ = made["secret"], made["accessToken"]["id"]
    browser.client.cookies.clear()
    revoked = await browser.act(REVOKE, token=token, id=id_)
    assert revoked["accessToken"]["revokedAt"]
    refused = await browser.send(VIEWER, token=token)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer ")
    assert token not in refused.text


async def test_nobody_makes_tokens_or_revokes_those_of_others(browser: Browser):
    unsigned = await browser.send(CREATE, input={"idempotencyKey": "k", "name": "x"})
    assert unsigned.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    await signed_in(browser, await a_person())
    made = await browser.act(CREATE, name="x")
    browser.client.cookies.clear()
    await signed_in(browser, await a_person())
    refused = await browser.act(REVOKE, id=made["accessToken"]["id"])
    assert refused["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "id"]}]


async def test_the_federation_reveals_a_number_for_a_reason_and_the_person_reads_it(
    browser: Browser,
):
    firm = await a_holder(Role.ENTREPRENEUR, area_code=EAST, name="王企业")
    await signed_in(browser, await a_holder(Role.FEDERATION, area_code=EAST))
    id_ = graph.encode_id("Person", firm.id)
    masked = (await browser.ask(f'{{ person(id: "{id_}") {{ name phone phoneMasked }} }}'))[
        "person"
    ]
    assert (masked["name"], masked["phone"]) == ("王企业", None)
    assert masked["phoneMasked"].startswith("199****")
    silent = await browser.act(REVEAL, id=id_, reason=" ")
    assert silent["userErrors"] == [{"code": "INVALID", "path": ["input", "reason"]}]
    shown = await browser.act(REVEAL, key="r", id=id_, reason="核实情况")
    assert shown["phone"] == await queries.phone_of(firm.id)
    assert shown["person"]["phone"] is None
    again = await browser.act(REVEAL, key="r", id=id_, reason="核实情况")
    assert again["phone"] is None
    assert await DisclosureLog.all().count() == 1
    browser.client.cookies.clear()
    await signed_in(browser, firm)
    log = (await browser.ask(VIEWER))["viewer"]["phoneDisclosures"]["nodes"]
    assert log == [{"role": "FEDERATION", "reason": "核实情况"}]


async def test_a_colleague_is_seen_masked_and_not_revealed(browser: Browser):
    officer = await a_holder(Role.OFFICER)
    [held] = await queries.live_memberships(officer.id)
    colleague = await a_holder(Role.OFFICER, organization=await held.organization)
    await signed_in(browser, officer)
    refused = await browser.act(
        REVEAL, id=graph.encode_id("Person", colleague.id), reason="想打电话"
    )
    assert refused["userErrors"] == [{"code": "NOT_ALLOWED", "path": None}]


async def test_another_district_does_not_exist(browser: Browser):
    firm = await a_holder(Role.ENTREPRENEUR, area_code=WEST)
    await signed_in(browser, await a_holder(Role.FEDERATION, area_code=EAST))
    id_ = graph.encode_id("Person", firm.id)
    assert await browser.ask(
        f'{{ person(id: "{id_}") {{ name }} node(id: "{id_}") {{ id }} }}'
    ) == {
        "person": None,
        "node": None,
    }
    refused = await browser.act(REVEAL, id=id_, reason="好奇")
    assert refused["userErrors"][0]["code"] == "NOT_FOUND"


async def test_the_viewer_costs_few_statements(browser: Browser):
    await signed_in(browser, await a_holder(Role.OFFICER))
    await browser.ask(VIEWER)
    with sql.count_statements() as statements:
        await browser.ask(VIEWER)
    assert len(statements) <= 7


def test_every_type_and_field_of_ours_is_described():
    names = ("Person", "Membership", "AccessToken", "PhoneDisclosure")
    for name in names:
        kind: Any = SCHEMA.get_type_by_name(name)
        assert kind.description
        assert all(field.description for field in kind.fields), name
    assert Person.__doc__

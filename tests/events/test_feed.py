"""The stream on the graph: read by pages, followed live, never more than the reader may see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID, uuid4

import pytest
import strawberry

from backend import graph
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import sql, unit_of_work
from backend.events import record, register_visibility
from backend.graph.event_feed import Event, EventQuery, changes
from tests.events.cast import a_parcel, happens, much_happens
from tests.events.models import Parcel
from tests.events.test_visibility import parcels_visible_to, someone

ALLOWED = [True]


@strawberry.type
class Query(EventQuery):
    pass


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def parcel_changed(
        self, info: strawberry.Info, parcel: str, after: strawberry.ID | None = None
    ) -> AsyncGenerator[Event, None]:
        async def actor() -> Actor:
            return graph.actor_of(info) if ALLOWED[0] else Actor()

        async for event in changes(thread_id=UUID(parcel), after=after, actor=actor):
            yield event


schema = graph.build_schema(query=Query, subscription=Subscription)

PAGE = """query($after: ID, $names: [String!], $first: Int! = 20, $submissionId: ID) {
  events(after: $after, names: $names, first: $first, submissionId: $submissionId) {
    events { id name aboutType aboutId threadId role organizationId payload } cursor hasMore } }"""
FOLLOW = "subscription($p: String!, $a: ID) { parcelChanged(parcel: $p, after: $a) { id name } }"


@pytest.fixture(autouse=True)
def visible() -> None:
    register_visibility({Parcel: parcels_visible_to})
    ALLOWED[0] = True


async def ask(actor: Actor = SYSTEM, **variables: object) -> Any:
    return await schema.execute(
        PAGE, variable_values=variables, context_value=graph.Context(actor=actor)
    )


async def page(actor: Actor = SYSTEM, **variables: object) -> Any:
    result = await ask(actor, **variables)
    assert result.errors is None, result.errors
    return result.data["events"]


async def follow(parcel: Parcel, actor: Actor = SYSTEM, after: str | None = None) -> Any:
    return await schema.subscribe(
        FOLLOW,
        variable_values={"p": str(parcel.id), "a": after},
        context_value=graph.Context(actor=actor),
    )


async def test_the_feed_is_read_page_by_page_to_its_end(database: str) -> None:
    await much_happens(await a_parcel(), 5)
    seen: list[str] = []
    after, has_more = None, True
    while has_more:
        found = await page(after=after, first=2)
        seen += [event["id"] for event in found["events"]]
        after, has_more = found["cursor"], found["hasMore"]
    assert len(seen) == len(set(seen)) == 5
    assert await page(after=after) == {"events": [], "cursor": after, "hasMore": False}


async def test_before_anything_happened_there_is_no_cursor(database: str) -> None:
    assert await page() == {"events": [], "cursor": None, "hasMore": False}


async def test_the_feed_holds_only_what_the_reader_may_see(database: str) -> None:
    firm = someone(Role.ENTREPRENEUR)
    await happens("parcel.opened", await a_parcel())
    await happens("parcel.opened", await a_parcel(firm_id=firm.seats[0].organization_id))
    assert len((await page(firm))["events"]) == 1
    assert (await page(Actor()))["events"] == []


async def test_the_feed_is_narrowed_by_name_and_case(database: str) -> None:
    one, other = await a_parcel(), await a_parcel()
    await happens("parcel.opened", one)
    await happens("parcel.closed", one)
    await happens("parcel.opened", other)
    case = graph.encode_id("Submission", one.id)
    assert len((await page(names=["parcel.opened"]))["events"]) == 2
    assert len((await page(submissionId=case))["events"]) == 2
    assert len((await page(submissionId=case, names=["parcel.closed"]))["events"]) == 1
    assert (await page(submissionId="nonsense"))["events"] == []


@pytest.mark.parametrize("after", ["nonsense", graph.encode_id("Event", uuid4())])
async def test_an_unknown_event_is_an_expired_cursor(database: str, after: str) -> None:
    result = await ask(after=after)
    assert [error.extensions["code"] for error in result.errors] == ["CURSOR_EXPIRED"]
    stream = await follow(await a_parcel(), after=after)
    answer = await anext(stream)
    assert [error.extensions["code"] for error in answer.errors] == ["CURSOR_EXPIRED"]


@pytest.mark.parametrize("wrong", [{"first": 0}, {"first": 101}, {"names": ["x"] * 51}])
async def test_wrong_arguments_are_refused(database: str, wrong: dict[str, Any]) -> None:
    result = await ask(**wrong)
    assert [error.extensions["code"] for error in result.errors] == ["BAD_USER_INPUT"]


async def test_a_subscription_replays_then_goes_live_and_resumes(database: str) -> None:
    parcel = await a_parcel()
    await much_happens(parcel, 3)
    first = (await page(first=1))["events"][0]["id"]
    stream = await follow(parcel, after=first)
    seen = [(await anext(stream)).data["parcelChanged"]["id"] for _ in range(2)]
    await happens("parcel.closed", parcel)
    live = (await anext(stream)).data["parcelChanged"]
    await stream.aclose()
    await happens("parcel.opened", parcel)
    stream = await follow(parcel, after=live["id"])
    after = (await anext(stream)).data["parcelChanged"]
    await stream.aclose()
    assert (live["name"], after["name"]) == ("parcel.closed", "parcel.opened")
    everything = [event["id"] for event in (await page())["events"]]
    assert [first, *seen, live["id"], after["id"]] == everything


async def test_rights_lost_while_following_end_what_is_seen(database: str) -> None:
    firm = someone(Role.ENTREPRENEUR)
    parcel = await a_parcel(firm_id=firm.seats[0].organization_id)
    await happens("parcel.opened", parcel)
    start = (await page(firm))["cursor"]
    stream = await follow(parcel, firm, after=start)
    await happens("parcel.opened", parcel)
    assert (await anext(stream)).data["parcelChanged"]["name"] == "parcel.opened"
    ALLOWED[0] = False
    waiting = asyncio.ensure_future(anext(stream))
    await happens("parcel.weighed", parcel)
    await asyncio.sleep(0.5)
    assert not waiting.done()
    ALLOWED[0] = True
    await happens("parcel.closed", parcel)
    assert (await waiting).data["parcelChanged"]["name"] == "parcel.closed"
    await stream.aclose()


@pytest.mark.parametrize(("role", "is_named"), [(Role.OFFICER, True), (Role.ENTREPRENEUR, False)])
async def test_an_office_is_named_a_firm_only_to_its_own_people(
    database: str, role: Role, is_named: bool
) -> None:
    organization_id = uuid4()
    parcel = await a_parcel(firm_id=organization_id)
    seat = Seat(role, organization_id, "320500", frozenset({"320500"}))
    async with unit_of_work():
        await record("parcel.opened", parcel, actor=Actor(uuid4()), area_code="320500", seat=seat)
    staff = someone(Role.FEDERATION)
    own = Actor(uuid4(), seats=(Seat(Role.ENTREPRENEUR, organization_id, "320500", frozenset()),))
    named = graph.encode_id("Organization", organization_id)
    assert (await page(staff))["events"][0]["organizationId"] == (named if is_named else None)
    assert (await page(own))["events"][0]["organizationId"] == named
    assert (await page(staff))["events"][0]["role"] == role


async def test_a_page_costs_the_same_statements_for_one_and_for_twenty_events(
    database: str,
) -> None:
    await much_happens(await a_parcel(), 20)
    counts: list[int] = []
    for first in (1, 19):
        with sql.count_statements() as sent:
            await page(first=first)
        counts.append(len(sent))
    assert counts[0] == counts[1]

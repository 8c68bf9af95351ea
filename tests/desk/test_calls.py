"""A caller's case from a number and one sentence; he gets the number of it by SMS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend import wiring
from backend.accounts import queries as accounts
from backend.accounts import senders
from backend.accounts.models import Membership
from backend.actor import Role
from backend.jobs import run_due
from backend.submissions.models import Submission
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import DISTRICT, Cast, a_firm, body, somebody, the_cast

SENTENCE = "变压器容量不够，能否增容？"
NOBODY = "19911112222"


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


async def number_of(actor_id: Any) -> str:
    """Return somebody's number as a clerk writes it down."""
    return (await accounts.phone_of(actor_id)).removeprefix("+86")


async def test_a_known_number_and_one_sentence_are_enough(cast: Cast, tmp_path: Path) -> None:
    phone = await number_of(cast.firm.person_id)
    found = (await ask(d.CALLER, cast.clerk, phone=phone))["caller"]
    assert [firm["name"] for firm in found["firms"]] == ["示例企业（虚构）"]
    payload = await act(d.CALL, cast.clerk, phone=phone, text=SENTENCE)
    assert payload["userErrors"] == []
    case = payload["submission"]
    assert (case["channel"], case["state"]) == ("PHONE", "FILED")
    assert case["contact"]["name"] == cast.firm.name

    messages = tmp_path / "messages"
    senders.use(senders.FileSender(messages))
    try:
        await run_due({"desk.send_number": wiring.JOBS["desk.send_number"]})
    finally:
        senders.use(senders.ConsoleSender())
    [sent] = [json.loads(text) for text in messages.read_text("utf-8").splitlines()]
    assert sent["phone"] == f"+86{phone}"
    assert case["number"] in sent["zh"]
    assert "变压器" not in sent["zh"]
    assert await run_due({"desk.send_number": wiring.JOBS["desk.send_number"]}) == 0


async def test_an_unknown_number_asks_for_a_firm_and_a_name(cast: Cast) -> None:
    assert (await ask(d.CALLER, cast.clerk, phone=NOBODY))["caller"] is None
    refused = await act(d.CALL, cast.clerk, phone=NOBODY, text=SENTENCE)
    assert refused["userErrors"][0]["path"] == ["input", "newFirm"]
    new = {"name": "新星制造厂", "areaCode": DISTRICT}
    refused = await act(d.CALL, cast.clerk, phone=NOBODY, text=SENTENCE, newFirm=new)
    assert refused["userErrors"][0]["path"] == ["input", "callerName"]
    assert await Submission.all().count() == 0
    given: dict[str, Any] = {
        "phone": NOBODY,
        "text": SENTENCE,
        "newFirm": new,
        "callerName": "王五",
    }
    payload = await act(d.CALL, cast.clerk, channel="VISIT", **given)
    assert payload["submission"]["firm"] == {
        **payload["submission"]["firm"],
        "name": "新星制造厂",
        "creditCode": None,
    }
    assert payload["submission"]["channel"] == "VISIT"
    # The next call needs the number alone.
    again = await act(d.CALL, cast.clerk, phone=NOBODY, text="还有一件事，公交线路撤了")
    assert again["submission"]["firm"]["id"] == payload["submission"]["firm"]["id"]


async def test_a_call_opens_nothing_of_a_firm_that_is_known(cast: Cast) -> None:
    """Anybody may say on the phone that he is of a firm."""
    firm = (await ask(d.CALLER, cast.clerk, phone=await number_of(cast.firm.person_id)))["caller"]
    known = firm["firms"][0]["name"]
    new = {"name": known, "areaCode": DISTRICT}
    payload = await act(
        d.CALL, cast.clerk, phone=NOBODY, text=SENTENCE, callerName="某人", newFirm=new
    )
    assert payload["userErrors"] == []
    stranger = await accounts.person_by_phone(NOBODY)
    assert stranger is not None
    assert await Membership.filter(person_id=stranger.id).count() == 0
    assert (await Submission.get()).filed_by_id == stranger.id


async def test_a_number_of_several_firms_asks_which(cast: Cast) -> None:
    other = await a_firm()
    person_id = cast.firm.person_id
    assert person_id is not None
    await Membership.create(
        person_id=person_id,
        role=Role.ENTREPRENEUR,
        organization_id=other.id,
        area_code=other.area_code,
        since=(await Membership.filter(person_id=person_id).get()).since,
    )
    phone = await number_of(person_id)
    refused = await act(d.CALL, cast.clerk, phone=phone, text=SENTENCE)
    assert refused["userErrors"][0]["path"] == ["input", "firmId"]
    found = await ask(
        "query { organizations(filter: {kinds: [FIRM]}) { nodes { id } } }", cast.clerk
    )
    chosen = found["organizations"]["nodes"][0]["id"]
    payload = await act(d.CALL, cast.clerk, phone=phone, text=SENTENCE, firmId=chosen)
    assert payload["submission"]["firm"]["id"] == chosen


async def test_only_the_federation_takes_calls_and_sees_only_its_area(cast: Cast) -> None:
    phone = await number_of(cast.firm.person_id)
    for actor in (cast.coordinator, cast.officer, cast.firm):
        payload = await act(d.CALL, actor, phone=phone, text=SENTENCE)
        assert payload["userErrors"][0]["code"] == "NOT_ALLOWED"
        assert (await ask(d.CALLER, actor, phone=phone))["caller"] is None
    elsewhere = await somebody(Role.FEDERATION, await body("FED"), area_code="320583")
    assert (await ask(d.CALLER, elsewhere, phone=phone))["caller"] is None
    refused = await act(d.CALL, elsewhere, phone=phone, text=SENTENCE)
    assert refused["userErrors"][0]["path"] == ["input", "newFirm"]
    refused = await act(d.CALL, cast.clerk, phone="12345", text=SENTENCE)
    assert refused["userErrors"][0]["code"] == "INVALID"
    refused = await act(d.CALL, cast.clerk, phone=phone, text=SENTENCE, channel="FORM")
    assert refused["userErrors"][0]["path"] == ["input", "channel"]

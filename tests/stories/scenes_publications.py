"""Scenes of outcomes that are told to others."""

from __future__ import annotations

from collections.abc import Mapping

from tests.stories import cases, people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

TEXT = {"title": "续贷怎么办？", "question": "贷款到期，能否续贷？", "answer": "可以无还本续贷。"}
PUBLICATION = "publication { id version state } userErrors { code message path }"


def document(name: str, kind: str) -> str:
    """Return the document of a mutation that answers with a publication."""
    return f"mutation Act($input: {kind}!) {{ {name}(input: $input) {{ {PUBLICATION} }} }}"


ASK = document("publicationAsk", "PublicationAskInput")
PROPOSE = document("publicationPropose", "PublicationProposeInput")
CONSENT = document("publicationConsent", "PublicationEditInput")
PUBLISH = document("publicationPublish", "PublicationEditInput")


def on(thing: Answer, **more: object) -> Answer:
    """Return the input for a publication as it was read."""
    return {"id": thing["id"], "expectedVersion": thing["version"], **more}


async def proposed(url: str) -> Answer:
    """Return what was proposed to the firm of an answered case."""
    coordinator = await signed_in(url, people.COORDINATOR)
    case = (await cases.answered(url))["submission"]
    payload = await coordinator.act(PROPOSE, submissionId=case["id"], **TEXT)
    assert payload["userErrors"] == []
    return payload["publication"]


async def consented(url: str) -> Answer:
    """Return what the firm has consented to."""
    firm = await signed_in(url, people.FIRM)
    return (await firm.done(await proposed(url), CONSENT))["publication"]


async def published(url: str) -> Answer:
    """Return what everybody reads."""
    clerk = await signed_in(url, people.CLERK)
    return (await clerk.done(await consented(url), PUBLISH))["publication"]


async def asking(url: str) -> Scene:
    case = (await cases.answered(url))["submission"]
    return Scene(await signed_in(url, people.FIRM), {"submissionId": case["id"]})


async def proposing(url: str) -> Scene:
    case = (await cases.answered(url))["submission"]
    actor = await signed_in(url, people.COORDINATOR)
    return Scene(actor, {"submissionId": case["id"], **TEXT})


async def revising(url: str) -> Scene:
    return Scene(await signed_in(url, people.CLERK), on(await consented(url), **TEXT))


async def consenting(url: str) -> Scene:
    return Scene(await signed_in(url, people.FIRM), on(await proposed(url)))


async def publishing(url: str) -> Scene:
    return Scene(await signed_in(url, people.COORDINATOR), on(await consented(url)))


async def withdrawing(url: str) -> Scene:
    return Scene(await signed_in(url, people.FIRM), on(await published(url), reason="不想公开"))


async def being_answered(url: str) -> Scene:
    return Scene(Somebody(url), {"id": (await published(url))["id"]})


async def me_too(url: str) -> Scene:
    firm = await signed_in(url, people.OTHER_FIRM)
    told = await published(url)
    return Scene(firm, {"id": told["id"], "firmId": await firm.firm_id(), "body": "我们也是"})


SCENES: Mapping[str, Make] = {
    "publicationAnsweredMe": being_answered,
    "publicationAsk": asking,
    "publicationConsent": consenting,
    "publicationMeToo": me_too,
    "publicationPropose": proposing,
    "publicationPublish": publishing,
    "publicationRefuse": consenting,
    "publicationRevise": revising,
    "publicationWithdraw": withdrawing,
}

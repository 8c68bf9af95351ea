"""Scenes of the mutations that keep firms, chambers and tiers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from backend.organizations import credit_code
from tests.stories import people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

FIRM_OF = """query { viewer { memberships(first: 1) { nodes { organization { id version } } } } }"""
CHAMBERS = """{ organizations(filter: {kinds: [CHAMBER]}, first: 1) { nodes { id } } }"""
APPLY = """mutation($input: TierApplyInput!) { tierApply(input: $input) {
  firmTier { id version state viewerActions } userErrors { code message path } } }"""
GRANT = """mutation($input: TierDecideInput!) { tierGrant(input: $input) {
  firmTier { id version state reason reviewOn expiresOn } userErrors { code message path } } }"""
END = """mutation($input: TierDecideInput!) { tierEnd(input: $input) {
  firmTier { id version state } userErrors { code message path } } }"""
ADD_MEMBER = """mutation($input: ChamberAddMemberInput!) { chamberAddMember(input: $input) {
  member { id until } userErrors { code message } } }"""
REGISTER = """mutation($input: FirmRegisterInput!) { firmRegister(input: $input) {
  firm { id name enterpriseType } userErrors { code message path } } }"""

_serials = count(1)


async def firm_of(who: Somebody) -> Answer:
    """Return the firm of somebody, with its version."""
    return (await who.ask(FIRM_OF))["viewer"]["memberships"]["nodes"][0]["organization"]


def a_draft(**more: object) -> Answer:
    """Return a firm that nobody registered yet."""
    code = credit_code.generate("320506", next(_serials), prefix="DEMW")
    return {"name": "新企业（虚构）", "creditCode": code, "areaCode": "320506", **more}


async def a_new_firm(url: str) -> Answer:
    """Return a firm just registered by the clerk."""
    clerk = await signed_in(url, people.CLERK)
    return (await clerk.act(REGISTER, **a_draft()))["firm"]


async def asked_for(url: str) -> Answer:
    """Return the place that a firm has just asked for; an older one is ended first."""
    firm = await signed_in(url, people.FIRM)
    clerk = await signed_in(url, people.CLERK)
    applied = await firm.act(APPLY, firmId=(await firm_of(firm))["id"], tierCode="industry")
    place = applied["firmTier"]
    if place["state"] == "HELD":
        await clerk.on(place, END, reason="重新申请")
        return await asked_for(url)
    return place


async def held(url: str) -> Answer:
    """Return a place just given."""
    clerk = await signed_in(url, people.CLERK)
    return (await clerk.on(await asked_for(url), GRANT, reason="行业标杆"))["firmTier"]


async def a_member(url: str) -> Answer:
    """Return a firm's membership in a chamber."""
    clerk = await signed_in(url, people.CLERK)
    chamber = (await clerk.ask(CHAMBERS))["organizations"]["nodes"][0]
    firm = await a_new_firm(url)
    return (await clerk.act(ADD_MEMBER, chamberId=chamber["id"], firmId=firm["id"]))["member"]


async def serving(url: str) -> Scene:
    types = ["PRIVATE", "TAIWAN"]
    return Scene(
        await signed_in(url, people.ADMIN), {"areaCode": "320571", "enterpriseTypes": types}
    )


async def setting_workdays(url: str) -> Scene:
    day = {"day": "2031-05-03", "isWorkday": False, "nameZh": "劳动节", "nameEn": "Labour Day"}
    given = {"areaCode": "320571", "days": [day], "confirmedYears": []}
    return Scene(await signed_in(url, people.ADMIN), given)


async def adding_a_member(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    chamber = (await clerk.ask(CHAMBERS))["organizations"]["nodes"][0]
    firm = await a_new_firm(url)
    return Scene(clerk, {"chamberId": chamber["id"], "firmId": firm["id"]})


async def removing_a_member(url: str) -> Scene:
    member = await a_member(url)
    return Scene(await signed_in(url, people.CLERK), {"id": member["id"]})


async def registering(url: str) -> Scene:
    return Scene(await signed_in(url, people.CLERK), a_draft(enterpriseType="PRIVATE"))


async def naming_a_liaison(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    firm = await a_new_firm(url)
    given = {"id": firm["id"], "expectedVersion": 1, "personId": (await clerk.viewer())["id"]}
    return Scene(clerk, given)


async def applying(url: str) -> Scene:
    firm = await signed_in(url, people.FIRM)
    evidence = [{"kind": "LITTLE_GIANT", "number": "XJR-0001", "expiresOn": "2099-12-31"}]
    given = {"firmId": (await firm_of(firm))["id"], "tierCode": "little_giant"}
    return Scene(firm, {**given, "evidence": evidence})


async def deciding(url: str) -> Scene:
    place = await asked_for(url)
    given = {"id": place["id"], "expectedVersion": place["version"], "reason": "有行业代表性"}
    return Scene(await signed_in(url, people.CLERK), given)


async def reviewing(url: str) -> Scene:
    place = await held(url)
    given = {"id": place["id"], "expectedVersion": place["version"], "reason": "仍有代表性"}
    return Scene(await signed_in(url, people.CLERK), given)


SCENES: Mapping[str, Make] = {
    "areaServeTypes": serving,
    "areaSetWorkdays": setting_workdays,
    "chamberAddMember": adding_a_member,
    "chamberRemoveMember": removing_a_member,
    "firmRegister": registering,
    "firmSetLiaison": naming_a_liaison,
    "tierApply": applying,
    "tierEnd": reviewing,
    "tierGrant": deciding,
    "tierRefuse": deciding,
    "tierReview": reviewing,
}

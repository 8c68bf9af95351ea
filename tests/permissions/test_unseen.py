"""What somebody may not see is to every mutation as if it did not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from backend import graph
from backend.graph.ids import encode_id
from backend.schema import schema
from tests.permissions import facts, reading
from tests.permissions.facts import World
from tests.permissions.relations import Viewer, sees

pytestmark = pytest.mark.asyncio(loop_scope="module")
City = tuple[World, list[Viewer]]

PLAIN: dict[str, Any] = {
    "String": "请按时办理",
    "Int": 1,
    "Boolean": True,
    "Date": "2030-01-02",
    "DateTime": "2030-01-02T00:00:00+00:00",
}
CALLED: dict[str, str] = {
    "firmId": "Organization",
    "chamberId": "Organization",
    "departmentId": "Organization",
    "complainedOfId": "Organization",
    "leaderId": "Membership",
    "membershipId": "Membership",
    "giverId": "Membership",
    "takerId": "Membership",
    "personId": "Person",
    "correctsId": "Instruction",
    "milestoneId": "Milestone",
    "proposedDepartmentId": "Organization",
    "fromId": "Membership",
    "toId": "Membership",
    "untilId": "Notice",
    "firmSetLiaison.id": "Organization",
    "chamberRemoveMember.id": "ChamberMember",
    "tierGrant.id": "FirmTier",
    "tierRefuse.id": "FirmTier",
    "tierReview.id": "FirmTier",
    "tierEnd.id": "FirmTier",
    "importApply.id": "ImportRun",
}
"""Of which type the object is that an argument names, where its name does not say so."""


def mutations() -> Iterator[tuple[str, GraphQLInputObjectType]]:
    """Yield every mutation with its input."""
    for name, field in reading.fields_of("Mutation").items():
        kind = get_named_type(field.args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        yield name, kind


def named_by(mutation: str, argument: str) -> str | None:
    """Return the type of the object that an argument of a mutation names."""
    known = CALLED.get(f"{mutation}.{argument}") or CALLED.get(argument)
    if known is not None:
        return known
    wanted = mutation if argument == "id" else argument.removesuffix("Id")
    names = sorted(facts.names_of_types(), key=len, reverse=True)
    return next((name for name in names if wanted.lower().startswith(name.lower())), None)


def value_for(kind: Any) -> Any:
    """Return something an argument takes."""
    if isinstance(kind, GraphQLNonNull):
        return value_for(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [value_for(kind.of_type)]
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: value_for(field.type)
            for name, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull)
        }
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return PLAIN.get(kind.name, encode_id("Submission", uuid4()))


ARGUMENTS = [
    (mutation, argument, named)
    for mutation, kind in mutations()
    for argument, field in kind.fields.items()
    if get_named_type(field.type).name == "ID"
    and not isinstance(getattr(field.type, "of_type", field.type), GraphQLList)
    and (named := named_by(mutation, argument)) is not None
]
WHO = (
    "firm there",
    "federation there",
    "officer of another department",
    "chamber there",
    "app here",
)


async def said(viewer: Viewer, mutation: str, given: dict[str, Any]) -> Any:
    """Return all that a mutation says of its input, but for ids that are its own."""
    kind = dict(mutations())[mutation]
    payload = get_named_type(reading.fields_of("Mutation")[mutation].type).name
    errors = "userErrors { message path }" if "userErrors" in reading.fields_of(payload) else ""
    document = f"mutation($input: {kind.name}!) {{ {mutation}(input: $input) {{ {errors} }} }}"
    context = graph.Context(viewer.actor, "zh")
    answer = await schema.execute(document, variable_values={"input": given}, context_value=context)
    told = [(each.message, each.extensions, each.path) for each in answer.errors or ()]
    return answer.data, told


async def test_a_mutation_says_the_same_of_what_is_unseen_and_of_what_is_not_there(
    city: City,
) -> None:
    world, everybody = city
    tried = 0
    for viewer in (each for each in everybody if each.name in WHO):
        for mutation, argument, type_name in ARGUMENTS:
            unseen = unseen_of(world, viewer, type_name)
            if unseen is None:
                continue
            answers = [
                await said(viewer, mutation, filled(mutation, argument, encode_id(type_name, key)))
                for key in (unseen, uuid4())
            ]
            tried += 1
            assert answers[0] == answers[1], (viewer.name, mutation, argument)
    assert tried > len(ARGUMENTS)


def unseen_of(world: World, viewer: Viewer, type_name: str) -> UUID | None:
    """Return an object of the type that the viewer may not see, if there is one."""
    every = world.all_of(type_name)
    return next((key for key, known in every if not sees(viewer, known)), None)


def filled(mutation: str, argument: str, named: str) -> dict[str, Any]:
    """Return an input in which one argument names an object."""
    given = value_for(dict(mutations())[mutation])
    return {**given, argument: named, "idempotencyKey": str(uuid4())}

"""What can be wrong with an input, made from the types of the schema: nothing is left out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from uuid import uuid4

from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_required_input_field,
)

from backend.graph import encode_id
from tests.stories.people import Answer

CONTRACT = Path(__file__).resolve().parents[2] / "schema.graphql"
GRAPH = build_schema(CONTRACT.read_text("utf-8"))
assert GRAPH.mutation_type is not None
MUTATIONS = GRAPH.mutation_type.fields
INPUTS = {
    name: cast("GraphQLInputObjectType", get_named_type(field.args["input"].type))
    for name, field in MUTATIONS.items()
}

TOO_LONG = "长" * 20_001
UNSPEAKABLE = ("nul \u0000 inside", "a bell \u0007")
NO_IDS = ("", "bm8gY29sb24=", "nul \u0000", TOO_LONG)
NUMBERS = {"year": (0, 3000), "expectedVersion": (-1, 0, 99), "days": (-1, 0, 367)}
SMALL: dict[str, object] = {
    "ID": "x",
    "Int": 1,
    "String": "x",
    "Boolean": True,
    "Date": "2000-01-01",
}
CODES = {"categoryCode": ("", "é", "NO_SUCH", "nul \u0000")}

Variant = tuple[str, Answer]
"""What is wrong, and the whole input with it."""


def document_of(name: str) -> str:
    """Return the document that sends a mutation and asks for nothing but what was wrong."""
    wrong = "userErrors { code message path }"
    answer = cast("GraphQLObjectType", get_named_type(MUTATIONS[name].type))
    rows = f"rows {{ {wrong} }}" if "rows" in answer.fields else ""
    return (
        f"mutation Wrong($input: {INPUTS[name].name}!) "
        f"{{ {name}(input: $input) {{ {rows} {wrong} }} }}"
    )


def errors_in(payload: Answer) -> list[Answer]:
    """Return what was wrong with an input, or with any of its rows."""
    in_rows = [error for row in payload.get("rows", ()) for error in row["userErrors"]]
    return [*payload["userErrors"], *in_rows]


def smallest(kind: GraphQLInputObjectType) -> Answer:
    """Return an input of the right types that holds nothing but what has to be sent."""
    given: Answer = {}
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if not is_required_input_field(field):
            continue
        if isinstance(get_nullable_type(field.type), GraphQLList):
            given[name] = []
        elif is_input_object_type(inner):
            given[name] = smallest(inner)
        else:
            given[name] = next(iter(inner.values)) if is_enum_type(inner) else SMALL[inner.name]
    return given


def wrong_inputs(name: str, good: Answer) -> Iterator[Variant]:
    """Yield inputs of a mutation that are right but for one thing each."""
    for path, value in wrong_fields(INPUTS[name], good):
        yield f"{'.'.join(path)} = {value!r:.40}", changed(good, path, value)
    if "departments" in good:
        first = good["departments"][0]
        for count in (0, 2, 11):
            # An empty list is what redo means by "the same ones".
            if count or name != "submissionRedo":
                yield f"{count} departments", {**good, "departments": [first] * count}
    if "contact" in good:
        for at in ("1999-12-31T16:00:00Z", "2199-01-01T00:00:00Z"):
            yield f"contact at {at}", {**good, "contact": {"channel": "CALL", "at": at}}
    if "outcome" in good:
        yield "a plan without its day", {**good, "outcome": "PLANNED"}
        yield "a plan for the past", {**good, "outcome": "PLANNED", "plannedOn": "2000-01-01"}
        yield "an explanation without its basis", {**good, "detail": ""}


def wrong_fields(
    kind: GraphQLInputObjectType, good: Answer, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield the path of each field with each value that cannot be right there."""
    for name, field in kind.fields.items():
        path, type_ = (*above, name), get_nullable_type(field.type)
        is_list = isinstance(type_, GraphQLList)
        inner = get_named_type(field.type)
        if is_input_object_type(inner):
            nested = good.get(name)
            if is_list and nested:
                yield from wrong_fields(inner, nested[0], (*path, "0"))
            elif nested:
                yield from wrong_fields(inner, nested, path)
        elif not is_list and not is_enum_type(inner):
            is_required = is_required_input_field(field)
            yield from (
                (path, value) for value in wrong_values(name, inner.name, is_required=is_required)
            )


def wrong_values(name: str, type_name: str, *, is_required: bool) -> Iterator[object]:
    """Yield what cannot be right for a field of this name and type."""
    if type_name == "ID":
        yield from (*NO_IDS, encode_id("Submission", uuid4()), encode_id("Nothing", uuid4()))
    elif type_name == "Int":
        yield from NUMBERS[name]
    elif name in CODES:
        yield from CODES[name]
    elif type_name == "String":
        yield from (*UNSPEAKABLE, TOO_LONG)
        if is_required:
            yield from ("", " \n\t ")


def changed(given: object, path: tuple[str, ...], value: object) -> Answer:
    """Return a copy of an input with another value at a path."""
    step, *rest = path
    if isinstance(given, list):
        items = list(cast("list[object]", given))
        items[int(step)] = changed(items[int(step)], tuple(rest), value)
        return cast("Answer", items)
    mapping = cast("Answer", given)
    inner = changed(mapping[step], tuple(rest), value) if rest else value
    return {**mapping, step: inner}

"""One mutation, many rows: each in a unit of its own and once for its own key."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import strawberry
from strawberry.utils.str_converters import to_camel_case

from backend.db import unit_of_work
from backend.errors import DomainError, Invalid, Words
from backend.graph import answers
from backend.graph.context import Context, context_of
from backend.graph.errors import UserError, user_error
from backend.graph.idempotency import Answer, Claim, once
from backend.graph.inputs import check
from backend.graph.mutations import MutationInput

P = TypeVar("P")
R = TypeVar("R")
RowT = TypeVar("RowT")

MOST_ROWS = 100

Work = Callable[[int, RowT], Awaitable[Mapping[str, object]]]
_NOTHING: Answer = {}


@dataclass(frozen=True, slots=True)
class _Result:
    """What came of one row: its answer, or why it was refused."""

    index: int
    answer: Answer
    refusal: DomainError | None = None


async def perform_each(
    info: strawberry.Info,
    payload: type[P],
    input: MutationInput,
    rows: Sequence[RowT],
    work: Work[RowT],
    *,
    row: type[Any],
    errors: tuple[type[UserError], type[UserError]],
    path: str,
) -> P:
    """Do `work(index, row)` for 1–100 rows and answer `payload(rows=[…], user_errors=[…])`.

    A row that is refused spoils no other: `row` has the fields of the work's answer beside `index`
    and `user_errors`. `errors` are
    the types of the rows' errors and of the payload's. The same key answers alike; rows that were refused are
    tried again. `path` is the input's field that holds the rows.
    """
    context = context_of(info)
    context.found.clear()
    made: Any = payload
    try:
        check(input)
        _ensure_bounded(rows, path=path)
        claim = _claim(context, info, input.idempotency_key, input)
        async with unit_of_work():
            await once(claim, _nothing, secret=frozenset())
    except DomainError as refusal:
        return made(rows=[], user_errors=[user_error(errors[1], refusal, context.language)])
    results = [
        await _one(context, info, input, index, given, work, path=path)
        for index, given in enumerate(rows)
    ]
    context.forget()
    shown = [await _shown(context, result, row=row, errors=errors[0]) for result in results]
    return made(rows=shown, user_errors=[])


async def _one(
    context: Context,
    info: strawberry.Info,
    input: MutationInput,
    index: int,
    given: RowT,
    work: Work[RowT],
    *,
    path: str,
) -> _Result:
    key = hashlib.sha256(f"{input.idempotency_key}\n{index}".encode()).hexdigest()
    claim = _claim(context, info, key, given)

    async def packed() -> Answer:
        return {name: answers.packed(value) for name, value in (await work(index, given)).items()}

    try:
        async with unit_of_work():
            return _Result(index, await once(claim, packed, secret=frozenset()))
    except DomainError as refusal:
        refusal.path = _path_in_row(refusal.path, (path, index), given)
        return _Result(index, _NOTHING, refusal)
    finally:
        context.forget()


def _path_in_row(
    refused: tuple[str | int, ...], place: tuple[str, int], given: object
) -> tuple[str | int, ...]:
    """Return the path of a refusal; what all rows share is not in the row."""
    inner = refused[1:] if refused[:1] == ("input",) else refused
    columns = fields(given) if is_dataclass(given) and not isinstance(given, type) else ()
    own = {to_camel_case(column.name) for column in columns}
    if inner and to_camel_case(str(inner[0])) not in own:
        return ("input", *inner)
    return ("input", *place, *inner)


async def _shown(
    context: Context, result: _Result, *, row: type[Any], errors: type[UserError]
) -> Any:
    values = {name: await answers.unpacked(context, each) for name, each in result.answer.items()}
    refused = result.refusal
    told = [] if refused is None else [user_error(errors, refused, context.language)]
    return row(index=result.index, user_errors=told, **values)


def _claim(context: Context, info: strawberry.Info, key: str, given: object) -> Claim:
    return Claim.of(principal=context.principal, mutation=info.field_name, key=key, given=given)


def _ensure_bounded(rows: Sequence[object], *, path: str) -> None:
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Invalid(
            Words(f"一次 1–{MOST_ROWS} 条", f"1 to {MOST_ROWS} at a time"), path=("input", path)
        )


async def _nothing() -> Answer:
    return _NOTHING

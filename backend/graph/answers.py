"""What a mutation answers: ids and plain values, kept with its key, made into objects on the way out.

The first answer and a repeated one take the same path: objects are read back after the commit,
through what the actor may see, so they are never older than the act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from backend.db import Row
from backend.graph.context import Context
from backend.graph.nodes import Node, node_type_called, node_type_of_row

# A value JSON has no word for is kept as {"is": <what>, "of": <text>}.
_READERS = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "uuid": UUID}


def packed(value: object) -> object:
    """Return a value of an answer as JSON; rows by their ids."""
    match value:
        case Row():
            return {"is": "node", "of": f"{node_type_of_row(type(value)).name}:{value.id.hex}"}
        case datetime():
            return {"is": "datetime", "of": value.isoformat()}
        case date():
            return {"is": "date", "of": value.isoformat()}
        case UUID():
            return {"is": "uuid", "of": value.hex}
        case None | str() | int() | float():
            return value
        case list() | tuple():
            return [packed(item) for item in cast("Sequence[object]", value)]
        case _:
            raise TypeError(f"a mutation answers rows and plain values, not {type(value).__name__}")


async def unpacked(context: Context, value: object) -> object:
    """Return a value of an answer as the schema shows it."""
    if isinstance(value, list):
        found = [await unpacked(context, item) for item in cast("list[object]", value)]
        return [item for item in found if item is not None]
    if not isinstance(value, Mapping):
        return value
    parts = cast("Mapping[str, str]", value)
    if parts["is"] == "node":
        return await _node(context, parts["of"])
    return _READERS[parts["is"]](parts["of"])


async def _node(context: Context, named: str) -> Node[Any] | None:
    name, _, key = named.partition(":")
    kind = node_type_called(name)
    return await kind.batch(context).get(UUID(key)) if kind is not None else None

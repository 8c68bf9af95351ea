"""What arrives is checked before anything is done with it: texts, and sizes of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import cast

from backend.db import gate
from backend.errors import Invalid, Words

LONGEST_TEXT = 100_000
MOST_ITEMS = 1000


def check(value: object, *, path: tuple[str | int, ...] = ("input",)) -> None:
    """Refuse control characters, halves of characters, and boundless texts and lists in an input.

    Raises `Invalid` with the path of the field at fault.
    """
    if isinstance(value, str):
        gate.text(value.replace("\r", "\n"), maximum=LONGEST_TEXT, path=path)
    elif isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        if len(items) > MOST_ITEMS:
            raise Invalid(Words(f"最多 {MOST_ITEMS} 项", f"At most {MOST_ITEMS} items"), path=path)
        for index, item in enumerate(items):
            check(item, path=(*path, index))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            check(getattr(value, field.name), path=(*path, field.name))

"""Case numbers `LJ-2026-000123-C`: year, sequence of the deployment and year, check character.

The check character is ISO 7064 MOD 37,36 over year and sequence: one wrong character or two
swapped neighbours are noticed, and said to be mistyped instead of "not found".
"""

from __future__ import annotations

import re
import unicodedata

from backend.db import sql
from backend.db.ids import uuid7
from backend.errors import Invalid, Words

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHAPE = re.compile(r"LJ-?(\d{4})-?(\d{6,9})-?([0-9A-Z])")

MEANT = re.compile(r"LJ-?\d|\d{4}-\d{6}")
"""Whoever begins like this means a number."""
WITHOUT_CHECK = re.compile(r"(?:LJ-?)?(\d{4})-?(\d{6,9})")


def check_character(text: str) -> str:
    """Return the MOD 37,36 check character of `text` (digits and capitals)."""
    product = 36
    for character in text:
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36]


def format_number(year: int, sequence: int) -> str:
    """Write the number of the `sequence`-th case of `year`."""
    digits = f"{sequence:06d}"
    return f"LJ-{year}-{digits}-{check_character(f'{year}{digits}')}"


def parse_number(text: str) -> str:
    """Return the number as we write it; raise Invalid when it is mistyped."""
    match = SHAPE.fullmatch(text.strip().upper().replace(" ", ""))
    if match is None or check_character(match[1] + match[2]) != match[3]:
        raise Invalid(
            Words("编号输入有误，请核对", "This number is mistyped; please check it"),
            path=("number",),
            code="NUMBER_MISTYPED",
        )
    return f"LJ-{match[1]}-{match[2]}-{match[3]}"


def number_in(text: str) -> str | None:
    """Return the number that `text` is, with its check character or without; None if it is none.

    Raises Invalid when it is meant as a number and mistyped.
    """
    written = unicodedata.normalize("NFKC", text).strip().upper().replace(" ", "")
    if not MEANT.match(written):
        return None
    if match := WITHOUT_CHECK.fullmatch(written):
        return format_number(int(match[1]), int(match[2]))
    return parse_number(written if written.startswith("LJ") else f"LJ-{written}")


async def next_number(year: int) -> str:
    """Allot the next number of `year`; must run in the unit that uses it (so none is lost)."""
    rows = await sql.fetch(
        "INSERT INTO number_series (id, name, last_number) VALUES (?, ?, 1) ON CONFLICT (name) "
        "DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number",
        (uuid7(), f"LJ-{year}"),
    )
    return format_number(year, int(str(rows[0]["last_number"])))

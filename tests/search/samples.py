"""Forty letters of fictional firms; those of one group say the same matter in other words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from backend.db import sql, unit_of_work, uuid7
from backend.search import index, similar
from backend.search.thesaurus import Thesaurus

KIND = "letter"


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the letters."""

    name: str
    text: str
    category: str
    district: str
    group: str | None


def letters() -> list[Letter]:
    """Return the letters."""
    found = json.loads((Path(__file__).parent / "samples.json").read_text("utf-8"))
    return [
        Letter(
            name=each["id"],
            text=f"{each['title']}\n{each['body']}",
            category=each["category"],
            district=each["district"],
            group=each["dup_group"],
        )
        for each in found
    ]


async def indexed(texts: Sequence[str]) -> list[UUID]:
    """Index texts; return their ids."""
    ids = [uuid7() for _ in texts]
    async with unit_of_work():
        for subject_id, text in zip(ids, texts, strict=True):
            await index.put(KIND, subject_id, text)
    return ids


async def hits(
    at: int, *, others: Sequence[str] = (), thesaurus: Thesaurus | None = None
) -> tuple[int, Mapping[str, str]]:
    """Return of how many letters with a group one of its group is among the first `at`.

    `others` are letters about other matters that stand among them.
    """
    await sql.execute("DELETE FROM search_entry")
    await indexed(others)
    known = letters()
    by_id = dict(zip(await indexed([letter.text for letter in known]), known, strict=True))
    missed: dict[str, str] = {}
    grouped = {key: letter for key, letter in by_id.items() if letter.group}
    for key, letter in grouped.items():
        found = await similar(KIND, letter.text, limit=at, besides=key, thesaurus=thesaurus)
        if letter.group not in {by_id[each.id].group for each in found if each.id in by_id}:
            missed[letter.name] = ", ".join(
                by_id[each.id].name if each.id in by_id else "?" for each in found
            )
    return len(grouped) - len(missed), missed

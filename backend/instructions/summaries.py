"""What the firm may read of an instruction: one released line, never its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.db import clean_text
from backend.errors import Invalid, Words
from backend.instructions.models import SummaryWording
from backend.organizations import queries as organizations
from backend.organizations.models import Organization

LONGEST_TEXT = 120

_ZH: Mapping[SummaryWording, str] = {
    SummaryWording.NOTED: "{place}领导已关注",
    SummaryWording.NOTED_AND_ASSIGNED: "{place}领导已关注，已交{department}办理",
    SummaryWording.INSTRUCTED: "{place}领导已作批示，由{department}办理",
}
_EN: Mapping[SummaryWording, str] = {
    SummaryWording.NOTED: "{place} leaders have taken note",
    SummaryWording.NOTED_AND_ASSIGNED: "{place} leaders have taken note; {department} is handling it",
    SummaryWording.INSTRUCTED: "{place} leaders have given an instruction; {department} is handling it",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Ready words, or words of one's own (at most 120 characters), which go before them."""

    wording: SummaryWording = SummaryWording.NOTED_AND_ASSIGNED
    text: str = ""


async def in_words(summary: Summary, *, area_code: str, lead: Organization) -> Words:
    """Return the line as the firm reads it; raises Invalid for more than 120 characters."""
    own = clean_text(summary.text, maximum=LONGEST_TEXT, path=("input", "summary", "text"))
    if "\n" in own:
        raise Invalid(Words("请写成一行", "Write one line"), path=("input", "summary", "text"))
    if own:
        return Words(own, own)
    area = await organizations.area(area_code)
    is_city = area.parent_code is None
    return Words(
        _ZH[summary.wording].format(place="市" if is_city else "区", department=lead.name),
        _EN[summary.wording].format(
            place="City" if is_city else "District", department=lead.name_en or lead.name
        ),
    )

"""Who can be told something, and how a notice is said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.errors import Language, Words


class Audience(StrEnum):
    """To whom an event is told; whoever caused it is left out."""

    FIRM = "FIRM"
    CHAMBER = "CHAMBER"  # the chamber that filed, while it acts for the firm
    DEPARTMENT = "DEPARTMENT"  # the department of the event's task, else of every open task
    CLERK = "CLERK"  # who verifies the case; the area's Federation while nobody does
    FEDERATION = "FEDERATION"
    COORDINATOR = "COORDINATOR"
    SUPERVISOR = "SUPERVISOR"
    AUDITOR = "AUDITOR"
    SUPPORTER = "SUPPORTER"  # the department whose opinion is asked
    HEAD = "HEAD"  # the heads of the departments the event names
    LEADER = "LEADER"  # the leader the event names
    MENTIONED = "MENTIONED"  # whom the note calls
    OTHER_SIDE = "OTHER_SIDE"  # of a message: the firm, or whoever handles the case


@dataclass(frozen=True, slots=True)
class Told:
    """One audience of an event, and the words for it."""

    to: Audience
    words: Words


def said(told: Told | None, details: Mapping[str, str], language: Language) -> str:
    """Return a notice in words; one whose wording is gone says so by the number alone."""
    if told is None:
        return details.get("number", "")
    return told.words.said_in(language).format_map(_shown(details, language))


def _shown(details: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return the details as people read them; one that is missing is a dash."""
    department = details.get("department", "—")
    if language == "en":
        department = details.get("department_en", department)
    due = details.get("due")
    return {
        "number": details.get("number", "—"),
        "department": department,
        "due": _day(date.fromisoformat(due), language) if due else "—",
    }


def _day(day: date, language: Language) -> str:
    return f"{day.day} {day:%B}" if language == "en" else f"{day.month}月{day.day}日"

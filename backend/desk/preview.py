"""What a clerk sees of a pasted chat before anything is filed; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import sql
from backend.desk import chat, policy, queries
from backend.desk.chat import Said
from backend.desk.likely import Likelihood, weigh
from backend.desk.likeness import ALIKE_FROM, SAME_FROM, likeness, normal
from backend.desk.lines import content_hash
from backend.desk.names import UNKNOWN, Recognised, Sureness
from backend.errors import Invalid, Words
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.submissions import queries as cases
from backend.submissions.models import Submission

MOST_ALIKE = 3
"""Look-alikes named of one message."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case, and how like the message is to it: 0–1."""

    case: Submission
    likeness: float


@dataclass(slots=True)
class PreviewLine:
    """One message as the clerk finds it: for whom, how likely a case, like what."""

    index: int
    said: Said
    likelihood: Likelihood
    recognised: Recognised
    firm: Organization | None = None
    candidates: list[Organization] = field(default_factory=list[Organization])
    repeats: int | None = None
    alike_lines: list[int] = field(default_factory=list[int])
    alike_cases: list[Alike] = field(default_factory=list[Alike])
    filed: Submission | None = None

    @property
    def is_ticked(self) -> bool:
        """Likely a case, and not said before: by the same firm in an open case, or by the same here."""
        said_before = any(alike.likeness >= SAME_FROM for alike in self.alike_cases)
        is_again = self.repeats is not None or self.filed is not None or said_before
        return self.likelihood.is_ticked and bool(self.said.text) and not is_again


@dataclass(frozen=True, slots=True)
class Preview:
    """All messages of a paste; `omitted` of them were too many to show."""

    lines: Sequence[PreviewLine]
    omitted: int


async def preview(text: str, *, actor: Actor) -> Preview:
    """Cut, recognise, weigh and compare; as many statements for 1 message as for 200."""
    seat = policy.ensure_clerk(actor)
    if len(text) > chat.LONGEST_TEXT:
        raise Invalid(
            Words(f"最多 {chat.LONGEST_TEXT} 个字", f"At most {chat.LONGEST_TEXT} characters"),
            path=("text",),
        )
    zone = await organizations.zone_of(seat.area_code)
    said = chat.cut(text, today=clock.date_in(zone, clock.now()), zone=zone)
    lines = await _recognised(said[: chat.MOST_LINES], actor=actor)
    _name_repeats(lines)
    await _name_cases(lines, actor=actor)
    await _name_filed(lines, actor=actor)
    return Preview(lines, max(0, len(said) - chat.MOST_LINES))


async def _recognised(said: Sequence[Said], *, actor: Actor) -> list[PreviewLine]:
    directory = await queries.directory_for(actor)
    known = {
        author: directory.recognise(author)
        for author in {each.author for each in said if each.author}
    }
    ids = {member.firm_id for found in known.values() for member in found.candidates}
    ids |= {found.member.firm_id for found in known.values() if found.member is not None}
    firms = await queries.firms_by_id(actor, ids)
    lines: list[PreviewLine] = []
    for index, each in enumerate(said):
        found = known.get(each.author, UNKNOWN)
        by_staff = found.sureness is Sureness.STAFF
        line = PreviewLine(index, each, weigh(each.text, is_by_staff=by_staff), found)
        line.firm = firms.get(found.member.firm_id) if found.member is not None else None
        named = dict.fromkeys(member.firm_id for member in found.candidates)
        line.candidates = [firms[firm_id] for firm_id in named if firm_id in firms]
        lines.append(line)
    return lines


def _name_repeats(lines: Sequence[PreviewLine]) -> None:
    """Name messages of the paste that say alike; the same again by the same author is no second."""
    said = [line for line in lines if line.likelihood.is_ticked]
    for place, line in enumerate(said):
        for earlier in said[:place]:
            if likeness(line.said.text, earlier.said.text) < ALIKE_FROM:
                continue
            if len(line.alike_lines) < MOST_ALIKE:
                line.alike_lines.append(earlier.index)
            is_same = normal(line.said.text) == normal(earlier.said.text)
            if is_same and line.said.author == earlier.said.author and line.repeats is None:
                line.repeats = earlier.index


async def _name_cases(lines: Sequence[PreviewLine], *, actor: Actor) -> None:
    """Name open cases of the same firm that say alike."""
    by_firm: dict[UUID, list[Submission]] = {}
    wanted = {line.firm.id for line in lines if line.firm is not None}
    for case in await queries.open_cases_of(actor, wanted) if wanted else ():
        if cases.identity_visible(actor, case):
            by_firm.setdefault(case.firm_id, []).append(case)
    for line in lines:
        theirs = by_firm.get(line.firm.id, []) if line.firm is not None else []
        found = [Alike(case, likeness(line.said.text, case.body)) for case in theirs]
        found = [alike for alike in found if line.said.text and alike.likeness >= ALIKE_FROM]
        line.alike_cases = sorted(found, key=lambda alike: -alike.likeness)[:MOST_ALIKE]


async def _name_filed(lines: Sequence[PreviewLine], *, actor: Actor) -> None:
    """Name the cases that these very messages became before."""
    hashes = {line.index: _hash_of(line) for line in lines if line.said.text}
    before = await queries.filed_lines(set(hashes.values())) if hashes else {}
    seen = await _visible({each.submission_id for each in before.values()}, actor=actor)
    for line in lines:
        kept = before.get(hashes.get(line.index, ""))
        line.filed = seen.get(kept.submission_id) if kept is not None else None


def _hash_of(line: PreviewLine) -> str:
    firm_id = line.firm.id if line.firm is not None else None
    said = line.said
    return content_hash(author=said.author, at=said.at, text=said.text, firm_id=firm_id)


async def _visible(ids: set[UUID], *, actor: Actor) -> Mapping[UUID, Submission]:
    where = sql.is_in("submission.id", sorted(ids)) & cases.visible_to(actor)
    return {case.id: case for case in await sql.rows(Submission, where)} if ids else {}

"""Whose firm a name in a chat stands for: exact, normalised or contained; never guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

MOST_CANDIDATES = 5
_SHORTEST_FIRM = 3
_SHORTEST_PERSON = 2

_BRACKETS = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_LEGAL = re.compile(
    r"(?:股份)?有限(?:责任)?公司|集团|股份公司|分公司|总公司|公司|厂$|co\.?,?\s*ltd\.?|inc\.?|corp(?:oration)?\.?",
    re.IGNORECASE,
)
_PLACE_KIND = re.compile(r"(?:省|市|区|县|新区|自治区|开发区)$")
_PARTS = re.compile(r"[\s\-–—_·•|/\\,，、;；:：@＠+&()（）\[\]【】<>《》~～]+")
_TITLES = re.compile(r"(?:董事长|总经理|总监|经理|老板|主任|会长|秘书长|老师|总)$")


class Sureness(StrEnum):
    """How a name was recognised."""

    EXACT = "EXACT"
    CONTAINED = "CONTAINED"
    AMBIGUOUS = "AMBIGUOUS"
    UNKNOWN = "UNKNOWN"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True)
class Member:
    """A firm, and where one of its people was recognised, who."""

    firm_id: UUID
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name stands for: one member, several to choose from, or none."""

    sureness: Sureness
    member: Member | None = None
    candidates: tuple[Member, ...] = ()


UNKNOWN = Recognised(Sureness.UNKNOWN)
_Found = dict[Member, None]


def _none() -> defaultdict[str, _Found]:
    return defaultdict(dict)


@dataclass(slots=True)
class Directory:
    """The firms and people of an area by every name they go by."""

    firms: defaultdict[str, _Found] = field(default_factory=_none)
    people: defaultdict[str, _Found] = field(default_factory=_none)
    staff: set[str] = field(default_factory=set[str])
    places: set[str] = field(default_factory=set[str])
    pieces: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Names of firms by every three characters that stand together in them; made when asked for."""

    def add_place(self, name: str) -> None:
        """Let firms be found without the place in front of their names."""
        self.places |= {name, _PLACE_KIND.sub("", name)}

    def add_firm(self, firm_id: UUID, name: str) -> None:
        """Let a firm be found by its whole name and by what is left without legal form and place."""
        self.pieces.clear()
        for known in {_plain(name), core(name), self._without_place(core(name))}:
            if len(known) >= _SHORTEST_FIRM:
                self.firms[known][Member(firm_id)] = None

    def add_person(self, person_id: UUID, name: str, firm_id: UUID) -> None:
        """Let one of a firm's people be found by his name."""
        if len(_plain(name)) >= _SHORTEST_PERSON:
            self.people[_plain(name)][Member(firm_id, person_id)] = None

    def add_staff(self, name: str) -> None:
        """Let an office's own people be known, whose messages are no cases."""
        self.staff.add(_plain(name))

    def recognise(self, author: str) -> Recognised:
        """Return whom a display name or remark stands for."""
        parts = _parts(author)
        if not parts:
            return UNKNOWN
        whole = (_plain(author), core(author))
        firms = _gathered(self.firms, (*whole, *parts))
        people = _gathered(self.people, (*whole[:1], *parts))
        sureness = Sureness.EXACT
        if not firms and (firms := self._contained(author) or self._holding(parts, people)):
            sureness = Sureness.CONTAINED
        found = _both(firms, people)
        if not found and self.staff.intersection((*whole, *parts)):
            return Recognised(Sureness.STAFF)
        if found:
            return _decided(found, sureness)
        partly = tuple(self._partly(parts))[:MOST_CANDIDATES]
        return Recognised(Sureness.AMBIGUOUS, candidates=partly) if partly else UNKNOWN

    def _contained(self, author: str) -> _Found:
        """Return the firms whose name stands within the display name; the longest name counts."""
        plain = _plain(author)
        for length in range(len(plain), _SHORTEST_FIRM - 1, -1):
            found: _Found = {}
            for start in range(len(plain) - length + 1):
                piece, after = (
                    plain[start : start + length],
                    plain[start + length : start + length + 1],
                )
                # 示例企业1 does not stand in 示例企业12.
                if not (piece[-1].isdigit() and after.isdigit()):
                    found |= self.firms.get(piece, {})
            if found:
                return found
        return {}

    def _holding(self, parts: Iterable[str], people: _Found) -> _Found:
        """Return the firms of `people` in whose name a part of the display name stands."""
        theirs = {member.firm_id for member in people}
        return (
            {firm: None for firm in self._partly(parts) if firm.firm_id in theirs} if theirs else {}
        )

    def _partly(self, parts: Iterable[str]) -> _Found:
        """Return firms in whose name a part of the display name stands: to choose from, never sure."""
        found: _Found = {}
        for part in parts:
            for name in self._names_with(part) if len(part) >= _SHORTEST_FIRM else ():
                found |= self.firms[name]
        return found

    def _names_with(self, part: str) -> list[str]:
        """Return the names in which a part stands, looked for among those with its rarest piece."""
        if not self.pieces:
            for name in self.firms:
                for piece in _pieces(name):
                    self.pieces.setdefault(piece, []).append(name)
        few = min((self.pieces.get(piece, []) for piece in _pieces(part)), key=len)
        return [name for name in few if part in name]

    def _without_place(self, name: str) -> str:
        before = (name.removeprefix(place) for place in self.places if place)
        return next((rest for rest in before if rest != name), name)


def core(name: str) -> str:
    """Return a firm's name without remarks in brackets, legal form, blanks and width."""
    return _plain(_LEGAL.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name))))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).lower()


def _pieces(name: str) -> set[str]:
    return {name[at : at + _SHORTEST_FIRM] for at in range(len(name) - _SHORTEST_FIRM + 1)}


def _parts(author: str) -> tuple[str, ...]:
    pieces = [_plain(piece) for piece in _PARTS.split(unicodedata.normalize("NFKC", author))]
    named = [piece for piece in pieces if len(piece) >= _SHORTEST_PERSON]
    return tuple(dict.fromkeys([*named, *(_TITLES.sub("", piece) for piece in named)]))


def _gathered(names: defaultdict[str, _Found], wanted: Iterable[str]) -> _Found:
    found: _Found = {}
    for name in wanted:
        found |= names.get(name, {})
    return found


def _both(firms: _Found, people: _Found) -> _Found:
    """Return the people of the firms named; where that is nobody, either."""
    named = {firm.firm_id for firm in firms}
    agreeing = {member: None for member in people if member.firm_id in named}
    return agreeing or {**firms, **people}


def _decided(found: _Found, sureness: Sureness) -> Recognised:
    members = tuple(found)
    if len(members) == 1:
        return Recognised(sureness, members[0], members)
    if len({member.firm_id for member in members}) == 1:
        # Two people of one name in one firm: the firm is certain, who it was is not.
        return Recognised(sureness, Member(members[0].firm_id), members[:MOST_CANDIDATES])
    return Recognised(Sureness.AMBIGUOUS, candidates=members[:MOST_CANDIDATES])

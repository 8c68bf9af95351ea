"""The areas as a tree: what lies under a code, and what a code has from above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from backend.organizations.models import Area, EnterpriseType

_MOST_RETURN_WORKDAYS = 2
_SERVED_BY_DEFAULT = frozenset({EnterpriseType.PRIVATE})


@dataclass(frozen=True)
class AreaTree:
    """All areas by code. Read only; made anew whenever an area changes."""

    areas: Mapping[str, Area]

    @classmethod
    def of(cls, areas: Iterable[Area]) -> AreaTree:
        """Return the tree of these areas, in the order of their codes."""
        return cls({area.code: area for area in sorted(areas, key=lambda area: area.code)})

    @cached_property
    def _under(self) -> Mapping[str, frozenset[str]]:
        under: dict[str, set[str]] = {code: {code} for code in self.areas}
        for code in self.areas:
            for above in self.chain(code)[1:]:
                under[above.code].add(code)
        return {code: frozenset(codes) for code, codes in under.items()}

    def codes_under(self, code: str) -> frozenset[str]:
        """Return `code` and every code below it; nothing for an unknown code."""
        return self._under.get(code, frozenset())

    def chain(self, code: str) -> tuple[Area, ...]:
        """Return the area and those above it, nearest first; nothing for an unknown code."""
        chain: list[Area] = []
        area = self.areas.get(code)
        while area is not None and area not in chain:
            chain.append(area)
            area = self.areas.get(area.parent_code) if area.parent_code else None
        return tuple(chain)

    def is_below(self, code: str, above: str) -> bool:
        """Return whether `code` lies below `above`, and no area above it is met twice."""
        chain = self.chain(code)
        is_ring = bool(chain) and chain[-1].parent_code is not None
        return not is_ring and any(area.code == above for area in chain[1:])

    def enterprise_types(self, code: str) -> frozenset[EnterpriseType]:
        """Return the types of firm an area serves: its own setting, else that of the area above."""
        for area in self.chain(code):
            if served := _listed(area, "enterprise_types"):
                return frozenset(EnterpriseType(name) for name in served)
        return _SERVED_BY_DEFAULT

    def takes_anonymous(self, code: str) -> bool:
        """Return whether an area takes cases without a name: its own setting, else that above."""
        settings = (area.settings.get("anonymous_filing") for area in self.chain(code))
        return next((bool(value) for value in settings if value is not None), False)

    def return_workdays(self, code: str) -> int:
        """Return for how many working days a department may return a task: one, by setting two."""
        settings = (area.settings.get("return_workdays") for area in self.chain(code))
        set_here = next((value for value in settings if value is not None), 1)
        return 2 if set_here == _MOST_RETURN_WORKDAYS else 1

    def confirmed_years(self, code: str) -> frozenset[int]:
        """Return the years whose whole notice was imported for an area or one above it."""
        chain = self.chain(code)
        return frozenset(int(year) for area in chain for year in _listed(area, "confirmed_years"))


def _listed(area: Area, setting: str) -> list[str]:
    """Return a setting that is a list, each item as text; nothing where it is not set."""
    value = area.settings.get(setting)
    return [str(item) for item in cast("list[object]", value)] if isinstance(value, list) else []

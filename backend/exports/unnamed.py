"""Words of cases in a file, for a reader who may not learn which firm it is: as on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.exports.sheets import Reader
from backend.submissions import searching
from backend.submissions.models import Submission
from backend.submissions.queries import identity_visible
from backend.submissions.redaction import MUST_GO, Known, found_in, redacted


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The names behind those of a page's cases whose firm the reader may not learn."""

    names: dict[UUID, Known]

    def said(self, text: str | None, case_id: UUID) -> str:
        """Return words of a case, without what names its firm where that is hidden."""
        known = self.names.get(case_id)
        if not text or known is None:
            return text or ""
        return redacted(text, [span for span in found_in(text, known) if span.kind in MUST_GO])


async def unnamed(cases: Iterable[Submission], reader: Reader) -> Unnamed:
    """Read the names of a page of cases, in a fixed number of statements."""
    hidden = [case for case in cases if not identity_visible(reader.actor, case)]
    names = await searching.names_behind(hidden)
    return Unnamed({case.id: names.get(case.id, Known()) for case in hidden})

"""What others than the firm read of its remark: the same words without names and numbers."""

from __future__ import annotations

from backend.accounts import queries as accounts
from backend.organizations.models import Organization
from backend.submissions.models import Submission
from backend.submissions.redaction import Known, found_in, redacted


async def without_names(text: str, *, case: Submission) -> str:
    """Return the text in which nothing tells which firm or person wrote it."""
    firm = await Organization.get(id=case.firm_id)
    filer = await accounts.person_by_id(case.filed_by_id) if case.filed_by_id else None
    known = Known(
        firms=tuple(name for name in (firm.name, firm.name_en) if name),
        people=(filer.name,) if filer is not None else (),
    )
    return redacted(text, found_in(text, known))

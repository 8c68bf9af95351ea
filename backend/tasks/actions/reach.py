"""To whom a case may be given."""

from __future__ import annotations

from uuid import UUID

from backend.errors import Invalid, Words
from backend.organizations import queries as organizations
from backend.submissions.models import Submission


async def ensure_in_reach(
    submission: Submission, department_id: UUID, *, path: tuple[str | int, ...]
) -> None:
    """Raise Invalid for a department complained of, and for one of a neighbouring district.

    A case goes to departments of its own area, of those above and of those below.
    """
    if department_id == submission.complained_of_id:
        raise Invalid(
            Words(
                "反映某部门工作作风的诉求，不得交该部门办理",
                "A complaint never goes to the department it is about",
            ),
            path=path,
        )
    if not await is_in_reach(submission, department_id):
        raise Invalid(Words("请选择承办部门", "Choose a department"), path=path)


async def is_in_reach(submission: Submission, department_id: UUID) -> bool:
    """Return whether the case may be given to a department as it stands now."""
    if department_id == submission.complained_of_id:
        return False
    return await organizations.is_department(department_id, area_code=submission.area_code)

"""The machine of an import: checked first, then applied."""

from __future__ import annotations

from enum import StrEnum

from backend.errors import Words
from backend.imports.models import ImportRun, ImportState
from backend.workflow import Step


class ImportAct(StrEnum):
    """What can be done with an import."""

    APPLY = "APPLY"
    FINISH_CHECK = "FINISH_CHECK"
    FINISH = "FINISH"
    FAIL = "FAIL"


def has_a_good_line(row: ImportRun) -> Words | None:
    """A file without any good line is not applied."""
    if row.failed >= row.total:
        return Words("没有可以导入的行", "No line of the file can be imported")
    return None


AT_WORK = frozenset({ImportState.CHECKING, ImportState.APPLYING})
STEPS: dict[ImportAct, Step[ImportState, ImportRun]] = {
    ImportAct.APPLY: Step(
        frozenset({ImportState.CHECKED}), ImportState.APPLYING, guard=has_a_good_line
    ),
    ImportAct.FINISH_CHECK: Step(frozenset({ImportState.CHECKING}), ImportState.CHECKED, by="time"),
    ImportAct.FINISH: Step(frozenset({ImportState.APPLYING}), ImportState.APPLIED, by="time"),
    ImportAct.FAIL: Step(AT_WORK, ImportState.FAILED, by="time"),
}

"""What the values of enums are called in a file that people read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from backend.errors import Language
from backend.organizations.models import EnterpriseType, OrganizationKind
from backend.submissions.models import Channel, ClosedBy, Kind, Outcome, State, Verdict, Visibility
from backend.tasks.models import TaskState

Pairs = Mapping[str, tuple[str, str]]

WORDS: Final[Mapping[type[StrEnum], Pairs]] = {
    State: {
        "DRAFT": ("草稿", "Draft"),
        "FILED": ("已提交", "Filed"),
        "VERIFYING": ("核实中", "Being verified"),
        "NEEDS_INFO": ("待企业补充", "Firm was asked"),
        "ACCEPTED": ("已受理", "Accepted"),
        "IN_HANDLING": ("办理中", "In handling"),
        "ANSWERED": ("已答复", "Answered"),
        "DISPUTED": ("有异议", "Disputed"),
        "CLOSED": ("已办结", "Closed"),
        "DECLINED": ("不予受理", "Declined"),
        "WITHDRAWN": ("已撤回", "Withdrawn"),
    },
    Channel: {
        "GROUP": ("企业家群", "Group"),
        "SALON": ("月度沙龙", "Salon"),
        "STATEMENT": ("情况说明", "Statement"),
        "FORM": ("表单", "Form"),
        "PHONE": ("电话", "Phone"),
        "VISIT": ("走访", "Visit"),
        "IMPORT": ("导入", "Import"),
        "API": ("程序", "Program"),
    },
    Kind: {
        "CONSULT": ("咨询", "Consultation"),
        "GENERAL": ("一般诉求", "General"),
        "COMPLEX": ("复杂疑难", "Complex"),
        "URGENT": ("紧急", "Urgent"),
        "SUGGESTION": ("意见建议", "Suggestion"),
        "LONG_TERM": ("长期推进", "Long-term"),
    },
    Visibility: {
        "PUBLIC": ("公开", "Public"),
        "NORMAL": ("内部", "Normal"),
        "CONFIDENTIAL": ("保密", "Confidential"),
        "ANONYMOUS": ("匿名", "Anonymous"),
    },
    Outcome: {
        "SOLVED": ("已解决", "Solved"),
        "PARTLY": ("部分解决", "Partly solved"),
        "PLANNED": ("列入计划", "Planned"),
        "EXPLAINED": ("解释说明", "Explained"),
        "NOT_POSSIBLE": ("无法办理", "Not possible"),
        "NOT_OURS": ("不属本单位", "Not ours"),
    },
    Verdict: {
        "SOLVED": ("已解决", "Solved"),
        "PARTLY": ("部分解决", "Partly solved"),
        "NOT_SOLVED": ("未解决", "Not solved"),
        "EXPLANATION_ACCEPTED": ("接受解释", "Explanation accepted"),
    },
    ClosedBy: {
        "SUBMITTER": ("企业确认", "Confirmed by the firm"),
        "TIMEOUT": ("默认办结", "By silence"),
        "UPHELD": ("维持办结", "Upheld"),
        "NO_REPLY": ("企业未补充", "No reply to a question"),
        "RECORDED": ("历史记录", "Recorded"),
        "SPLIT": ("已拆分", "Split"),
    },
    TaskState: {
        "ASSIGNED": ("待签收", "Assigned"),
        "IN_PROGRESS": ("办理中", "In progress"),
        "RETURN_REQUESTED": ("退回待裁定", "Return requested"),
        "WAITING_FOR_SUBMITTER": ("待企业回复", "Waiting for the firm"),
        "COMPLETION_CLAIMED": ("待审核", "In review"),
        "DONE": ("已完成", "Done"),
        "LISTED": ("长期推进", "Listed"),
        "CANCELLED": ("已取消", "Cancelled"),
    },
    OrganizationKind: {
        "FIRM": ("企业", "Firm"),
        "ANONYMOUS": ("匿名企业", "Anonymous firm"),
        "CHAMBER": ("商会", "Chamber"),
        "DEPARTMENT": ("部门", "Department"),
        "FEDERATION": ("工商联", "Federation"),
        "LEADERSHIP": ("领导", "Leadership"),
        "OFFICE": ("工作机构", "Office"),
    },
    EnterpriseType: {
        "PRIVATE": ("民营", "Private"),
        "TAIWAN": ("台资", "Taiwan"),
        "FOREIGN": ("外资", "Foreign"),
        "HONG_KONG_MACAO": ("港澳资", "Hong Kong or Macao"),
    },
}


def said(value: StrEnum | None, language: Language) -> str:
    """Return the value in words; nothing for no value."""
    if value is None:
        return ""
    zh, en = WORDS[type(value)][value.value]
    return en if language == "en" else zh

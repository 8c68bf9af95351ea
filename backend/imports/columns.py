"""The columns of each kind of file, in Chinese and English, and the template people fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from backend.files.tables import MARK, csv_of
from backend.imports.models import ImportKind


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its names, an example, and whether a line may leave it empty."""

    name: str
    zh: str
    example: str = ""
    is_needed: bool = True
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the head of the column may say."""
        return (self.name, self.zh, *self.also)


_AREA: Final = Column("area_code", "地区代码", "320506", is_needed=False, also=("地区",))
_CREDIT: Final = Column("credit_code", "统一社会信用代码", "91320506MA1FICT12X", also=("信用代码",))
_BODY: Final = (
    Column("code", "单位编码", "DEMO-BODY", also=("编码",)),
    Column("name", "单位名称", "示例单位（虚构）", also=("名称",)),
    Column("name_en", "英文名称", "Sample body (fictional)", is_needed=False),
    _AREA,
)

COLUMNS: Final[Mapping[ImportKind, Sequence[Column]]] = {
    ImportKind.FIRMS: (
        Column("name", "企业名称", "示例企业（虚构）", also=("名称",)),
        _CREDIT,
        _AREA,
        Column("enterprise_type", "企业类型", "民营", is_needed=False),
        Column("name_en", "英文名称", "Sample firm (fictional)", is_needed=False),
    ),
    ImportKind.DEPARTMENTS: _BODY,
    ImportKind.CHAMBERS: (*_BODY, Column("member_count", "会员数", "120", is_needed=False)),
    ImportKind.CHAMBER_MEMBERS: (
        Column("chamber_code", "商会编码", "DEMO-CHAMBER", also=("商会",)),
        _CREDIT,
    ),
    ImportKind.WORK_ORDERS: (
        Column("order_number", "工单编号", "12345-2026-000001", also=("工单号",)),
        Column("text", "诉求内容", "银行要求先还后贷，请协调续贷。", also=("内容",)),
        Column("firm", "企业名称", "示例企业（虚构）", also=("企业",)),
        Column("credit_code", "统一社会信用代码", "", is_needed=False, also=("信用代码",)),
        Column("contact", "联系人", "王某", is_needed=False),
        Column("phone", "联系电话", "", is_needed=False, also=("电话",)),
        _AREA,
        Column("title", "标题", "", is_needed=False),
        Column("category_code", "类别代码", "", is_needed=False),
        Column("is_urgent", "是否紧急", "否", is_needed=False),
    ),
}

# By what a line is known: in the other system, and when the file is taken in again.
KEYS: Final[Mapping[ImportKind, Sequence[str]]] = {
    ImportKind.FIRMS: ("credit_code",),
    ImportKind.DEPARTMENTS: ("code",),
    ImportKind.CHAMBERS: ("code",),
    ImportKind.CHAMBER_MEMBERS: ("chamber_code", "credit_code"),
    ImportKind.WORK_ORDERS: ("order_number",),
}


def template(kind: ImportKind) -> bytes:
    """Return a CSV with the heads of the columns and one example, for Excel in Chinese."""
    columns = COLUMNS[kind]
    return MARK + csv_of([[column.zh for column in columns], [c.example for c in columns]])

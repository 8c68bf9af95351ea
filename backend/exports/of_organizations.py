"""Firms, chambers and bodies as lines of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.db import sql
from backend.errors import Words
from backend.exports.sheets import Line, Reader, Sheet, areas
from backend.exports.words import said
from backend.organizations import policy, queries
from backend.organizations.models import Organization

COLUMNS: Final = (
    Words("类别", "Kind"),
    Words("编码", "Code"),
    Words("名称", "Name"),
    Words("英文名称", "English name"),
    Words("统一社会信用代码", "Credit code"),
    Words("地区", "Area"),
    Words("地区代码", "Area code"),
    Words("企业类型", "Enterprise type"),
    Words("会员数", "Members"),
)


async def _lines(ids: Sequence[UUID], reader: Reader) -> list[Line]:
    where = sql.is_in("organization.id", ids) & queries.visible_to(reader.actor)
    found = {row.id: row for row in await sql.rows(Organization, where)}
    rows = [found[each] for each in ids if each in found]
    places = await areas(reader.language)
    return [
        (
            said(row.kind, reader.language),
            row.code,
            row.name,
            row.name_en,
            row.credit_code if policy.may_list_firm(reader.actor, row) else "",
            places.get(row.area_code, row.area_code),
            row.area_code,
            said(row.enterprise_type, reader.language),
            row.member_count,
        )
        for row in rows
    ]


SHEET: Final = Sheet(Words("单位", "Organizations"), COLUMNS, _lines)

"""What the cells of a breakdown are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.db import sql
from backend.errors import Words
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.statistics.dimensions import Dimension
from backend.submissions.models import Channel, Kind

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING_NAMED = Words("未注明", "Not stated")

WORDS: Mapping[str, Words] = {
    Channel.GROUP: Words("企业家群", "Entrepreneurs' group"),
    Channel.SALON: Words("月度沙龙", "Monthly salon"),
    Channel.STATEMENT: Words("情况说明", "Statement"),
    Channel.FORM: Words("在线填写", "Form"),
    Channel.PHONE: Words("电话", "Phone"),
    Channel.VISIT: Words("走访", "Visit"),
    Channel.IMPORT: Words("导入", "Import"),
    Channel.API: Words("程序接口", "API"),
    Kind.CONSULT: Words("咨询", "Consultation"),
    Kind.GENERAL: Words("一般诉求", "General case"),
    Kind.COMPLEX: Words("复杂疑难", "Complex case"),
    Kind.URGENT: Words("紧急", "Urgent"),
    Kind.SUGGESTION: Words("意见建议", "Suggestion"),
    Kind.LONG_TERM: Words("长期推进", "Long-term matter"),
    "top500": Words("龙头企业", "Top 500 firms"),
    "industry": Words("行业代表企业", "Industry leaders"),
    "little_giant": Words("专精特新企业", "Little giants"),
    "salon": Words("沙龙企业", "Salon firms"),
    "chamber": Words("商会会长", "Heads of chambers"),
    "new_gen": Words("新一代企业家", "New generation"),
    "taiwan_foreign": Words("台资外资企业", "Taiwanese and foreign firms"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """The public code of a cell (None: nothing is named) and its words."""

    code: str | None
    words: Words


async def labels(dimension: Dimension, keys: Sequence[str | None]) -> Mapping[str | None, Label]:
    """Return the label of each key of a breakdown."""
    found: dict[str | None, Label] = {None: Label(None, NOTHING_NAMED)}
    named = [key for key in keys if key is not None]
    if dimension is Dimension.DEPARTMENT:
        return found | await _of_departments(named)
    words = (
        {key: _of_month(key) for key in named}
        if dimension is Dimension.MONTH
        else (await _words(dimension))
    )
    for key in named:
        found[key] = Label(key, words.get(key) or Words(key, key))
    return found


def _of_month(key: str) -> Words:
    year, month = key.split("-")
    return Words(f"{year}年{int(month)}月", f"{_MONTHS[int(month) - 1]} {year}")


async def _words(dimension: Dimension) -> Mapping[str, Words]:
    if dimension is Dimension.AREA:
        areas = (await organizations.tree()).areas
        return {code: Words(area.name_zh, area.name_en) for code, area in areas.items()}
    if dimension is Dimension.CATEGORY:
        categories = await organizations.categories()
        return {code: Words(one.name_zh, one.name_en) for code, one in categories.items()}
    return WORDS


async def _of_departments(ids: Sequence[str]) -> dict[str | None, Label]:
    departments = await sql.rows(
        Organization, sql.is_in("organization.id", [UUID(one) for one in ids])
    )
    return {
        str(body.id): Label(body.code, Words(body.name, body.name_en or body.name))
        for body in departments
    }

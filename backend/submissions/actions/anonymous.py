"""Filing without a name: no account, no person, and a code to come back with."""

from __future__ import annotations

from datetime import timedelta

from backend.accounts import addresses, allowances
from backend.accounts.allowances import Limit
from backend.actor import Actor, Role, Seat
from backend.db import unit_of_work
from backend.errors import NotFound, NotPossible, Words
from backend.organizations import queries as organizations
from backend.organizations.actions import stand_in
from backend.submissions import correspondence, return_codes
from backend.submissions.actions.filing import Filing, enter
from backend.submissions.models import Channel, Submission, Visibility
from backend.submissions.voice_models import ReturnCode

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
FILED_PER_ADDRESS = (
    Limit("anonymous-address-hour", 20, _HOUR),
    Limit("anonymous-address-day", 60, _DAY),
)
FILED_PER_DAY = Limit("anonymous-area-day", 500, _DAY)
WRONG_PER_ADDRESS = Limit("wrong-return-code-address", 60, _HOUR)


async def file_anonymously(
    *,
    area_code: str,
    body: str,
    key: str,
    address: str,
    actor: Actor,
    title: str = "",
    category_code: str | None = None,
    is_urgent: bool = False,
) -> tuple[Submission, str]:
    """File a case of which nobody knows the firm; return it with the code that leads back to it.

    `key` is the idempotency key of the request. The address is only counted by, as a keyed digest.
    Raises NotPossible where the area does not take such cases, and for whoever is signed in.
    """
    await ensure_taken(area_code, actor=actor)
    async with unit_of_work():
        await _count(area_code, address)
        firm = await stand_in(area_code)
        seat = Seat(
            role=Role.ENTREPRENEUR,
            organization_id=firm.id,
            area_code=area_code,
            area_codes=await organizations.codes_under(area_code),
        )
        filing = Filing(
            firm_id=firm.id,
            body=body,
            title=title,
            category_code=category_code,
            is_urgent=is_urgent,
            visibility=Visibility.ANONYMOUS,
            channel=Channel.FORM,
        )
        holder = Actor(seats=(seat,), is_code_holder=True)
        case = await enter(filing, actor=holder, seat=seat, area_code=area_code, filed_by_id=None)
        code = return_codes.made_for(case.number or "", key)[0]
        await ReturnCode.create(submission_id=case.id, code_index=return_codes.index(code))
    return case, code


async def ensure_taken(area_code: str, *, actor: Actor) -> None:
    """Raise NotPossible unless the area takes cases without a name, from somebody signed out."""
    await organizations.area(area_code)
    if actor.is_signed_in or actor.is_code_holder:
        raise NotPossible(
            Words(
                "您已登录：匿名提交请先退出登录，否则无法保证匿名",
                "You are signed in: sign out first, or the case would not be anonymous",
            ),
            path=("input",),
        )
    if not await organizations.takes_anonymous(area_code):
        raise NotPossible(
            Words(
                "本地区没有开通匿名提交；可以登录后选择“保密”，办理部门看不到企业名称",
                "This area takes no anonymous cases; signed in, you can file a confidential one: "
                "departments do not learn which firm it is",
            ),
            path=("input", "areaCode"),
        )


async def code_shown_again(number: str, key: str) -> str | None:
    """Return the code of a case to whoever repeats the very request that filed it."""
    for code in return_codes.made_for(number, key):
        if await correspondence.case_of_code(code) is not None:
            return code
    return None


async def holder_by_code(text: str, *, address: str) -> Actor:
    """Return whom a typed return code leads to.

    Raises Invalid for a mistyped one, NotFound for one that leads nowhere, and TooMany after too
    many of those from one address.
    """
    code = return_codes.parse(text)
    subject = addresses.digest_of(address)
    await allowances.ensure_left(WRONG_PER_ADDRESS, subject)
    case = await correspondence.case_of_code(code)
    if case is None:
        await allowances.count(WRONG_PER_ADDRESS, subject)
        raise NotFound(Words("没有这个查询码", "This return code leads nowhere"))
    return await correspondence.holder_of(case)


async def _count(area_code: str, address: str) -> None:
    for limit in FILED_PER_ADDRESS:
        await allowances.take(limit, addresses.digest_of(address))
    await allowances.take(FILED_PER_DAY, area_code)

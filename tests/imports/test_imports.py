"""Lists of others taken in: checked first, a bad line holds up no other, twice is once."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from backend import jobs, wiring
from backend.actor import Actor, Role
from backend.db import sql
from backend.events.models import Event
from backend.imports import jobs as import_jobs
from backend.imports import running
from backend.imports.columns import COLUMNS, template
from backend.imports.models import ImportKind, ImportRun
from backend.imports.table import read_table
from backend.jobs.worker import run_due
from backend.organizations import credit_code
from backend.organizations.models import ChamberMember, Organization
from backend.submissions.models import Channel, Submission
from tests.submissions.cast import DISTRICT, Cast, a_firm, body, somebody, the_cast
from tests.web.handing_in import Scope, Sender, a_sender
from tests.web.handing_in import web as web

RUN = """importRun { id version kind state total done created changed unchanged failed trouble
  resultUrl viewerActions } userErrors { code message path }"""
START = f"mutation ($input: ImportStartInput!) {{ importStart(input: $input) {{ {RUN} }} }}"
APPLY = f"mutation ($input: ImportApplyInput!) {{ importApply(input: $input) {{ {RUN} }} }}"
READ = """query ($id: ID!) { importRun(id: $id) { id version state total done created changed
  unchanged failed trouble resultUrl viewerActions
  lines(first: 50) { nodes { number state outcome key result column reason } } } }"""
SCOPES = (Scope.SUBMISSIONS_WRITE, Scope.IDENTITY, Scope.ORGANIZATIONS_WRITE)
WORK = {"imports.work": jobs.outside(import_jobs.work)}
CITY = "320500"


@pytest_asyncio.fixture
async def cast(web: httpx.AsyncClient) -> Cast:
    return await the_cast()


@pytest_asyncio.fixture
async def admin(web: httpx.AsyncClient, cast: Cast) -> Sender:
    return await a_sender(web, await an_admin(), *SCOPES)


async def an_admin(area_code: str = CITY) -> Actor:
    return await somebody(Role.ADMIN, await body("FED"), area_code=area_code)


def a_file(kind: ImportKind, *lines: dict[str, str], charset: str = "utf-8") -> bytes:
    """Return a CSV with Chinese heads."""
    text, columns = io.StringIO(newline=""), COLUMNS[kind]
    writer = csv.writer(text)
    writer.writerow([column.zh for column in columns])
    writer.writerows([line.get(column.name, "") for column in columns] for line in lines)
    return text.getvalue().encode(charset)


def firms(count: int, *, start: int = 700) -> list[dict[str, str]]:
    return [
        {"name": f"导入企业{n}（虚构）", "credit_code": credit_code.generate(DISTRICT, n)}
        for n in range(start, start + count)
    ]


async def start(sender: Sender, kind: ImportKind, content: bytes, area: str = DISTRICT) -> Any:
    file_id = await sender.file_id(content, "a.csv")
    given = {"idempotencyKey": uuid4().hex, "kind": kind, "fileId": file_id, "areaCode": area}
    return await sender.ask(START, input=given)


async def checked(sender: Sender, kind: ImportKind, content: bytes, area: str = DISTRICT) -> Any:
    """Return a run whose check is over."""
    made = await start(sender, kind, content, area)
    assert made["userErrors"] == []
    await run_due(WORK)
    return await sender.ask(READ, id=made["importRun"]["id"])


async def applied(sender: Sender, kind: ImportKind, content: bytes, area: str = DISTRICT) -> Any:
    """Return a run that has been checked and applied."""
    run = await checked(sender, kind, content, area)
    given = {"idempotencyKey": uuid4().hex, "id": run["id"], "expectedVersion": run["version"]}
    assert (await sender.ask(APPLY, input=given))["userErrors"] == []
    await run_due(WORK)
    return await sender.ask(READ, id=run["id"])


def counts(run: Any) -> tuple[int, ...]:
    return tuple(run[name] for name in ("total", "created", "changed", "unchanged", "failed"))


async def test_firms_are_checked_without_a_trace_then_applied_and_twice_is_once(
    admin: Sender,
) -> None:
    before = await Organization.all().count()
    lines = firms(4)
    content = a_file(ImportKind.FIRMS, *lines, charset="gb18030")
    run = await checked(admin, ImportKind.FIRMS, content)
    assert (run["state"], counts(run)) == ("CHECKED", (4, 4, 0, 0, 0))
    assert run["viewerActions"] == ["APPLY"]
    assert await Organization.all().count() == before
    assert await Event.filter(name="organization.registered", area_code=DISTRICT).count() == 1
    run = await applied(admin, ImportKind.FIRMS, content)
    assert (run["state"], counts(run)) == ("APPLIED", (4, 4, 0, 0, 0))
    assert await Organization.all().count() == before + 4
    lines[0]["name"] = "改名企业（虚构）"
    again = await applied(admin, ImportKind.FIRMS, a_file(ImportKind.FIRMS, *lines))
    assert counts(again) == (4, 0, 1, 3, 0)
    assert await Organization.all().count() == before + 4


async def test_a_bad_line_is_told_in_both_languages_and_holds_up_no_other(
    web: httpx.AsyncClient, admin: Sender
) -> None:
    good, other, third, fourth = firms(4, start=720)
    lines = [
        good,
        {**other, "credit_code": other["credit_code"][:-1] + "?"},
        {"name": "", "credit_code": other["credit_code"]},
        {**third, "enterprise_type": "国企"},
        {**fourth, "area_code": "110000"},
        {**good, "name": "重复"},
    ]
    run = await applied(admin, ImportKind.FIRMS, a_file(ImportKind.FIRMS, *lines))
    assert counts(run) == (6, 1, 0, 0, 5)
    columns = [line["column"] for line in run["lines"]["nodes"] if line["state"] == "APPLYING"]
    assert columns[1:4] == ["统一社会信用代码", "企业名称", "企业类型"]
    told: list[list[str]] = []
    for language in ("zh", "en"):
        answer = await web.get(run["resultUrl"], headers={"accept-language": language})
        told.append([row[5] for row in csv.reader(io.StringIO(answer.text))][2:])
    assert all(zh and en and zh != en for zh, en in zip(*told, strict=True))
    assert told[0][-1] == "与第 2 行重复"


async def test_work_orders_come_back_with_both_numbers_and_twice_file_nothing(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    clerk = await a_sender(web, cast.clerk, *SCOPES)
    known = await a_firm()
    lines = [
        {"order_number": "A-1", "text": "请协调续贷。", "firm": "来电企业（虚构）", "contact": "王某",
         "phone": "19900009001", "is_urgent": "是"},
        {"order_number": "A-2", "text": "=1+1 请解释政策。", "firm": known.name,
         "credit_code": known.credit_code or ""},
        {"order_number": "A-3", "text": "", "firm": "来电企业（虚构）"},
    ]  # fmt: skip
    content = a_file(ImportKind.WORK_ORDERS, *lines)
    run = await applied(clerk, ImportKind.WORK_ORDERS, content)
    assert counts(run) == (3, 2, 0, 0, 1)
    answer = await web.get(run["resultUrl"])
    numbers = {row[1]: row[3] for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))}
    cases = {case.import_key: case for case in await Submission.all()}
    assert set(cases) == {"12345:A-1", "12345:A-2"}
    assert numbers["A-1"] == cases["12345:A-1"].number
    assert cases["12345:A-1"].kind.value == "URGENT"
    assert {case.channel for case in cases.values()} == {Channel.IMPORT}
    assert cases["12345:A-2"].firm_id == known.id
    again = await applied(clerk, ImportKind.WORK_ORDERS, content)
    assert counts(again) == (3, 0, 0, 2, 1)
    assert await Submission.all().count() == 2
    results = {line["key"]: line["result"] for line in again["lines"]["nodes"] if line["result"]}
    assert results["A-2"] == cases["12345:A-2"].number


async def test_bodies_and_memberships_are_taken_in(admin: Sender) -> None:
    bodies = [{"code": "DEMO-X", "name": "示例局（虚构）"}, {"code": "COMM", "name": "商务局"}]
    run = await applied(
        admin, ImportKind.DEPARTMENTS, a_file(ImportKind.DEPARTMENTS, *bodies), CITY
    )
    assert (run["created"], run["failed"]) == (1, 0)
    chamber = {"code": "DEMO-C", "name": "示例商会（虚构）", "member_count": "12"}
    wrong = {"code": "COMM", "name": "商会", "member_count": "x"}
    run = await applied(admin, ImportKind.CHAMBERS, a_file(ImportKind.CHAMBERS, chamber, wrong))
    assert counts(run) == (2, 1, 0, 0, 1)
    firm = await a_firm()
    member = {"chamber_code": "DEMO-C", "credit_code": firm.credit_code or ""}
    stranger = {"chamber_code": "DEMO-C", "credit_code": credit_code.generate(DISTRICT, 9999)}
    content = a_file(ImportKind.CHAMBER_MEMBERS, member, stranger)
    run = await applied(admin, ImportKind.CHAMBER_MEMBERS, content)
    assert counts(run) == (2, 1, 0, 0, 1)
    again = await applied(admin, ImportKind.CHAMBER_MEMBERS, content)
    assert counts(again) == (2, 0, 0, 1, 1)
    assert await ChamberMember.all().count() == 1


async def test_a_file_without_the_right_columns_fails_whole(admin: Sender) -> None:
    for content, says in (
        ("名称\n甲\n".encode(), "缺少列"),
        ("企业名称,统一社会信用代码\n".encode(), "没有数据行"),
        (b'name,credit_code\n"open', "CSV"),
    ):
        run = await checked(admin, ImportKind.FIRMS, content)
        assert (run["state"], run["viewerActions"]) == ("FAILED", [])
        assert says in run["trouble"]


async def test_nobody_takes_in_a_list_beyond_his_area_or_office(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    content = a_file(ImportKind.FIRMS, *firms(1, start=760))
    elsewhere = await a_sender(web, await an_admin("320505"), *SCOPES)
    clerk = await a_sender(web, cast.clerk, *SCOPES)
    officer = await a_sender(web, cast.officer, *SCOPES)
    program = await a_sender(web, await an_admin(), Scope.SUBMISSIONS_WRITE)
    for sender, kind in (
        (elsewhere, ImportKind.FIRMS),
        (officer, ImportKind.FIRMS),
        (clerk, ImportKind.DEPARTMENTS),
        (program, ImportKind.FIRMS),
    ):
        refused = await start(sender, kind, content)
        assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"
    foreign = await clerk.file_id(content, "a.csv")
    given = {"kind": "FIRMS", "fileId": foreign, "areaCode": "320505", "idempotencyKey": "k"}
    assert (await elsewhere.ask(START, input=given))["userErrors"][0]["code"] == "NOT_FOUND"
    line = {**firms(1, start=761)[0], "area_code": CITY}
    run = await checked(elsewhere, ImportKind.FIRMS, a_file(ImportKind.FIRMS, line), "320505")
    assert counts(run) == (1, 0, 0, 0, 1)
    assert run["viewerActions"] == []


async def test_work_broken_off_goes_on_where_it_stopped(
    admin: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = a_file(ImportKind.FIRMS, *firms(6, start=780))
    run = await checked(admin, ImportKind.FIRMS, content)
    given = {"idempotencyKey": "a", "id": run["id"], "expectedVersion": run["version"]}
    await admin.ask(APPLY, input=given)
    real, taken = running.take_in, []

    async def breaks(*args: Any, **named: Any) -> Any:
        taken.append(1)
        if len(taken) == 4:
            raise RuntimeError("the process dies here")
        return await real(*args, **named)

    monkeypatch.setattr(running, "take_in", breaks)
    row = await ImportRun.all().order_by("-started_at").first()
    assert row is not None
    with pytest.raises(RuntimeError):
        await running.work_at(row.id)
    await row.refresh_from_db()
    assert (row.done, row.created) == (3, 3)
    monkeypatch.undo()
    await run_due(WORK)
    after = await admin.ask(READ, id=run["id"])
    assert (after["state"], counts(after)) == ("APPLIED", (6, 6, 0, 0, 0))
    [event] = await Event.filter(name="import.applied")
    assert event.payload["created"] == 6


async def test_a_run_is_applied_once_and_seen_by_its_people_only(
    web: httpx.AsyncClient, cast: Cast, admin: Sender
) -> None:
    content = a_file(ImportKind.FIRMS, *firms(1, start=790))
    run = await applied(admin, ImportKind.FIRMS, content)
    given = {"idempotencyKey": "b", "id": run["id"], "expectedVersion": run["version"]}
    assert (await admin.ask(APPLY, input=given))["userErrors"][0]["code"] == "NOT_POSSIBLE"
    clerk = await a_sender(web, cast.clerk, *SCOPES)
    assert await clerk.ask(READ, id=run["id"]) is None
    assert (await clerk.ask("{ imports { nodes { id } } }"))["nodes"] == []


@pytest.mark.parametrize("kind", ImportKind)
async def test_the_template_of_each_kind_is_a_file_of_that_kind(
    web: httpx.AsyncClient, kind: ImportKind
) -> None:
    name = kind.value.lower().replace("_", "-")
    answer = await web.get(f"/files/templates/{name}.csv")
    assert answer.content == template(kind)
    [line] = read_table(answer.content, kind)
    assert line.cells == {column.name: column.example for column in COLUMNS[kind]}
    assert (await web.get("/files/templates/x.csv")).status_code == 404


def test_the_job_of_imports_is_wired() -> None:
    assert set(WORK) <= set(wiring.JOBS)
    assert sql.table_of(ImportRun) == "import_run"

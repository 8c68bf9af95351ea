"""Lists and sheets as files: what the screen shows, no more, and written down."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import docx
import httpx
import pytest
import pytest_asyncio

from backend import clock
from backend.actor import Scope
from backend.db import sql
from backend.events.models import Event
from backend.exports import actions
from backend.exports.models import ExportFormat, ExportKind
from backend.exports.words import WORDS
from backend.files.tables import harmless
from backend.submissions.models import Submission, Visibility
from backend.tasks import actions as tasks
from tests.submissions.cast import Cast, a_filed_case, a_task, the_cast
from tests.web.handing_in import Sender, a_sender
from tests.web.handing_in import web as web

EXPORT = """mutation ($input: {kind}Input!) {{ {name}(input: $input) {{
  export {{ id kind format rowCount url }} userErrors {{ code message path }} }} }}"""
KINDS = {
    "submissionsExport": "SubmissionsExport",
    "tasksExport": "TasksExport",
    "organizationsExport": "OrganizationsExport",
    "submissionExportSheet": "SubmissionExportSheet",
}


@pytest_asyncio.fixture
async def cast(web: httpx.AsyncClient) -> Cast:
    return await the_cast()


async def export(sender: Sender, name: str, **given: object) -> Any:
    document = EXPORT.format(kind=KINDS[name], name=name)
    return await sender.ask(document, input={"idempotencyKey": f"{id(given)}", **given})


async def table(sender: Sender, name: str, **given: object) -> list[list[str]]:
    """Return the lines of a CSV, the header first."""
    made = await export(sender, name, format="CSV", **given)
    assert made["userErrors"] == []
    fetched = await sender.web.get(made["export"]["url"])
    assert fetched.status_code == 200
    assert fetched.content.startswith(b"\xef\xbb\xbf")
    assert fetched.headers["content-disposition"].startswith("attachment")
    lines = list(csv.reader(io.StringIO(fetched.content.decode("utf-8-sig"))))
    assert len(lines) == made["export"]["rowCount"] + 1
    return lines


async def test_a_list_is_exported_with_its_filter_and_masked_like_the_screen(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    await a_filed_case(cast)
    hidden = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    await tasks.accept_and_dispatch(
        hidden, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    clerk, officer = await a_sender(web, cast.clerk), await a_sender(web, cast.officer)
    header, *lines = await table(clerk, "submissionsExport")
    assert len(lines) == 2
    by_column = dict(zip(header, lines[0], strict=True))
    assert by_column["联系电话"].startswith("199****")
    assert by_column["企业"] == "示例企业（虚构）"
    assert by_column["状态"] == "办理中"
    await Submission.filter(id=hidden.id).update(title="示例企业（虚构）要续贷，电话19900001234")
    _, line = await table(officer, "submissionsExport")
    assert not any("示例企业" in cell or "19900001234" in cell for cell in line)
    masked = dict(zip(header, line, strict=True))
    assert {masked[name] for name in ("企业", "联系人", "联系电话")} == {"（已隐去）"}
    assert len(await table(clerk, "submissionsExport", filter={"states": ["FILED"]})) == 2
    _, task = await table(officer, "tasksExport")
    assert task[:3] == [hidden.number, "某企业要续贷，电话[电话]", ""]


async def test_a_program_without_the_scope_learns_no_firm_from_an_export(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    await a_filed_case(cast)
    program = await a_sender(web, cast.clerk, Scope.SUBMISSIONS_WRITE)
    header, line = await table(program, "submissionsExport")
    assert dict(zip(header, line, strict=True))["企业"] == "（已隐去）"
    assert all("示例企业" not in cell for cell in line)


async def test_each_export_is_written_down_with_count_and_filter(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    await a_filed_case(cast)
    clerk = await a_sender(web, cast.clerk)
    await table(clerk, "submissionsExport", filter={"search": "续贷", "states": ["FILED"]})
    [event] = await Event.filter(name="export.made")
    assert event.person_id == cast.clerk.person_id
    assert event.payload == {
        "kind": "SUBMISSIONS",
        "format": "CSV",
        "row_count": 1,
        "filter": {"search": True, "states": ["FILED"]},
    }


async def test_a_workbook_holds_text_as_text(web: httpx.AsyncClient, cast: Cast) -> None:
    case = await a_filed_case(cast)
    await Submission.filter(id=case.id).update(title='=HYPERLINK("http://evil.example")')
    clerk = await a_sender(web, cast.clerk)
    made = await export(clerk, "submissionsExport")
    assert made["export"]["format"] == "XLSX"
    fetched = await web.get(made["export"]["url"])
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK" in sheet
    assert "<f>" not in sheet
    _, line = await table(clerk, "submissionsExport")
    assert line[7].startswith("'=HYPERLINK")


async def test_the_dispatch_sheet_of_a_case_opens_in_word(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    officer = await a_sender(web, cast.officer)
    document = "query { submissions(first: 1) { nodes { id } } }"
    [node] = (await officer.ask(document))["nodes"]
    made = await export(officer, "submissionExportSheet", id=node["id"])
    fetched = await web.get(made["export"]["url"])
    sheet = docx.Document(io.BytesIO(fetched.content))
    said = {row.cells[0].text: row.cells[1].text for row in sheet.tables[0].rows}
    assert said["诉求编号"] == case.number
    assert said["联系电话"].startswith("199****")
    assert len(sheet.tables[1].rows) == 2
    assert cast.officer.name in sheet.sections[0].footer.paragraphs[0].text


async def test_only_its_maker_fetches_an_export_and_for_a_day(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    await a_filed_case(cast)
    clerk, watcher = await a_sender(web, cast.clerk), await a_sender(web, cast.supervisor)
    made = (await export(clerk, "submissionsExport"))["export"]
    seen = await watcher.ask(
        "query ($id: ID!) { node(id: $id) { ... on Export { rowCount url } } }", id=made["id"]
    )
    assert seen == {"rowCount": 1, "url": None}
    assert (await web.get(made["url"].replace("for=", "for=0"))).status_code == 403
    with clock.moved_by(timedelta(hours=25)):
        assert await actions.forget_old() == 1
        assert (await web.get(made["url"])).status_code == 403


async def test_too_many_rows_are_refused_and_nothing_is_written_down(
    web: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await a_filed_case(cast)
    monkeypatch.setattr(actions, "MOST_ROWS", 2)
    clerk = await a_sender(web, cast.clerk)
    refused = await export(clerk, "submissionsExport")
    assert refused["userErrors"][0]["code"] == "NOT_POSSIBLE"
    assert await Event.filter(name="export.made").count() == 0
    lists = await export(clerk, "submissionsExport", format="DOCX")
    assert lists["userErrors"][0]["path"] == ["input", "format"]


async def test_a_page_takes_as_many_statements_for_one_row_as_for_twenty(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    from backend.exports.contents import SHEETS
    from backend.exports.sheets import Reader

    ids = [(await a_task(cast)).id for _ in range(20)]
    cases = [row.id for row in await Submission.all()]
    for kind, of in ((ExportKind.SUBMISSIONS, cases), (ExportKind.TASKS, ids)):
        counts: list[int] = []
        for page in (of[:1], of[:1], of):
            with sql.count_statements() as statements:
                lines = await SHEETS[kind].lines(page, Reader(cast.clerk, "zh"))
            assert len(lines) == len(page)
            counts.append(len(statements))
        assert counts[1] == counts[2] <= 8


def test_every_value_that_a_sheet_shows_has_words() -> None:
    for enum, words in WORDS.items():
        assert {member.value for member in enum} == set(words)
    assert set(ExportFormat) == {"CSV", "XLSX", "DOCX"}


def test_no_cell_begins_like_a_formula() -> None:
    for start in "=+-@\t\r＝＋－＠":
        assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("企业=1") == "企业=1"

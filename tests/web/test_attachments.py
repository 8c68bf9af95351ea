"""Files that come with messages and replies: read when these are, named as far as one may know."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio

from backend.actor import SYSTEM, Scope
from backend.events.models import Event
from backend.graph import encode_id
from backend.organizations.actions import allow_anonymous
from backend.submissions.models import Kind, Submission
from backend.tasks.models import Task
from tests.files.samples import a_pdf, a_picture
from tests.submissions.cast import Cast, a_task, the_cast
from tests.web.handing_in import Sender, a_sender
from tests.web.handing_in import web as web

ALL = (Scope.SUBMISSIONS_WRITE, Scope.TASKS_WRITE, Scope.IDENTITY)
ANSWER = """mutation ($input: TaskAnswerInput!) { taskAnswer(input: $input) {
  task { id version state } userErrors { code message path } } }"""
PASS = """mutation ($input: TaskEditInput!) { taskPass(input: $input) {
  task { state } userErrors { message } } }"""
POST = """mutation ($input: SubmissionPostMessageInput!) { submissionPostMessage(input: $input) {
  message { attachments { nodes { name } } } userErrors { code path } } }"""
WRITE = """mutation ($input: TaskPostMessageInput!) { taskPostMessage(input: $input) {
  message { attachments { nodes { name } } } userErrors { code path } } }"""
READ = """query ($id: ID!) { submission(id: $id) {
  attachments { nodes { name isFromFirm addedBy { name } organization { name } } }
  replies { nodes { text attachments { nodes { name } } } }
  timeline { nodes { name } } } }"""

ANONYMOUS = """mutation ($input: SubmissionFileAnonymouslyInput!) {
  submissionFileAnonymously(input: $input) {
    submission { id } returnCode userErrors { message } } }"""
ADD = """mutation ($input: SubmissionAddInfoInput!) { submissionAddInfo(input: $input) {
  submission { id } userErrors { message path } } }"""
LINKS = "query ($id: ID!) { submission(id: $id) { attachments { nodes { name url } } } }"
CITY = "320500"


@pytest_asyncio.fixture
async def cast(web: httpx.AsyncClient) -> Cast:
    return await the_cast()


async def seen(sender: Sender, task: Task) -> Any:
    return await sender.ask(READ, id=encode_id("Submission", task.submission_id))


def names(connection: Any) -> list[str]:
    return [node["name"] for node in connection["nodes"]]


async def test_a_file_of_a_reply_is_read_when_the_reply_is(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    task = await a_task(cast)
    await Task.filter(id=task.id).update(kind=Kind.COMPLEX)
    firm, officer = await a_sender(web, cast.firm, *ALL), await a_sender(web, cast.officer, *ALL)
    file_id = await officer.file_id(a_pdf(), "依据.pdf")
    given = {
        "idempotencyKey": uuid4().hex,
        "id": encode_id("Task", task.id),
        "expectedVersion": task.version,
        "text": "可以续贷",
        "outcome": "SOLVED",
        "contact": {"channel": "CALL"},
        "attachmentIds": [file_id],
    }
    filed = await officer.ask(ANSWER, input=given)
    assert (filed["userErrors"], filed["task"]["state"]) == ([], "COMPLETION_CLAIMED")
    before = await seen(firm, task)
    assert (names(before["attachments"]), before["replies"]["nodes"]) == ([], [])
    assert "submission.reply_attached" not in names(before["timeline"])
    assert names((await seen(officer, task))["attachments"]) == ["依据.pdf"]
    coordinator = await a_sender(web, cast.coordinator, *ALL)
    edit = {"id": given["id"], "expectedVersion": filed["task"]["version"]}
    passed = await coordinator.ask(PASS, input={"idempotencyKey": "p", **edit})
    assert passed["userErrors"] == []
    after = await seen(firm, task)
    [attachment] = after["attachments"]["nodes"]
    assert attachment["name"] == "依据.pdf"
    # To the firm an office is an office.
    assert (attachment["addedBy"], attachment["isFromFirm"]) == (None, False)
    assert names(after["replies"]["nodes"][0]["attachments"]) == ["依据.pdf"]


async def test_both_sides_send_files_with_their_messages(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    task = await a_task(cast)
    firm, officer = await a_sender(web, cast.firm, *ALL), await a_sender(web, cast.officer, *ALL)
    case_id = encode_id("Submission", task.submission_id)
    photo = await firm.file_id(a_picture(), "合同.jpg")
    given = {"id": case_id, "text": "请看合同", "attachmentIds": [photo]}
    said = await firm.ask(POST, input={"idempotencyKey": "a", **given})
    assert names(said["message"]["attachments"]) == ["合同.jpg"]
    form = await officer.file_id(a_pdf(), "申请表.pdf")
    given = {"id": encode_id("Task", task.id), "text": "请填表", "attachmentIds": [form]}
    said = await officer.ask(WRITE, input={"idempotencyKey": "b", **given})
    assert names(said["message"]["attachments"]) == ["申请表.pdf"]
    assert names((await seen(firm, task))["attachments"]) == ["合同.jpg", "申请表.pdf"]
    assert await Event.filter(name="submission.attached").count() == 2


async def test_a_message_with_a_wrong_file_is_not_sent(web: httpx.AsyncClient, cast: Cast) -> None:
    task = await a_task(cast)
    firm = await a_sender(web, cast.firm, *ALL)
    case = await Submission.get(id=task.submission_id)
    given = {"id": encode_id("Submission", case.id), "text": "请看", "attachmentIds": ["x"]}
    refused = await firm.ask(POST, input={"idempotencyKey": "a", **given})
    assert refused["userErrors"][0]["path"] == ["input", "attachmentIds"]
    assert await Event.filter(name="submission.message_posted").count() == 0


async def test_who_has_a_return_code_instead_of_an_account_sends_files_too(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    await allow_anonymous(CITY, is_allowed=True, actor=SYSTEM)
    nobody = Sender(web, {})
    given = {"idempotencyKey": uuid4().hex, "areaCode": CITY, "body": "有人拖欠工程款。"}
    filed = await nobody.ask(ANONYMOUS, input=given)
    assert filed["userErrors"] == []
    holder = Sender(web, {"authorization": f"Bearer {filed['returnCode']}"})
    file_id = await holder.file_id(a_picture(), "我的名字.jpg")
    given = {"id": filed["submission"]["id"], "text": "请看照片", "attachmentIds": [file_id]}
    added = await holder.ask(ADD, input={"idempotencyKey": "a", **given})
    assert added["userErrors"] == []
    clerk = await a_sender(web, cast.clerk, *ALL)
    for sender, name in ((holder, "我的名字.jpg"), (clerk, "附件1.jpg")):
        case = await sender.ask(LINKS, id=filed["submission"]["id"])
        [attachment] = case["attachments"]["nodes"]
        assert attachment["name"] == name
        assert (await web.get(attachment["url"])).status_code == 200

"""Files over HTTP: handed in, hung on a case, fetched by signed links."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest_asyncio

from backend import clock
from backend.accounts import cookies, digests
from backend.accounts.models import Membership
from backend.accounts.queries import person_by_id
from backend.actor import Scope
from backend.files import actions as files
from backend.files import stores
from backend.files.models import StoredFile
from backend.graph import encode_id
from backend.submissions import queries as cases
from backend.submissions.attachment_models import Attachment
from backend.submissions.models import Visibility
from backend.tasks import actions as tasks
from tests.accounts.cast import a_session
from tests.files.samples import a_pdf, a_picture, an_office_file
from tests.submissions.cast import Cast, the_cast
from tests.web.handing_in import HERE, Sender, a_sender
from tests.web.handing_in import web as web

PHOTO = a_picture(size=(800, 600))


@pytest_asyncio.fixture
async def cast(web: httpx.AsyncClient) -> Cast:
    return await the_cast()


@pytest_asyncio.fixture
async def firm(web: httpx.AsyncClient, cast: Cast) -> Sender:
    return await a_sender(web, cast.firm)


def contents(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def code(answer: httpx.Response) -> str:
    return answer.json()["errors"][0]["extensions"]["code"]


async def test_a_photo_goes_with_the_case_and_comes_back_to_whoever_sees_it(
    web: httpx.AsyncClient, cast: Cast, firm: Sender
) -> None:
    sent = await firm.send(PHOTO, "厂房 1.JPEG")
    assert sent.status_code == 201
    assert sent.headers["cache-control"] == "private, no-store"
    assert (sent.json()["name"], sent.json()["mediaType"]) == ("厂房 1.jpg", "image/jpeg")
    filed = await firm.file_case(
        encode_id("Organization", cast.firm_id), attachmentIds=[sent.json()["id"]]
    )
    assert filed["userErrors"] == []
    clerk = await a_sender(web, cast.clerk)
    [seen] = await clerk.attachments(filed["submission"]["id"])
    assert (seen["name"], seen["isFromFirm"]) == ("厂房 1.jpg", True)
    assert seen["addedBy"]["name"] == "ENTREPRENEUR"
    fetched = await web.get(seen["url"])
    assert fetched.status_code == 200
    assert fetched.headers["content-type"] == "image/jpeg"
    assert fetched.headers["content-disposition"].startswith("inline; ")
    assert quote("厂房 1.jpg") in fetched.headers["content-disposition"]
    assert "sandbox" in fetched.headers["content-security-policy"]
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["cache-control"].startswith("private")
    assert int(fetched.headers["content-length"]) == len(fetched.content) == sent.json()["size"]


async def test_a_document_is_saved_and_never_shown(
    cast: Cast, firm: Sender, web: httpx.AsyncClient
) -> None:
    file_id = await firm.file_id(a_pdf(), "情况说明.pdf")
    case = await firm.file_case(encode_id("Organization", cast.firm_id), attachmentIds=[file_id])
    [seen] = case["submission"]["attachments"]["nodes"]
    fetched = await web.get(seen["url"])
    assert fetched.content == a_pdf()
    assert fetched.headers["content-disposition"].startswith("attachment; ")


async def test_a_link_ends_and_cannot_be_changed(
    web: httpx.AsyncClient, cast: Cast, firm: Sender
) -> None:
    file_id = await firm.file_id(PHOTO)
    case = await firm.file_case(encode_id("Organization", cast.firm_id), attachmentIds=[file_id])
    url = case["submission"]["attachments"]["nodes"][0]["url"]
    for changed in (
        url.replace("with=", "with=hidden"),
        url.replace("until=1", "until=2"),
        url.split("&sign=")[0],
        url[:-2] + ("00" if url[-2:] != "00" else "11"),
        url.replace("sign=", "sign=zz"),
        url.replace("until=", "until=9999999999999999999"),
    ):
        refused = await web.get(changed)
        assert (refused.status_code, code(refused)) == (403, "NOT_ALLOWED")
    with clock.moved_by(timedelta(minutes=4)):
        assert (await web.get(url)).status_code == 200
    with clock.moved_by(timedelta(minutes=11)):
        over = await web.get(url, headers={"accept": "text/html", "accept-language": "zh"})
    assert over.status_code == 403
    assert "已过期" in over.text
    assert over.headers["content-type"].startswith("text/plain")


async def test_whoever_loses_sight_of_the_case_loses_its_files(
    web: httpx.AsyncClient, cast: Cast, firm: Sender
) -> None:
    file_id = await firm.file_id(PHOTO)
    case = await firm.file_case(encode_id("Organization", cast.firm_id), attachmentIds=[file_id])
    clerk = await a_sender(web, cast.clerk)
    [seen] = await clerk.attachments(case["submission"]["id"])
    await Membership.filter(person_id=cast.clerk.person_id).update(until=clock.now())
    assert (await web.get(seen["url"])).status_code == 404


async def test_from_a_department_a_hidden_firm_hides_with_its_file_names(
    web: httpx.AsyncClient, cast: Cast, firm: Sender
) -> None:
    file_id = await firm.file_id(PHOTO, "王某某的身份证.jpg")
    filed = await firm.file_case(
        encode_id("Organization", cast.firm_id),
        attachmentIds=[file_id],
        visibility=Visibility.CONFIDENTIAL,
    )
    stored = await StoredFile.all().first()
    assert stored is not None
    row = await Attachment.get(file_id=stored.id)
    case = await cases.by_id(row.submission_id)
    await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    officer = await a_sender(web, cast.officer)
    [seen] = await officer.attachments(filed["submission"]["id"])
    assert (seen["name"], seen["addedBy"], seen["organization"]) == ("附件1.jpg", None, None)
    fetched = await web.get(seen["url"], headers={"accept-language": "en"})
    assert 'filename="Attachment1.jpg"' in fetched.headers["content-disposition"]
    clerk = await a_sender(web, cast.clerk)
    [known] = await clerk.attachments(filed["submission"]["id"])
    assert known["name"] == "王某某的身份证.jpg"


async def test_only_who_sent_a_file_attaches_it_and_only_once(
    web: httpx.AsyncClient, cast: Cast, firm: Sender
) -> None:
    firm_id = encode_id("Organization", cast.firm_id)
    clerk = await a_sender(web, cast.clerk)
    foreign = await clerk.file_id(PHOTO)
    mine = await firm.file_id(PHOTO)
    for ids in ([foreign], ["x"], [encode_id("Organization", cast.firm_id)], [mine, foreign]):
        refused = await firm.file_case(firm_id, attachmentIds=ids)
        assert refused["userErrors"][0]["path"] == ["input", "attachmentIds"]
    assert (await firm.file_case(firm_id, attachmentIds=[mine]))["userErrors"] == []
    again = await firm.file_case(firm_id, attachmentIds=[mine])
    assert again["userErrors"][0]["code"] == "INVALID"
    many = [await firm.file_id(PHOTO) for _ in range(10)]
    assert (await firm.file_case(firm_id, attachmentIds=many))["userErrors"][0]["code"] == "INVALID"
    # Nothing of it is lost: what a case did not take goes with the next one.
    assert (await firm.file_case(firm_id, attachmentIds=many[:9]))["userErrors"] == []


async def test_what_is_sent_again_under_its_key_is_kept_once(firm: Sender, tmp_path: Path) -> None:
    sent = [await firm.send(PHOTO, idempotency_key="k1") for _ in range(3)]
    sent += await asyncio.gather(*(firm.send(PHOTO, idempotency_key="k1") for _ in range(3)))
    assert {answer.status_code for answer in sent} == {201}
    assert len({answer.json()["id"] for answer in sent}) == 1
    other = await firm.send(a_pdf(), "a.pdf", idempotency_key="k1")
    assert (other.status_code, code(other)) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert len(contents(tmp_path)) == 1
    assert await StoredFile.all().count() == 1


async def test_what_is_refused_is_told_why_in_both_languages(firm: Sender, tmp_path: Path) -> None:
    cases: list[tuple[bytes, str, dict[str, str], int, str]] = [
        (b"x" * 300_001, "a.txt", {}, 413, "CONTENT_TOO_LARGE"),
        (b"<html>", "a.html", {}, 415, "UNSUPPORTED_TYPE"),
        (PHOTO[:500], "a.jpg", {}, 422, "UNREADABLE"),
        (b"", "a.jpg", {}, 422, "UNREADABLE"),
        (PHOTO, "", {}, 422, "INVALID"),
        (
            PHOTO,
            "a.jpg",
            {"content_type": "multipart/form-data; boundary=x"},
            415,
            "UNSUPPORTED_TYPE",
        ),
        (PHOTO, "a.jpg", {"idempotency_key": "k" * 65}, 422, "INVALID"),
    ]
    for content, name, headers, status, why in cases:
        answers = [
            await firm.send(content, name, accept_language=language, **headers)
            for language in ("zh", "en")
        ]
        assert {(answer.status_code, code(answer)) for answer in answers} == {(status, why)}
        assert len({answer.json()["errors"][0]["message"] for answer in answers}) == 2
    # Of what was refused nothing stays, but the content whose key was wrong until it is swept.
    assert not [path for path in contents(tmp_path) if "incoming" in path.parts]


async def test_a_body_without_length_is_cut_off_at_the_limit(
    firm: Sender, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    async def pieces() -> AsyncGenerator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    answer = await web.post("/files?name=a.txt", content=pieces(), headers=firm.headers)
    assert answer.status_code == 413
    assert contents(tmp_path) == []


async def test_nobody_and_programs_without_the_scope_hand_in_nothing(
    web: httpx.AsyncClient, cast: Cast
) -> None:
    assert (await Sender(web, {}).send(PHOTO)).status_code == 401
    reader = await a_sender(web, cast.firm, Scope.IDENTITY)
    assert (await reader.send(PHOTO)).status_code == 403
    bad = Sender(web, {"authorization": "Bearer lj_x"})
    assert (await bad.send(PHOTO)).headers["www-authenticate"].startswith("Bearer")


async def test_a_cookie_counts_only_from_our_own_page(web: httpx.AsyncClient, cast: Cast) -> None:
    assert cast.firm.person_id is not None
    person, secret = await person_by_id(cast.firm.person_id), digests.new_secret()
    assert person is not None
    await a_session(person, secret=secret)
    cookie = {"cookie": f"{cookies.NAME}={secret}"}
    own = {**cookie, "origin": HERE, "x-requested-with": "lingju"}
    assert (await Sender(web, own).send(PHOTO)).status_code == 201
    foreign = {**own, "origin": "https://evil.example"}
    form = {**cookie, "origin": HERE, "content-type": "text/plain"}
    for headers in (foreign, form):
        assert (await Sender(web, headers).send(PHOTO)).status_code == 403


async def test_what_hangs_on_nothing_for_seven_days_goes_with_its_content(
    cast: Cast, firm: Sender, tmp_path: Path
) -> None:
    kept = await firm.file_id(PHOTO)
    await firm.file_case(encode_id("Organization", cast.firm_id), attachmentIds=[kept])
    await firm.file_id(PHOTO)  # the same content twice
    await firm.file_id(an_office_file(), "a.docx")
    with clock.moved_by(timedelta(days=6, hours=23)):
        assert await files.forget_unattached() == 0
    with clock.moved_by(timedelta(days=7, minutes=1)):
        assert await files.forget_unattached() == 2
        assert await files.forget_unattached() == 0
    [left] = contents(tmp_path)
    assert await stores.current().has(left.name)
    assert await StoredFile.all().count() == 1


async def test_a_person_cannot_fill_the_disk_with_files_of_no_case(firm: Sender) -> None:
    text = [await firm.send(f"{number}".encode(), "a.txt") for number in range(61)]
    assert [answer.status_code for answer in text[:60]] == [201] * 60
    assert (text[60].status_code, "retry-after" in text[60].headers) == (429, True)


@contextmanager
def read_only(folder: Path) -> Generator[None]:
    """Let a file stand where the folder of incoming files should be, as on a disk that refuses."""
    folder.write_bytes(b"")
    try:
        yield
    finally:
        folder.unlink()


async def test_a_disk_that_refuses_is_said_and_heals(firm: Sender, tmp_path: Path) -> None:
    with read_only(tmp_path / "files"):
        refused = await firm.send(PHOTO)
        assert (refused.status_code, code(refused)) == (503, "UNAVAILABLE")
    assert (await firm.send(PHOTO)).status_code == 201

"""Scenes of files: lists taken away, and lists of others taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from backend.organizations import credit_code
from tests.stories import cases, people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

FIRMS = "企业名称,统一社会信用代码\n导入示例企业（虚构）,{code}\n"
START = """mutation($input: ImportStartInput!) {
  importStart(input: $input) { importRun { id version state } userErrors { message } } }"""
READ = "query($id: ID!) { importRun(id: $id) { id version state } }"


def exporting(**given: object) -> Make:
    """Make the scene of a list that a clerk takes away."""

    async def make(url: str) -> Scene:
        return Scene(await signed_in(url, people.CLERK), {"format": "CSV", **given})

    return make


async def exporting_a_sheet(url: str) -> Scene:
    task = await cases.dispatched(url)
    clerk = await signed_in(url, people.CLERK)
    return Scene(clerk, {"id": task["submission"]["id"]})


async def file_of(who: Somebody, content: str, name: str) -> str:
    """Hand in a file; return its id."""
    async with httpx.AsyncClient(base_url=who.url, headers=who.headers, verify=False) as web:
        answer = await web.post("/files", params={"name": name}, content=content.encode())
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def importing(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    file_id = await file_of(clerk, FIRMS.format(code="9132050600000000XX"), "firms.csv")
    return Scene(clerk, {"kind": "FIRMS", "fileId": file_id, "areaCode": "320500"})


async def applying(url: str) -> Scene:
    """Return the scene of a file that the worker has checked, with one good line."""
    clerk = await signed_in(url, people.CLERK)
    code = credit_code.generate("320506", 4711)
    file_id = await file_of(clerk, FIRMS.format(code=code), "firms.csv")
    made = await clerk.act(START, kind="FIRMS", fileId=file_id, areaCode="320500")
    run: Answer = made["importRun"]
    while run["state"] == "CHECKING":
        await asyncio.sleep(0.2)
        run = (await clerk.ask(READ, {"id": run["id"]}))["importRun"]
    return Scene(clerk, {"id": run["id"], "expectedVersion": run["version"]})


OF_FILES: Mapping[str, Make] = {
    "importApply": applying,
    "importStart": importing,
    "organizationsExport": exporting(),
    "submissionExportSheet": exporting_a_sheet,
    "submissionsExport": exporting(filter={"states": ["FILED"]}),
    "tasksExport": exporting(filter={"states": ["ASSIGNED"]}),
}

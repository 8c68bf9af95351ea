"""A copy of the founding file, as somebody would load and ask it: by the command line, over HTTP."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import httpx

from backend.history.importing import FOUNDING_FILE
from tests.databases import Databases
from tests.served import ROOT, served

QUESTION = """query ($a: String!, $d: Date!) {
  statistics(input: {areaCode: $a, asOf: $d, channels: [SALON]}) {
    submissionCount
    completion { numerator denominator rate } onTime { numerator denominator rate }
    surveyResponse { numerator denominator rate } satisfaction { numerator denominator rate } } }"""
FOUNDING = {
    "submissionCount": 868,
    "completion": {"numerator": 868, "denominator": 868, "rate": "100.0"},
    "onTime": {"numerator": 851, "denominator": 868, "rate": "98.0"},
    "surveyResponse": {"numerator": 740, "denominator": 868, "rate": "85.3"},
    "satisfaction": {"numerator": 723, "denominator": 740, "rate": "97.7"},
}


def a_copy_with_one_answer_changed(folder: Path) -> Path:
    """Return a copy in which one firm that was content is not."""
    lines = FOUNDING_FILE.read_text("utf-8").splitlines(keepends=True)
    changed = next(at for at, line in enumerate(lines) if ",VERY_SATISFIED," in line)
    lines[changed] = lines[changed].replace(",VERY_SATISFIED,", ",DISSATISFIED,")
    copy = folder / "copy.csv"
    copy.write_text("".join(lines), "utf-8")
    return copy


async def test_one_changed_answer_moves_its_figure_and_no_other(
    databases_of_this_run: Databases, tmp_path: Path
) -> None:
    copy = a_copy_with_one_answer_changed(tmp_path)
    async for database_url in databases_of_this_run.bare():
        data = {"LINGJU_DATABASE_URL": database_url, "LINGJU_DATA_DIR": str(tmp_path / "data")}
        environment = {**os.environ, **data}
        loading = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend", "history", "import", str(copy)),
            cwd=ROOT,
            env=environment,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await loading.wait() == 0
        with served(environment, log=tmp_path / "server.log", option="--no-demo") as url:
            async with httpx.AsyncClient(verify=False, timeout=30) as anybody:
                body = {"query": QUESTION, "variables": {"a": "320500", "d": "2020-04-17"}}
                answer = await anybody.post(f"{url}/graphql", json=body)
        assert answer.json()["data"]["statistics"] == {
            **FOUNDING,
            "satisfaction": {"numerator": 722, "denominator": 740, "rate": "97.6"},
        }

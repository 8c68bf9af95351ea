"""What the documents name is there, and what is there the documents name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, is_enum_type

from backend import settings, wiring

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PARTS = ("**Context.**", "**Decision.**", "**Cost.**")


@cache
def graph() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text("utf-8"))


def code_of(folder: str) -> str:
    """Return our Python and GraphQL below a folder as one text."""
    found = [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.mjs")]
    return "\n".join(path.read_text("utf-8") for path in found if "node_modules" not in path.parts)


def test_the_page_of_settings_says_what_each_setting_means() -> None:
    told: dict[str, tuple[str, str]] = {}
    for name, meaning, default in re.findall(
        r"^\| `(LINGJU_\w+)` \| (.+?) \| (.+?) \|$",
        (DOCS / "settings.md").read_text(),
        re.MULTILINE,
    ):
        told[name] = (meaning, default)
    expected = {
        name: tuple(part.strip().rstrip(".") for part in text.rsplit("Default: ", 1))
        for name, text in settings.descriptions().items()
    }
    assert {name: tuple(part.rstrip(".") for part in row) for name, row in told.items()} == expected


def test_every_variable_that_the_code_reads_is_on_the_page_of_settings() -> None:
    read = set(re.findall(r"\"(LINGJU_[A-Z_]+)\"", code_of("tests") + code_of("backend")))
    read |= set(re.findall(r"LINGJU_[A-Z_]+", (ROOT / "hatch_build.py").read_text("utf-8")))
    page = (DOCS / "settings.md").read_text("utf-8")
    assert {name for name in read if f"`{name}`" not in page} <= MADE_UP


MADE_UP = {"LINGJU_DATABAS_URL"}
"""A mistake that a test makes on purpose."""


def test_every_value_of_the_graph_is_explained_in_the_schema_or_on_the_page_of_values() -> None:
    unexplained = {
        (name, value)
        for name, kind in graph().type_map.items()
        if is_enum_type(kind) and not name.startswith("__")
        for value, told in kind.values.items()
        if not told.description
    }
    assert set(values_on_the_page()) == unexplained
    page = (DOCS / "values.md").read_text("utf-8")
    for name in {name for name, _ in unexplained}:
        assert f"## {name}\n\n{graph().type_map[name].description}\n" in page


def values_on_the_page() -> Iterator[tuple[str, str]]:
    """Yield (enum, value) of each row that says something in both languages."""
    for section in (DOCS / "values.md").read_text("utf-8").split("\n## ")[1:]:
        enum = section.split("\n", 1)[0]
        for value in re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE):
            yield enum, value


def test_every_top_level_package_is_named_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "backend").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "backend").glob("*.py")} - {"__init__", "__main__"}
    assert {name for name in packages | modules if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*")), ids=lambda page: page.stem)
def test_a_decision_has_its_title_and_three_parts(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name)
    assert re.fullmatch(r"# [A-Z].*[^.]", lines[0])
    opened = [line.split(" ", 1)[0] for line in lines if line.startswith("**")]
    assert opened == list(PARTS)


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_event_that_somebody_reacts_to_is_recorded_somewhere() -> None:
    code = code_of("backend")
    code = re.sub(r"\(\s+", "(", code)
    for name in wiring.REACTIONS:
        _, act = name.split(".")
        tells = re.search(rf'\b_?tell(_\w+)?\("{act}"', code)
        assert tells or f'record("{name}"' in code, name


def test_every_job_that_is_planned_has_a_handler_and_every_handler_is_planned() -> None:
    code = re.sub(r"\(\s+", "(", code_of("backend"))
    planned = set(re.findall(r"\b(?:enqueue|schedule)\(\"([a-z_]+\.[a-z_]+)\"", code))
    assert planned | set(wiring.TIMETABLE) == set(wiring.JOBS)


def test_every_mutation_is_sent_by_some_test() -> None:
    mutations = graph().mutation_type
    assert mutations is not None
    sent = code_of("tests")
    assert {name for name in mutations.fields if not re.search(rf"\b{name}\b", sent)} == set()


def test_every_page_that_a_document_links_to_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []

"""The page about permissions says what the rules say."""

from __future__ import annotations

from pathlib import Path

from tests.permissions import page

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_says_what_the_rules_say() -> None:
    assert PAGE.read_text("utf-8") == page.text(), "run `python -m tests.permissions.page`"

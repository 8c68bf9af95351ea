"""axe finds nothing to complain of: both languages, light and dark, signed out and signed in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_front_door import FOUNDING, figures_of
from tests.browser.test_sign_in import sign_in


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe finds, by rule and element."""
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(report => report.violations)")
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("path", ["/", FOUNDING])
def test_everybody_can_use_the_front_door(
    visit: Visit, axe: str, path: str, locale: str, *, is_dark: bool
) -> None:
    page = visit(path, locale=locale, is_dark=is_dark)
    figures_of(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("is_dark", [False, True])
def test_everybody_can_use_the_account(visit: Visit, axe: str, *, is_dark: bool) -> None:
    page = visit(is_dark=is_dark)
    sign_in(page)
    page.locator("summary").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    assert violations(page, axe) == []


def test_the_whole_way_in_can_be_walked_with_a_keyboard(visit: Visit) -> None:
    page = visit()
    figures_of(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "phone":
            break
    assert page.evaluate("document.activeElement.name") == "phone"

"""The front door as somebody with a phone meets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

FOUNDING = "/?asOf=2020-04-17"
FOUNDING_FIGURES = {
    "办结率": ("100.0%", "868 / 868"),
    "按期办结率": ("98.0%", "851 / 868"),
    "参评率": ("85.3%", "740 / 868"),
    "满意率": ("97.7%", "723 / 740"),
}


def figures_of(page: Page) -> dict[str, tuple[str, str]]:
    """Return each figure as it stands on the page: its rate and what it was counted from."""
    expect(page.locator("#figures")).to_have_attribute("aria-busy", "false")
    return {
        ratio.locator("dt").inner_text(): (
            ratio.locator(".rate").inner_text().replace("\n", ""),
            ratio.locator(".pair [aria-hidden]").inner_text(),
        )
        for ratio in page.locator(".ratio").all()
        if ratio.locator(".pair").count()
    }


def is_scrolled_sideways(page: Page) -> bool:
    """Return whether anything stands outside the width of the screen."""
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return int(width) > 0


def test_the_figures_of_the_founding_date_come_from_the_graph(visit: Visit) -> None:
    page = visit(FOUNDING)
    assert figures_of(page) == FOUNDING_FIGURES
    expect(page.locator(".count strong")).to_have_text("868")


def test_a_switch_leads_from_today_to_the_founding_date_and_back(visit: Visit) -> None:
    page = visit()
    figures_of(page)
    page.get_by_text("首次公布日").click()
    expect(page.locator(".count strong")).to_have_text("868")
    assert figures_of(page) == FOUNDING_FIGURES
    assert page.url.endswith(FOUNDING)
    page.get_by_role("radio", name="今天").press("Space")
    expect(page).to_have_url(re.compile(r"/$"))


def test_it_speaks_the_language_of_the_browser_until_told_otherwise(visit: Visit) -> None:
    page = visit(FOUNDING, locale="en-GB")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zero distance")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("零距离、零时差、零落差")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


@pytest.mark.parametrize("is_dark", [False, True])
def test_light_and_dark_follow_the_system_until_told_otherwise(
    visit: Visit, *, is_dark: bool
) -> None:
    page = visit(is_dark=is_dark)
    colours = ["rgb(14, 17, 22)", "rgb(243, 245, 248)"]
    expect(page.locator("html")).to_have_css("background-color", colours[0 if is_dark else 1])
    page.get_by_role("button", name="换成浅色" if is_dark else "换成深色").click()
    page.reload()
    expect(page.locator("html")).to_have_css("background-color", colours[1 if is_dark else 0])


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("text_percent", [100, 200])
def test_nothing_stands_outside_a_narrow_screen(
    visit: Visit, locale: str, text_percent: int
) -> None:
    page = visit(FOUNDING, width=320, locale=locale)
    figures_of(page)
    page.evaluate("size => document.documentElement.style.fontSize = size", f"{text_percent}%")
    assert not is_scrolled_sideways(page)


def test_every_target_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = visit(width=320)
    figures_of(page)
    targets = page.locator("a:not(.skip), button, input:not([type=radio]), .as-of span")
    boxes = [target.bounding_box() for target in targets.all()]
    assert len(boxes) >= 8
    assert [box for box in boxes if box is None or box["height"] < 44 or box["width"] < 44] == []


def test_what_could_not_be_fetched_is_said_and_tried_again(visit: Visit) -> None:
    page = visit()
    figures_of(page)
    page.route("**/graphql", lambda route: route.fulfill(status=502, body="bad gateway"))
    page.get_by_text("首次公布日").click()
    expect(page.get_by_role("alert")).to_contain_text("没有取到最新内容")
    page.unroute("**/graphql")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".count strong")).to_have_text("868")


def test_the_first_load_is_light(visit: Visit) -> None:
    page = visit("/livez")
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished",
        lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
    )
    page.goto(FOUNDING)
    figures_of(page)
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 6
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 20 * 1024
    assert sum(size for url, size in sizes.items() if url.endswith(".css")) <= 5 * 1024

"""Signing in with a phone and a code, and making a token for a program."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from backend.accounts.demo_codes import DEMO_CODE
from tests.browser.conftest import Visit

ENTREPRENEUR = "19900000001"


def sign_in(page: Page, phone: str = ENTREPRENEUR, code: str = DEMO_CODE) -> None:
    """Walk both steps of signing in."""
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=phone]").press("Enter")
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


def test_a_demo_person_signs_in_stays_and_signs_out(visit: Visit) -> None:
    page = visit()
    sign_in(page)
    expect(page.locator("#entrance")).to_contain_text("联系人01")
    expect(page.locator("#entrance")).to_contain_text("企业家 · 示例企业01")
    page.reload()
    expect(page.locator("#entrance")).to_contain_text("联系人01")
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("[name=phone]")).to_be_visible()
    page.reload()
    expect(page.locator("[name=phone]")).to_be_visible()


def test_a_wrong_code_is_said_at_the_field_that_keeps_the_focus(visit: Visit) -> None:
    page = visit()
    sign_in(page, code="123456")
    field = page.locator("[name=code]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_a_field_left_empty_is_said_without_asking_the_server(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_role("alert")).to_have_text("请填写手机号")
    expect(page.locator("[name=phone]")).to_be_focused()


def test_a_token_is_shown_once_and_lets_a_program_in(visit: Visit) -> None:
    page = visit()
    sign_in(page)
    page.locator("summary").click()
    page.locator("[name=token]").fill("办公系统")
    page.get_by_role("button", name="生成令牌").click()
    secret = page.locator("output").inner_text()
    answer = page.context.request.post(
        "/graphql",
        data={"query": "{ viewer { name } }"},
        headers={"authorization": f"Bearer {secret}"},
    )
    assert answer.json()["data"] == {"viewer": {"name": "联系人01"}}
    page.reload()
    expect(page.locator("#entrance")).to_contain_text("联系人01")
    assert secret not in page.content()

"""A name in a chat stands for a firm when that is certain; otherwise the clerk chooses."""

from __future__ import annotations

import random
import time

import pytest

from backend.db import uuid7
from backend.desk.names import Directory, Member, Sureness

FIRST, STAR, TWELVE = uuid7(), uuid7(), uuid7()
HE, SHE, OTHER = uuid7(), uuid7(), uuid7()


@pytest.fixture
def directory() -> Directory:
    """Three firms, three people of whom two have one name, and an officer."""
    found = Directory()
    found.add_place("苏州市")
    found.add_firm(FIRST, "示例企业01(虚构)")
    found.add_firm(STAR, "苏州星河纳米科技有限公司")
    found.add_firm(TWELVE, "示例企业012(虚构)")
    found.add_person(HE, "联系人01", FIRST)
    found.add_person(SHE, "张伟", STAR)
    found.add_person(OTHER, "张伟", TWELVE)
    found.add_staff("李科长")
    return found


@pytest.mark.parametrize(
    ("name", "sureness", "member"),
    [
        ("示例企业01", Sureness.EXACT, Member(FIRST)),
        ("示例企业０１（虚构）", Sureness.EXACT, Member(FIRST)),
        ("联系人01", Sureness.EXACT, Member(FIRST, HE)),
        ("示例企业01-联系人01", Sureness.EXACT, Member(FIRST, HE)),
        ("示例企业012 张伟", Sureness.EXACT, Member(TWELVE, OTHER)),
        ("星河纳米-张伟", Sureness.CONTAINED, Member(STAR, SHE)),
        ("星河纳米科技张总", Sureness.CONTAINED, Member(STAR)),
        ("【新生代】星河纳米科技 张伟", Sureness.EXACT, Member(STAR, SHE)),
        ("李科长", Sureness.STAFF, None),
        ("路人甲", Sureness.UNKNOWN, None),
        ("", Sureness.UNKNOWN, None),
        ("😀", Sureness.UNKNOWN, None),
    ],
)
def test_a_name_is_recognised(
    directory: Directory, name: str, sureness: Sureness, member: Member | None
) -> None:
    found = directory.recognise(name)
    assert (found.sureness, found.member) == (sureness, member)


def test_two_of_one_name_are_never_guessed(directory: Directory) -> None:
    found = directory.recognise("张伟")
    assert (found.sureness, found.member) == (Sureness.AMBIGUOUS, None)
    assert {each.firm_id for each in found.candidates} == {STAR, TWELVE}


def test_a_part_of_a_name_is_only_a_suggestion(directory: Directory) -> None:
    found = directory.recognise("纳米科技")
    assert (found.sureness, found.member) == (Sureness.AMBIGUOUS, None)
    assert [each.firm_id for each in found.candidates] == [STAR]


def test_many_strangers_among_many_firms_are_compared_soon() -> None:
    dice = random.Random(7)

    def word(length: int) -> str:
        return "".join(chr(0x4E00 + dice.randrange(500)) for _ in range(length))

    found = Directory()
    for _ in range(20_000):
        found.add_firm(uuid7(), word(6))
    names = ["-".join(word(3) for _ in range(10)) for _ in range(200)]
    began = time.process_time()
    assert {found.recognise(name).sureness for name in names} <= {
        Sureness.UNKNOWN,
        Sureness.AMBIGUOUS,
    }
    assert time.process_time() - began < 5

"""Case numbers notice what people mistype."""

from __future__ import annotations

import pytest

from backend.errors import Invalid
from backend.submissions.numbers import (
    ALPHABET,
    check_character,
    format_number,
    next_number,
    parse_number,
)


def test_the_check_character_is_iso_7064_mod_37_36() -> None:
    # The example that the registration authority of the Global Release Identifier publishes.
    assert check_character("A12425GABC1234002") == "M"


def test_a_number_is_read_back_however_it_is_typed() -> None:
    number = format_number(2026, 123)
    assert number.startswith("LJ-2026-000123-")
    assert parse_number(f" {number.lower()} ") == number
    assert parse_number(number.replace("-", "")) == number


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    digits = "2026000123"
    right = check_character(digits)
    for place, digit in enumerate(digits):
        for other in ALPHABET:
            if other != digit:
                assert check_character(digits[:place] + other + digits[place + 1 :]) != right
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits:
            assert check_character(swapped) != right


@pytest.mark.parametrize("text", ["", "LJ-2026-000123-", "LJ-2026-000123-0", "x" * 200])
def test_a_mistyped_number_says_so(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_number(text)
    assert refused.value.code == "NUMBER_MISTYPED"


async def test_numbers_of_a_year_follow_each_other(database: object) -> None:
    numbers = [await next_number(2026) for _ in range(3)] + [await next_number(2027)]
    assert [number[:14] for number in numbers] == [
        "LJ-2026-000001",
        "LJ-2026-000002",
        "LJ-2026-000003",
        "LJ-2027-000001",
    ]

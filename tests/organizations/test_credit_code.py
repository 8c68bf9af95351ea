"""The unified social credit code: what is one, what is not, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.organizations import credit_code

VALID = [
    "914403001922038216",
    "91440300708461136T",
    "91110108551385082Q",
    "91350100M000100Y43",
    "91320500DEMX003560",  # the check character is zero
    "91320500DEMX005910",
    "N2320506DEMX00014T",  # a registrar written as a letter
]


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_taken_as_it_is(code: str) -> None:
    assert credit_code.check(code) == code


@pytest.mark.parametrize(
    "written",
    [
        "91440300708461136t",
        "9144 0300 7084 6113 6T",
        " 91440300-708461136T\n",
        "９１４４０３００７０８４６１１３６Ｔ",
    ],
)
def test_small_letters_blanks_and_full_width_are_only_a_way_of_writing(written: str) -> None:
    assert credit_code.check(written) == "91440300708461136T"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4Z", "“Z” never occurs"),
        ("91440300708461136S", "“S” never occurs"),
        ("914403001922038217", "mistyped"),
        ("914403001922038261", "mistyped"),  # two neighbours exchanged
        ("91440300192203821", "this one has 17"),
        ("9144030019220382166", "this one has 19"),
        ("91440300I922038216", "“I” never occurs"),
        ("91AAAAAA1922038216", "are digits"),
        ("", "this one has 0"),
        ("统一社会信用代码统一社会信用代码统一", "“统” never occurs"),
    ],
)
def test_a_refusal_says_what_is_wrong_in_both_languages(code: str, fault: str) -> None:
    with pytest.raises(Invalid) as refusal:
        credit_code.check(code)
    assert fault in refusal.value.words.en
    assert "统一社会信用代码" in refusal.value.words.zh
    assert refusal.value.path == ("input", "creditCode")
    assert not credit_code.is_valid(code)


@given(area=st.integers(100000, 999999), serial=st.integers(0, 9999))
def test_a_generated_code_is_valid_and_names_its_area(area: int, serial: int) -> None:
    code = credit_code.generate(str(area), serial)
    assert credit_code.check(code) == code
    assert code[2:8] == str(area)


def test_generated_codes_are_those_of_the_sample_firms() -> None:
    assert credit_code.generate("320506", 1) == "91320506DEMX00014B"
    assert credit_code.generate("320508", 3) == "91320508DEMX00030X"
    assert credit_code.generate("320506", 1, registrar="N2") == "N2320506DEMX00014T"


@given(serial=st.integers(0, 9999), place=st.integers(0, 17), other=st.sampled_from("0189AXY"))
def test_one_wrong_character_is_always_noticed(serial: int, place: int, other: str) -> None:
    code = credit_code.generate("320500", serial)
    if code[place] != other:
        assert not credit_code.is_valid(code[:place] + other + code[place + 1 :])


@given(serial=st.integers(0, 9999), place=st.integers(0, 16))
def test_two_exchanged_neighbours_are_always_noticed(serial: int, place: int) -> None:
    code = credit_code.generate("320500", serial)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        assert not credit_code.is_valid(swapped)


def test_a_serial_that_does_not_fit_is_a_bug() -> None:
    with pytest.raises(ValueError, match="eight characters"):
        credit_code.generate("320500", 10000)

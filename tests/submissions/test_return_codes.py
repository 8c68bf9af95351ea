"""The code of an anonymous filer: what it looks like, and what a typo is told."""

from __future__ import annotations

import pytest

from backend.accounts import keys
from backend.errors import Invalid
from backend.submissions import return_codes

NUMBER = "LJ-2026-000001-A"


def a_code(key: str = "k") -> str:
    """Return a code as it is kept."""
    return return_codes.made_for(NUMBER, key)[0]


def test_it_has_sixteen_characters_that_nobody_confuses() -> None:
    code = a_code()
    assert len(code) == 16
    assert not set(code) & set("ILOU")
    assert len(return_codes.in_groups(code)) == 19


def test_it_is_understood_as_people_write_it() -> None:
    code = a_code()
    written = return_codes.in_groups(code).lower().replace("0", "o").replace("1", "l")
    assert return_codes.has_shape(f" {written} ")
    assert return_codes.parse(f" {written} ") == code


def test_the_same_request_makes_the_same_code_and_another_makes_another() -> None:
    assert a_code("k") == a_code("k")
    assert len({a_code(f"{n}") for n in range(200)}) == 200
    assert return_codes.made_for("LJ-2026-000002-B", "k")[0] != a_code("k")


def test_every_wrong_character_and_every_swap_is_noticed() -> None:
    code = a_code()
    wrong = [
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in return_codes.ALPHABET
        if other != code[place]
    ]
    wrong += [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(len(code) - 1)
        if code[place] != code[place + 1]
    ]
    for typed in wrong:
        with pytest.raises(Invalid) as refused:
            return_codes.parse(typed)
        assert refused.value.code == "RETURN_CODE_MISTYPED"


@pytest.mark.parametrize("typed", ["", "短", "长" * 10_000, "U" * 16, "0" * 15, "0" * 17, "é" * 16])
def test_what_is_no_code_at_all_is_mistyped_too(typed: str) -> None:
    with pytest.raises(Invalid):
        return_codes.parse(typed)


def test_a_code_still_leads_back_after_the_master_key_was_replaced() -> None:
    before = keys.ring()
    keys.use(keys.KeyRing(("an older master key",)))
    try:
        code = a_code()
        kept = return_codes.index(code)
        keys.use(keys.KeyRing(("a newer master key", "an older master key")))
        assert kept in return_codes.indexes(code)
        assert code in return_codes.made_for(NUMBER, "k")
        assert return_codes.index(code) != kept
    finally:
        keys.use(before)

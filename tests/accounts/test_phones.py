from __future__ import annotations

from uuid import uuid4

import pytest

from backend.accounts import phones
from backend.accounts.keys import DecryptError
from backend.errors import Invalid


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800000000", "+8613800000000"),
        ("19912345678", "+8619912345678"),
        ("+86 138-0000-0000", "+8613800000000"),
        ("0086 138 0000 0000", "+8613800000000"),
        ("１３８００００００００", "+8613800000000"),
        ("  138 0000 0000\n", "+8613800000000"),
        ("+886 912 345 678", "+886912345678"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, kept: str):
    assert phones.normalise(written) == kept
    assert phones.normalise(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "12800000000",
        "1380000000",
        "138000000000",
        "0512-65110000",
        "abc",
        "",
        "+",
        "13800000000 ext. 12",
        "+852 2123 4567",
        "138" * 1000,
        "13800000000\x00",
    ],
)
def test_what_is_no_mobile_number_is_refused_without_repeating_it(written: str):
    with pytest.raises(Invalid) as refused:
        phones.normalise(written)
    assert refused.value.path == ("input", "phone")
    assert not written.strip() or written not in refused.value.words.zh


def test_a_number_is_shown_with_its_middle_hidden():
    assert phones.mask("+8619900000001") == "199****0001"
    assert phones.mask("+886912345678") == "+886 ****5678"


def test_a_number_is_sealed_for_its_person_alone():
    one, other = uuid4(), uuid4()
    sealed = phones.seal("+8619900000001", person_id=one)
    assert phones.unseal(sealed, person_id=one) == "+8619900000001"
    with pytest.raises(DecryptError):
        phones.unseal(sealed, person_id=other)

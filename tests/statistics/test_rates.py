"""Rates are made from integers, half up, and never promise all where one is missing."""

from __future__ import annotations

import pytest

from backend.statistics.rates import Figure, Missing, rate_text

PUBLISHED = [
    (0, 0, None),
    (868, 868, "100.0"),
    (723, 740, "97.7"),
    (851, 868, "98.0"),
    (740, 868, "85.3"),
    (1999, 2000, "99.9"),
    (1, 16, "6.3"),
    (0, 5, "0.0"),
    (1, 2001, "0.0"),
]


@pytest.mark.parametrize(("numerator", "denominator", "expected"), PUBLISHED)
def test_the_published_examples_hold(numerator: int, denominator: int, expected: str | None):
    assert rate_text(numerator, denominator) == expected


def test_every_rate_up_to_a_thousand_is_the_exact_fraction_rounded_half_up():
    for denominator in range(1, 1001):
        for numerator in range(denominator + 1):
            # n/d in tenths of a percent, half up, in whole numbers alone
            tenths = (2000 * numerator + denominator) // (2 * denominator)
            if numerator < denominator:
                tenths = min(tenths, 999)
            assert rate_text(numerator, denominator) == f"{tenths // 10}.{tenths % 10}"


def test_nothing_of_nothing_has_no_rate():
    assert Figure.of(0, 0, smallest=5, hidden=True) == Figure(0, 0, None, Missing.NO_DATA)


def test_a_small_sample_has_no_rate_but_keeps_its_integers_for_those_who_may_see_them():
    assert Figure.of(3, 4, smallest=5) == Figure(3, 4, None, Missing.SMALL_SAMPLE)


def test_a_small_sample_shows_nothing_to_the_public():
    assert Figure.of(3, 4, smallest=5, hidden=True) == Figure(
        None, None, None, Missing.SMALL_SAMPLE
    )


def test_five_are_enough():
    assert Figure.of(4, 5, smallest=5, hidden=True) == Figure(4, 5, "80.0")

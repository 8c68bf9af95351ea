"""What lies under an area and what it has from above."""

from __future__ import annotations

from backend.organizations.models import Area, EnterpriseType
from backend.organizations.tree import AreaTree


def an_area(code: str, parent: str | None = None, **settings: object) -> Area:
    return Area(code=code, name_zh=code, name_en=code, parent_code=parent, settings=dict(settings))


def a_tree() -> AreaTree:
    city = an_area("1", enterprise_types=["PRIVATE", "TAIWAN"], confirmed_years=[2027])
    kunshan = an_area("11", "1", enterprise_types=["TAIWAN"], confirmed_years=[2028])
    return AreaTree.of([an_area("111", "11"), kunshan, an_area("12", "1"), city])


def test_an_area_reaches_itself_and_all_below() -> None:
    tree = a_tree()
    assert tree.codes_under("1") == {"1", "11", "111", "12"}
    assert tree.codes_under("11") == {"11", "111"}
    assert tree.codes_under("12") == {"12"}


def test_an_unknown_area_reaches_nothing() -> None:
    assert a_tree().codes_under("9") == frozenset()
    assert a_tree().chain("9") == ()


def test_what_an_area_does_not_set_it_has_from_the_nearest_above() -> None:
    tree = a_tree()
    assert tree.enterprise_types("111") == {EnterpriseType.TAIWAN}
    assert tree.enterprise_types("12") == {EnterpriseType.PRIVATE, EnterpriseType.TAIWAN}
    assert AreaTree.of([an_area("1")]).enterprise_types("1") == {EnterpriseType.PRIVATE}


def test_a_year_confirmed_above_is_confirmed_below_and_never_the_other_way() -> None:
    tree = a_tree()
    assert tree.confirmed_years("111") == {2027, 2028}
    assert tree.confirmed_years("12") == {2027}


def test_areas_in_a_ring_end_and_are_below_nothing() -> None:
    ring = AreaTree.of([an_area("1", "2"), an_area("2", "1")])
    assert [area.code for area in ring.chain("1")] == ["1", "2"]
    assert not ring.is_below("1", "2")
    assert a_tree().is_below("111", "1")
    assert not a_tree().is_below("1", "111")

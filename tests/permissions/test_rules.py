"""The table of sight is whole: nothing of the graph is missing in it, nothing in it is missing there."""

from __future__ import annotations

from tests.permissions import facts, reading, relations, roots, rules


def test_every_field_of_every_type_has_a_class() -> None:
    said = [
        f"{name}.{field}: add it to a class in tests/permissions/fields.py, FIELDS[{name!r}]"
        for name in facts.names_of_types()
        for field in reading.fields_of(name)
        if not rules.is_told(name, field)
    ]
    assert said == []


def test_every_type_says_what_the_table_asks_of_its_rows() -> None:
    said = [
        f"{name}: say in tests/permissions/facts.py, FACTS, whose and where its rows are"
        for name in facts.names_of_types()
        if name not in facts.FACTS
    ]
    assert said == []


def test_every_class_has_one_line_and_a_meaning_and_every_field_is_there() -> None:
    used = {name for fields in rules.FIELDS.values() for name in fields} - {rules.LINKED}
    used |= {name for pair in rules.VARIANTS.items() for name in (pair[0][0], pair[1])}
    assert set(rules.lines()) == set(rules.MEANINGS) == used
    gone = [
        f"{name}.{field}"
        for name, fields in rules.FIELDS.items()
        for field in " ".join(fields.values()).split()
        if name not in facts.names_of_types() or field not in reading.fields_of(name)
    ]
    assert gone == []


def test_every_word_of_the_table_is_explained() -> None:
    for line in relations.LINES.values():
        assert set(line.words) == set(rules.COLUMNS)
        assert set(line.words.values()) <= set(rules.WORDS)
        assert line.program in rules.PROGRAMS


def test_every_field_of_query_is_read() -> None:
    read = {*roots.lists(), *roots.by_id(), *roots.BY_ANOTHER_KEY, *roots.NOT_HERE}
    said = [
        f"Query.{name}: say in tests/permissions/roots.py how the matrix reads it"
        for name in set(roots.fields()) - read
    ]
    assert said == []

"""The page for whoever answers for data protection: the table of sight in words."""

from __future__ import annotations

from collections.abc import Iterator

from tests.permissions import rules

HEAD = """# Who may read what

Made from `tests/permissions/rules.py` and `fields.py`; a test compares it with every field of the graph, as every
role, along every path. `python -m tests.permissions.page` writes it anew.

Each field of the graph belongs to one class below. The columns are roles; the words mean:

"""

NOTES = """
People of an area see that area and those below it, never a neighbouring one. A case that complains
about an organization is out of sight for all who work there. A person with several roles sees what
any of them sees. What somebody may not see is answered as if it did not exist.

## Programs

The last column says what an access token may read of what its person may: {programs}.
Without the scope READ it reads nothing of this.
"""


def text() -> str:
    """Return the whole page."""
    words = "\n".join(f"- `{word}`: {meaning}" for word, meaning in rules.WORDS.items())
    programs = "; ".join(f"`{word}` {meaning}" for word, meaning in rules.PROGRAMS.items())
    parts = [HEAD, words, "\n", NOTES.format(programs=programs), "\n", *_table(), *_classes()]
    return "".join(parts)


def _table() -> Iterator[str]:
    yield "## The table\n\n"
    roles = "; ".join(f"`{short}` {meaning}" for short, meaning in rules.COLUMNS.items())
    yield f"Columns: {roles}.\n\n"
    yield f"| class | {' | '.join(rules.COLUMNS)} | program |\n"
    yield f"|---{'|---' * (len(rules.COLUMNS) + 1)}|\n"
    for name, line in rules.lines().items():
        yield f"| {name} | {' | '.join(line.words.values())} | {line.program} |\n"


def _classes() -> Iterator[str]:
    yield "\n## The classes and their fields\n"
    for name, meaning in rules.MEANINGS.items():
        yield f"\n### {name}\n\n{meaning}\n"
        for (old, tag), new in rules.VARIANTS.items():
            if new == name:
                yield f"\nInstead of “{old}” where the object is {tag}.\n"
        fields = [
            f"- {type_name}: {', '.join(f'`{field}`' for field in fields.split())}\n"
            for type_name, classes in rules.FIELDS.items()
            for class_name, fields in classes.items()
            if class_name == name
        ]
        yield "\n" if fields else ""
        yield from fields
    yield f"\n### {rules.LINKED}\n\nFields that lead to objects, each seen by its own rule.\n\n"
    for type_name, classes in rules.FIELDS.items():
        if rules.LINKED in classes:
            named = ", ".join(f"`{field}`" for field in classes[rules.LINKED].split())
            yield f"- {type_name}: {named}\n"


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/permissions.md").write_text(text(), "utf-8")

"""The specification of GraphQL over HTTP, as its own authors check a server."""

from __future__ import annotations

import json
import re

from tests.graph.clients import node

AUDITS = 61


def test_every_audit_of_the_specification_passes(graph_url: str) -> None:
    outcomes = node.run("audits.mjs", graph_url)
    assert len(outcomes) == AUDITS
    assert [each for each in outcomes if each["status"] != "ok"] == []


def test_the_locked_packages_name_no_registry() -> None:
    lock = (node.FOLDER / "package-lock.json").read_text()
    assert json.loads(lock)["lockfileVersion"] == 3
    assert re.findall(r'"resolved"|registry', lock) == []

"""How long answers and refusals take over HTTP: `python -m tests.graph.http.benchmark`."""

from __future__ import annotations

import statistics
import time

import httpx

from backend.graph.documents import problems, read
from backend.graph.http import Endpoint
from tests.graph.http.asking import ask
from tests.graph.http.serving import served
from tests.graph.http.stage import DOOR, schema

ROUNDS = 30

_FRAGMENTS = "".join(f"fragment F{n} on Item {{ name ...F{n + 1} }} " for n in range(140))
_WIDE = " ".join(f"...F{n}" for n in range(150))

QUERIES = {
    "answered": "{ hello }",
    "a page of 100": "{ items(first: 100) { nodes { name child { name } } } }",
    "too many tokens": "{" + "hello " * 2500 + "}",
    "too deep": "{ item " + "{ child " * 100 + "{ name }" + "}" * 101,
    "too many aliases": "{" + " ".join(f"a{n}: hello" for n in range(600)) + "}",
    "too many directives": "{" + "hello @include(if: true) " * 200 + "}",
    "too dear": "{ items(first: 100) { nodes { items(first: 100) { nodes { name } } } } }",
    "repeated fields": "{" + "item { name } " * 490 + "}",
    "repeated leaves": "{" + "hello " * 1990 + "}",
    "a chain of fragments": f"{{ item {{ ...F0 }} }} {_FRAGMENTS} fragment F140 on Item {{ name }}",
    "many fragments": f"{{ {_WIDE} }}"
    + "".join(f"fragment F{n} on Query {{ item {{ name }} }} " for n in range(150)),
    "nested 20,000 deep": "{item" * 20_000,
    "unknown fields": "{" + " ".join(f"nothing{n}" for n in range(1990)) + "}",
}


def main() -> None:
    """Print the median and the slowest, in milliseconds, with cold caches and with warm ones."""
    with (
        served(Endpoint(schema, gate=DOOR)) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        for name, query in QUERIES.items():
            cold = [_timed(client, query, is_cold=True) for _ in range(ROUNDS)]
            warm = [_timed(client, query, is_cold=False) for _ in range(ROUNDS)]
            print(f"{name:22} cold {_shown(cold)}  warm {_shown(warm)}")


def _timed(client: httpx.Client, query: str, *, is_cold: bool) -> float:
    if is_cold:
        read.cache_clear()
        problems.cache_clear()
    started = time.perf_counter()
    ask(client, query)
    return (time.perf_counter() - started) * 1000


def _shown(times: list[float]) -> str:
    return f"{statistics.median(times):7.1f} (slowest {max(times):7.1f})"


if __name__ == "__main__":
    main()

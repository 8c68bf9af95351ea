"""The product with one guard taken off: `python -m tests.faults.sabotaged GUARD serve …`."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from backend import cli
from backend.graph import idempotency, mutations


async def every_time(
    _claim: idempotency.Claim,
    work: Callable[[], Awaitable[Mapping[str, Any]]],
    **_: object,
) -> Mapping[str, Any]:
    """Act whatever the key was used for before."""
    return await work()


def main() -> int:
    """Take the guard off and run the command line."""
    guard, *arguments = sys.argv[1:]
    if guard == "keys":
        mutations.once = every_time  # type: ignore[assignment]
    elif guard != "none":
        raise SystemExit(f"no such guard: {guard}")
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())

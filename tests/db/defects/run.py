"""One scenario in a process of its own: `python -m tests.db.defects.run SCENARIO KIND URL ROUNDS`.

Prints STARTED when all is prepared. Ends with 0 when the promise held and BROKEN when it did not.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import traceback
from typing import Any

from tortoise import Tortoise

from tests.db.defects import migrating, scenarios

BROKEN = 3


async def main(scenario: str, kind: str, url: str, rounds: int) -> None:
    client: Any = importlib.import_module(f"tests.db.defects.{kind}")
    await client.connect(url)
    if scenario != "count":
        await Tortoise.generate_schemas()
    run: Any = getattr(scenarios, scenario, None) or getattr(migrating, scenario)
    print("STARTED", flush=True)
    try:
        await run(client, url, rounds)
    except (AttributeError, ImportError, NameError, TypeError):
        raise  # the scenario itself is wrong
    except Exception:  # noqa: BLE001 - whatever it was, it broke the promise
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(BROKEN)  # the stock client's thread would keep us here
    await client.disconnect()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))

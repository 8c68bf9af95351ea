"""The types of the client: its locked packages are installed when they changed, then tsc runs.

Node is the one of PATH, else the one of the wheel, as in the packaging hook.
"""

from __future__ import annotations

import sys
from pathlib import Path

import hatch_build

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Return 0 when the client's types are right."""
    try:
        hatch_build.install(ROOT)
        hatch_build.run_script("check", ROOT)
    except RuntimeError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

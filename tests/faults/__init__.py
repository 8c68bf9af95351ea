"""What must hold when things break: processes die, replies are lost, nonsense comes in.

Each guard that can be taken off has a twin that shows the test failing without it. With
LINGJU_TEST_FULL=1 they run whole, else at a tenth.
"""

from __future__ import annotations

import os

WHOLE = os.environ.get("LINGJU_TEST_FULL") == "1"


def whole_or_tenth(number: int) -> int:
    """Return the number, or in a short run a tenth of it."""
    return number if WHOLE else max(1, number // 10)

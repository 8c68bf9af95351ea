"""The code with which an anonymous filer comes back: 16 characters, of which the last checks.

The alphabet has no I, L, O and U; who types I, L or O is understood. The check character notices
every wrong character and every two that were swapped, so a typo is told from a code that leads
nowhere. A code is derived from what the server alone knows and from the key of the request that
filed the case, and only its keyed digest is kept: repeating that request shows the same code again.
"""

from __future__ import annotations

from backend.accounts import keys
from backend.errors import Invalid, Words

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_LONGEST = 40
_MADE, _KEPT = "return-code", "return-code-index"
_READ_AS = str.maketrans("ILO", "110", " -")


def made_for(number: str, key: str) -> tuple[str, ...]:
    """Return the code of a case under each master key, first the one that new cases get."""
    macs = keys.hmacs(_MADE, f"{number}\n{key}".encode())
    return tuple(_with_check(_symbols(mac)) for mac in macs)


def index(code: str) -> str:
    """Return what is kept of a code."""
    return keys.index(_KEPT, code)


def indexes(code: str) -> tuple[str, ...]:
    """Return what may have been kept of it, under each master key."""
    return keys.indexes(_KEPT, code)


def in_groups(code: str) -> str:
    """Return the code as it is shown: XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def has_shape(text: str) -> bool:
    """Whether this is meant as a return code: 16 letters and digits, in groups or not."""
    bare = _bare(text)
    return len(bare) == LENGTH and bare.isascii() and bare.isalnum()


def parse(text: str) -> str:
    """Return the code somebody typed; raises Invalid for one that no server ever gave out."""
    bare = _bare(text)
    if len(bare) != LENGTH or not set(bare) <= set(ALPHABET) or _check(bare) != 0:
        raise Invalid(
            Words("查询码输入有误，请核对", "This return code is mistyped; please check it"),
            code="RETURN_CODE_MISTYPED",
        )
    return bare


def _bare(text: str) -> str:
    return text[:_LONGEST].upper().translate(_READ_AS)


def _symbols(mac: bytes) -> str:
    number = int.from_bytes(mac, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH - 1))


def _with_check(symbols: str) -> str:
    return symbols + ALPHABET[_times_x(_check(symbols))]


def _check(symbols: str) -> int:
    """Return the value at x of the symbols as a polynomial over GF(32); 0 for a whole code."""
    value = 0
    for symbol in symbols:
        value = _times_x(value) ^ ALPHABET.index(symbol)
    return value


def _times_x(value: int) -> int:
    """Multiply by x in GF(2)[x] / (x⁵ + x² + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value

"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last a check.

Characters 1–2 name the registrar and the kind of body, 3–8 the registering area, 9–17 the body's own
code (GB 11714, itself with a check character in front of the last), 18 the check. The letters I, O,
S, V and Z are never used.
"""

from __future__ import annotations

import re
import unicodedata

from backend.errors import Invalid, Words

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MODULUS = len(ALPHABET)
_WEIGHTS = tuple(3**place % _MODULUS for place in range(LENGTH - 1))
_OWN_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SEPARATORS = re.compile(r"[\s\-]+")
_AREA = slice(2, 8)


def normalise(text: str) -> str:
    """Return the code as it is stored: half width, capitals, without blanks and hyphens."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first: str) -> str:
    """Return the check character for the first 17 characters."""
    total = sum(
        weight * ALPHABET.index(character)
        for weight, character in zip(_WEIGHTS, first, strict=True)
    )
    return ALPHABET[-total % _MODULUS]


def is_valid(text: str) -> bool:
    """Return whether `text` is a credit code after `normalise`."""
    return _fault(normalise(text)) is None


def check(text: str, *, path: tuple[str | int, ...] = ("input", "creditCode")) -> str:
    """Return the code as it is stored; raises `Invalid` that says what is wrong with it."""
    code = normalise(text)
    fault = _fault(code)
    if fault is not None:
        raise Invalid(fault, path=path)
    return code


def generate(area_code: str, serial: int, *, prefix: str = "DEMX", registrar: str = "91") -> str:
    """Return the valid code of a fictional body: `serial` 0–9999 in an area of six digits."""
    own = f"{prefix}{serial:04d}"
    if len(own) != len(_OWN_CODE_WEIGHTS):
        raise ValueError(f"prefix and serial make eight characters, not {own!r}")
    first = f"{registrar}{area_code}{own}{_own_check_character(own)}"
    return first + check_character(first)


def _own_check_character(own: str) -> str:
    """Return the check character of a body's own code (GB 11714); letters count from A = 10."""
    total = sum(
        weight * int(character, 36)
        for weight, character in zip(_OWN_CODE_WEIGHTS, own, strict=True)
    )
    return "0123456789X"[-total % 11]


def _fault(code: str) -> Words | None:
    if len(code) != LENGTH:
        return Words(
            f"统一社会信用代码应为{LENGTH}位，现为{len(code)}位",
            f"A credit code has {LENGTH} characters, this one has {len(code)}",
        )
    odd = next((character for character in code if character not in ALPHABET), None)
    if odd is not None:
        return Words(
            f"统一社会信用代码中不会出现“{odd}”",
            f"“{odd}” never occurs in a credit code",
        )
    if not code[_AREA].isdecimal():
        return Words(
            "统一社会信用代码第3至8位应为数字",
            "Characters 3 to 8 of a credit code are digits",
        )
    if check_character(code[:-1]) != code[-1]:
        return Words(
            "统一社会信用代码校验不符，请核对是否输错",
            "The check character does not fit: please look for a mistyped character",
        )
    return None

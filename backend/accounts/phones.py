"""Phone numbers: read as people write them, kept as +8619900000001, shown as 199****0001.

A mainland number is a mobile of eleven digits that begins with 13 to 19; a number from elsewhere
is written with + and its country and must be a mobile there.
"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from backend.accounts import keys
from backend.errors import Invalid, Words

_LONGEST = 32
_CHINA = 86
_WRITTEN = re.compile(r"\+?[0-9 ().\-]+")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_TYPES = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_INDEX = "phone-index"
_CIPHER = "phone"


def normalise(text: str, *, path: tuple[str | int, ...] = ("input", "phone")) -> str:
    """Return the number in E.164; raises `Invalid` when `text` is no mobile number."""
    parsed = _parse(unicodedata.normalize("NFKC", text[: _LONGEST + 1]).strip())
    if parsed is None or not _is_mobile(parsed):
        raise Invalid(
            Words("请填写正确的手机号码", "Please give a valid mobile phone number"), path=path
        )
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def mask(phone: str) -> str:
    """Return the E.164 number with its middle hidden: 199****0001, +886 ****5678."""
    if phone.startswith(f"+{_CHINA}"):
        return f"{phone[3:6]}****{phone[-4:]}"
    country = phonenumbers.parse(phone).country_code
    return f"+{country} ****{phone[-4:]}"


def index(phone: str) -> str:
    """Return the blind index of an E.164 number: what a row is found by, 64 hexadecimal digits."""
    return keys.index(_INDEX, phone)


def indexes(phone: str) -> tuple[str, ...]:
    """Return the blind index under every key in use, first the one that new rows get."""
    return keys.indexes(_INDEX, phone)


def seal(phone: str, *, person_id: UUID) -> bytes:
    """Return the E.164 number encrypted for this person's row alone."""
    return keys.encrypt(_CIPHER, phone, bound_to=_row(person_id))


def unseal(cipher: bytes, *, person_id: UUID) -> str:
    """Return the E.164 number of this person's row; raises `keys.DecryptError`."""
    return keys.decrypt(_CIPHER, cipher, bound_to=_row(person_id))


def is_outdated(cipher: bytes) -> bool:
    """Return whether an older master key sealed the number."""
    return not keys.is_current(_CIPHER, cipher)


def _row(person_id: UUID) -> str:
    return f"person:{person_id}:phone"


def _parse(text: str) -> phonenumbers.PhoneNumber | None:
    # The library would find a number inside any sentence.
    if len(text) > _LONGEST or not _WRITTEN.fullmatch(text):
        return None
    try:
        return phonenumbers.parse(text, "CN")
    except NumberParseException:
        return None


def _is_mobile(parsed: phonenumbers.PhoneNumber) -> bool:
    if parsed.country_code == _CHINA:
        # The library's table lags behind newly opened prefixes; the rule of the country does not.
        return (
            _CHINESE_MOBILE.fullmatch(phonenumbers.national_significant_number(parsed)) is not None
        )
    return (
        phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in _MOBILE_TYPES
    )

"""What a text may say of its writer: personal data, as people give them unasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csatreport.simulate.happenings.chance import Rows, Texts
from csatreport.simulate.population import Population

_NEVER_GIVEN = "154"  # begins telephones that no company has
FIELDS = ("name", "phone", "email", "address", "id_number")


def known(people: Population, row: int) -> Mapping[str, str]:
    """Personal data of a customer; who has no e-mail gives the telephone."""
    given = {field: str(getattr(people, field)[row]) for field in FIELDS}
    return given | {"email": given["email"] or given["phone"], "digits": f"{row % 1000:03d}"}


def told(people: Population, customers: Rows, texts: Texts) -> dict[str, int]:
    """How many texts tell each kind of the personal data of the customers they are about."""
    return {field: _count(getattr(people, field)[customers], texts) for field in FIELDS}


def staff_phone(digits: int) -> str:
    """A telephone of the staff, of the numbers that were never given out."""
    return f"{_NEVER_GIVEN}{digits:08d}"


def staff_phones(texts: Texts, kept: Rows) -> dict[str, int]:
    """How many of these texts tell a telephone of the staff."""
    return {"phone": sum(_NEVER_GIVEN in text for text in texts[kept].tolist())}


def _count(values: Iterable[str], texts: Iterable[str]) -> int:
    return sum(bool(value) and value in text for value, text in zip(values, texts, strict=True))

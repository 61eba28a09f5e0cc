"""Counts with their nouns, as messages, logs and the report write them.

Belongs here: `1 page`, `2 pages`. Does not belong here: any other wording (`report/labels.py`).
"""


def amount(value: int, singular: str, plural: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def number(value: int) -> str:
    """`12345` → 12,345 with a thin space, which no language reads as a decimal sign."""
    return f"{value:,}".replace(",", "\u202f")

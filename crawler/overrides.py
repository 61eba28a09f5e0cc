"""Overrides of an outlet: where on its pages stands what the general reader misreads, on which days, and why.

Belongs here: how an override is declared, its checks, which one holds on a day. Does not belong here: applying it to a
page (`pipelines/reading`). Everything is read without overrides first; an entry here needs a page that shows why.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError


def _selector(value: str) -> str:
    try:
        LexborHTMLParser("").css(value)
    except SelectolaxError as error:
        # Lexbor itself names neither the place nor the cause.
        message = f"{value!r} is no CSS selector; write it like div.story > p, without ::text and :contains()"
        raise ValueError(message) from error
    return value


def _day(value: object) -> date:
    try:
        # The pattern too: a number is a day of 1970 to pydantic, and Python reads 2026-W09-1.
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{value} is no day of the calendar: {error}") from error
    raise ValueError(f"{value!r} is no day; write it like 2026-03-01")


Selector = Annotated[str, AfterValidator(_selector)]
Day = Annotated[date, BeforeValidator(_day)]


class Override(BaseModel):
    """What selectors of one outlet say, for pages fetched on some days; at least one of them is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Day
    """First day, UTC, of the pages it is for: the day of the earliest page that needed it."""
    until: Day | None = None
    """Last day, UTC; None: until further notice."""
    why: Annotated[str, Field(min_length=1)]
    """What the general reader makes wrong of these pages."""
    page: Annotated[str, Field(min_length=1)]
    """Path of a recorded page that shows it; nothing opens it when pages are read."""
    body: Selector | None = None
    """The elements that hold the article, and nothing outside them does."""
    drop: tuple[Selector, ...] = ()
    """Elements that are read as if the page did not have them."""
    lead: Selector | None = None
    title: Selector | None = None
    author: Selector | None = None
    """An element for each author."""
    published: Selector | None = None
    published_attribute: str | None = None
    """Attribute with the date; None: `content` of a meta tag, `datetime`, else the text."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not self.selectors():
            raise ValueError("it names nothing; give one of body, drop, lead, title, author, published")
        if self.published_attribute and not self.published:
            raise ValueError("published_attribute without published; name the element, too")
        if self.until and self.until < self.since:
            raise ValueError(f"since {self.since} is later than until {self.until}; swap them")
        return self

    def selectors(self) -> dict[str, str | tuple[str, ...]]:
        """The fields that are given, without the period, the reason and the page."""
        about = {"since", "until", "why", "page"}
        return {name: value for name in sorted(type(self).model_fields.keys() - about)
                if (value := getattr(self, name))}  # fmt: skip


def one_at_a_time(overrides: Sequence[Override]) -> Sequence[Override]:
    """The same, refused where two hold on one day.

    Raises:
        ValueError: names both entries by their first days.
    """
    for first, second in pairwise(sorted(overrides, key=lambda entry: entry.since)):
        if first.until is None or first.until >= second.since:
            raise ValueError(
                f"the entries since {first.since} and since {second.since} overlap; "
                "end the first with until, on a day before the second"
            )
    return overrides


def override_at(overrides: Iterable[Override], moment: datetime | None) -> Override | None:
    """The entry for a page fetched at that moment (aware), the newest where it is not known; None where none is."""
    newest_first = sorted(overrides, key=lambda entry: entry.since, reverse=True)
    if moment is None:
        return next(iter(newest_first), None)
    day = moment.astimezone(UTC).date()
    return next((e for e in newest_first if e.since <= day <= (e.until or day)), None)


def digest(overrides: Mapping[str, Sequence[Override]]) -> str:
    """What tells whether pages may be read otherwise than before: the same for another reason or page.

    Args:
        overrides: outlet id -> its entries.

    Returns:
        eight hexadecimal digits; empty where no outlet has any.
    """
    said = {
        outlet: sorted([str(e.since), str(e.until), *map(str, e.selectors().items())] for e in entries)
        for outlet, entries in overrides.items()
        if entries
    }
    text = json.dumps(said, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest() if said else ""

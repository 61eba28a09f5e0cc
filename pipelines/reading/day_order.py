"""Whether 3/5/2024 is in March or in May, as far as a page tells.

Belongs here: evidence for the order of day and month. Does not: reading dates (`timestamps`).
"""

import re
from functools import cached_property
from urllib.parse import urlsplit

from pipelines.reading.document import Document
from pipelines.reading.metadata import declared_languages, find_page_language

_SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:20)?\d\d(?![\d/-])")
_REGION = re.compile(r"[A-Za-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})\b")
# Where the month comes first; as regions and as ends of hosts.
_MONTH_FIRST = frozenset(["us", "ph", "pr", "gov", "mil", "edu"])
# Canada writes both; the other ends of hosts stand for no country.
_UNDECIDED = frozenset(["ca", "ai", "cc", "co", "eu", "fm", "io", "ly", "me", "to", "tv"])
# Written in countries of either order, or with the year first.
_ORDERLESS = frozenset(["en", "eu", "hu", "ja", "ko", "lt", "mn", "zh"])
_MOST_TEXT = 200_000


class DayOrder:
    """The order of one page, found out once, when it is asked for: few pages write a date that needs it."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def is_day_first(self, written: str) -> bool | None:
        """Whether the day comes before the month; None where nothing tells, or the text holds no such date."""
        return self._found if _SLASHED.search(written) else None

    @cached_property
    def _found(self) -> bool | None:
        """Evidence in this order: numbers past 12 in other dates of the page, its host's country, its language.

        Templates declare American English all over the world, so the host comes before the language's country.
        """
        document = self._document
        pairs = _SLASHED.findall(document.tree.text()[:_MOST_TEXT])
        past = {int(one) > 12 for one, two in pairs if (int(one) > 12) != (int(two) > 12)}
        if len(past) == 1:
            return past.pop()
        regions = [_end_of_host(document.url)]
        regions += [match[1] for value in declared_languages(document) if (match := _REGION.match(value))]
        for region in (region.lower() for region in regions):
            if region in _MONTH_FIRST or (len(region) == 2 and region not in _UNDECIDED):
                return region not in _MONTH_FIRST
        language = find_page_language(document)
        return None if language is None or language in _ORDERLESS else True


def _end_of_host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""

"""Words on the page: names of languages, readable ids, cleaned and shortened strings, harmless links.

Belongs here: anything that turns a value into text for a reader. Does not belong here: escaping, which the
template engine does for every value, and layout.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from babel import Locale

_LANGUAGES: dict[str, str] = dict(Locale("en").languages) | {
    "und": "language unknown",
    # Codes that can be declared or detected and that CLDR has no name for; names as in ISO 639-3.
    "bcl": "Central Bikol",
    "bh": "Bihari",
    "cnr": "Montenegrin",
    "fuv": "Nigerian Fulfulde",
    "gcf": "Guadeloupean Creole French",
    "gcr": "Guianese Creole French",
    "gom": "Goan Konkani",
    "guw": "Gun",
    "uzs": "Southern Uzbek",
}

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of surrogate pairs: neither may stand in HTML."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of the text around them, by which a headline could rearrange the page's
words."""

_CODE = re.compile(r"[a-z]{2,3}")
_SHORT_TIME = timedelta(hours=48)


def cleaned(text: str) -> str:
    """The text without marks that turn directions, with unprintable characters shown as U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _TURNING.sub("", text))


def shortened(text: str, width: int) -> str:
    """The text cut to `width` columns with an ellipsis; a wide (East Asian) character takes two."""
    taken = 0
    for at, character in enumerate(text):
        # Else a Chinese name would be drawn twice as wide as the room for it.
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > width:
            return text[: max(at - 1, 0)].rstrip() + "…"
    return text


def label(text: str, width: int) -> str:
    """The text cleaned, on one line and cut to `width` columns."""
    return shortened(" ".join(cleaned(text).split()), width)


def language_name(code: str | None) -> str:
    """English name of a language code, as CLDR has it; the code itself where it is none."""
    return _LANGUAGES.get(code or "und", code or "und")


def language_tag(code: str | None) -> str:
    """A value for the `lang` attribute; "" (unknown) for whatever is no language code."""
    return code if code and code != "und" and _CODE.fullmatch(code) else ""


def narrative_name(narrative: str) -> str:
    """`power-bottleneck` → Power bottleneck."""
    words = narrative.replace("-", " ").replace("_", " ").strip()
    named = words[:1].upper() + words[1:]
    return re.sub(r"\b[aA]i\b", "AI", named) or "(unnamed)"


def web_address(url: str | None) -> str | None:
    """The address when it is an http or https one with a host, else None: no script, no file."""
    # Hidden marks can make an address look like another one.
    if not url or cleaned(url) != url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None


def moment(at: datetime | None) -> str:
    """`2026-11-23 14:05`, UTC; "unknown" for None."""
    return at.strftime("%Y-%m-%d %H:%M") if at else "unknown"


def interval(earliest: datetime | None, latest: datetime | None) -> str:
    """How wide the interval of uncertainty is, in words."""
    if earliest is None or latest is None:
        return "not bounded"
    width = latest - earliest
    if width <= timedelta(minutes=1):
        return "to the minute"
    if width < timedelta(hours=1):
        return f"within {width // timedelta(minutes=1)} min"
    if width < _SHORT_TIME:
        return f"within {width / timedelta(hours=1):.0f} h"
    return f"within {width / timedelta(days=1):.0f} days"


def period(first: date, last: date) -> str:
    """`2026-11-23`, or `2026-11-23 to 2026-11-25`."""
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def bounds(earliest: datetime | None, latest: datetime | None) -> str:
    """The interval of uncertainty with both its ends; `interval` says how wide it is."""
    if earliest is None or latest is None or latest - earliest <= timedelta(minutes=1):
        return interval(earliest, latest)
    end = f"{latest:%H:%M}" if latest.date() == earliest.date() else moment(latest)
    return f"between {moment(earliest)} and {end}"


def share(part: int, whole: int) -> str:
    """`37 %`; a share of nothing is "–". Shares that would round to 0 or 100 without being it say so."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "< 1 %"
    if 99 < percent < 100:
        return "> 99 %"
    return f"{percent:.0f} %"

"""Date strings as pages write them to points in time with their precision and zone.

Belongs here: formats. Does not: which of several dates is right (`dates`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice

from pipelines.reading.month_names import month_number
from pipelines.reading.zones import ZONE, offset_of

# Between day and time: a separator with a preposition, or a word or two, as "года в", "Salı", "(火)", "στις".
_GAP = (
    r"(?:[T\s,]+|[\s,]*[|·•–-]\s*(?:(?:at|um|à|a las|às|alle|ore|om|ob|kl\.?|klo|saat|o|u|в|о)\s+)?"
    r"|[^\d+:|·•\n–-]{1,14}?(?:\s[–-]\s)?)"
)
_CLOCK = (
    r"(?P<before>上午|下午|午前|午後|오전|오후|凌晨|早上|晚上)?\s*(?P<h>[01]?\d|2[0-3])"
    r"(?:[:.h]|\s?[時时시點点:]\s?)(?P<min>[0-5]\d|\d(?=\s?[分분]))"
    r"(?:(?:[:.]|[分분]\s?)(?P<s>[0-5]\d)(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]\.?\s?m\b\.?|[πμ]\.?μ\.?|[صم]\b)?"
    r"(?:\s*(?:Uhr|h\b|[分분秒초]))?"
)
_ZONE = rf"\s*(?P<zone>{ZONE})?"
_REST = rf"(?:{_GAP}{_CLOCK}{_ZONE})?"
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e])"
_WEEKDAY = rf"(?:{_LETTER}{{2,12}}(?:-{_LETTER}{{2,6}})?\.?,?\s+)?"
_MONTH = rf"(?P<month>[\u0e01-\u0e40]{{1,2}}[\u0e34\u0e35]?\.[\u0e01-\u0e2e]|{_LETTER}{{2,12}})\.?"
_DAY, _YEAR = r"(?P<d>\d{1,2})", r"(?P<y>\d{4})"
_NUMERIC = rf"{_YEAR}(?:[-/]|\.\s?)(?P<m>\d{{1,2}})(?:[-/]|\.\s?){_DAY}{_REST}(?![\d:])"
_ASIAN = rf"{_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*{_DAY}\s*[日일](?:(?:{_GAP})?{_CLOCK}{_ZONE})?"
_NAMED = rf"{_DAY}(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:d(?:e\s+|['’]))?{_MONTH},?[\s-]+(?:del?\s+|พ\.ศ\.\s*)?{_YEAR}{_REST}"
_NAMED_US = rf"{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_REST}"
# Hungarian and Lithuanian: "2026. március 3.", "2026 m. kovo 3 d."
_NAMED_LAST = rf"{_YEAR}(?:\.|\s?m\.)?\s+{_MONTH}\s+{_DAY}(?!\d)\.?(?:\s?d\.)?{_REST}"
_VIETNAMESE = rf"{_DAY}\s+tháng\s+(?P<m>\d{{1,2}})(?:,|\s+năm)?\s+{_YEAR}{_REST}"
_DAY_FIRST = rf"{_DAY}\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}{_REST}(?![\d:])"
_SHORT = rf"{_DAY}\.(?P<m>\d\d)\.(?P<y>\d\d)(?!\d|\.\d){_REST}(?![\d:])"
# With slashes the number past 12 is the day: 3/5/2024 alone is May in one country and March in another.
_SLASHED = rf"(?P<d>1[3-9]|2\d|3[01])[/-](?P<m>0?[1-9]|1[0-2])[/-]{_YEAR}{_REST}(?![\d:])"
_SLASHED_US = rf"(?P<m>0?[1-9]|1[0-2])[/-](?P<d>1[3-9]|2\d|3[01])[/-]{_YEAR}{_REST}(?![\d:])"
_EITHER = rf"(?P<one>0?[1-9]|1[0-2])[/-](?P<two>0?[1-9]|1[0-2])[/-]{_YEAR}{_REST}(?![\d:])"
_COMPACT = (
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?)?"
    rf"{_ZONE}$"
)
# date(1): "Fri May  3 10:20:30 CEST 2024"
_UNIX_DATE = rf"{_MONTH}\s+{_DAY}\s+(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)\s+(?P<zone>[a-z]{{3,4}})\s+{_YEAR}"
_PRINTED = (
    _NUMERIC,
    _NAMED,
    _NAMED_US,
    _NAMED_LAST,
    _DAY_FIRST,
    _SHORT,
    _SLASHED,
    _SLASHED_US,
    _ASIAN,
    _VIETNAMESE,
)
_FORMS = [re.compile(_WEEKDAY + form, re.IGNORECASE) for form in (*_PRINTED, _COMPACT, _UNIX_DATE)]
_SEARCHED = [re.compile(rf"(?<!\d)(?<!\d[./-]){form}", re.IGNORECASE) for form in (*_PRINTED, _EITHER)]
_YEAR_ALONE = re.compile(r"(?<!\d)(?:19|20|25|1[34])\d\d(?!\d)|(?<=\d\.\d\d\.)\d\d(?!\d|\.\d)")
# Characters of a date before its year, and of one date with its time; years looked at in one text.
_REACH, _LONGEST, _MOST_YEARS = 40, 80, 500
_TIME_BEFORE = re.compile(rf"(?<![\d:.]){_CLOCK}{_ZONE}[\s,–-]*{_WEEKDAY}$", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_DIGIT = re.compile(r"\d")
_LATE = frozenset(["下午", "午後", "오후", "晚上"])


@dataclass(frozen=True, slots=True)
class Stamp:
    """A parsed date: aware time, precision (second, minute, day), stated offset in minutes or None."""

    at: datetime
    precision: str
    offset_minutes: int | None


@dataclass(frozen=True, slots=True)
class Printed:
    """A date within a text: its place in code points, and what it means; None where that can be two days."""

    start: int
    end: int
    stamp: Stamp | None


@lru_cache(maxsize=1024)
def parse_stamp(text: str, day_first: bool | None = None) -> Stamp | None:
    """Read one date string; None where it is none, or none that can mean one day only.

    Args:
        text: any; what follows a date is passed over.
        day_first: whether 3/5/2024 is in May; None where nobody knows, then only a.m. and p.m. tell that it is not.
    """
    text = _trimmed(text)
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return Stamp(datetime.fromtimestamp(seconds, UTC), "second", 0)
    match = next((match for form in _FORMS if (match := form.match(text))), None)
    if match:
        return _stamp(match.groupdict())
    either = re.match(_WEEKDAY + _EITHER, text, re.IGNORECASE)
    return _stamp(either.groupdict(), day_first) if either else None


def looks_like_stamp(text: str) -> bool:
    """Whether a string has the form of a date that can mean one day only, be there such a day or not."""
    text = _trimmed(text)
    return any(form.match(text) for form in _FORMS)


def stamps_in(text: str, day_first: bool | None = None) -> Iterator[Printed]:
    """The dates within a text, in order; a time of day right before or behind one belongs to it."""
    text = _with_ascii_digits(text)
    done = 0
    for year in islice(_YEAR_ALONE.finditer(text), _MOST_YEARS):
        if year.start() < done:
            continue
        begin = max(done, year.start() - _REACH)
        matches = [form.search(text, begin, year.end() + _LONGEST) for form in _SEARCHED]
        whole = [m for m in matches if m and m.start() <= year.start() < m.end()]
        read = [Printed(m.start(), m.end(), _with_time_before(text, begin, m, day_first)) for m in whole]
        if read:
            printed = min(read, key=lambda p: (p.stamp is None, p.start, -p.end))
            done = printed.end
            yield printed


def _with_time_before(text: str, begin: int, match: re.Match[str], day_first: bool | None) -> Stamp | None:
    part = match.groupdict()
    if part["h"] is None and (clock := _TIME_BEFORE.search(text[begin : match.start()])):
        part |= clock.groupdict()
    return _stamp(part, day_first)


def _trimmed(text: str) -> str:
    return _with_ascii_digits(text.strip().strip("\"'")[:_LONGEST])


def _with_ascii_digits(text: str) -> str:
    return text if text.isascii() else _DIGIT.sub(lambda digit: str(int(digit.group())), text)


def _stamp(part: Mapping[str, str | None], day_first: bool | None = None) -> Stamp | None:
    day = _day(part, day_first)
    if day is None:
        return None
    hour, minute, second = int(part["h"] or 0), int(part["min"] or 0), int(part["s"] or 0)
    half = (part.get("half") or "").lower()
    late = half[:1] in ("p", "μ", "م") or part.get("before") in _LATE
    if (half or part.get("before")) and hour <= 12:
        hour = hour % 12 + (12 if late else 0)
    micro = int(((part.get("f") or "") + "000000")[:6])
    try:
        at = datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=UTC)
        offset = offset_of(part["zone"], at, by_halves=bool(half)) if part["zone"] else None
        at = at if offset is None else at.replace(tzinfo=timezone(timedelta(minutes=offset)))
    except (ValueError, OverflowError):
        return None
    return Stamp(at, _precision(part, at), None if part["h"] is None else offset)


def _day(part: Mapping[str, str | None], day_first: bool | None) -> date | None:
    """The day in our calendar; None where there is no such day, or where it can be two."""
    year, month, day = int(part["y"] or 0), int(part.get("m") or 0), int(part.get("d") or 0)
    if name := part.get("month"):
        month = month_number(name)
    if one := part.get("one"):
        numbers = int(one), int(part["two"] or 0)
        if day_first is None and numbers[0] != numbers[1] and not part.get("half"):
            return None
        day, month = numbers if day_first else numbers[::-1]
    if len(part["y"] or "") == 2:
        year += 2000
    if 2400 <= year < 2700:
        year -= 543  # of the Buddha, as Thailand counts
    # No page is so old: such a year is of the Persian calendar, with its own names or by number.
    persian = 1300 <= year < 1500 and not (name and name.isascii())
    try:
        return _from_persian(year, month, day) if persian else date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _from_persian(year: int, month: int, day: int) -> date:
    """A day of the Persian solar calendar by its cycle of 33 years, right from 1206 to 1498."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"{year}-{month}-{day} is no day")
    since = year + 1595
    months = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    days = 365 * since + since // 33 * 8 + (since % 33 + 3) // 4 + months + day
    return date.fromordinal(days - 356_033)


def _precision(part: Mapping[str, str | None], at: datetime) -> str:
    # Midnight to the second is what content systems write when they know the day only.
    if part["h"] is None or (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return "day"
    return "minute" if part["s"] is None else "second"

"""Date strings as pages write them to points in time with their precision and zone.

Belongs here: formats. Does not: which of several dates is right (`dates`).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

# Beginnings of the names of the months, January first, that tell them apart within and across these languages.
_MONTH_NAMES = (
    "jan feb mar apr may jun jul aug sep oct nov dec",  # English
    "jän feb mär apr mai jun jul aug sep okt nov dez",  # German, Austrian January
    "jan feb mrz apr mei jun jul aug sep okt nov des",  # German short March; Dutch, Indonesian, Norwegian
    "jan feb maa apr maj jun jul agu sep okt nov dec",  # Dutch, Danish, Swedish, Indonesian
    "jan fév mars avr mai juin juil aoû sep oct nov déc",  # French
    "jan fev mar avr mai juin juil aou set out nov dec",  # French without accents, Portuguese
    "ene feb mar abr may jun jul ago sep oct nov dic",  # Spanish
    "gen feb mar apr mag giu lug ago set ott nov dic",  # Italian
    "ian feb mar apr mai iun iul aug sep oct noi dec",  # Romanian
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",  # Polish
    "led úno bře dub kvě červn červenc srp zář říj lis pro",  # Czech
    "tam hel maa huh tou kes hei elo syy lok marras jou",  # Finnish
    "oca şub mar nis may haz tem ağu eyl eki kas ara",  # Turkish
    "янв фев мар апр мая июн июл авг сен окт ноя дек",  # Russian
    "січ лют бер кві тра чер лип сер вер жов лис гру",  # Ukrainian
    "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",  # Greek
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",  # Arabic
)
_MONTHS = {name: month for names in _MONTH_NAMES for month, name in enumerate(names.split(), 1)}
_LONGEST_MONTH = max(map(len, _MONTHS))
# Abbreviations that mean one offset only; CST, IST and BST name several zones and are left out.
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "cet": 60,
    "mez": 60,
    "cest": 120,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "jst": 540,
    "kst": 540,
    "est": -300,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
    "mst": -420,
    "mdt": -360,
    "cdt": -300,
}
_TIME = (
    r"(?:[T\s,]+|\s*(?:\||-|–|at|um|à|a las|às|alle|om|kl\.?|klo|saat|o|в|о)\s*)"
    r"(?P<h>[01]?\d|2[0-3])[:.h](?P<min>[0-5]\d)"
    r"(?:[:.](?P<s>[0-5]\d)(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:Uhr|h))?"
)
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}(?::\d{2})?|[+-]\d{1,2}|\(?[A-Za-z]{2,4}\)?)?"
_REST = rf"(?:{_TIME}{_ZONE})?"
_NUMERIC = re.compile(
    rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_REST}(?![\d:])", re.IGNORECASE
)
_COMPACT = re.compile(
    rf"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?P<f>)(?P<half>))?{_ZONE}$",
    re.IGNORECASE,
)
# Day before month, with dots or, where the day is past 12, slashes: 3/5/2024 alone is May in one country and
# March in another.
_DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>\d{{4}}){_REST}(?![\d:])", re.IGNORECASE
)
_SLASHED = re.compile(
    rf"(?P<d>1[3-9]|2\d|3[01])[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<y>\d{{4}}){_REST}(?![\d:])", re.IGNORECASE
)
_MONTH_WORD = r"(?P<month>[^\W\d_]{3,12})\.?"
_NAMED = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?{_MONTH_WORD},?[\s-]+(?:de\s+)?"
    rf"(?P<y>\d{{4}}){_REST}",
    re.IGNORECASE,
)
_NAMED_US = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?{_MONTH_WORD}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_REST}",
    re.IGNORECASE,
)
# date(1) and JavaScript: "Fri May 03 2024 10:20:30 GMT+0200 (CEST)", "Fri May  3 10:20:30 CEST 2024"
_JAVASCRIPT = re.compile(
    rf"[a-z]{{3}}\s+{_MONTH_WORD}\s+(?P<d>\d{{1,2}})\s+(?P<y>\d{{4}})\s+(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?P<f>)(?P<half>)\s+(?:GMT|UTC)?(?P<zone>[+-]\d{{4}})?",
    re.IGNORECASE,
)
_UNIX_DATE = re.compile(
    rf"[a-z]{{3}}\s+{_MONTH_WORD}\s+(?P<d>\d{{1,2}})\s+(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?P<f>)(?P<half>)\s+(?P<zone>[a-z]{{3,4}})\s+(?P<y>\d{{4}})",
    re.IGNORECASE,
)
_ASIAN = re.compile(
    r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일](?:\s*(?P<h>\d{1,2})\s*[:時时시]\s*(?P<min>\d{1,2})(?:\s*[:分분](?P<s>\d\d)?)?(?P<f>)(?P<half>)(?P<zone>))?"
)
_FORMATS = (_NUMERIC, _COMPACT, _JAVASCRIPT, _UNIX_DATE, _NAMED, _NAMED_US, _DAY_FIRST, _SLASHED, _ASIAN)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A parsed date: aware time, precision (second, minute, day), stated offset in minutes or None."""

    at: datetime
    precision: str
    offset_minutes: int | None


def parse_stamp(text: str) -> Stamp | None:
    """Read one date string; None where it is none, or none that can mean one day only."""
    text = text.strip().strip("\"'")[:80]
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return Stamp(datetime.fromtimestamp(seconds, UTC), "second", 0)
    for form in _FORMATS:
        match = form.match(text)
        if match and match.group():
            return _stamp(match.groupdict())
    return None


def looks_like_stamp(text: str) -> bool:
    """Whether a string has the form of a date, be there such a day or not."""
    text = text.strip().strip("\"'")[:80]
    return any(form.match(text) for form in _FORMATS)


def _stamp(part: dict[str, str | None]) -> Stamp | None:
    named = part.get("month")
    month = _month(named) if named else int(part["m"] or 0)
    hour, minute, second = int(part["h"] or 0), int(part["min"] or 0), int(part["s"] or 0)
    half = (part["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    micro = int(((part["f"] or "") + "000000")[:6])
    offset = _offset(part["zone"])
    try:
        zone = UTC if offset is None else timezone(timedelta(minutes=offset))
        at = datetime(
            int(part["y"] or 0), month, int(part["d"] or 0), hour, minute, second, micro, tzinfo=zone
        )
    except (ValueError, OverflowError):
        return None
    return Stamp(at, _precision(part, at), None if part["h"] is None else offset)


def _month(name: str) -> int:
    """Number of a month by its name, short or inflected; 0 for other words."""
    folded = name.casefold()
    lengths = range(min(len(folded), _LONGEST_MONTH), 2, -1)
    return next((_MONTHS[folded[:n]] for n in lengths if folded[:n] in _MONTHS), 0)


def _precision(part: dict[str, str | None], at: datetime) -> str:
    # Midnight to the second is what content systems write when they know the day only.
    if part["h"] is None or (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return "day"
    return "minute" if part["s"] is None else "second"


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    name = zone.strip("()").lower()
    if name[0] not in "+-":
        return _ZONES.get(name)
    digits = name[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:2]), int(digits[2:4]))
    return (-1 if name[0] == "-" else 1) * (hours * 60 + minutes)

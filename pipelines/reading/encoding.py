"""Bytes of a page to clean Unicode text: byte order mark, labels, validity, fallback; NFC and invisible marks.

Belongs here: everything about characters. Does not: HTML (`document`), language of the text (`language`).
"""

import codecs
import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import charset_normalizer
import numpy as np
import numpy.typing as npt

# Labels as browsers read them (WHATWG Encoding Standard, section 4.2): the wider set that pages really use.
_WIDENED = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_UNKNOWN_TO_PYTHON = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "unicode": "utf-8",
}
# What a page without a label may be in: the encodings of that standard, not those of old terminals.
# fmt: off
_OF_THE_WEB = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874",
    "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "gb18030", "big5hkscs", "euc_jp", "cp932", "cp949",
]
# fmt: on
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_BEYOND_ASCII = re.compile(rb"[^<>\x80-\xff]*[\x80-\xff][^<>]*")
# Stateful encodings are pure ASCII on the wire, so only their label tells them from UTF-8.
_STATEFUL = frozenset({"iso2022_jp", "iso2022_kr", "hz", "utf-7"})
# A page cut in the middle of a character, or with one broken widget, still is in its encoding. Counted among the
# characters beyond ASCII, which alone can tell: markup would thin them out. Of ten languages in 16 other encodings .75
# and more are bad as UTF-8; as another wrong encoding of Asia, where any are, .04 and more.
_MAX_BROKEN_UTF_8 = 0.25
_MAX_BROKEN = 0.02
# Letters that Latin scripts have between plain ones stand alone or in pairs: whole words of them are of another script,
# where they are most of what is not ASCII. Too few bytes to tell stay with the label.
_WORDS_BEYOND_ASCII = re.compile(rb"[\xa1-\xff]{3,}")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_MOST_IN_WORDS, _LEAST_IN_WORDS = 0.5, 60
# Shares in the beginning of a page in UTF-16: of zeros, and of those in their proper places. The least number of zeros
# that can tell: the four letters of `html` give as many, and a stray one in a short answer must not.
_LEAST_ZEROS, _SAME_PLACES = 0.2, 0.95
_TELLING_ZEROS = 4
_SNIFFED_BYTES = 4096
_GUESSED_BYTES = 20_000

# Control characters other than tab, newline and carriage return; lxml refuses them.
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
# Below this the first bytes of UTF-8 are those of Latin letters, which are in NFC each; then come combining marks.
# From the others on, characters take three bytes and four; the last two begin all pictograms.
_FIRST_MARK, _THREE, _FOUR, _PICTOGRAMS = 0xCC, 0xE0, 0xF0, (0xF0, 0x9F)
# To put marks in a row in order takes the square of their number: looked at where there may be many, in long texts.
_MOST_MARKS, _LONG = 30, 1_000
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Soft hyphen, zero-width space, word joiner, BOM, bidi marks and isolates. The joiners U+200C and U+200D
# stay:
# Persian and the Indic scripts spell with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Entities that stand in a text since it was escaped twice. Angle brackets stay: pages write about markup so.
_ESCAPED_TWICE = re.compile(
    r"&(?:amp;)*(quot|amp|apos|nbsp|shy|[lrsb][sd]quo|[lr]aquo|hellip|[nm]dash|bull|euro|szlig"
    r"|[a-z]{1,2}(?:uml|acute|grave|circ|tilde|cedil|ring|lig)|#0?39|#x27|#8[12]\d\d|#x20[0-9a-f]{2});",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page and how its encoding was found: `source` is bom, valid, header, meta, guess or fallback.

    `given` is the text in UTF-8 where the page came so.
    """

    text: str
    encoding: str
    source: str
    given: bytes | None = None

    def utf_8(self) -> bytes:
        """The text in UTF-8; parsers take it so."""
        return self.text.encode("utf-8", "replace") if self.given is None else self.given


def decode(payload: bytes, declared: str | None = None) -> Decoded:
    """Decode a page; any bytes give a text.

    Args:
        payload: body of the response, content encoding already undone.
        declared: charset of the HTTP header, where there is one.

    Returns:
        Text in NFC without control characters. Bytes that are valid UTF-8 are UTF-8, whatever a label says:
        text in another encoding is practically never valid UTF-8 by chance.
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return Decoded(_clean(payload[len(mark) :].decode(encoding, "replace")), encoding, "bom")
    if wide := find_wide(payload[:_SNIFFED_BYTES]):
        return Decoded(_clean(payload.decode(wide, "replace")), wide, "guess")
    meta = _META_CHARSET.search(payload[:_SNIFFED_BYTES])
    labels = [("header", _codec(declared)), ("meta", _codec(meta.group(1).decode("ascii")) if meta else None)]
    stateful = next(((s, c) for s, c in labels if c in _STATEFUL), None)
    if stateful:
        return Decoded(
            _clean(payload.decode(stateful[1] or "ascii", "replace")), stateful[1] or "ascii", stateful[0]
        )
    if valid := _decode_valid(_without_controls(payload)):
        return valid
    for source, codec in labels:
        text = _try(payload, codec) if codec else None
        if codec and text is not None and not (codec == "cp1252" and _is_of_another_script(payload)):
            return Decoded(_clean(text), codec, source)
    return _guess(payload)


def _decode_valid(plain: bytes) -> Decoded | None:
    text = _try(plain, "utf-8")
    if text is None:
        return None
    # What is not all valid can't be counted.
    changeable = None if "\ufffd" in text else count_changeable(plain)
    if changeable == 0:
        return Decoded(text, "utf-8", "valid", plain)
    # Valid UTF-8 holds no surrogate, but may hold code points that are no characters.
    cleaned = _clean(text) if "\ufffe" in text or "\uffff" in text else _normal(text, changeable)
    return Decoded(cleaned, "utf-8", "valid")


def _without_controls(payload: bytes) -> bytes:
    """Bytes of UTF-8 without control characters; no byte of a longer character is one of these.

    Hardly a page holds any, and to count them takes less than half of the time of making another page.
    """
    units = np.frombuffer(payload, np.uint8)
    kept = sum(np.count_nonzero(units == space) for space in b"\t\n\r")
    if np.count_nonzero(units < 0x20) == kept and b"\x7f" not in payload:
        return payload
    return payload.translate(None, _CONTROL_BYTES)


def count_changeable(valid: bytes) -> int:
    """How many characters of UTF-8 a neighbour may change or are not in NFC; a page without any is in NFC.

    Nine of ten pages are told so, in a sixth of the time that asking `unicodedata` takes.
    """
    units = np.frombuffer(valid, np.uint8)
    begins = np.flatnonzero(units >= _FIRST_MARK)
    first = units[begins]
    two, three, four = (
        begins[first < _THREE],
        begins[(first >= _THREE) & (first < _FOUR)],
        begins[first >= _FOUR],
    )
    pictograms = (units[four] == _PICTOGRAMS[0]) & (units[four + 1] == _PICTOGRAMS[1])
    points = (
        _low(units, two, 5) << 6 | _low(units, two + 1, 6),
        _low(units, three, 4) << 12 | _low(units, three + 1, 6) << 6 | _low(units, three + 2, 6),
    )
    return int(np.count_nonzero(~pictograms) + sum(np.count_nonzero(_unstable()[some]) for some in points))


def _low(units: npt.NDArray[np.uint8], places: npt.NDArray[np.intp], bits: int) -> npt.NDArray[np.uint16]:
    """The last bits of the bytes in these places."""
    return (units[places] & (1 << bits) - 1).astype(np.uint16)


@cache
def _unstable() -> npt.NDArray[np.bool_]:
    """Of each character of the basic plane whether it, or one before it, can be another in NFC (UAX 15, section 9)."""
    found = np.zeros(0x10000, np.bool_)
    for point in range(0x10000):
        sign = chr(point)
        parts = unicodedata.decomposition(sign)
        found[point] |= unicodedata.combining(sign) > 0
        if parts and parts[0] != "<":
            found[point] |= not unicodedata.is_normalized("NFC", sign)
            # What is composed of two: the second may meet the first.
            if len(second := parts.split()[1:]) and (last := int(second[0], 16)) < len(found):
                found[last] = True
    # Vowels and endings of Korean syllables, which are composed by arithmetic.
    found[0x1161:0x1176] = found[0x11A8:0x11C3] = True
    # No characters at all.
    found[0xFFFE:] = True
    return found


def find_wide(start: bytes) -> str | None:
    """UTF-16 without a mark: half of the bytes of its markup are zeros, all in the same places; None elsewhere."""
    zeros = start.count(0)
    if zeros < _TELLING_ZEROS or zeros <= _LEAST_ZEROS * len(start):
        return None
    odd = start[1::2].count(0)
    if _SAME_PLACES * zeros <= max(odd, zeros - odd):
        return "utf-16-le" if 2 * odd > zeros else "utf-16-be"
    return None


def clean_text(text: str) -> str:
    """One line of text as stored: NFC, no invisible marks, ligatures or leftover entities, white space as one space."""
    if "&" in text:
        text = _ESCAPED_TWICE.sub(lambda entity: html.unescape(f"&{entity[1]};"), text)
    text = " ".join(text.split())
    if text.isascii():
        return text
    # No printable text holds such a mark, and asking whether it is printable costs a tenth of a search.
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    text = _normal(text)
    if _LIGATURE.search(text):
        text = _LIGATURE.sub(lambda letters: unicodedata.normalize("NFKC", letters.group()), text)
    return text


def _clean(text: str) -> str:
    return _normal(_NO_CHARACTER.sub("", text))


def _normal(text: str, changeable: int | None = None) -> str:
    if text.isascii():
        return text
    if len(text) > _LONG if changeable is None else changeable > _MOST_MARKS:
        text = _marks().sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


@cache
def _marks() -> re.Pattern[str]:
    """More marks in a row than any letter has: UAX 15 allows 30 in its stream-safe format, section 13."""
    marks = "".join(chr(point) for point in range(0x300, 0x10000) if unicodedata.combining(chr(point)))
    return re.compile(f"([{re.escape(marks)}]{{{_MOST_MARKS}}})[{re.escape(marks)}]+")


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    if not name:
        return None
    try:
        found = codecs.lookup(_UNKNOWN_TO_PYTHON.get(name, name))
    except (LookupError, ValueError):
        return None
    # Codecs like base64 or rot13 are no text encodings; a page may name them all the same.
    if not getattr(found, "_is_text_encoding", True) or found.name in {
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "oem",
    }:
        return None
    return _WIDENED.get(found.name, found.name)


def _try(payload: bytes, codec: str) -> str | None:
    try:
        return payload.decode(codec)
    except UnicodeError:
        text = payload.decode(codec, "replace")
    telling = len(text) - len(text.encode("ascii", "ignore"))
    most = _MAX_BROKEN_UTF_8 if codec == "utf-8" else _MAX_BROKEN
    return text if text.count("\ufffd") <= most * telling else None


def _is_of_another_script(payload: bytes) -> bool:
    """Whether a page can't be Latin-1, the label of servers and templates that nobody has set up."""
    in_words = sum(map(len, _WORDS_BEYOND_ASCII.findall(payload)))
    if in_words < _LEAST_IN_WORDS:
        return False
    return in_words > _MOST_IN_WORDS * (len(payload) - len(payload.translate(None, _HIGH_BYTES)))


def _guess(payload: bytes) -> Decoded:
    # The texts that can tell: the first 20 kB of a page are its head, all ASCII.
    telling = b" ".join(_BEYOND_ASCII.findall(payload))[:_GUESSED_BYTES]
    best = charset_normalizer.from_bytes(telling, cp_isolation=_OF_THE_WEB).best()
    if best is not None and (codec := _codec(best.encoding)):
        return Decoded(_clean(payload.decode(codec, "replace")), codec, "guess")
    return Decoded(_clean(payload.decode("cp1252", "replace")), "cp1252", "fallback")

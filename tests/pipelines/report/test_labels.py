"""Values to text: nothing that a page can't hold, nothing that misleads."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.detectors import known_to_langdetect, known_to_py3langid
from pipelines.reading.language import UNKNOWN
from pipelines.reading.language_codes import LANGUAGES
from pipelines.report.labels import (
    cleaned,
    interval,
    label,
    language_name,
    language_tag,
    moment,
    narrative_name,
    share,
    shortened,
    web_address,
)

AT = datetime(2026, 11, 10, 8, 5)  # noqa: DTZ001  (rows hold UTC without an offset)


@pytest.mark.parametrize(
    "address",
    ["https://a.test/b?c=1", "http://user@a.test:8080/", "https://例え.test/記事", " https://a.test "],
)
def test_web_address_is_kept(address: str) -> None:
    assert web_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)\x00",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//a.test/",
        "https://",
        "https://[",
        "https://a.test/\u202egpj.exe",
        "vbscript:x",
        "/relative",
    ],
)
def test_other_address_is_no_link(address: str | None) -> None:
    assert web_address(address) is None


@given(st.text())
def test_link_starts_with_http(address: str) -> None:
    found = web_address(address)
    assert found is None or found.lower().startswith(("http://", "https://"))


@given(st.text(st.characters()))
def test_cleaned_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert once.encode("utf-8").decode("utf-8") == once
    assert cleaned(once) == once


def test_cleaned_keeps_scripts_and_drops_controls() -> None:
    assert cleaned("电力 עברית\u200f 🙂\tx\n") == "电力 עברית\u200f 🙂\tx\n"
    assert cleaned("a\x00b\ud800c\u202ed") == "a\ufffdb\ufffdcd"


@given(st.text(), st.integers(1, 30))
def test_shortened_fits(text: str, width: int) -> None:
    short = shortened(text, width)
    assert len(short) <= max(width, 1)
    assert short == text or short.endswith("…")


def test_wide_characters_take_two_columns() -> None:
    assert shortened("電気新聞", 8) == "電気新聞"
    assert shortened("電気新聞", 7) == "電気…"
    assert label(" a\n b\tc ", 9) == "a b c"


def test_every_language_that_can_be_detected_or_declared_has_a_name() -> None:
    detectable = LANGUAGES | {UNKNOWN} | known_to_py3langid() | known_to_langdetect()
    assert [code for code in sorted(detectable) if language_name(code) == code] == []
    assert [language_name(code) for code in ("is", "lt", "zu")] == ["Icelandic", "Lithuanian", "Zulu"]


def test_languages() -> None:
    assert (language_name("ja"), language_name(None), language_name("xx")) == (
        "Japanese",
        "language unknown",
        "xx",
    )
    assert (language_tag("ja"), language_tag("und"), language_tag('x" onclick="'), language_tag(None)) == (
        "ja",
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("narrative", "name"),
    [
        ("power-bottleneck", "Power bottleneck"),
        ("ai-helps-grid", "AI helps grid"),
        ("nuclear-for-ai", "Nuclear for AI"),
        ("", "(unnamed)"),
    ],
)
def test_narrative_names(narrative: str, name: str) -> None:
    assert narrative_name(narrative) == name


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "to the minute"),
        (25, "within 25 min"),
        (90, "within 2 h"),
        (1440, "within 24 h"),
        (4320, "within 3 days"),
    ],
)
def test_interval(minutes: int, words: str) -> None:
    assert interval(AT, AT + timedelta(minutes=minutes)) == words


def test_unknown_bounds_and_moments() -> None:
    assert interval(None, AT) == interval(AT, None) == "not bounded"
    assert (moment(AT), moment(None)) == ("2026-11-10 08:05", "unknown")


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "–"), (0, 5, "0 %"), (1, 1000, "< 1 %"), (999, 1000, "> 99 %"), (5, 5, "100 %"), (1, 3, "33 %")],
)
def test_share_never_rounds_to_certainty(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words

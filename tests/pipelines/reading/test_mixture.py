"""Windows of a text, and what the languages of its windows come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.mixture import Part, mixture_of, spread_over, windows_of

LONG = "Der neue Trafo am Hang summt leise, und die Leute im Tal fragen, wann der Strom kommt. "


def test_windows_keep_to_paragraphs_and_leave_scraps_out() -> None:
    windows = windows_of(f"{LONG}\n\nMehr dazu\n\n{LONG * 4}")
    assert windows[0] == LONG
    assert len(windows) == 3
    assert not any("Mehr dazu" in window for window in windows)


def test_a_window_does_not_begin_within_a_word() -> None:
    words = set(LONG.split())
    assert all(window.split()[0] in words for window in windows_of(LONG * 10))


def test_scripts_without_spaces_have_windows_too() -> None:
    assert len(windows_of("今年第一批春茶比去年早上市九天，茶农说原因是暖冬。" * 20)) == 3


def test_windows_are_taken_at_even_distances() -> None:
    assert spread_over([str(n) for n in range(12)], 4) == ["1", "4", "7", "10"]
    assert spread_over(["a", "b"], 4) == ["a", "b"]


@pytest.mark.parametrize(
    ("parts", "main", "second", "share"),
    [
        ([("de", 0.99)] * 4, "de", None, 0.0),
        ([("de", 0.99)] * 3 + [("en", 0.95)], "de", "en", 0.25),
        ([("de", 0.99)] * 3 + [("en", 0.80)], "de", None, 0.0),
        ([("da", 0.99)] * 3 + [("no", 0.99)], "da", None, 0.0),
        ([("de", 0.99)] * 4 + [("en", 0.95)] * 3 + [("fr", 0.95)], "de", "en", 0.375),
    ],
)
def test_what_the_windows_come_to(
    parts: list[tuple[str, float]], main: str, second: str | None, share: float
) -> None:
    found = mixture_of([Part(200, language, confidence) for language, confidence in parts])
    assert (found.main, found.second, found.share) == (main, second, share)


def test_a_doubtful_window_lowers_confidence_and_a_foreign_one_does_not() -> None:
    sure, foreign, doubtful = Part(200, "de", 1.0), Part(200, "en", 0.95), Part(200, "nl", 0.5)
    assert mixture_of([sure, sure, foreign]).confidence == 1.0
    assert mixture_of([sure, sure, doubtful]).confidence == pytest.approx(2 / 3)


@given(
    st.lists(
        st.builds(Part, st.integers(1, 240), st.sampled_from(["de", "en", "da", "no"]), st.floats(0.01, 1.0)),
        min_size=1,
    )
)
def test_shares_and_confidence_stay_within_bounds(parts: list[Part]) -> None:
    found = mixture_of(parts)
    assert 0.0 <= found.share <= 1.0
    assert 0.0 <= found.confidence <= 1.0
    assert (found.second is None) == (found.share == 0.0)
    assert found.second != found.main


@given(st.text())
def test_windows_are_pieces_of_the_text(text: str) -> None:
    assert all(window in text for window in windows_of(text))

"""Faults of JSON that templates make; how the mended blocks are read is in `test_jsonld.py`."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.mending import mend


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ('{"a": "b "c" d"}', {"a": 'b "c" d'}),
        ('["b "c" d", "e"]', ["b \"c\" d", "e"]),
        ('{"a": , "b": undefined, "c": }', {"a": None, "b": None, "c": None}),
        ('{"a": 1, // one\n "b": 2 /* two */, "c": [3,],}', {"a": 1, "b": 2, "c": [3]}),
        ("{'a': ['b', 'c'], 'd': 'it's'}", {"a": ["b", "c"], "d": "it's"}),
        (r'{"a": "it\'s", "b": "\x"}', {"a": r"it\'s", "b": r"\x"}),
        ('{"a": "https://e.example/b"}', {"a": "https://e.example/b"}),
    ],
)  # fmt: skip
def test_usual_faults(broken: str, meant: object) -> None:
    assert json.loads(mend(broken), strict=False) == meant


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,5}\Z"), st.from_regex(r"\A[\w .]{0,12}\Z") | st.integers()))
def test_plain_json_stays_what_it_is(value: dict[str, object]) -> None:
    assert json.loads(mend(json.dumps(value))) == value


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert len(mend(text)) <= 5 * len(text) + 5


def test_long_blocks_take_time_by_their_length() -> None:
    assert mend('{"a": "' + '"b" ' * 50_000).count('\\"') >= 99_999

"""Tests of `pipelines/output.py`: queries in every format, and the registry, as a user sees them."""

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from crawler.registry import PACKAGED, load_registry
from pipelines import output
from tests.crawler.site import Crawls
from tests.pipelines.command import Outcome, done, wattwire
from tests.pipelines.homes import public_tables, query

EVERY_KIND = """
    select 1 as number, 2.5 as share, 'Wörter, "so"' as word, null as missing, true as fact,
        timestamptz '2026-11-23 10:15:00+01' as at, date '2026-11-23' as day, [1, 2] as list,
        {'a': 'x', 'b': null} as record, 123456789012345678901234567890::hugeint as huge, 12.50::decimal(9, 2) as price
"""


def sql(home: Path, text: str, form: str = "table") -> Outcome:
    """One query that has to succeed; nothing but rows may come out."""
    outcome = done("sql", text, "--format", form, "--home", home)
    assert outcome.err == ""
    return outcome


def test_the_table_is_the_default_and_shows_null_as_null(imported: Path) -> None:
    outcome = done("sql", EVERY_KIND, "--home", imported)
    names, values = outcome.out.splitlines()
    assert names.split()[:3] == ["number", "share", "word"]
    assert values.split()[:2] == ["1", "2.5"]
    assert "NULL" in values
    assert "2026-11-23 09:15:00+00:00" in values


def test_csv(imported: Path) -> None:
    (row,) = csv.DictReader(StringIO(sql(imported, EVERY_KIND, "csv").out))
    assert row["word"] == 'Wörter, "so"'
    assert (row["number"], row["missing"], row["at"], row["day"]) == (
        "1",
        "",
        "2026-11-23T09:15:00+00:00",
        "2026-11-23",
    )
    assert json.loads(row["list"]) == [1, 2]
    assert json.loads(row["record"]) == {"a": "x", "b": None}
    assert row["price"] == "12.50"


def test_json_is_one_array_with_null_as_null(imported: Path) -> None:
    (row,) = query(imported, EVERY_KIND)
    assert (row["number"], row["share"], row["missing"], row["fact"]) == (1, 2.5, None, True)
    assert (row["at"], row["list"], row["record"]) == (
        "2026-11-23T09:15:00+00:00",
        [1, 2],
        {"a": "x", "b": None},
    )


@pytest.mark.parametrize("value", ["'nan'::double", "'infinity'::double", "'-infinity'::float"])
def test_json_has_no_word_for_what_is_no_number(imported: Path, value: str) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(word)

    (row,) = json.loads(
        sql(imported, f"select {value} as x, [{value}] as y", "json").out, parse_constant=refuse
    )
    assert row == {"x": None, "y": [None]}


def test_sums_are_numbers_in_json(imported: Path) -> None:
    text = "select sum(i) as whole, sum(i::decimal(9, 2) / 4) as part, avg(i) as mean from range(4) as t(i)"
    assert query(imported, text) == [{"whole": 6, "part": 1.5, "mean": 1.5}]


def test_json_of_times_in_lists_and_records(imported: Path) -> None:
    text = "select [timestamptz '2026-11-23 10:15Z'] as times, {'day': date '2026-11-23', 'raw': 'ab'::blob} as record"
    (row,) = query(imported, text)
    assert row["times"] == ["2026-11-23T10:15:00+00:00"]
    assert row["record"]["day"] == "2026-11-23"


def test_parquet(imported: Path) -> None:
    table = pq.read_table(BytesIO(sql(imported, EVERY_KIND, "parquet").raw))
    (row,) = table.to_pylist()
    assert (row["number"], row["missing"], row["list"], row["word"]) == (1, None, [1, 2], 'Wörter, "so"')
    assert f"{row['at']:%FT%TZ}" == "2026-11-23T09:15:00Z"


def test_nothing_found_keeps_the_columns(imported: Path) -> None:
    text = (
        "select url, published_at, mentions from articles join article_topics using (article_id) where false"
    )
    assert sql(imported, text).out.split() == ["url", "published_at", "mentions"]
    assert sql(imported, text, "csv").out == "url,published_at,mentions\n"
    assert query(imported, text) == []
    schema = pq.read_schema(BytesIO(sql(imported, text, "parquet").raw))
    assert schema.names == ["url", "published_at", "mentions"]
    assert str(schema.field("published_at").type) == "timestamp[us, tz=UTC]"


def test_many_rows_are_cut_in_the_table_only(imported: Path) -> None:
    text = "select i from range(5_000) as t(i)"
    outcome = done("sql", text, "--home", imported)
    assert len(outcome.out.splitlines()) == 201
    assert "200" in outcome.err
    assert len(sql(imported, text, "csv").out.splitlines()) == 5_001
    assert len(query(imported, text)) == 5_000
    assert pq.read_table(BytesIO(sql(imported, text, "parquet").raw)).num_rows == 5_000


def test_every_public_table_in_every_format(imported: Path) -> None:
    for name in public_tables(imported):
        records = query(imported, f"from {name}")
        assert len(sql(imported, f"from {name}", "csv").out) > 0
        assert pq.read_table(BytesIO(sql(imported, f"from {name}", "parquet").raw)).num_rows == len(records)
        assert len(sql(imported, f"from {name} limit 3").out.splitlines()) == min(len(records), 3) + 1


@pytest.mark.parametrize(
    ("interval", "written"),
    [
        ("interval 90 minutes", "PT1H30M"),
        ("interval 14 months + interval 3 days", "P1Y2M3D"),
        ("interval '-1 month 3 days'", "P-1M3D"),
        ("interval '-90.5 seconds'", "PT-1M-30.5S"),
        ("interval '1 day 0.000001 seconds'", "P1DT0.000001S"),
        ("interval 10 seconds", "PT10S"),
        ("interval 100 hours", "PT100H"),
        ("interval 0 days", "PT0S"),
        ("timestamp '2026-11-24 06:00' - timestamp '2026-11-23 05:00'", "P1DT1H"),
    ],
)
def test_intervals_are_durations_of_iso_8601(imported: Path, interval: str, written: str) -> None:
    text = f"select {interval} as x"
    assert sql(imported, text).out.split() == ["x", written]
    assert sql(imported, text, "csv").out == f"x\n{written}\n"
    assert query(imported, f"select {interval} as x, [{interval}] as y, {{'z': {interval}}} as z") == [
        {"x": written, "y": [written], "z": {"z": written}}
    ]


def test_no_interval_is_null(imported: Path) -> None:
    assert query(imported, "select null::interval as x, null::blob as y") == [{"x": None, "y": None}]


def test_bytes_are_hexadecimal_digits_that_lead_back(imported: Path) -> None:
    text = r"select '\xFF\x00ab'::blob as x, ['c'::blob] as y"
    assert sql(imported, text).out.split()[2:] == ["ff006162", "['63']"]
    assert sql(imported, text, "csv").out == 'x,y\nff006162,"[""63""]"\n'
    assert query(imported, text) == [{"x": "ff006162", "y": ["63"]}]
    assert query(imported, r"select unhex('ff006162') = '\xFF\x00ab'::blob as same") == [{"same": True}]


LONG = "repeat('word by word ', 20)"


def test_a_pipe_has_all_the_text_of_a_few_rows_in_a_line_each(imported: Path) -> None:
    _, line = sql(imported, f"select 7 as n, {LONG} as said").out.splitlines()
    assert line.split(maxsplit=1) == ["7", "word by word " * 19 + "word by word"]


def test_a_pipe_has_a_beginning_of_the_text_of_many_rows(imported: Path) -> None:
    text = f"select {LONG} as said from range(51)"  # noqa: S608 - a constant of this file
    lines = sql(imported, text).out.splitlines()
    assert lines[1:] == [("word by word " * 5)[:59] + "…"] * 51


def printed(
    monkeypatch: pytest.MonkeyPatch, width: int, columns: list[str], *rows: tuple[object, ...]
) -> list[str]:
    """A table as a terminal of a width shows it, without colours."""
    for name, value in {"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": str(width)}.items():
        monkeypatch.setenv(name, value)
    out = StringIO()
    monkeypatch.setattr("sys.stdout", out)
    output._show(columns, rows)
    return [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in out.getvalue().splitlines()]


def test_a_terminal_wraps_long_text_beside_whole_short_values(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch, 40, ["id", "said"], ("nordpost", "one two three four five six seven eight"))
    assert lines == ["id        said", "nordpost  one two three four five six", "          seven eight"]


def test_a_terminal_too_narrow_for_columns_has_values_below_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = printed(monkeypatch, 30, ["id", "said"], ("nordpost", "one two three four five six"))
    assert lines == ["row 1", "id     nordpost", "said   one two three four five", "       six"]


def test_a_terminal_has_one_line_for_each_of_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(
        monkeypatch, 40, ["id", "said"], *[("nordpost", "one two three four five six seven")] * 51
    )
    assert lines[1:] == ["nordpost  one two three four five six s…"] * 51


@pytest.mark.parametrize(
    ("value", "forms"),
    [
        ("interval 90 minutes", ["parquet"]),
        ("union_value(a := 1)", ["parquet"]),
        ("timestamptz 'infinity'", ["table", "csv", "json"]),
        ("date '20000-01-01'", ["table", "csv", "json"]),
        ("[timestamp_ns '2026-11-23 10:15:00.123456789']", ["table", "csv", "json"]),
    ],
)
def test_a_value_that_a_format_cannot_hold_ends_in_advice(
    imported: Path, value: str, forms: list[str]
) -> None:
    for form in forms:
        outcome = wattwire("sql", f"select {value} as x", "--format", form, "--home", imported)
        assert outcome.code == 1
        assert "::varchar" in outcome.err
        assert done("sql", f"select {value}::varchar as x", "--format", form, "--home", imported).raw


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_two_columns_of_one_name_are_refused_where_one_would_be_lost(imported: Path, form: str) -> None:
    outcome = wattwire("sql", "select 1 as a, 2 as a", "--format", form, "--home", imported)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "as" in outcome.err
    assert done("sql", "select 1 as a, 2 as a", "--format", "csv", "--home", imported).out == "a,a\n1,2\n"


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
@pytest.mark.parametrize(
    "text",
    [
        "create table t (i int)",
        "delete from articles",
        "drop view articles",
        "copy (select 1) to '/tmp/never.csv'",
        "attach '/tmp/never.duckdb'",
        "install httpfs",
        "set threads = 1",
        "select 1; select 2",
        "",
        "selec 1",
        "select nothing from articles",
        "select 1 / 'x'::int",
        "from read_text('/etc/hostname')",
    ],
)
def test_what_is_no_sound_query_is_refused_with_a_message_alone(imported: Path, text: str, form: str) -> None:
    outcome = wattwire("sql", text, "--format", form, "--home", imported)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert outcome.err.startswith("Error: ")
    assert "Traceback" not in outcome.err


def test_a_home_without_a_corpus_says_how_to_get_one(tmp_path: Path) -> None:
    outcome = wattwire("sql", "from articles", "--home", tmp_path / "home")
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "wattwire import" in outcome.err or "wattwire demo" in outcome.err
    assert not (tmp_path / "home").exists(), "a query makes no home"


def test_the_registry_as_one_array_in_an_empty_home(tmp_path: Path) -> None:
    listed = json.loads(done("outlets", "list", "--json", "--home", tmp_path / "home").out)
    assert {row["id"] for row in listed} == set(load_registry([PACKAGED]))
    assert all(row["feeds"] and row["health"] is None for row in listed)
    assert not (tmp_path / "home").exists()


def test_the_registry_with_the_homes_own_outlet_and_without_the_packaged(tmp_path: Path) -> None:
    Crawls(tmp_path).outlet("herald", ("rss", "https://herald.example/feed"), domain="herald.example")
    listed = json.loads(done("outlets", "list", "--json", "--home", tmp_path).out)
    assert "herald" in {row["id"] for row in listed}
    assert len(listed) > 100
    (tmp_path / "wattwire.toml").write_text("[crawl]\npackaged_outlets = false\n")
    lines = done("outlets", "list", "--home", tmp_path).out.splitlines()
    assert len(lines) == 2
    assert lines[1].split()[0] == "herald"
    assert "never polled" in lines[1]


def test_a_sound_registry(tmp_path: Path) -> None:
    outcome = done("outlets", "check", "--home", tmp_path)
    assert outcome.raw == b""
    assert "sound" in outcome.err
    assert json.loads(done("outlets", "check", "--json", "--home", tmp_path).out) == []


def test_each_problem_of_a_registry_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    file = tmp_path / "outlets" / "de.yaml"
    file.write_text("herald:\n  name: Herald\n  country: de\n  colour: red\n  languages: [xx]\n")
    outcome = wattwire("outlets", "check", "--home", tmp_path)
    assert outcome.code == 1
    assert {"colour", "languages", "feeds"} <= {
        word for word in ("colour", "languages", "feeds") if word in outcome.out
    }
    assert all(line.startswith(f"{file}:") for line in outcome.out.splitlines())
    machine = wattwire("outlets", "check", "--json", "--home", tmp_path)
    assert machine.code == 1
    assert len(json.loads(machine.out)) == len(outcome.out.splitlines())
    assert {problem["file"] for problem in json.loads(machine.out)} == {str(file)}


def test_a_broken_registry_cannot_be_listed(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "de.yaml").write_text("herald: [")
    outcome = wattwire("outlets", "list", "--json", "--home", tmp_path)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "de.yaml" in outcome.err

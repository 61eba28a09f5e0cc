"""Tests of `pipelines/importing.py` through the command: what goes in and what readers see of it."""

import gzip
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.landing.units import landed_units
from tests.corpora import SHARED, needs
from tests.crawler.site import Crawls
from tests.pipelines.command import Outcome, done, lines, wattwire
from tests.pipelines.homes import (
    AGAIN,
    CAPTURES,
    FIRST,
    HEADLINE,
    LATER,
    LEAD,
    ROWS,
    files,
    parts,
    public_tables,
    rows,
)
from tests.pipelines.pages import BAKERY, QUEUE, STROM, Article, changed, squeezed, warc

RIVERBEND = "riverbend-herald.example"


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> Path:
    """A copy of the imported home, to change; it was moved, too."""
    return Path(shutil.copytree(imported, tmp_path / "home", symlinks=True))


def sound(outcome: Outcome) -> None:
    """A user's mistake ends in a message and nothing else."""
    assert outcome.code == 1
    assert outcome.raw == b""
    assert outcome.err.startswith("Error: ")
    assert "Traceback" not in outcome.err


def test_revisions_and_rejections_add_up_to_the_records(imported: Path) -> None:
    by_file = "select warc_file, count(*) from {} group by all"
    found = sum(
        (Counter(dict(rows(imported, by_file.format(t)))) for t in ("article_revisions", "rejections")),
        Counter(),
    )
    assert sorted(found.values()) == sorted([len(CAPTURES), len(ROWS)])


def test_a_page_captured_again_is_a_revision_only_where_it_changed(imported: Path) -> None:
    query = "select revision, changed, fetched_at from article_revisions where url = '{}' order by revision"
    assert [(n, c, f"{at:%FT%TZ}") for n, c, at in rows(imported, query.format(QUEUE.url))] == [
        (1, [], FIRST),
        (2, ["body"], LATER),
    ]
    unchanged = rows(imported, "select url, stage, fetched_at from rejections where reason = 'unchanged'")
    assert [(url, stage, f"{at:%FT%TZ}") for url, stage, at in unchanged] == [(QUEUE.url, "revision", AGAIN)]


def test_the_newest_revision_is_the_article(imported: Path) -> None:
    newest = f"select body, text_basis from articles where url = '{QUEUE.url}'"  # noqa: S608
    assert rows(imported, newest) == [(changed(QUEUE).body, "full")]


def test_a_page_without_text_is_a_rejection(imported: Path) -> None:
    query = "select outlet_id, stage from rejections where url like '%/login'"
    assert rows(imported, query) == [(RIVERBEND, "reading")]


def test_a_broken_line_is_a_rejection_with_its_number_and_the_rest_is_in(imported: Path) -> None:
    ((outlet, evidence),) = rows(
        imported, "select outlet_id, evidence from rejections where reason = 'bad-row'"
    )
    assert outlet is None
    assert evidence.startswith("line 3: ")
    given = {url for row in ROWS if isinstance(row, dict) for url in [row["url"]]}
    assert given <= {url for (url,) in rows(imported, "select url from articles")}


def test_rows_are_tagged_on_what_they_have(imported: Path) -> None:
    basis = dict(rows(imported, "select url, text_basis from articles"))
    assert [basis[str(row["url"])] for row in (STROM.row, LEAD, HEADLINE)] == ["full", "lead", "headline"]
    tagged = rows(
        imported,
        "select distinct url from article_narratives join articles using (article_id) where lead is not null",
    )
    assert tagged == [(LEAD["url"],)]
    languages = dict(rows(imported, "select url, language from articles"))
    assert (languages[STROM.url], languages[str(HEADLINE["url"])]) == ("de", "en")


def test_a_missing_time_stays_null_and_a_given_one_says_how_exact_it_is(imported: Path) -> None:
    times = "published_at, published_precision, published_source, first_seen_at, fetched_at, not_seen_at"
    found = {url: rest for url, *rest in rows(imported, f"select url, {times} from articles")}  # noqa: S608
    assert found[str(HEADLINE["url"])] == [None] * 6
    at, precision, source, seen, *others = found[str(LEAD["url"])]
    assert (f"{at:%FT%TZ}", precision, source) == ("2026-11-19T00:00:00Z", "day", "given")
    assert (f"{seen:%FT%TZ}", others) == ("2026-11-19T06:00:00Z", [None, None])
    assert f"{found[STROM.url][0]:%FT%TZ}" == "2026-11-20T07:30:00Z"


def test_an_unknown_host_becomes_its_registrable_domain(imported: Path) -> None:
    query = "select id, registered, country from outlets where id like '%.example' order by 1"
    names = ["nordwind-kurier.example", RIVERBEND, "wire.example"]
    assert rows(imported, query) == [(name, False, None) for name in names]


def test_an_import_observes_nothing_unless_that_is_declared(imported: Path) -> None:
    assert rows(imported, "select * from coverage") == []
    zeros = "select * from spread_daily where assertions = 0 or disputes = 0 or outlets_observed is not null"
    assert rows(imported, zeros) == []


def test_the_same_files_again_change_no_row_and_make_nothing_anew(
    imported: Path, home: Path, tmp_path: Path
) -> None:
    before = parts(home)
    outcome = done("import", *files(tmp_path / "again"), "--home", home)
    assert "Nothing to process" in outcome.err
    assert parts(home) == before
    assert public_tables(home) == public_tables(imported)
    assert len(landed_units(home / "landing")) == 2


def test_files_in_any_order_give_the_same_corpus(tmp_path: Path) -> None:
    """Captures of one article spread over files, a copy elsewhere, and a row that nobody fetched.

    The line file comes once as it is and once compressed, under another name.
    """
    copy = replace(
        STROM, url="https://fjordbote.example/wirtschaft/42", published="2026-11-20T10:00:00+01:00"
    )
    first, second, third = (tmp_path / name for name in ("first.warc", "second.warc.gz", "third.ndjson"))
    first.write_bytes(warc([(STROM, FIRST), (QUEUE, AGAIN), (changed(BAKERY), LATER)], compressed=False))
    second.write_bytes(warc([(copy, LATER), (changed(QUEUE), FIRST), (BAKERY, AGAIN), (STROM, LATER)]))
    third.write_bytes(lines({"url": QUEUE.url, "title": "Another headline"}, BAKERY.row, copy.row))
    together, apart = tmp_path / "together", tmp_path / "apart"
    done("import", first, second, third, "--home", together)
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(squeezed(third.read_bytes()))
    done("import", packed, "--home", apart)
    done("import", second, first, "--home", apart)
    assert public_tables(together) == public_tables(apart)
    copies = """
        select article.url, original.url from copies join articles as article using (article_id)
        join articles as original on original.article_id = original_id
    """
    assert rows(apart, copies) == [(copy.url, STROM.url)]
    (records,) = rows(
        apart, "select (select count(*) from article_revisions) + (select count(*) from rejections)"
    )
    assert records == (10,)


def test_a_changed_declaration_processes_the_file_again(home: Path, tmp_path: Path) -> None:
    Crawls(home).outlet("herald", ("rss", f"https://{RIVERBEND}/feed"), domain=RIVERBEND)
    pages, given = files(tmp_path / "files")
    before = parts(home)
    done("import", pages, given, "--registered-only", "--home", home)
    assert parts(home).isdisjoint(file for file in before if "registry" not in file and "story" not in file)
    registered = "select distinct outlet_id, registered from articles join outlets on outlets.id = outlet_id"
    assert rows(home, registered) == [("herald", True)]
    strangers = "select outlet_id, stage from rejections where reason = 'not-registered' order by 1"
    names = ("nordwind-kurier.example", "wire.example", "wire.example")
    assert rows(home, strangers) == [(name, "import") for name in names]

    done("import", pages, "--observed", "2026-11-20..2026-11-20", "--home", home)
    hours = """
        select outlet_id, count(*), count(*) filter (observed), count(polls_ok), count(listed) from coverage
        group by all
    """
    assert rows(home, hours) == [("herald", 24, 24, 0, 0)]
    assert (
        "not-registered"
        not in wattwire("sql", "from rejections where outlet_id = 'herald'", "--home", home).out
    )
    watched = """
        select day, language, assertions, outlets_observed from spread_daily
        where narrative = 'grid-queue' and country = 'de'
    """
    assert [(f"{day}", *rest) for day, *rest in rows(home, f"{watched} and language = 'en'")] == [
        ("2026-11-20", "en", 1, 1)
    ]


def test_a_file_that_landed_before_one_that_could_not_keeps_its_declaration(tmp_path: Path) -> None:
    _, given = files(tmp_path / "files")
    cut, home = tmp_path / "cut.jsonl.gz", tmp_path / "home"
    cut.write_bytes(gzip.compress(lines(*ROWS))[:-12])
    outcome = wattwire("import", given, cut, "--registered-only", "--home", home)
    sound(outcome)
    assert f"{cut} is cut short" in outcome.err
    done("process", "--home", home)
    assert rows(home, "select distinct reason from rejections order by 1") == [
        ("bad-row",),
        ("not-registered",),
    ]
    assert rows(home, "from articles") == []


@pytest.mark.parametrize("span", ["2026-11-20", "2026-11-21..2026-11-20", "..", "a..b"])
def test_a_span_that_is_none_lands_nothing(tmp_path: Path, span: str) -> None:
    pages, _ = files(tmp_path / "files")
    sound(wattwire("import", pages, "--observed", span, "--home", tmp_path / "home"))
    assert landed_units(tmp_path / "home" / "landing") == []


@pytest.mark.parametrize("name", ["missing.warc.gz", "folder.warc.gz", "notes.txt", "table.csv"])
def test_a_file_that_is_none_lands_nothing_of_any(tmp_path: Path, name: str) -> None:
    pages, given = files(tmp_path / "files")
    (tmp_path / "folder.warc.gz").mkdir()
    for other in ("notes.txt", "table.csv"):
        (tmp_path / other).write_bytes(given.read_bytes())
    outcome = wattwire("import", pages, tmp_path / name, "--home", tmp_path / "home")
    sound(outcome)
    assert str(tmp_path / name) in outcome.err
    assert landed_units(tmp_path / "home" / "landing") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.warc.gz", b""),
        ("empty.warc", b""),
        ("empty.jsonl", b""),
        ("blank.jsonl", b"\n \n"),
        ("empty.jsonl.gz", squeezed(b"")),
        ("bare.jsonl.gz", b""),
        ("page.warc", b"<html>"),
        ("page.warc.gz", squeezed(b"<html>")),
        ("page.warc.zst", b"no zstandard"),
        ("rows.jsonl.gz", b"no gzip"),
        ("cut.jsonl.gz", gzip.compress(lines(*ROWS))[:-12]),
    ],
)
def test_a_file_of_another_kind_lands_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = wattwire("import", tmp_path / name, "--home", tmp_path / "home")
    sound(outcome)
    assert name in outcome.err
    landing = tmp_path / "home" / "landing"
    assert [path for path in landing.rglob("*") if path.is_file()] == []


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    pages, _ = files(tmp_path / "files")
    for blocked in (pages, pages / "below"):
        outcome = wattwire("import", pages, "--home", blocked)
        sound(outcome)
        assert str(blocked) in outcome.err
        assert "--home" in outcome.err


def test_damaged_files_keep_what_can_be_read_and_say_what_cannot(tmp_path: Path) -> None:
    """A truncated WARC keeps its whole prefix; lines of every bad kind stand beside a good one."""
    articles = [
        Article(f"https://valley{n}.example/a", f"{QUEUE.title} {n}", QUEUE.paragraphs) for n in range(3)
    ]
    whole = warc((article, FIRST) for article in articles)
    cut, bad = tmp_path / "cut.warc.gz", tmp_path / "bad.jsonl"
    cut.write_bytes(whole[:-30])
    wrong: list[object] = [
        b"{",
        [],
        {"title": "no url"},
        {"url": "ftp://a.example/"},
        {"url": "https://a.example/"},
    ]
    wrong += [b'{"url": "https://a.example/", "title": "\xff"}', HEADLINE | {"published_at": "soon"}]
    bad.write_bytes(lines(*wrong, HEADLINE))
    err = " ".join(done("import", cut, bad, "--home", tmp_path / "home").err.split())
    assert "cut.warc.gz: 2 new articles, 2 revisions, 1 rejection (1 truncated)" in err
    assert f"bad.jsonl: 1 new article, 1 revision, {len(wrong)} rejections ({len(wrong)} bad-row)" in err
    urls = [article.url for article in articles[:2]] + [HEADLINE["url"]]
    assert rows(tmp_path / "home", "select url from articles order by 1") == [
        (url,) for url in sorted(map(str, urls))
    ]
    evidence = rows(tmp_path / "home", "select evidence from rejections where reason = 'bad-row' order by 1")
    assert [text.partition(": ")[0] for (text,) in evidence] == [f"line {n + 1}" for n in range(len(wrong))]
    (stage,) = rows(
        tmp_path / "home",
        "select stage, reason, warc_file is not null from rejections where stage <> 'import'",
    )
    assert stage == ("landing", "truncated", True)


@needs("corpora/pages/publishers.warc.gz")
def test_real_pages_add_up(tmp_path: Path) -> None:
    assert SHARED
    home = tmp_path / "home"
    done("import", SHARED / "corpora" / "pages" / "publishers.warc.gz", "--home", home)
    ((revisions,),) = rows(home, "select count(*) from article_revisions")
    ((rejections,),) = rows(home, "select count(*) from rejections")
    assert revisions + rejections == 130
    ((articles, strangers),) = rows(
        home,
        "select count(*), count(*) filter (not registered) from articles join outlets on outlets.id = outlet_id",
    )
    assert articles >= 125
    assert strangers > 0

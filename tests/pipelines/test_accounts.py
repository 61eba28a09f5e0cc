"""What `import` and `process` say became of each file: it is what the tables of the corpus hold."""

import json
from pathlib import Path
from typing import Any

from tests.pipelines.command import done, lines
from tests.pipelines.homes import AGAIN, CAPTURES, FIRST, HEADLINE, LATER, ROWS, files, rows
from tests.pipelines.pages import BAKERY, QUEUE, STROM, changed, warc


def account(home: Path, *given: object) -> list[dict[str, Any]]:
    """The files of a command's object on stdout, which is all that is there."""
    found: dict[str, list[dict[str, Any]]] = json.loads(done(*given, "--json", "--home", home).out)
    assert list(found) == ["files"]
    return found["files"]


def counts(found: dict[str, Any]) -> tuple[int, int, dict[str, int]]:
    return found["new_articles"], found["revisions"], found["rejections"]


def tables(home: Path) -> tuple[int, int, dict[str, int]]:
    """Articles, revisions and rejections by reason in the corpus."""
    ((articles,),) = rows(home, "select count(*) from articles")
    ((revisions,),) = rows(home, "select count(*) from article_revisions")
    return articles, revisions, dict(rows(home, "select reason, count(*) from rejections group by all"))


def test_an_import_says_what_the_tables_hold_of_each_file(tmp_path: Path) -> None:
    pages, given = files(tmp_path)
    first, second = account(tmp_path / "home", "import", pages, given)
    assert (first["file"], second["file"]) == (str(pages), str(given))
    assert counts(first) == (2, 3, {"unchanged": 1, "no_text": 1})
    assert counts(second) == (3, 3, {"bad-row": 1})
    assert sum(first["rejections"].values()) + first["revisions"] == len(CAPTURES)
    assert sum(second["rejections"].values()) + second["revisions"] == len(ROWS)
    landed = rows(tmp_path / "home", "select distinct warc_file from article_revisions order by 1")
    assert sorted((one["landed_file"],) for one in (first, second)) == landed
    assert tables(tmp_path / "home") == (5, 6, {"unchanged": 1, "no_text": 1, "bad-row": 1})


def test_a_file_of_what_is_there_already_brings_no_article(tmp_path: Path) -> None:
    home = tmp_path / "home"
    one, other, third = (tmp_path / f"{n}.warc.gz" for n in range(3))
    one.write_bytes(warc([(QUEUE, AGAIN), (STROM, AGAIN)]))
    other.write_bytes(warc([(QUEUE, LATER), (STROM, LATER), (BAKERY, LATER)]))
    third.write_bytes(warc([(changed(QUEUE), FIRST), (BAKERY, FIRST)]))
    assert [counts(found) for found in account(home, "import", one)] == [(2, 2, {})]
    assert [counts(found) for found in account(home, "import", other)] == [(1, 1, {"unchanged": 2})]
    before = tables(home)
    # Fetched before the others, it holds the first revisions; the article is no new one for all that.
    assert [counts(found) for found in account(home, "import", third)] == [(0, 2, {})]
    assert tables(home)[0] == before[0] == 3
    assert tables(home)[1:] == (4, {"unchanged": 3})
    assert [counts(found)[0] for found in account(home, "import", one, other, third)] == [0, 0, 0]


def test_files_of_one_import_share_out_their_articles_and_none_counts_twice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    one, other, copy = (tmp_path / f"{n}.warc.gz" for n in range(3))
    one.write_bytes(warc([(QUEUE, LATER), (STROM, FIRST)]))
    other.write_bytes(warc([(QUEUE, FIRST), (BAKERY, FIRST)]))
    copy.write_bytes(one.read_bytes())
    found = account(home, "import", one, other, copy)
    assert [counts(file) for file in found] == [
        (2, 1, {"unchanged": 1}),
        (1, 2, {}),
        (0, 1, {"unchanged": 1}),
    ]
    assert sum(file["new_articles"] for file in found) == tables(home)[0]


def test_the_account_on_stderr_has_the_same_numbers_and_an_instance_of_each_refusal(tmp_path: Path) -> None:
    given = tmp_path / "rows.jsonl"
    given.write_bytes(
        lines(
            HEADLINE, HEADLINE | {"outlet": "wire [press]"}, HEADLINE | {"published_at": "2062-01-01"}, b"{"
        )
    )
    home = tmp_path / "home"
    err = " ".join(done("import", given, "--home", home).err.split())
    assert (
        "rows.jsonl: 1 new article, 1 revision, 3 rejections (1 bad-row, 1 future-date, 1 unknown-outlet)"
        in err
    )
    assert (
        "unknown-outlet: line 2: the row names 'wire [press]', which is no id and no domain of the registry"
        in err
    )
    assert (
        "future-date: line 3: published_at 2062-01-01T00:00:00+00:00 is more than a day after the landing"
        in err
    )
    assert "bad-row: line 4: no JSON" in err


def test_the_account_leads_back_to_the_record_in_the_file_as_it_was_given(tmp_path: Path) -> None:
    """By the line, or by the byte of a WARC file, which lands as it is; the landed file is named for the tables."""
    pages, home = tmp_path / "pages.warc.gz", tmp_path / "home"
    first = warc([(QUEUE, FIRST)])
    second = warc([(BAKERY, "2062-01-01T00:00:00Z")])
    pages.write_bytes(first + second + warc([(STROM, FIRST)])[:-20])
    (found,) = account(home, "import", pages)
    assert found["refusals"]["future-date"].startswith(f"byte {len(first)}: fetched_at 2062-01-01")
    assert found["refusals"]["truncated"].startswith(f"byte {len(first) + len(second)}: ")
    told = done("import", pages, "--home", home).err
    assert f"as {found['landed_file']}" in told
    assert rows(home, "select distinct warc_file from rejections") == [(found["landed_file"],)]


def test_processing_says_what_became_of_each_file_it_processed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert account(home, "process") == []
    pages, given = files(tmp_path)
    imported = account(home, "import", pages, given)
    assert account(home, "process") == []
    again = account(home, "process", "--reprocess")
    assert {file["file"]: counts(file)[1:] for file in again} == {
        file["landed_file"]: counts(file)[1:] for file in imported
    }
    assert [file["new_articles"] for file in again] == [0, 0]

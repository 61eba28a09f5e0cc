"""What readers see of the store, and when."""

import os
import re
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.warehouse.rows import DAY, HOUR, NOON, capture, put, row
from warehouse.catalogue import HERE, RELATIONS, definition, public_relations
from warehouse.connection import open_corpus
from warehouse.errors import CorpusError, StoreError
from warehouse.manifest import Manifest
from warehouse.publish import OLD_SNAPSHOTS, current_snapshot, ensure_published, publish
from warehouse.store import Store
from warehouse.tables import tables

REQUIRED = {"captures": None, "languages": "captures"}


def ids(link: Path) -> list[str]:
    with closing(open_corpus(link)) as db:
        return [found for (found,) in db.execute("select article_id from articles order by all").fetchall()]


def put_article(store: Store, article: str, source: str, day: date = DAY, *, version: str = "v1") -> None:
    one = capture(article, 0)
    language = row("languages", revision_id=one["revision_id"])
    put(store, day, source, version=version, captures=[one])
    put(store, day, source, version=f"lang-1 on {version}", languages=[language])


def test_every_relation_exists_in_the_first_snapshot(store: Store, link: Path) -> None:
    publish(store, link)
    with closing(open_corpus(link)) as db:
        for name in [*public_relations(), *(f"parts.{name}" for name in tables())]:
            expected = 1 if name == "meta" else 0
            assert db.execute(f"select count(*) from {name}").fetchall() == [(expected,)], name  # noqa: S608 - our own names
        for call in ("spread('x')", "adoption_curve('x')", "first_movers('x')", "trace('x')"):
            assert db.execute(f"select * from {call}").fetchall() == []  # noqa: S608 - our own names


def test_no_change_keeps_the_snapshot(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    first = publish(store, link, REQUIRED)
    assert publish(store, link, REQUIRED) == first
    put(store, source="crawl-2", captures=[capture("b", 0)])
    assert publish(store, link, REQUIRED) == first, "the new unit is not complete"
    put_article(store, "c", "crawl-3")
    assert publish(store, link, REQUIRED) != first


def test_incomplete_units_are_hidden(store: Store, link: Path) -> None:
    put_article(store, "whole", "crawl-1")
    put(store, source="crawl-2", captures=[capture("no-language", 0)])
    put(store, source="crawl-3", captures=[capture("old-language", 0)])
    put(store, source="crawl-3", version="lang-1 on v0", languages=[])
    put(store, date(1970, 1, 1), "all", outlet_registry=[row("outlet_registry", id="nordpost")])
    publish(store, link, REQUIRED)
    assert ids(link) == ["whole"]
    with closing(open_corpus(link)) as db:
        assert db.execute("select id, registered from outlets").fetchall() == [("nordpost", True)]
    publish(store, link)
    assert ids(link) == ["no-language", "old-language", "whole"]


def test_units_of_an_older_version_stay_visible_until_they_are_made_anew(store: Store, link: Path) -> None:
    put_article(store, "old", "crawl-1", version="v1")
    put_article(store, "new", "crawl-2", version="v2")
    publish(store, link, REQUIRED)
    assert ids(link) == ["new", "old"]
    put(store, source="crawl-1", version="v2", captures=[capture("old", 0)])
    publish(store, link, REQUIRED)
    assert ids(link) == ["new"], "a unit is hidden while its tags are those of its old text"


def test_unit_is_day_and_source(store: Store, link: Path) -> None:
    """The same file name on two days is two units."""
    put(store, date(2026, 11, 22), captures=[capture("a", 0)])
    put(store, date(2026, 11, 23), languages=[])
    publish(store, link, REQUIRED)
    assert ids(link) == []


def test_reader_keeps_the_snapshot_it_opened(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    publish(store, link)
    with closing(open_corpus(link)) as db:
        for number in range(OLD_SNAPSHOTS + 2):
            put_article(store, f"b{number}", f"crawl-b{number}")
            publish(store, link)
        assert db.execute("select article_id from articles").fetchall() == [("a",)]
    kept = sorted(path.name for path in (store.root / "snapshots").iterdir())
    assert kept == ["corpus-3.duckdb", "corpus-4.duckdb", "corpus-5.duckdb"]
    assert len(ids(link)) == OLD_SNAPSHOTS + 3


def test_link_is_relative_and_readable_by_others(store: Store, link: Path) -> None:
    """`duckdb -readonly corpus.duckdb` opens it directly, in 1.5 as in 2.0."""
    put_article(store, "a", "crawl-1")
    publish(store, link)
    assert link.readlink() == Path("store/snapshots/corpus-1.duckdb")
    with duckdb.connect(link, read_only=True) as db:
        assert db.execute("select article_id from articles").fetchall() == [("a",)]
        [(version,)] = db.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
        ).fetchall()
        assert version.startswith("v1.5")


def test_views_say_case_not_if() -> None:
    """Seen with 2.0.0 and 1.5.6: 2.0 stores `if(…)` in a view as a function call, which 1.5 doesn't know."""
    written = [definition(name) for name in RELATIONS]
    written += [path.read_text(encoding="utf-8") for path in (HERE / "macros").glob("*.sql")]
    assert [text for text in written if re.search(r"\bif\s*\(", text, re.IGNORECASE)] == []


def test_moved_home_is_published_anew(store: Store, link: Path, tmp_path: Path) -> None:
    put_article(store, "a", "crawl-1")
    put(store, source="crawl-2", captures=[capture("b", 0)])
    publish(store, link, REQUIRED)
    link.parent.rename(tmp_path / "elsewhere")
    moved, moved_link = Store(tmp_path / "elsewhere" / "store"), tmp_path / "elsewhere" / "corpus.duckdb"
    ensure_published(moved, moved_link)
    assert ids(moved_link) == ["a"], "with the requirements of the snapshot before"
    assert ensure_published(moved, moved_link).name == "corpus-2.duckdb"


def test_same_home_by_another_path_is_no_move(store: Store, link: Path, tmp_path: Path) -> None:
    put_article(store, "a", "crawl-1")
    snapshot = publish(store, link)
    (tmp_path / "alias").symlink_to(link.parent)
    alias = Store(tmp_path / "alias" / "store")
    assert ensure_published(alias, tmp_path / "alias" / "corpus.duckdb") == snapshot.resolve()


@pytest.mark.parametrize("name", ["with space", "it's", "a[b]*", "ünï"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    store, link = Store(tmp_path / name / "store"), tmp_path / name / "corpus.duckdb"
    put_article(store, "a", "crawl-1")
    publish(store, link)
    assert ids(link) == ["a"]


def test_folder_name_that_duckdb_cannot_take(tmp_path: Path) -> None:
    store = Store(tmp_path / "what?" / "store")
    put_article(store, "a", "crawl-1")
    with pytest.raises(StoreError, match=r"\? in its name.*Rename it"):
        publish(store, tmp_path / "what?" / "corpus.duckdb")


def age(snapshot: Path) -> None:
    """Make a snapshot one of another version, in which a view had another shape."""
    with closing(duckdb.connect(snapshot)) as db:
        db.execute("update steps.origin set definitions = 'of another version'")
        db.execute("create or replace view spread_daily as select 1 as of_old")


def test_a_corpus_of_another_version_is_made_anew(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    put(store, source="crawl-2", captures=[capture("b", 0)])
    age(publish(store, link, REQUIRED))
    assert ensure_published(store, link).name == "corpus-2.duckdb"
    assert ids(link) == ["a"], "with the requirements of the snapshot before"
    with closing(open_corpus(link)) as db:
        assert db.execute("select narrative from spread_daily").fetchall() == []


def test_an_archive_keeps_the_corpus_of_its_time(
    store: Store, link: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put_article(store, "a", "crawl-1")
    snapshot = publish(store, link)
    age(snapshot)
    # Asked, not taken away: root, as whom tests may run, writes everywhere.
    monkeypatch.setattr("warehouse.publish.os.access", lambda *_: False)
    assert ensure_published(store, link) == snapshot.resolve()
    assert "of another version of wattwire" in caplog.text
    assert ids(link) == ["a"]


def test_ensure_published_without_a_corpus_says_what_to_run(store: Store, link: Path) -> None:
    with pytest.raises(CorpusError, match=r"no corpus at .*corpus\.duckdb yet.*wattwire import"):
        ensure_published(store, link)


def test_ensure_published_makes_what_a_kill_prevented(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    ensure_published(store, link)
    assert ids(link) == ["a"]


def test_dangling_link_and_broken_snapshot_are_replaced(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    snapshot = publish(store, link)
    snapshot.unlink()
    assert current_snapshot(link) is None
    snapshot = publish(store, link)
    os.truncate(snapshot, 5_000)
    publish(store, link)
    assert ids(link) == ["a"]


def test_file_in_place_of_the_link_stays(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    link.write_text("precious")
    with pytest.raises(StoreError, match=r"is a file of its own.*Move it away"):
        publish(store, link)
    assert link.read_text() == "precious"


def test_missing_part_publishes_nothing(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    before = publish(store, link)
    put_article(store, "b", "crawl-2")
    (store.root / store.parts("captures", source="crawl-2")[0].file).unlink()
    with pytest.raises(StoreError, match=r"crawl-2-.*Nothing was published"):
        publish(store, link)
    assert current_snapshot(link) == before.resolve()
    assert [path.name for path in (store.root / "snapshots").iterdir()] == [before.name]


def test_parts_of_a_table_that_only_another_version_has_are_kept_and_passed_over(
    store: Store, link: Path
) -> None:
    put_article(store, "a", "crawl-1")
    known = store.parts("captures")[0]
    manifest = Manifest(store.root / "manifest.jsonl")
    manifest.refresh()
    manifest.append([replace(known, table="heat")])
    publish(store, link)
    assert ids(link) == ["a"]
    assert store.query("select article_id from articles").to_pylist() == [{"article_id": "a"}]
    assert [part.file for part in store.parts("heat")] == [known.file]


def test_unwritable_snapshot_folder(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    (store.root / "snapshots").write_text("in the way")
    with pytest.raises(StoreError, match=r"can't be published: .*snapshots"):
        publish(store, link)


def test_leftover_of_a_killed_publisher_is_overwritten(store: Store, link: Path) -> None:
    put_article(store, "a", "crawl-1")
    (store.root / "snapshots").mkdir()
    (store.root / "snapshots" / "corpus-1.duckdb.tmp").write_bytes(b"half")
    publish(store, link)
    assert [path.name for path in (store.root / "snapshots").iterdir()] == ["corpus-1.duckdb"]


def test_meta_tells_now_by_the_records(store: Store, link: Path) -> None:
    put(store, captures=[capture("a", 0)], fetch_log=[row("fetch_log", requested_at=NOON + HOUR)])
    publish(store, link)
    with closing(open_corpus(link)) as db:
        [(position, newest)] = db.execute("select manifest_position, newest_record_at from meta").fetchall()
    assert (position, newest) == (1, NOON + HOUR)


def test_stored_relations_hold_what_the_views_say(store: Store, link: Path) -> None:
    """A snapshot has some views as tables; both ways give the same rows."""
    put(
        store,
        captures=[
            capture("a", 0),
            capture("b", 1, NOON + HOUR, outlet_id="other"),
            capture("a", 2, NOON + 2 * HOUR),
        ],
        narratives=[row("narratives", revision_id=capture(name, 0)["revision_id"]) for name in "ab"],
        near_duplicates=[{"left_id": "a", "right_id": "b", "similarity": 0.8}],
        fetch_log=[row("fetch_log", requested_at=NOON)],
    )
    publish(store, link)
    with closing(open_corpus(link)) as db:
        for name in public_relations():
            stored = db.sql(f"select * from {name} order by all").to_arrow_table()  # noqa: S608 - our own names
            assert stored.num_rows > 0 or name in (
                "stories",
                "article_stories",
                "article_languages",
                "article_topics",
            )
            assert stored.equals(store.query(f"select * from {name} order by all")), name  # noqa: S608 - our own names


def test_columns_that_an_earlier_version_did_not_write_are_null(store: Store, link: Path) -> None:
    put_article(store, "a", "one", version="v1")
    put_article(store, "b", "two", version="v2")
    old = next(
        store.root / part.file for part in store.parts() if part.version == "v1" and part.table == "captures"
    )
    pq.write_table(pq.read_table(old).drop_columns(["agencies", "access"]), old)
    publish(store, link)
    with closing(open_corpus(link)) as db:
        found = db.execute("select article_id, agencies, access from articles order by all").fetchall()
    assert found == [("a", None, None), ("b", None, None)]

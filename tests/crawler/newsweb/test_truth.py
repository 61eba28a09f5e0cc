"""The truth: complete, consistent with the pages, and read back as written."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.truth import first_movers, truth, write_truth

WEB = Newsweb(1)
ROWS = truth(WEB.publications)


def test_every_publication_has_a_row_and_a_fate() -> None:
    assert [row.url for row in ROWS] == [publication.url for publication in WEB.publications]
    fates = Counter((row.fate, row.reason) for row in ROWS)
    assert fates["article", None] >= 150
    assert set(fates) == {
        ("article", None),
        ("rejected", "paywall"),
        ("rejected", "no-text"),
        ("rejected", "http-404"),
        ("disallowed", "robots"),
        ("reserved", "tdm-reservation"),
    }


def test_only_articles_are_labelled() -> None:
    for row in ROWS:
        labels = (row.text_id, row.body, row.topics, row.on_topic, row.narratives)
        assert all(label is not None for label in labels) is (row.fate == "article")
        assert all(label is None for label in labels) is (row.fate != "article")


def test_evidence_stands_in_the_text_also_in_copies() -> None:
    seen = 0
    for row in ROWS:
        whole = "\n\n".join((row.title, row.lead or "", row.body or ""))
        for narrative in row.narratives or ():
            assert narrative.evidence in whole, row.url
            seen += row.copy_of is not None
    assert seen > 10


def test_copies_name_an_original_in_the_rows() -> None:
    by_url = {row.url: row for row in ROWS}
    copies = [row for row in ROWS if row.copy_of]
    assert copies
    for row in copies:
        assert row.copy_of
        original = by_url[row.copy_of]
        assert original.copy_of is None
        assert original.text_id == row.text_id
        assert original.outlet_id == row.original_outlet
        assert original.published_at < row.published_at
        assert {(n.id, n.stance) for n in row.narratives or ()} == {
            (n.id, n.stance) for n in original.narratives or ()
        }


def test_a_correction_is_a_later_revision() -> None:
    revised = [row for row in ROWS if row.revisions]
    assert {row.way for row in revised} == {"corrected"}
    for row in revised:
        (revision,) = row.revisions
        assert revision.at > row.published_at
        assert row.body
        assert revision.body.startswith(row.body + "\n\n")


def test_the_core_claim_is_asserted_disputed_and_copied() -> None:
    stances = Counter(n.stance for row in ROWS for n in row.narratives or () if n.id == "power-bottleneck")
    assert stances["asserts"] >= 10
    assert stances["disputes"] >= 2


def test_first_movers_are_each_outlets_first_own_assertion() -> None:
    moves = first_movers(ROWS, "power-bottleneck", "asserts")
    assert len({move.outlet_id for move in moves}) == len(moves) >= 6
    assert [move.published_at for move in moves] == sorted(move.published_at for move in moves)
    by_url = {row.url: row for row in ROWS}
    for move in moves:
        assert by_url[move.url].copy_of is None
        earlier = [
            row
            for row in ROWS
            if row.outlet_id == move.outlet_id
            and row.published_at < move.published_at
            and row.copy_of is None
            and any(n.id == "power-bottleneck" and n.stance == "asserts" for n in row.narratives or ())
        ]
        assert earlier == []
    assert first_movers(ROWS, "no-such-narrative", "asserts") == ()


def test_rows_are_written_as_json_lines(tmp_path: Path) -> None:
    write_truth(ROWS, tmp_path / "truth.jsonl")
    lines = (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(asdict(row))) for row in ROWS]
    assert all(datetime.fromisoformat(json.loads(line)["published_at"]).tzinfo for line in lines)


def test_the_truth_of_a_seed_is_always_the_same() -> None:
    assert truth(Newsweb(1).publications) == ROWS

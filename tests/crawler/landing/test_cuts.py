"""Files cut, joined and overwritten at any byte: what was whole before stays, what is lost is told."""

import gzip
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.blocks import Block, read_blocks
from crawler.landing.importing import land_rows
from crawler.landing.ledger import JOURNAL, read_ledger
from crawler.landing.members import Form, loose_end
from crawler.landing.reader import read_landed
from crawler.landing.records import OPEN, Damage, Landed
from crawler.landing.recovery import recover
from crawler.landing.rows import read_jsonl
from crawler.landing.units import landed_units
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import AGENT, AT, DAY, HTML, SOURCE, crawl, discovery, fetch, pages

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    # With checksums, or a change could go unseen by anybody.
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "plain": bytes,
}
BODIES = [b"<p>eins", b"", b"<p>" + bytes(range(256)) * 9, b"<p>vier \x1f\x8b\x08 WARC/1.1\r\n"]


def crawled() -> list[bytes]:
    """The records of a crawl by our own writer, unpacked: its maker, then each page and how it was found."""
    with TemporaryDirectory() as folder:
        path = crawl(Path(folder), BODIES)
        offsets = [block.offset for block in read_blocks(path) if isinstance(block, Block)]
        data = path.read_bytes()
    return [gzip.decompress(data[a:b]) for a, b in zip(offsets, [*offsets[1:], len(data)], strict=True)]


RECORDS = crawled()


def offsets(parts: list[bytes]) -> list[int]:
    """Where each part begins, and the end."""
    return [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]


def read(data: bytes) -> tuple[list[Landed], list[Damage]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        items = list(read_landed(path))
    return [i for i in items if isinstance(i, Landed)], [i for i in items if isinstance(i, Damage)]


def test_the_material_is_a_maker_and_two_records_a_page() -> None:
    kinds = [record.split(b"WARC-Type: ")[1].split(b"\r\n")[0] for record in RECORDS]
    assert kinds == [b"warcinfo", *[b"response", b"metadata"] * len(BODIES)]


@given(st.sampled_from(sorted(PACK)), st.floats(0, 1, exclude_max=True))
def test_a_cut_costs_no_page_before_it_and_is_told_once(packing: str, share: float) -> None:
    parts = [PACK[packing](record) for record in RECORDS]
    data, begins = b"".join(parts), offsets(parts)
    cut = int(len(data) * share)
    found, damaged = read(data[:cut])
    whole = sum(end <= cut for end in begins[1:])
    # Two records a page: the page itself and how it was found.
    assert [page.payload for page in found][: whole // 2] == BODIES[: whole // 2]
    assert len(found) - whole // 2 in (0, 1)
    described = [page for page in found if page.discovery]
    assert described == found[: len(described)]
    assert len(described) >= max(0, whole - 1) // 2
    # Of a plain file only the empty lines behind a record may go without a word.
    silent = cut in begins[1:] or (packing == "plain" and any(0 < end - cut <= 4 for end in begins[1:]))
    assert len(damaged) == 1 or silent
    assert {damage.reason for damage in damaged} <= {"truncated", "unreadable"}


@given(
    st.sampled_from(["gzip", "zstd"]),
    st.integers(1, 8),
    st.integers(0, 10_000),
    st.binary(min_size=1, max_size=64),
)
def test_bytes_lost_in_one_record_cost_that_record_alone(
    packing: str, place: int, seed: int, noise: bytes
) -> None:
    """Overwritten, shortened or lengthened: the other records of a packed file are found all the same."""
    parts = [PACK[packing](record) for record in RECORDS]
    at = seed % len(parts[place])
    hurt = [
        parts[place][:at] + noise + parts[place][at + len(noise) :],
        parts[place][:at],
        parts[place][:at] + noise + parts[place][at:],
    ]
    page_of = (place - 1) // 2
    for broken in hurt:
        found, damaged = read(b"".join([*parts[:place], broken, *parts[place + 1 :]]))
        payloads = [page.payload for page in found]
        others = [body for n, body in enumerate(BODIES) if n != page_of]
        assert [payload for payload in payloads if payload in others] == others
        # Nobody can tell that a record is missing altogether.
        assert len(found) == len(BODIES) or damaged or not broken, (at, broken)


@given(st.permutations(range(1, len(RECORDS))), st.sampled_from(sorted(PACK)))
def test_records_in_any_order_give_every_page_and_no_wrong_discovery(order: list[int], packing: str) -> None:
    found, damaged = read(b"".join(PACK[packing](RECORDS[n]) for n in order))
    assert damaged == []
    assert [page.payload for page in found] == [BODIES[n // 2] for n in order if n % 2]
    followed = {a for a, b in pairwise(order) if a % 2 and b == a + 1}
    titles = {page.url: page.discovery.listed_title for page in found if page.discovery}
    assert titles == {f"https://nordpost.test/{n // 2}": f"Title {n // 2}" for n in followed}


@pytest.mark.parametrize("packing", sorted(PACK))
def test_a_file_repeated_gives_its_pages_again(packing: str) -> None:
    once = b"".join(map(PACK[packing], RECORDS))
    found, damaged = read(once * 3)
    assert damaged == []
    assert [page.payload for page in found] == BODIES * 3
    places = [page.offset for page in found]
    assert places == sorted(set(places))


def test_lines_cut_off_anywhere_keep_the_whole_ones(tmp_path: Path) -> None:
    lines = b"".join(b'{"url": "https://a.test/%d", "title": "Strom %d"}\n' % (n, n) for n in range(3))
    path = land_rows(read_jsonl(BytesIO(lines + b"{broken\n")), tmp_path, DAY, "rows.jsonl").path
    data = path.read_bytes()
    begins = [block.offset for block in read_blocks(path) if isinstance(block, Block)][1:]
    counts = []
    for cut in range(begins[0], len(data), 3):
        found, damaged = read(data[:cut])
        numbers = [page.row.line for page in found if page.row]
        assert numbers == [1, 2, 3][: len(numbers)]
        assert len(numbers) >= min(3, sum(cut >= begin for begin in begins) - 1)
        bad = [damage for damage in damaged if damage.reason == "bad-row"]
        assert len(damaged) - len(bad) == (cut not in begins)
        counts.append(len(numbers) + len(bad))
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2, 3, 4}


def left_by_a_killed_crawl(folder: Path) -> tuple[bytes, bytes]:
    """WARC file and journal of a crawl that was never closed."""
    with LandingWriter(folder, DAY, SOURCE, user_agent=AGENT) as writer:
        for n, body in enumerate(BODIES):
            url = f"https://nordpost.test/{n}"
            writer.response(
                url, fetched_at=AT, status=200, http_headers=HTML, body=body, discovery=discovery()
            )
            writer.fetch(fetch(n))
        opened = folder / DAY.isoformat() / f"{SOURCE}.warc.gz{OPEN}"
        return opened.read_bytes(), opened.with_name(f"{SOURCE}{JOURNAL}").read_bytes()


with TemporaryDirectory() as _folder:
    LEFT, LEFT_JOURNAL = left_by_a_killed_crawl(Path(_folder))


@given(st.integers(0, len(LEFT)), st.integers(0, len(LEFT_JOURNAL)), st.binary(max_size=20))
def test_whatever_of_a_killed_crawl_is_left_is_put_in_place_whole(
    kept: int, logged: int, rest: bytes
) -> None:
    """The file and the journal end anywhere, and behind the file lies what a failing disk may leave."""
    with TemporaryDirectory() as folder:
        day = Path(folder) / DAY.isoformat()
        day.mkdir()
        opened = day / f"{SOURCE}.warc.gz{OPEN}"
        opened.write_bytes(LEFT[:kept] + rest)
        (day / f"{SOURCE}{JOURNAL}").write_bytes(LEFT_JOURNAL[:logged])
        recovered = recover(Path(folder))
        assert recover(Path(folder)) == []
        units = landed_units(Path(folder))
        assert [unit.path for unit in units] == recovered
        for unit in units:
            found, damaged = pages(unit.path), [i for i in read_landed(unit.path) if isinstance(i, Damage)]
            assert damaged == []
            assert loose_end(unit.path, Form.GZIP, 0) is None
            assert unit.path.read_bytes() == LEFT[: unit.path.stat().st_size]
            assert [page.payload for page in found] == BODIES[: len(found)]
            assert unit.ledger is not None
            lines = LEFT_JOURNAL[:logged].count(b"\n")
            assert list(read_ledger(unit.ledger)) == [fetch(n) for n in range(lines)]
        names = {path.name for path in day.iterdir()}
        assert names == ({f"{SOURCE}.warc.gz", f"{SOURCE}.fetches.parquet"} if units else set())

"""Reading WARC files: ours, foreign ones, cut off, flipped, random, and real ones."""

import gzip
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.reader import read_landed
from crawler.landing.records import MAX_PAYLOAD, Damage, Landed
from tests.corpora import SHARED, needs
from tests.crawler.landing.warcs import crawl, damages, foreign, message, pages

HTML = "Content-Type: text/html"

# Without the time of packing: a test's name holds its data, and each worker collects the names for itself.
gzipped = partial(gzip.compress, mtime=0)

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzipped,
    "plain": bytes,
    "zstd": zstandard.compress,
}
PAGES = [("response", message(b"<p>%d" % n, HTML)) for n in range(3)]


def put(folder: Path, data: bytes, name: str = "x.warc.gz") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def members(data: bytes) -> list[bytes]:
    """A gzip file apart, member by member."""
    found, at = [], 0
    while at < len(data):
        following = data.find(b"\x1f\x8b\x08", at + 1)
        while following >= 0 and not data[following : following + 10].startswith(data[:4]):
            following = data.find(b"\x1f\x8b\x08", following + 1)
        end = following if following >= 0 else len(data)
        found.append(data[at:end])
        at = end
    return found


def test_a_foreign_file(tmp_path: Path) -> None:
    others = [
        ("warcinfo", b"software: other"),
        ("request", b"GET / HTTP/1.1\r\n\r\n"),
        ("metadata", b"fetchTimeMs: 4"),
    ]
    read = pages(put(tmp_path, foreign([*others, *PAGES, *others])))
    assert [page.payload for page in read] == [b"<p>0", b"<p>1", b"<p>2"]
    assert {(page.kind, page.status, page.content_type, page.discovery) for page in read} == {
        ("page", 200, "text/html", None)
    }
    assert [page.url for page in read] == [
        "https://other.test/3",
        "https://other.test/4",
        "https://other.test/5",
    ]


@pytest.mark.parametrize("packing", ["record", "whole", "zstd", "plain"])
def test_packings_and_offsets(tmp_path: Path, packing: str) -> None:
    single = [foreign([page], gzip=False) for page in PAGES]
    packed = {
        "record": [gzipped(one) for one in single],
        "whole": [gzipped(b"".join(single))],
        "zstd": [zstandard.compress(one) for one in single],
        "plain": single,
    }[packing]
    read = pages(put(tmp_path, b"".join(packed)))
    assert [page.payload for page in read] == [b"<p>0", b"<p>1", b"<p>2"]
    if packing != "whole":
        assert [page.offset for page in read] == [sum(map(len, packed[:n])) for n in range(3)]


def test_an_offset_leads_to_its_record(tmp_path: Path) -> None:
    path = crawl(tmp_path, [b"<p>a", b"<p>b"])
    data = path.read_bytes()
    for page in pages(path):
        head = gzip.GzipFile(fileobj=BytesIO(data[page.offset :])).read(4096)
        assert f"WARC-Target-URI: {page.url}\r\n".encode() in head


@given(st.integers(0, 10**6))
def test_a_file_cut_off_anywhere_keeps_its_whole_records(seed: int) -> None:
    data = foreign(PAGES)
    cut = seed % len(data)
    ends = [sum(map(len, members(data)[:n])) for n in range(4)]
    with TemporaryDirectory() as folder:
        path = put(Path(folder), data[:cut])
        whole = sum(end <= cut for end in ends) - 1
        read = pages(path)
        assert [page.payload for page in read][:whole] == [b"<p>0", b"<p>1", b"<p>2"][:whole]
        # The last bytes of a member hold its checksum: the page before them may be whole already.
        assert len(read) - whole in (0, 1)
        assert len(damages(path)) == (0 if cut in ends[1:] else 1)


@pytest.mark.parametrize("packing", [gzipped, zstandard.compress, bytes])
def test_cut_off_at_every_byte(tmp_path: Path, packing: type[bytes]) -> None:
    single = [packing(foreign([page], gzip=False)) for page in PAGES[:2]]
    data = b"".join(single)
    for cut in range(len(data)):
        path = put(tmp_path, data[:cut])
        items = list(read_landed(path))
        read = [item.payload for item in items if isinstance(item, Landed)]
        assert read == [b"<p>0", b"<p>1"][: len(read)]
        assert len(read) >= (cut >= len(single[0]))
        # Only what separates the records of a plain file can go unseen: it holds nothing.
        rest = len(data) - cut if cut > len(single[0]) else len(single[0]) - cut
        silent = cut == len(single[0]) or (packing is bytes and rest <= 4)
        assert silent or any(isinstance(item, Damage) for item in items), cut


@given(st.integers(0, 10**6), st.integers(1, 255), st.sampled_from([gzipped, zstandard.compress, bytes]))
def test_a_flipped_byte_costs_one_record_at_most(seed: int, flip: int, packing: type[bytes]) -> None:
    single = [packing(foreign([page], gzip=False)) for page in PAGES]
    data = bytearray(b"".join(single))
    first, second = len(single[0]), len(single[0]) + len(single[1])
    data[first + seed % (second - first)] ^= flip
    with TemporaryDirectory() as folder:
        items = list(read_landed(put(Path(folder), bytes(data))))
    read = [item.payload for item in items if isinstance(item, Landed)]
    assert read[0] == b"<p>0"
    if packing is not bytes:
        # A plain record whose stated length was altered may reach over the next one.
        assert read[-1] == b"<p>2"
    assert len(items) >= 2


def test_reading_goes_on_behind_damage(tmp_path: Path) -> None:
    single = members(foreign(PAGES))
    broken = bytearray(single[1])
    broken[len(broken) // 2] ^= 0xFF
    path = put(tmp_path, single[0] + bytes(broken) + single[2])
    assert [page.payload for page in pages(path)] == [b"<p>0", b"<p>2"]
    (damage,) = damages(path)
    assert (damage.offset, damage.reason) == (len(single[0]), "unreadable")


@pytest.mark.parametrize("form", ["gzip", "plain", "zstd"])
def test_rubbish_before_and_between(tmp_path: Path, form: str) -> None:
    single = [PACK[form](foreign([page], gzip=False)) for page in PAGES]
    rubbish = b"rubbish\x00" * 9 + b"\n"
    path = put(tmp_path, rubbish + single[0] + rubbish + single[1] + single[2] + rubbish)
    assert [page.payload for page in pages(path)] == [b"<p>0", b"<p>1", b"<p>2"]
    assert [damage.reason for damage in damages(path)][:2] == ["unreadable", "unreadable"]
    assert len(damages(path)) == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"no WARC", b"\x1f\x8b", gzipped(b'{"url": 1}'), gzipped(b" "), b"WARC/", bytes(5000)],
)
def test_no_warc_is_one_damage(tmp_path: Path, data: bytes) -> None:
    (item,) = read_landed(put(tmp_path, data))
    assert isinstance(item, Damage)
    assert item.offset == 0


@given(st.binary(max_size=600), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"]))
def test_random_bytes(data: bytes, head: bytes) -> None:
    with TemporaryDirectory() as folder:
        items = list(read_landed(put(Path(folder), head + data)))
        packed = list(read_landed(put(Path(folder), gzipped(head + data))))
    assert items
    assert packed
    assert all(isinstance(item, Damage | Landed) for item in items + packed)


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_landed(tmp_path / "none.warc.gz"))


def test_a_record_that_is_too_large_is_passed_over(tmp_path: Path) -> None:
    huge = ("response", message(bytes(MAX_PAYLOAD + 2 * 1024 * 1024), HTML))
    path = put(tmp_path, foreign([PAGES[0], huge, PAGES[1]]))
    assert [page.payload for page in pages(path)] == [b"<p>0", b"<p>1"]
    (damage,) = damages(path)
    assert (damage.reason, damage.url) == ("too-large", "https://other.test/1")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (message(b"", status="HTTP/1.1 fine"), "bad-http"),
        (message(b"\x1f\x8b\x08\x00", "Content-Encoding: gzip"), "bad-encoding"),
        (message(gzipped(bytes(MAX_PAYLOAD + 1)), "Content-Encoding: gzip"), "too-large"),
    ],
)
def test_a_bad_answer_is_a_damage_with_its_address(tmp_path: Path, block: bytes, reason: str) -> None:
    (item, page) = read_landed(put(tmp_path, foreign([("response", block), PAGES[1]])))
    assert isinstance(item, Damage)
    assert (item.reason, item.url, item.offset) == (reason, "https://other.test/0", 0)
    assert isinstance(page, Landed)


def test_what_its_recorder_cut_off_is_no_page(tmp_path: Path) -> None:
    (damage,) = damages(put(tmp_path, foreign(PAGES[:1], WARC_Truncated="length")))
    assert (damage.reason, damage.evidence) == ("truncated", "its recorder cut it off: length")


def test_wrong_and_odd_headers(tmp_path: Path) -> None:
    plain = foreign(PAGES[:1], gzip=False)
    no_date = plain.replace(b"WARC-Date: 2026-11-23T10:15:00Z", b"WARC-Date: yesterday")
    no_url = plain.replace(b"WARC-Target-URI: https://other.test/0\r\n", b"")
    in_brackets = plain.replace(b"https://other.test/0", b"<https://other.test/0>")
    path = put(tmp_path, no_date + no_url + in_brackets)
    first, second, third = read_landed(path)
    assert isinstance(first, Landed)
    assert first.fetched_at is None
    assert isinstance(second, Damage)
    assert second.reason == "no-url"
    assert isinstance(third, Landed)
    assert third.url == "https://other.test/0"


def test_descriptions_of_other_records_are_not_taken(tmp_path: Path) -> None:
    path = crawl(tmp_path, [b"<p>a", b"<p>b"])
    info, first, about_first, second, about_second = members(path.read_bytes())
    swapped = pages(put(tmp_path, info + first + about_second + second))
    assert [(page.payload, page.discovery) for page in swapped] == [(b"<p>a", None), (b"<p>b", None)]
    mixed = pages(put(tmp_path, about_first + second + about_second + first))
    assert [page.discovery.listed_title if page.discovery else None for page in mixed] == ["Title 1", None]


@needs("corpora/pages/publishers.warc.gz")
def test_real_pages_of_publishers() -> None:
    assert SHARED is not None
    items = list(read_landed(SHARED / "corpora/pages/publishers.warc.gz"))
    assert Counter(type(item) for item in items) == {Landed: 130}
    read = [item for item in items if isinstance(item, Landed)]
    assert len({page.url for page in read}) == 129
    assert {page.status for page in read} == {200}
    assert all(page.fetched_at and page.payload for page in read)


@needs("corpora/pages/hubs-de.warc.gz")
def test_real_hub_pages() -> None:
    assert SHARED is not None
    items = list(read_landed(SHARED / "corpora/pages/hubs-de.warc.gz"))
    assert Counter(type(item) for item in items) == {Landed: 42}

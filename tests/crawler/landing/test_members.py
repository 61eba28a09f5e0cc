"""Finding records by their marks, and the loose end of a file."""

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import zstandard

from crawler.landing.members import HEAD, Form, begins_record, form_of, loose_end, next_record
from tests.crawler.landing.warcs import foreign, message

RECORD = foreign([("response", message(b"<p>power" * 500))], gzip=False)
PACKED: list[tuple[Form, Callable[[bytes], bytes]]] = [
    (Form.GZIP, gzip.compress),
    (Form.ZSTD, zstandard.compress),
]
ALL = [*PACKED, (Form.PLAIN, bytes)]


def put(folder: Path, data: bytes) -> Path:
    path = folder / "x.warc"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("form", "pack"), ALL)
def test_a_form_is_known_by_its_first_bytes(form: Form, pack: Callable[[bytes], bytes]) -> None:
    head = pack(RECORD)[:HEAD]
    assert form_of(head) is form
    assert begins_record(form, head)
    assert not begins_record(form, pack(b"something else" * 50))


@pytest.mark.parametrize("level", [1, 3, 19])
@pytest.mark.parametrize("size", [40_000, 131_072, 3_000_000])
def test_a_record_as_large_as_real_pages_is_known_when_packed_by_zstd(
    tmp_path: Path, size: int, level: int
) -> None:
    """Hexadecimal digits of chance: zstd gives out nothing before a whole block, here 64 kB, is in."""
    noise = Random(size).randbytes(size // 2).hex().encode()
    one = zstandard.ZstdCompressor(level=level).compress(foreign([("response", message(noise))], gzip=False))
    assert len(one) > size // 3
    path = put(tmp_path, one + one)
    assert begins_record(Form.ZSTD, path.read_bytes()[:HEAD])
    assert next_record(path, Form.ZSTD, 0) == len(one)


@pytest.mark.parametrize("head", [b"", b"\x1f", b"PK\x03\x04", b"<html>", b" WARC/1.0"])
def test_no_form(head: bytes) -> None:
    assert form_of(head) is None


@pytest.mark.parametrize(("form", "pack"), ALL)
def test_records_are_found_one_after_the_other(
    tmp_path: Path, form: Form, pack: Callable[[bytes], bytes]
) -> None:
    one = pack(RECORD)
    path = put(tmp_path, one + b"rubbish\n" + one + one)
    second = len(one) + len(b"rubbish\n")
    assert next_record(path, form, 0) == second
    assert next_record(path, form, second) == second + len(one)
    assert next_record(path, form, second + len(one)) is None


def test_marks_inside_a_page_are_no_records(tmp_path: Path) -> None:
    quoted = foreign(
        [("response", message(b"<p>see WARC/1.0 and \x1f\x8b\x08 and \x28\xb5\x2f\xfd"))], gzip=False
    )
    path = put(tmp_path, quoted)
    assert [next_record(path, form, 0) for form in Form] == [None, None, None]


@pytest.mark.parametrize(("form", "pack"), PACKED)
def test_the_loose_end_is_where_the_last_whole_member_ends(
    tmp_path: Path, form: Form, pack: Callable[[bytes], bytes]
) -> None:
    one = pack(RECORD)
    assert loose_end(put(tmp_path, one + one), form, 0) is None
    assert loose_end(put(tmp_path, b""), form, 0) is None
    for cut in range(1, len(one)):
        assert loose_end(put(tmp_path, one + one[:cut]), form, 0) == len(one)
    assert loose_end(put(tmp_path, one + one[:9]), form, len(one)) == len(one)
    assert loose_end(put(tmp_path, one + b"rubbish"), form, 0) == len(one)


def test_members_larger_than_a_step(tmp_path: Path) -> None:
    large = gzip.compress(RECORD + bytes(range(256)) * 20_000, compresslevel=0)
    assert len(large) > 5_000_000
    assert loose_end(put(tmp_path, large + large), Form.GZIP, 0) is None
    assert loose_end(put(tmp_path, large + large[:-1]), Form.GZIP, 0) == len(large)


@pytest.mark.parametrize(("form", "pack"), PACKED)
def test_a_member_that_unpacks_to_far_more_than_it_weighs_takes_little_memory(
    tmp_path: Path, form: Form, pack: Callable[[bytes], bytes]
) -> None:
    one = pack(bytes(128 * 1024 * 1024))
    path = put(tmp_path, one + one[:-1])
    tracemalloc.start()
    try:
        assert loose_end(path, form, 0) == len(one)
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_plain_file_has_no_loose_end_to_look_for(tmp_path: Path) -> None:
    assert loose_end(put(tmp_path, RECORD[:-50]), Form.PLAIN, 0) is None

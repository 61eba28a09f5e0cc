"""The manifest counts whole lines only, and says so when it can't be trusted."""

import logging
from pathlib import Path

import pytest

from tests.warehouse.rows import DAY
from warehouse.errors import StoreError
from warehouse.manifest import Manifest, Part


def part(source: str, version: str = "v1") -> Part:
    return Part("topics", DAY, source, version, f"parts/topics/{source}-{version}.parquet", 3, 100)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A manifest of two commits."""
    manifest = Manifest(tmp_path / "manifest.jsonl")
    manifest.append([part("a"), part("b")])
    manifest.append([part("a", "v2")])
    return manifest.path


def opened(path: Path) -> Manifest:
    manifest = Manifest(path)
    manifest.refresh()
    return manifest


def test_later_commit_supersedes(path: Path) -> None:
    manifest = opened(path)
    assert manifest.position == 2
    assert {key[2]: found.version for key, found in manifest.live.items()} == {"a": "v2", "b": "v1"}
    assert list(manifest.superseded) == [part("a").file]


def test_cut_at_any_byte_loses_at_most_the_cut_commit(path: Path) -> None:
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        expected = 2 if length == len(whole) else 1 if length >= first else 0
        assert opened(path).position == expected, length


@pytest.mark.parametrize(
    "tail", [b'{"sum":"', b"\0" * 500, b"a\rb", b'{"sum":"0000000000000000","commit":{}}\n']
)
def test_torn_end_is_passed_over_then_cut_off(
    path: Path, tail: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(path.read_bytes() + tail)
    manifest = opened(path)
    assert manifest.position == 2
    with caplog.at_level(logging.WARNING):
        manifest.append([part("c")])
    assert "cut off" in caplog.text
    assert path.with_suffix(".torn").read_bytes() == tail + b"\n"
    assert opened(path).position == 3


def test_damage_before_the_last_line_is_an_error(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged at byte 0.*Restore it from a backup.*wattwire process"):
        opened(path)


def test_lost_line_is_an_error(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[1] + lines[1])
    with pytest.raises(StoreError, match="damaged at byte 0"):
        opened(path)


def test_reader_follows_another_writer(path: Path) -> None:
    reader, writer = opened(path), opened(path)
    writer.append([part("c")])
    assert reader.position == 2
    reader.refresh()
    assert reader.live == writer.live


def test_reader_survives_a_restored_backup(path: Path) -> None:
    backup = path.read_bytes()
    reader, writer = opened(path), opened(path)
    writer.append([part("c")])
    reader.refresh()
    path.unlink()
    path.write_bytes(backup)
    reader.refresh()
    assert reader.position == 2
    assert len(reader.live) == 2


def test_reader_survives_a_commit_that_was_taken_back(path: Path) -> None:
    """A failed fsync truncates a line that a reader may have read; the next commit is another one."""
    before = path.stat().st_size
    reader, writer = opened(path), opened(path)
    writer.append([part("gone")])
    reader.refresh()
    with path.open("r+b") as file:
        file.truncate(before)
    opened(path).append([part("stays-longer")])
    reader.refresh()
    assert {key[2] for key in reader.live} == {"a", "b", "stays-longer"}
